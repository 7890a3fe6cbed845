"""What is asked of people who change a family's record."""
