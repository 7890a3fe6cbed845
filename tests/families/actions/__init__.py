"""Tests of what is written about families."""
