"""Pages of what a team sets."""
