"""Tests of the contact rules."""
