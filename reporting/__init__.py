"""Commissioner reports: reads everything, writes nothing clinical."""
