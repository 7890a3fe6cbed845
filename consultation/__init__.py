"""Consultation to other professionals."""
