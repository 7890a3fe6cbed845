"""Stored files: kept by the hash of what is in them, written before their row commits, served only with permission."""
