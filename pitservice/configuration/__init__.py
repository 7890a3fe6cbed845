"""What a team can set: its lists, wording, working days, rules and limits; and the lists that are the same for all."""
