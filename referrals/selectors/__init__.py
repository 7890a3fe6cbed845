"""Reading referrals and the waiting list."""

from __future__ import annotations

from referrals.selectors.inbox import (
    InboxCounts,
    edition_for,
    inbox_counts,
    listed,
    people_prefetch,
    ticked_by_referrer,
    undecided,
    with_matches,
    with_people,
)
from referrals.selectors.matching import Look, Match, look, possible_matches

__all__ = [
    "InboxCounts",
    "Look",
    "Match",
    "edition_for",
    "inbox_counts",
    "listed",
    "look",
    "people_prefetch",
    "possible_matches",
    "ticked_by_referrer",
    "undecided",
    "with_matches",
    "with_people",
]
