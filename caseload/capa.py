"""Capacity over some weeks, demand and flow: pure arithmetic with its sources (CAP-1; domain.md §7.1 and §7.2).

CAPA is the Choice and Partnership Approach: a first (choice) appointment, then partnership for those who go on.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal

from django.db.models import TextChoices

from caseload.rules import DAY_HOURS, slots_a_week

#: A quarter, in whole weeks; the half-days of a full-time week and its hours (domain.md §7.2).
QUARTER_WEEKS, HALF_DAYS, FULL_TIME = 13, 10, DAY_HOURS * 5
#: So many must be known before a team's own share or mean takes the place of what CAPA begins with.
ENOUGH = 5


class Weeks(TextChoices):
    """Which weeks are looked at; a week begins on Monday."""

    THIS = "this", "This week"
    NEXT = "next", "Next 13 weeks"
    LAST = "last", "Last 13 weeks"

    def days(self, today: date) -> tuple[date, int]:
        """The Monday on which they begin, and how many they are.

        >>> Weeks.NEXT.days(date(2026, 11, 29))
        (datetime.date(2026, 11, 30), 13)
        """
        monday = today - timedelta(days=today.weekday())
        if self == Weeks.NEXT:
            return monday + timedelta(weeks=1), QUARTER_WEEKS
        if self == Weeks.LAST:
            return monday - timedelta(weeks=QUARTER_WEEKS), QUARTER_WEEKS
        return monday, 1


@dataclass(frozen=True, slots=True)
class Hours:
    """Hours of one colleague, or of several, in so many weeks together, and what is off them (CAP-1).

    `days_off` are days away or on which the team is closed. `assumed`: nobody recorded how many hours their week has,
    so each working day counts 7.5. `partly`: on some of the days no working days are recorded; those count nothing.
    """

    weeks: int
    families_a_day: int
    contracted: Decimal = Decimal(0)
    leave: Decimal = Decimal(0)
    protected: Decimal = Decimal(0)
    groups: Decimal = Decimal(0)
    days_off: int = 0
    assumed: bool = False
    partly: bool = False

    @property
    def left(self) -> Decimal:
        """Hours that are left for families; never below nothing."""
        return max(self.contracted - self.leave - self.protected - self.groups, Decimal(0))

    @property
    def slots(self) -> int:
        """Whole slots a week, on average."""
        off = self.leave + self.protected
        return slots_a_week(self.contracted, off, self.groups, self.families_a_day, self.weeks)

    @property
    def full_time(self) -> Decimal:
        """How many full-time posts the contracted hours are."""
        return self.contracted / (self.weeks * FULL_TIME)


def slot_hours(families_a_day: int) -> Decimal:
    """How long a slot is: contact, travel, notes and liaison.

    >>> slot_hours(4)
    Decimal('1.875')
    """
    return DAY_HOURS / families_a_day


def multiplier(half_day: Decimal, usable_weeks: Decimal, sessions: Decimal) -> Decimal:
    """New partnerships in a quarter for each half-day a week: appointments in one, by the weeks worked, by sessions.

    >>> round(multiplier(Decimal("1.5"), Decimal("11.25"), Decimal("7.5")), 2)
    Decimal('2.25')
    """
    return half_day * usable_weeks / sessions


def first_slots(accepted: int, weeks: int = QUARTER_WEEKS) -> int:
    """First appointments to offer in a week: as many as referrals are accepted in one, planned as if all came."""
    return int((Decimal(accepted) / weeks).to_integral_value(ROUND_CEILING))


def needed(accepted: Decimal, transfer_percent: Decimal) -> Decimal:
    """New partnerships that a quarter needs, of so many accepted in it.

    With 66 to 70 % going on that is 8.6 to 9.1 times the accepted of a week: CAPA's "8 to 9 times".
    """
    return accepted * transfer_percent / 100


def offered(full_time: Decimal, core_percent: int, each: Decimal) -> Decimal:
    """New partnerships that a quarter can take on: the half-days for them, by how many each half-day takes on."""
    return full_time * HALF_DAYS * core_percent / 100 * each


@dataclass(frozen=True, slots=True)
class Flow:
    """What came in and went on in a quarter: counts only.

    `known`: families with a first appointment in it of whom it is known whether they went on; `went_on`: those who did.
    `ended`: pieces of work that ended in it with more than a first session; `after_first`: their sessions after that.
    """

    accepted: int
    first_seen: int
    known: int
    went_on: int
    ended: int
    after_first: int

    def transfer_percent(self, assumed: int) -> Decimal:
        """How many in a hundred go on: measured, or as assumed until enough is known."""
        return Decimal(self.went_on * 100) / self.known if self.known >= ENOUGH else Decimal(assumed)

    def sessions(self, assumed: Decimal) -> Decimal:
        """Mean sessions after the first: measured, or as assumed until enough has ended."""
        return Decimal(self.after_first) / self.ended if self.ended >= ENOUGH else assumed


@dataclass(frozen=True, slots=True)
class Balance:
    """New partnerships of a quarter: needed, rounded up, and offered, rounded down, as whole families."""

    needed: int
    offered: int

    @classmethod
    def of(cls, asked: Decimal, there: Decimal) -> Balance:
        """Out of exact numbers."""
        up, down = (asked.to_integral_value(ROUND_CEILING), there.to_integral_value(ROUND_FLOOR))
        return cls(int(up), int(down))

    def __str__(self) -> str:
        """Who waits longer, or what there is room for."""
        short = self.needed - self.offered
        if short > 0:
            more = "1 family" if short == 1 else f"{short} families"
            return f"{more} more each quarter than can be taken on: the wait for work grows."
        if short < 0:
            more = "1 more family" if short == -1 else f"{-short} more families"
            return f"Room for {more} each quarter: the wait for work can shrink."
        return "As many can be taken on as need it: the wait for work stays as it is."
