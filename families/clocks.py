"""Clocks that stood still while a loss stood, and the days they get back when a person lifts it (P22). Pure."""

from __future__ import annotations

from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from datetime import date, timedelta

from pitservice.configuration.working_days import add_working_days, working_days_between

#: From the day on which a loss was recorded to the day on which it was lifted or undone; None while it stands.
Pause = tuple[date, date | None]


def paused_since(pauses: Sequence[Pause], until: date) -> date | None:
    """The day since which the clocks stood still without a break, up to `until`; None where they still stand.

    Losses that overlap, or follow on the same day, are one pause: no day is given back twice.
    """
    if any(ended is None for _, ended in pauses):
        return None
    since = until
    for began, ended in sorted(pauses, key=lambda pause: pause[1] or until, reverse=True):
        if ended is None or ended < since:
            break
        since = min(since, began)
    return since


def resumed(due: date, *, began: date, since: date, until: date) -> date:
    """A day that was due, later by the days of the pause; a clock that began in the pause gets back only its own."""
    return due + timedelta(days=max(0, (until - max(since, began)).days))


def resumed_working(due: date, *, began: date, since: date, until: date, holidays: AbstractSet[date]) -> date:
    """The same for a clock that counts working days (SCR-2)."""
    paused = working_days_between(max(since, began), until, holidays)
    return add_working_days(due, max(0, paused), holidays)
