"""The demo year: invented people only."""
