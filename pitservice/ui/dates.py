"""How dates, times and ages are written (pages.md, manners of every page)."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.utils import timezone

from pitservice.db.times import clock as clock

_MONTHS = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]
_DAYS = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]
FULL_TERM = timedelta(weeks=40)


def day(value: date) -> str:
    """24 November 2026."""
    return f"{value.day} {_MONTHS[value.month - 1]} {value.year}"


def weekday(value: date) -> str:
    """Tue 24 November 2026."""
    return f"{_DAYS[value.weekday()]} {day(value)}"


def moment(value: datetime) -> str:
    """Tue 24 November 2026, 2:30pm."""
    return f"{weekday(timezone.localtime(value).date())}, {clock(value)}"


def in_words(value: date, today: date) -> str:
    """The day something is due: "Today", "Tomorrow", "Thu 26 November 2026"; once past, how late it is.

    >>> in_words(date(2026, 11, 21), date(2026, 11, 25)), in_words(date(2026, 11, 24), date(2026, 11, 25))
    ('Sat 21 November 2026 (4 days late)', 'Yesterday')
    """
    distance = (value - today).days
    if distance in (-1, 0, 1):
        return {-1: "Yesterday", 0: "Today", 1: "Tomorrow"}[distance]
    return weekday(value) if distance > 0 else f"{weekday(value)} ({count(-distance, 'day')} late)"


def count(number: int, one: str, many: str = "") -> str:
    """1 week, 2 weeks."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def age(born: date, on: date) -> str:
    """As a health visitor says it: days to 3 weeks, weeks to 3 months, months to 2 years, then years.

    >>> age(date(2026, 11, 1), date(2026, 11, 13)), age(date(2026, 10, 1), date(2026, 11, 19))
    ('12 days', '7 weeks')
    """
    days = (on - born).days
    if days < 0:
        return "not born yet"
    if days < 21:
        return count(days, "day")
    if days < 91:
        return count(days // 7, "week")
    months = (on.year - born.year) * 12 + on.month - born.month - (on.day < born.day)
    return count(months, "month") if months < 24 else count(months // 12, "year")


def gestation(expected: date, on: date) -> str:
    """An unborn baby's age: "31 weeks (due 24 January 2027)"; overdue is said as it is.

    Counted back from the expected date as 40 weeks.
    """
    weeks = (on - (expected - FULL_TERM)).days // 7
    if on > expected:
        return f"expected {day(expected)}, no birth recorded"
    if weeks < 4:
        return f"due {day(expected)}"
    return f"{weeks} weeks (due {day(expected)})"
