"""Reading referrals and the waiting list."""

from __future__ import annotations

from referrals.selectors.inbox import InboxCounts, Match, inbox_counts, possible_matches, undecided, with_people

__all__ = ["InboxCounts", "Match", "inbox_counts", "possible_matches", "undecided", "with_people"]
