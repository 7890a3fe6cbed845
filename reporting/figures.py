"""Figures: what the indicators' queries give for one team and period, as plain values that can be frozen (REP-1).

Every output (page, PDF, CSV, JSON, chart) is drawn from these and from nothing else. `count` is the true number and
stays inside; `shown` is how it leaves the team.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from datetime import date
from itertools import dropwhile
from typing import Any

from django.db.models import Count

from reporting.counting import Groups, by_group, in_all, rows_behind
from reporting.indicators import indicators
from reporting.indicators.base import Cut, Indicator, Share
from reporting.periods import Period, months_until
from reporting.spc import FEWEST, Spc, spc_of
from reporting.suppression import FEW, WITHHELD, is_small, protect, protect_again, shown

OVER_TIME, OVER_TIME_KEY = "Over time", "over-time"
MONTHS_SHOWN = 24
NONE = "none"
MONTH = "month"


@dataclass(frozen=True, slots=True)
class Cell:
    """One number: what it counts, the true number, how it leaves the team, and what was shown of the period before."""

    key: str
    name: str
    count: int
    shown: str
    before: str = ""

    @property
    def is_hidden(self) -> bool:
        """Whether the number does not leave the team."""
        return self.shown in (FEW, WITHHELD)


@dataclass(frozen=True, slots=True)
class Value:
    """A number that is no count (a median, minutes, a percentage), as it leaves the team."""

    key: str
    name: str
    shown: str
    before: str = ""


@dataclass(frozen=True, slots=True)
class Breakdown:
    """The figure by groups."""

    key: str
    name: str
    cells: Sequence[Cell]
    shares: Sequence[Value] = ()
    charted: bool = False

    @property
    def is_left_out(self) -> bool:
        """Whether nothing of it can be shown."""
        return bool(self.cells) and all(cell.shown == WITHHELD for cell in self.cells)

    @property
    def is_compared(self) -> bool:
        """Whether the period before stands beside it."""
        return any(cell.before for cell in self.cells)

    @property
    def is_drawn(self) -> bool:
        """Whether a chart is drawn of it: it is charted, and some count that may be shown is not 0."""
        return self.charted and any(cell.count and not cell.is_hidden for cell in self.cells)


@dataclass(frozen=True, slots=True)
class Aim:
    """What one number of a figure should reach, in words, and whether it does (P83).

    `breakdown` and `group` are the words under which the number stands (`FlatLine`).
    """

    breakdown: str
    group: str
    words: str
    reached: str

    def __str__(self) -> str:
        return f"{self.words}: {self.reached}"


@dataclass(frozen=True, slots=True)
class Figure:
    """One indicator's numbers, with its words as they were when it was made."""

    key: str
    name: str
    theme: str
    noun: Sequence[str]
    definition: str
    date_rule: str
    total: Cell
    values: Sequence[Value] = ()
    breakdowns: Sequence[Breakdown] = ()
    #: Behind a frozen figure: for each row its id and its group in each breakdown, in their order (P81).
    rows: Sequence[Sequence[Any]] = field(default_factory=tuple)
    aims: Sequence[Aim] = ()
    #: Month by month, oldest first, each with its number: where there are enough and none is hidden (`spc`).
    months: Sequence[Sequence[Any]] = ()

    @property
    def over_time(self) -> Spc | None:
        """What is usual from month to month, and what is not."""
        return spc_of([(str(name), int(number)) for name, number in self.months])

    def aim(self, breakdown: str, group: str) -> str:
        """The target of one number, in words; empty where it has none."""
        return next((str(one) for one in self.aims if (one.breakdown, one.group) == (breakdown, group)), "")

    def breakdown(self, key: str) -> Breakdown | None:
        """The breakdown of this name."""
        return next((one for one in self.breakdowns if one.key == key), None)

    def cell(self, cut: str, group: str) -> Cell | None:
        """One number: the total without a cut."""
        if not cut:
            return self.total
        breakdown = self.breakdown(cut)
        return next((one for one in breakdown.cells if one.key == group), None) if breakdown else None

    def ids(self, cut: str = "", group: str = "") -> list[int]:
        """The rows that a frozen number counted."""
        place = [one.key for one in self.breakdowns].index(cut) + 1 if cut else 0
        return [int(row[0]) for row in self.rows if not cut or row[place] == group]


