"""What each gateway's documentation promises, kept by its real client against a far end on this machine."""
