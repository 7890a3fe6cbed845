"""From allocation to follow-up: work with a family."""
