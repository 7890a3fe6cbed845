"""Finding a family."""