@dataclass(frozen=True, slots=True)
class FlatLine:
    """One number with all its words: a line of the CSV, a row of a table."""

    indicator: str
    breakdown: str
    group: str
    shown: str
    before: str = ""
    target: str = ""
    #: How it read where a report did not have it: a group that was not there was 0.
    otherwise: str = "0"


def compute(team_ids: Collection[int], period: Period) -> list[Figure]:
    """Every indicator's figure."""
    return [figure_of(indicator, team_ids, period) for indicator in indicators()]


def with_before(figure: Figure, earlier: Figure) -> Figure:
    """The same with what was shown of the period before beside each number, where that period has such a number."""
    shown_of = {one.key: one.shown for one in earlier.values}
    return replace(
        figure,
        total=replace(figure.total, before=earlier.total.shown),
        values=[replace(one, before=shown_of.get(one.key, "")) for one in figure.values],
        breakdowns=[_cut_before(one, earlier.breakdown(one.key)) for one in figure.breakdowns],
    )


def _cut_before(breakdown: Breakdown, earlier: Breakdown | None) -> Breakdown:
    """Months have no month before them; a group that the period before did not have was 0 then."""
    was = {cell.key: cell.shown for cell in earlier.cells} if earlier else {}
    if earlier is None or not was.keys() & {cell.key for cell in breakdown.cells}:
        return breakdown
    otherwise = WITHHELD if earlier.is_left_out else shown(0)
    shares = {one.name: one.shown for one in earlier.shares}
    return replace(
        breakdown,
        cells=[replace(cell, before=was.get(cell.key, otherwise)) for cell in breakdown.cells],
        shares=[replace(one, before=shares.get(one.name, "")) for one in breakdown.shares],
    )


def figure_of(
    indicator: Indicator,
    team_ids: Collection[int],
    period: Period,
    *,
    with_rows: bool = False,
    only: str | None = None,
    earlier: Sequence[Figure] = (),
    hidden_months: Collection[str] = (),
) -> Figure:
    """One indicator's figure: one query for total and measures, one for its breakdowns together (and one for each of
    whose groups more is said), one for the rows.

    `only` the breakdown of that key is worked out ("": none of them); None: all. `earlier`: the same figure
    in reports of this period that were frozen already; what they hid stays hidden. `hidden_months`: months that any
    report hid.
    """
    rows = indicator.rows(team_ids, period)
    breakdowns = _breakdowns(rows, indicator, period, only, Hidden(earlier, hidden_months))
    if indicator.measures or not breakdowns:
        found = in_all(rows, indicator)
    else:  # each row is in one group
        found = {"many": sum(cell.count for cell in breakdowns[0].cells)}
    total = found["many"]
    values = [
        # Over fewer than five rows a median is somebody's own wait.
        Value(one.key, one.name, WITHHELD if is_small(total) else one.words(found[one.key]))
        for one in indicator.measures
    ]
    return Figure(
        key=indicator.key,
        name=indicator.name,
        theme=str(indicator.theme),
        noun=indicator.noun,
        definition=indicator.definition,
        date_rule=indicator.date_rule,
        total=Cell("", "All", total, shown(total)),
        values=values,
        breakdowns=breakdowns,
        rows=rows_behind(rows, indicator, period) if with_rows else (),
    )


