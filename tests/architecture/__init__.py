"""Tests about the code base itself (design §11): they make it hard to go wrong. Exceptions stand in exceptions.toml."""
