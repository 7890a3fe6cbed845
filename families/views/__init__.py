"""Screens about families."""
