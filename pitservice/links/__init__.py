"""Private links: a token that only its holder knows, for one purpose, for a time, with a code where data shows."""
