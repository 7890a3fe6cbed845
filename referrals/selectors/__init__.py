"""Reading referrals and the waiting list."""

from __future__ import annotations

from referrals.selectors.inbox import InboxCounts, edition_for, inbox_counts, people_prefetch, undecided, with_people
from referrals.selectors.matching import Match, possible_matches

__all__ = [
    "InboxCounts",
    "Match",
    "edition_for",
    "inbox_counts",
    "people_prefetch",
    "possible_matches",
    "undecided",
    "with_people",
]
