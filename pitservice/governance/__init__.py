"""Screens over everything: users, audit, background work; and the documents generated from code."""
