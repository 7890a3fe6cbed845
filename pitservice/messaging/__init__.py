"""Texts and e-mails: the row is the message, sent exactly once."""
