"""The set-up and the harness itself."""
