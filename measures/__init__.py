"""Outcome measures: definitions, scores, change between them, the outcome board, and forms a parent fills by link."""
