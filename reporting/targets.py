"""Targets: which numbers can have one, what it means in a period, and whether a number reaches it (P83).

A number that adds up (families seen, staff reached) has a target for a whole year of service, and a period's part of it
is set beside the period's number; a share or a wait has the same target in any period. Whether it is reached is said of
what is shown and never of a hidden count, beyond what its words say themselves.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from fractions import Fraction

from pitservice.ui.dates import day
from reporting.enums import Direction
from reporting.figures import Aim, Figure, FlatLine, flat
from reporting.indicators import indicator, indicators
from reporting.indicators.base import Indicator
from reporting.models import Benchmark, Target
from reporting.periods import Period
from reporting.suppression import FEW, LEAST_SHOWN

REACHED, MISSED, OPEN = "reached", "not reached", "cannot be said"
STRIDE = "A team takes about three years to get into its stride."
_MONTHS = 12
_STRIDE_YEARS = 3


@dataclass(frozen=True, slots=True)
class Number:
    """A number that can have a target: where it stands, and its words. `adds_up`: the target is a year's."""

    indicator: str
    cut: str
    number: str
    words: str
    breakdown: str
    group: str
    adds_up: bool

    @property
    def key(self) -> str:
        """As a form carries it."""
        return "|".join((self.indicator, self.cut, self.number))


def numbers() -> Sequence[Number]:
    """Every number of the registry that can have a target: totals, measures and shares."""
    return [number for one in indicators() for number in _numbers_of(one)]


def number_of(target: Target | Benchmark) -> Number | None:
    """The number that a target, or a figure of elsewhere, is for; None when the registry has it no longer."""
    found = indicator(target.indicator)
    of_it = _numbers_of(found) if found else ()
    return next((one for one in of_it if (one.cut, one.number) == (target.cut, target.number)), None)


def _numbers_of(found: Indicator) -> Iterator[Number]:
    yield Number(found.key, "", "", found.name, "", "All", found.adds_up)
    for measure in found.measures:
        words = f"{found.name}: {measure.name}"
        yield Number(found.key, "", measure.key, words, "", measure.name, measure.adds_up)
    for cut in found.cuts:
        for share in cut.shares:
            words = f"{found.name}: {share.name} (percentage)"
            yield Number(found.key, cut.key, share.name, words, cut.name, share.name, adds_up=False)


def year_of_service(began_on: date | None, on: date) -> int | None:
    """Which year of the service a day lies in, the first being 1; None before it began or where that is not known."""
    if began_on is None or on < began_on:
        return None
    return on.year - began_on.year - ((on.month, on.day) < (began_on.month, began_on.day)) + 1


def service_words(began_on: date | None, on: date) -> str:
    """How old the service was: "Year 2 of the service, which began on 1 September 2024. A team takes …"."""
    year = year_of_service(began_on, on)
    if year is None or began_on is None:
        return ""
    stride = f" {STRIDE}" if year <= _STRIDE_YEARS else ""
    return f"Year {year} of the service, which began on {day(began_on)}.{stride}"


def for_commissioner(targets: Iterable[Target], commissioner: str) -> list[Target]:
    """Those that count in a report for this commissioner: its own, and of the others those for any."""
    mine = commissioner.strip().casefold()
    found: dict[tuple[str, str, str], Target] = {}
    for target in sorted(targets, key=lambda one: bool(one.commissioner)):  # its own come last and take their place
        if target.commissioner.casefold() in ("", mine):
            found[(target.indicator, target.cut, target.number)] = target
    return list(found.values())


def with_aims(figure: Figure, targets: Sequence[Target], period: Period) -> Figure:
    """The same with the targets of its numbers beside them."""
    lines = {(line.breakdown, line.group): line for line in flat([figure])}
    aims = []
    for target in targets:
        number = number_of(target) if target.indicator == figure.key else None
        line = lines.get((number.breakdown, number.group)) if number else None
        if number and line:
            aims.append(_aim(target, number, line, period))
    return replace(figure, aims=aims)


def amount_in_words(target: Target, number: Number | None) -> str:
    """ "at least 60 a year", "at most 30", "at least 95%"."""
    unit = "%" if target.cut else ""
    a_year = " a year" if number and number.adds_up else ""
    return f"{Direction(target.direction).label.lower()} {target.amount:,}{unit}{a_year}"


def _aim(target: Target, number: Number, line: FlatLine, period: Period) -> Aim:
    words, amount = amount_in_words(target, number), Fraction(target.amount)
    if number.adds_up:
        amount *= part_of_a_year(period)
        words += f", which is {_rounded(amount):,} in this period" if part_of_a_year(period) != 1 else ""
        amount = Fraction(_rounded(amount))
    return Aim(line.breakdown, line.group, words, _reached(line.shown, target.direction, amount))


def part_of_a_year(period: Period) -> Fraction:
    """Whole months out of twelve; other dates by their days."""
    after = period.ends_on + timedelta(days=1)
    if period.starts_on.day == 1 and after.day == 1:
        return Fraction((after.year - period.starts_on.year) * _MONTHS + after.month - period.starts_on.month, _MONTHS)
    return Fraction((after - period.starts_on).days, 365)


def _rounded(amount: Fraction) -> int:
    """To the nearest whole number, a half upwards."""
    return int(amount + Fraction(1, 2))


def _reached(shown: str, direction: str, amount: Fraction) -> str:
    at_least = direction == Direction.AT_LEAST
    if shown == FEW:
        if amount >= LEAST_SHOWN:
            return MISSED if at_least else REACHED
        return OPEN
    plain = shown.replace(",", "").rstrip("%")
    if not plain.replace(".", "", 1).isdigit():
        return OPEN
    found = Fraction(plain)
    return REACHED if (found >= amount if at_least else found <= amount) else MISSED
