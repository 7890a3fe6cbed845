"""Pages of consultation."""
