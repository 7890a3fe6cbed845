"""Intake, screening, decision and the waiting list."""
