"""Whether a time is one that somebody asked us to avoid (P29), read out of their words ("School run", "Not Fridays").

Nothing here refuses a time: where the words cannot be read, they are shown, and a person decides.
"""

from __future__ import annotations

import re
from datetime import datetime, time

from django.utils import timezone

#: When children are brought to school and fetched. No source gives times: usual ones of schools in the UK.
SCHOOL_RUNS = ((time(8), time(9, 15)), (time(14, 45), time(15, 45)))
_PARTS = {"morning": (time(0), time(12)), "afternoon": (time(12), time(17)), "evening": (time(17), time(23, 59))}
_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_DAY = r"\b(mon|tue|wed|thu|fri|sat|sun)(?:s|r|rs|days?|sdays?|nesdays?|rsdays?|urdays?)?\b"
_ONE_DAY, _TO_DAY = re.compile(_DAY), re.compile(rf"{_DAY}\s*(?:to|until|till|through|-|–)\s*{_DAY}")
_WEEKEND = 5
_CLOCK = r"(\d{1,2})(?:[:.](\d{2}))?\s*(am|pm)?"
_BETWEEN = re.compile(_CLOCK + r"\s*(?:to|until|till|and|-|–)\s*" + _CLOCK, re.ASCII)
_BEFORE, _AFTER = re.compile(r"before\s+" + _CLOCK, re.ASCII), re.compile(r"after\s+" + _CLOCK, re.ASCII)
Span = tuple[time, time]


def is_avoided(words: str, starts: datetime, ends: datetime) -> bool:
    """Whether an appointment touches what the words say; yes where they name neither day nor time that can be read.

    >>> from datetime import UTC
    >>> ten = datetime(2026, 12, 4, 10, tzinfo=UTC), datetime(2026, 12, 4, 11, tzinfo=UTC)
    >>> [is_avoided(said, *ten) for said in ("School run", "Fridays", "Mondays", "9:30 to 10:30", "Work")]
    [False, True, False, True, True]
    """
    said, local, over = words.lower(), timezone.localtime(starts), timezone.localtime(ends)
    days = _days(said)
    if days and local.weekday() not in days:
        return False
    spans = _spans(said)
    if "school" in said:
        if local.weekday() >= _WEEKEND:
            return False
        spans = spans or list(SCHOOL_RUNS)
    return any(local.time() < last and first < over.time() for first, last in spans) if spans else True


def _days(said: str) -> set[int]:
    """The days of the week that the words name, 0 for Monday; "Thursday to Saturday" names Friday too."""
    found = {_DAYS.index(name) for name in _ONE_DAY.findall(said)}
    for name, to_name in _TO_DAY.findall(said):
        first, last = _DAYS.index(name), _DAYS.index(to_name)
        found |= {day % 7 for day in range(first, last + (7 if last < first else 0) + 1)}
    return found


def _spans(said: str) -> list[Span]:
    """The hours that the words name."""
    found = [span for name, span in _PARTS.items() if name in said]
    for one in _BETWEEN.finditer(said):
        hour, minute, half, to_hour, to_minute, to_half = one.groups()
        first, last = _time(hour, minute, half or to_half), _time(to_hour, to_minute, to_half)
        if first and last and first < last:
            found.append((first, last))
    found += [(time(0), last) for one in _BEFORE.finditer(said) if (last := _time(*one.groups()))]
    found += [(first, time(23, 59)) for one in _AFTER.finditer(said) if (first := _time(*one.groups()))]
    return found


def _time(hour: str, minute: str | None, half: str | None) -> time | None:
    """A time of the day: without am or pm, 1 to 7 are in the afternoon."""
    number = int(hour)
    if number < 12 and (half == "pm" or (half is None and number < 8)):
        number += 12
    if half == "am" and number == 12:
        number = 0
    return time(number, int(minute or 0)) if number < 24 and int(minute or 0) < 60 else None
