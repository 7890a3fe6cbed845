"""Forms of the work with families: they check input and never write."""