def months_of(
    indicator: Indicator, team_ids: Collection[int], until: date, hidden: Collection[str] = ()
) -> tuple[tuple[str, int], ...]:
    """Two years of whole months up to a day, from the first that has anything; none where one of them is hidden.

    `hidden`: months ("2026-07") that a report hid in its breakdown; shown here they would tell it.
    """
    cut, period = indicator.cut(MONTH), months_until(until, MONTHS_SHOWN)
    if cut is None:
        return ()
    rows = indicator.rows(team_ids, period)
    found = dict(rows.annotate(of_cut=cut.of(rows, period)).order_by().values_list("of_cut").annotate(Count("pk")))
    months = [(key, name, found.get(key, 0)) for key, name in period.months()]
    months = list(dropwhile(lambda month: not month[2], months))
    if len(months) < FEWEST or any(is_small(number) or key in hidden for key, _, number in months):
        return ()
    return tuple((name, number) for _, name, number in months)


def flat(figures: Sequence[Figure]) -> Iterator[FlatLine]:
    """Every number of a report, in its order, with its target where it has one."""
    for figure in figures:
        for line in _lines(figure):
            yield replace(line, target=figure.aim(line.breakdown, line.group))


def _lines(figure: Figure) -> Iterator[FlatLine]:
    yield FlatLine(figure.name, "", "All", figure.total.shown, figure.total.before)
    for value in figure.values:
        yield FlatLine(figure.name, "", value.name, value.shown, value.before, otherwise=NONE)
    for breakdown in figure.breakdowns:
        if breakdown.is_left_out:
            yield FlatLine(figure.name, breakdown.name, "All groups", WITHHELD)
            continue
        for cell in breakdown.cells:
            yield FlatLine(figure.name, breakdown.name, cell.name, cell.shown, cell.before)
        for share in breakdown.shares:
            yield FlatLine(figure.name, breakdown.name, share.name, share.shown, share.before, otherwise=NONE)
    if figure.over_time:
        for name, number in figure.over_time.numbers:
            yield FlatLine(figure.name, OVER_TIME, name, number)


def to_json(figures: Sequence[Figure]) -> list[dict[str, Any]]:
    """As they are frozen."""
    return [asdict(figure) for figure in figures]


def from_json(frozen: Sequence[Mapping[str, Any]]) -> list[Figure]:
    """As they were frozen."""
    return [_figure(one) for one in frozen]


def _figure(frozen: Mapping[str, Any]) -> Figure:
    breakdowns = [_frozen_breakdown(one) for one in frozen["breakdowns"]]
    values = [Value(**one) for one in frozen["values"]]
    aims = tuple(Aim(**one) for one in frozen.get("aims", ()))
    months = tuple(tuple(one) for one in frozen.get("months", ()))
    total = Cell(**frozen["total"])
    return Figure(
        **{**frozen, "total": total, "values": values, "breakdowns": breakdowns, "aims": aims, "months": months}
    )


def _frozen_breakdown(frozen: Mapping[str, Any]) -> Breakdown:
    """A breakdown as it was frozen; the first edition had one `share` at most, under that name (P81)."""
    kept = dict(frozen)
    first = kept.pop("share", None)
    shares = kept.pop("shares", [first] if first else [])
    return Breakdown(
        **{**kept, "cells": [Cell(**cell) for cell in kept["cells"]], "shares": [Value(**share) for share in shares]}
    )


@dataclass(frozen=True, slots=True)
class Hidden:
    """What reports hid that were frozen already: those of the same period, and months in any."""

    earlier: Sequence[Figure]
    months: Collection[str]

    def of(self, cut: Cut, keys: Sequence[str]) -> list[bool] | None:
        """Which groups of a breakdown were hidden; None where none of these reports has it."""
        found = [breakdown for one in self.earlier if (breakdown := one.breakdown(cut.key))]
        hidden = {cell.key for breakdown in found for cell in breakdown.cells if cell.is_hidden}
        if cut.key == MONTH:
            hidden |= set(self.months)
        return [key in hidden for key in keys] if found or hidden & set(keys) else None


