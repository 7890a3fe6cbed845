"""Reading referrals and the waiting list."""

from __future__ import annotations

from referrals.selectors.inbox import InboxCounts, inbox_counts, undecided, with_people
from referrals.selectors.matching import Match, possible_matches

__all__ = ["InboxCounts", "Match", "inbox_counts", "possible_matches", "undecided", "with_people"]
