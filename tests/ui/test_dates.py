"""How far off a day is, in words."""

from __future__ import annotations

from datetime import date

import pytest

from pitservice.ui import dates

TODAY = date(2026, 11, 25)


@pytest.mark.parametrize(
    ("due", "words"),
    [
        (date(2026, 11, 25), "Today"),
        (date(2026, 11, 26), "Tomorrow"),
        (date(2026, 11, 27), "Fri 27 November 2026"),
        (date(2026, 11, 24), "Yesterday"),
        (date(2026, 11, 22), "Sun 22 November 2026 (3 days late)"),
    ],
)
def test_what_is_due_says_how_late_it_is(due: date, words: str) -> None:
    assert dates.in_words(due, TODAY) == words
