"""Pages about correspondence: the list, one copy, letters to post, a family's letters and texts."""
