"""How much clinical supervision a colleague should have had in four weeks, with its working (P85; domain.md §2.4).

At least an hour a week with less than three years' experience with under-twos, an hour a fortnight with more; in
proportion to the hours in the contract, and not for days away; who was here for less than a week, or a fortnight, needs
none yet. Where nobody knows the experience, an hour a week.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal

from pitservice.ui import dates

#: Looked at over so many days, so that one week of leave or illness makes nobody late.
DAYS, WEEK = 28, 7
NEW_FOR_YEARS = 3
WHOLE_WEEK = Decimal("37.5")
WEEKLY, FORTNIGHTLY = 60, 30  # minutes a week


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of a colleague: experience and hours may be not; `days` are those of four weeks they were here."""

    since: date | None
    hours: Decimal | None
    days: int = DAYS


@dataclass(frozen=True, slots=True)
class Needed:
    """So many minutes, and how that was found."""

    minutes: int
    working: str


def needed(facts: Facts, today: date) -> Needed:
    """The minutes needed in the last four weeks.

    >>> needed(Facts(None, Decimal("30"), 28), date(2026, 11, 28)).minutes
    192
    """
    new = facts.since is None or _years_after(facts.since, NEW_FOR_YEARS) > today
    if facts.days < (WEEK if new else 2 * WEEK):
        return Needed(0, f"Nothing yet: only {dates.count(facts.days, 'day')} here in four weeks")
    share = min(Decimal(1), facts.hours / WHOLE_WEEK) if facts.hours else Decimal(1)
    weeks = Decimal(facts.days) / WEEK
    exact = (WEEKLY if new else FORTNIGHTLY) * share * weeks
    said = [_why(facts.since, new=new)]
    if share < 1 and facts.hours is not None:
        said.append(f"for {facts.hours.normalize():f} of {WHOLE_WEEK} hours")
    said.append(f"over {dates.count(facts.days, 'day')} here" if facts.days < DAYS else "over 4 weeks")
    return Needed(int(exact.to_integral_value(ROUND_HALF_UP)), ", ".join(said))


def first_day(today: date) -> date:
    """The first of the days that are looked at."""
    return today - timedelta(days=DAYS - 1)


def _why(since: date | None, *, new: bool) -> str:
    if since is None:
        return "An hour a week, as nobody has recorded their experience"
    return "An hour a week (under 3 years with under-twos)" if new else "An hour a fortnight (3 years or more)"


def _years_after(day: date, years: int) -> date:
    try:
        return day.replace(year=day.year + years)
    except ValueError:  # 29 February
        return day.replace(year=day.year + years, day=28)
