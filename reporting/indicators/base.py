"""What an indicator is: one query behind screen, list, CSV and PDF, with its definition in words (REP-1).

An indicator counts rows: one queryset, one row for each thing counted (joins that multiply are not allowed; ask
with `Exists`). Its cuts break the same rows down, one value for each row; its measures are aggregates over them. An
indicator's rows are never a part of another's: a part is a cut, or a hidden count could be got back by comparing the
two (`suppression`).
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from django.db import models
from django.db.models import Case, Func, Value, When

from families.models import Family
from referrals.models.referral import LocalDate
from reporting.periods import Period


class Theme(StrEnum):
    """The parts of a report, in their order."""

    REFERRALS = "Referrals"
    WAITS = "Waiting"
    WORK = "Work with families"
    OUTCOMES = "Endings and outcomes"
    CONSULTATION = "Consultation"
    OTHER = "Training and other work"


@dataclass(frozen=True, slots=True)
class Line:
    """How one row reads in the list behind a figure."""

    on: date | None
    what: str
    family: Family | None = None
    reference: str = ""  # shown where there is no family


@dataclass(frozen=True, slots=True)
class Share:
    """A percentage out of a cut: the groups counted, out of the groups asked."""

    name: str
    of: frozenset[str]
    out_of: frozenset[str]


@dataclass(frozen=True, slots=True)
class Within:
    """That some of a breakdown's groups (`inside`) divide what certain `groups` of another one (`cut`) count.

    Whoever reads both knows what they add up to, so they are protected by themselves, and shown only where what they
    add up to is (`suppression`).
    """

    cut: str
    groups: frozenset[str]
    inside: frozenset[str]


@dataclass(frozen=True, slots=True)
class Measure:
    """An aggregate over the rows, and how its value reads; `adds_up`: a longer period has more of it."""

    key: str
    name: str
    aggregate: Any
    words: Callable[[Any], str]
    adds_up: bool = False


@dataclass(frozen=True, slots=True)
class Cut:
    """A breakdown: `by` gives each row's group; `groups` all groups with their names, in order.

    A group comes from the database (`by`, an expression), or is worked out in Python for all the rows at once
    (`sort`: ids of rows to groups; `by` is then not asked). `charted`: a chart is drawn of it. `each`: what is worked
    out over the rows of each group; a sum is shown where all of them can be.

    `within`: another breakdown that some of its groups divide. `crosses`: others that its groups divide in more than
    one way; it is shown only where neither it nor they hide anything.
    """

    key: str
    name: str
    by: Any
    groups: Callable[[Period], Sequence[tuple[str, str]]]
    shares: tuple[Share, ...] = ()
    charted: bool = False
    each: tuple[Measure, ...] = ()
    within: Within | None = None
    crosses: tuple[str, ...] = ()
    sort: Callable[[Any, Period], Mapping[int, str]] | None = None

    @property
    def above(self) -> tuple[str, ...]:
        """The breakdowns that this one divides."""
        return (*self.crosses, *((self.within.cut,) if self.within else ()))

    def of(self, rows: Any, period: Period) -> Any:
        """The group of each of the rows, as an expression."""
        if self.sort is None:
            return self.by
        sorted_ids: dict[str, list[int]] = {}
        for pk, group in self.sort(rows, period).items():
            sorted_ids.setdefault(group, []).append(pk)
        whens = [When(pk__in=ids, then=Value(group)) for group, ids in sorted_ids.items()]
        return Case(*whens, default=Value(""), output_field=models.CharField())


@dataclass(frozen=True, slots=True)
class Indicator:
    """One indicator: `every(period)` is every row there is, with what a line needs; `counted` keeps those that count.

    `adds_up`: a longer period has more rows; not so where rows are those of one moment.

    `rows` is the one queryset behind number, list, CSV and PDF; its class has `visible_to`. `order` and `related` are
    the list's; `line` puts a row into words.
    """

    key: str
    name: str
    noun: tuple[str, str]
    theme: Theme
    definition: str
    date_rule: str
    every: Callable[[Period], Any]
    counted: Callable[[Any, Period], Any]
    line: Callable[[Any], Line]
    order: tuple[str, ...]
    related: tuple[str, ...] = ()
    cuts: tuple[Cut, ...] = ()
    measures: tuple[Measure, ...] = ()
    adds_up: bool = True

    def rows(self, team_ids: Collection[int], period: Period) -> Any:
        """Those that the figure counts: all of these teams' rows, restricted ones included (REP-1)."""
        return self.counted(self.every(period).filter(team_id__in=team_ids), period)

    def cut(self, key: str) -> Cut | None:
        """The breakdown of this name."""
        return next((cut for cut in self.cuts if cut.key == key), None)

    def in_group(self, rows: Any, cut: Cut, group: str, period: Period) -> Any:
        """Those of the rows that one figure of a breakdown counts."""
        return rows.annotate(of_cut=cut.of(rows, period)).filter(of_cut=group)


class Month(Func):
    """The month of a day, as "2026-07"."""

    function = "to_char"
    template = "%(function)s(%(expressions)s, 'YYYY-MM')"
    output_field = models.CharField()


class DaysBetween(Func):
    """Days from the second day to the first."""

    template = "(%(expressions)s)"
    arg_joiner = " - "
    output_field = models.IntegerField()


class Centile(models.Aggregate):
    """A centile, between two values where it falls between them (PostgreSQL's percentile_cont)."""

    function = "percentile_cont"
    template = "%(function)s(%(fraction)s) WITHIN GROUP (ORDER BY %(expressions)s)"
    output_field = models.FloatField()

    def __init__(self, expression: str, *, fraction: float, **extra: Any) -> None:
        super().__init__(expression, fraction=fraction, **extra)


def london_day(moment: str) -> LocalDate:
    """The day in London on which a moment falls."""
    return LocalDate(models.F(moment))


def by_month(day: Any) -> Cut:
    """The breakdown by month, for rows that have a day."""
    return Cut("month", "By month", Month(day), lambda period: period.months())


def total(value: int | None) -> str:
    """A sum as it is read: "34", "0" where nothing was summed up."""
    return number(value or 0)


def number(value: float | int | None) -> str:
    """A number as it is read: "34", "34.5", and a word for none."""
    if value is None:
        return "none"
    return f"{value:,.1f}".removesuffix(".0")
