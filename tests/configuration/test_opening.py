"""A team's hours: when somebody is there, and by when something should have been dealt with (P44)."""

from __future__ import annotations

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

import pytest

from pitservice.configuration.opening import Opening

LONDON = ZoneInfo("Europe/London")
HOURS = Opening(time(9), time(17), frozenset({date(2026, 12, 25), date(2026, 12, 28)}))


def at(day: int, hour: int, minute: int = 0, month: int = 11) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=LONDON)


@pytest.mark.parametrize(
    ("start", "hours", "due"),
    [
        (at(27, 10), 4, at(27, 14)),
        (at(27, 15), 4, at(30, 11)),  # Friday afternoon to Monday
        (at(27, 23, 10), 4, at(30, 13)),
        (at(28, 12), 4, at(30, 13)),
        (at(26, 13), 4, at(26, 17)),
        (at(26, 9), 20, at(30, 13)),
        (at(24, 16, month=12), 4, at(29, 12, month=12)),  # over Christmas
    ],
)
def test_hours_of_opening_are_counted(start: datetime, hours: int, due: datetime) -> None:
    assert HOURS.after(start, hours) == due


def test_when_it_opens_next() -> None:
    assert HOURS.from_then(at(27, 7)) == at(27, 9)
    assert HOURS.from_then(at(27, 12)) == at(27, 12)
    assert HOURS.from_then(at(27, 17)) == at(30, 9)
