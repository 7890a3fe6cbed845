"""Reading referrals and the waiting list."""

from __future__ import annotations

from referrals.selectors.inbox import (
    InboxCounts,
    Ticked,
    edition_for,
    inbox_counts,
    listed,
    people_prefetch,
    ticked,
    undecided,
    with_matches,
    with_people,
)
from referrals.selectors.matching import Look, Match, look, possible_matches

__all__ = [
    "InboxCounts",
    "Look",
    "Match",
    "Ticked",
    "edition_for",
    "inbox_counts",
    "listed",
    "look",
    "people_prefetch",
    "possible_matches",
    "ticked",
    "undecided",
    "with_matches",
    "with_people",
]
