"""Measures in words and components."""
