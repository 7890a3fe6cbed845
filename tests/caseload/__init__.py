"""Work with families."""
