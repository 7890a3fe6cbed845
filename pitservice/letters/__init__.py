"""Letters: drafted, copied by the contact rules, made into PDF, kept as sent."""
