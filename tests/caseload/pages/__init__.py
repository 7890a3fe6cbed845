"""The pages of work with families."""
