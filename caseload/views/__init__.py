"""Pages of the work with families."""