def _breakdowns(rows: Any, indicator: Indicator, period: Period, only: str | None, hidden: Hidden) -> list[Breakdown]:
    """Those that are asked for; what one of them divides is worked out before it."""
    asked = [cut for cut in indicator.cuts if only in (None, cut.key)]
    needed = {key for cut in asked for key in (cut.key, *cut.above)}
    cuts = [cut for cut in sorted(indicator.cuts, key=lambda one: bool(one.above)) if cut.key in needed]
    groups, found = by_group(rows, cuts, period), dict[str, Breakdown]()
    for cut in cuts:
        found[cut.key] = _breakdown(groups[cut.key], cut, period, hidden, found)
    return [found[cut.key] for cut in asked]


def _breakdown(found: Groups, cut: Cut, period: Period, hidden: Hidden, beside: Mapping[str, Breakdown]) -> Breakdown:
    groups = list(cut.groups(period))
    # A group that the list no longer has still counts, under its own key: nothing may fall out of a breakdown.
    groups += [(key, str(key)) for key in sorted(found.keys() - dict(groups).keys(), key=str)]
    counts = {key: found[key]["many"] if key in found else 0 for key, _ in groups}
    words = words_of(cut, counts, hidden.of(cut, list(counts)), beside)
    cells = [Cell(key, name, counts[key], words[key]) for key, name in groups]
    shares = [_share(share, cells) for share in cut.shares] + _each(cut, cells, found)
    return Breakdown(cut.key, cut.name, cells, shares, cut.charted)


def words_of(
    cut: Cut, counts: Mapping[str, int], hidden: Sequence[bool] | None, beside: Mapping[str, Breakdown]
) -> Mapping[str, str]:
    """How each group's count leaves the team, beside the breakdowns that these groups divide (`suppression`)."""
    left_out = dict.fromkeys(counts, WITHHELD)
    if any(cell.is_hidden for key in cut.crosses for cell in beside[key].cells):
        return left_out
    inside: frozenset[str] = frozenset()
    if cut.within:
        if any(cell.is_hidden for cell in beside[cut.within.cut].cells if cell.key in cut.within.groups):
            return left_out
        inside = cut.within.inside
    words: dict[str, str] = {}
    was = dict(zip(counts, hidden, strict=True)) if hidden is not None else None
    for keys in ([key for key in counts if key in inside], [key for key in counts if key not in inside]):
        some = [counts[key] for key in keys]
        shown_as = protect(some) if was is None else protect_again(some, [was[key] for key in keys])
        words |= dict(zip(keys, shown_as, strict=True))
    return left_out if cut.crosses and {FEW, WITHHELD} & set(words.values()) else words


def _each(cut: Cut, cells: Sequence[Cell], found: Mapping[str, Mapping[str, Any]]) -> list[Value]:
    """What is worked out for each group: of a hidden one nothing, and no sum where it could be got by subtraction."""
    some_hidden = any(cell.is_hidden for cell in cells)
    values = []
    for place, each in enumerate(cut.each):
        for cell in cells:
            is_shown = not some_hidden if each.adds_up else not cell.is_hidden
            said = each.words(found[cell.key][f"each_{place}"] if cell.key in found else None)
            values.append(Value("each", f"{each.name}: {cell.name}", said if is_shown else WITHHELD))
    return values


def _share(share: Share, cells: Sequence[Cell]) -> Value:
    """A whole percentage; not shown when any number it is made of is hidden."""
    asked = [cell for cell in cells if cell.key in share.out_of]
    out_of = sum(cell.count for cell in asked)
    if any(cell.is_hidden for cell in asked):
        words = WITHHELD
    elif not out_of:
        words = NONE
    else:
        words = f"{round(100 * sum(cell.count for cell in asked if cell.key in share.of) / out_of)}%"
    return Value("share", share.name, words)
