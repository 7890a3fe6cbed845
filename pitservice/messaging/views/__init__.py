"""Pages about one message, and the outbox of the demo."""
