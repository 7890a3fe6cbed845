"""Who did what, and who looked at whom: two tables to which rows are only ever added."""
