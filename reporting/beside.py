"""A figure held against frozen reports of periods that overlap with its own (`overlaps`): what would tell is hidden."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from reporting.figures import MONTH, Breakdown, Figure
from reporting.indicators.base import Cut, Indicator
from reporting.overlaps import Span, Told, count_of, differences_tell, tell, totals_tell
from reporting.periods import Period, month_named
from reporting.suppression import WITHHELD


@dataclass(frozen=True, slots=True)
class Seen:
    """A figure of a period that somebody has, with the rows behind it."""

    period: Period
    figure: Figure

    def told(self, cut: str = "") -> Told:
        """What it says of a breakdown; of a breakdown it does not have, and of none, only its rows."""
        place = next((n for n, one in enumerate(self.figure.breakdowns, 1) if one.key == cut), 0)
        breakdown = self.figure.breakdown(cut)
        words = {cell.key: cell.shown for cell in breakdown.cells} if breakdown else {}
        return Told(self.period, words, {row[0]: str(row[place]) if place else "" for row in self.figure.rows})

    def totals(self) -> list[Span]:
        """Its months, and what it says of the period before: the total itself is not among them."""
        found = _months(self.period, self.figure.breakdown(MONTH)) + _over_time(self.figure)
        if self.figure.total.before:
            found.append(Span(self.period.before(), count_of(self.figure.total.before)))
        return found

    def befores(self, cut: str) -> dict[str, Span]:
        """What it says of each group in the period before."""
        breakdown = self.figure.breakdown(cut)
        cells = breakdown.cells if breakdown else ()
        return {one.key: Span(self.period.before(), count_of(one.before)) for one in cells if one.before}


def held_against(figure: Figure, indicator: Indicator, period: Period, seen: Sequence[Seen]) -> Figure:
    """The same, with left out what would give something away beside what was seen; it needs its rows."""
    if not seen:
        return figure
    one = Seen(period, figure)
    told = [other.told() for other in (*seen, one)]
    totals = [count_of(other.figure.total.shown) for other in (*seen, one)]
    besides = [span for other in seen for span in other.totals()]
    if totals_tell(told, totals, besides):
        return _nothing_of(figure)
    known = [*besides, *(Span(other.period, total) for other, total in zip(told, totals, strict=True))]
    kept: dict[str, Breakdown] = {}
    for cut in sorted(indicator.cuts, key=lambda one: bool(one.above)):
        breakdown = figure.breakdown(cut.key)
        if breakdown:
            kept[cut.key] = left_out(breakdown) if _tells(cut, one, seen, known, kept) else breakdown
    breakdowns = [kept[one.key] for one in figure.breakdowns]
    known += _months(period, kept.get(MONTH))
    months = () if differences_tell([*known, *_over_time(figure)]) else figure.months
    return replace(figure, breakdowns=breakdowns, months=months)


def left_out(breakdown: Breakdown) -> Breakdown:
    """The same, nothing of which can be shown."""
    return replace(
        breakdown,
        cells=[replace(cell, shown=WITHHELD) for cell in breakdown.cells],
        shares=[replace(share, shown=WITHHELD) for share in breakdown.shares],
    )


def _nothing_of(figure: Figure) -> Figure:
    return replace(
        figure,
        total=replace(figure.total, shown=WITHHELD),
        values=[replace(value, shown=WITHHELD) for value in figure.values],
        breakdowns=[left_out(breakdown) for breakdown in figure.breakdowns],
        months=(),
    )


def _tells(cut: Cut, one: Seen, seen: Sequence[Seen], known: Sequence[Span], kept: Mapping[str, Breakdown]) -> bool:
    breakdown = one.figure.breakdown(cut.key)
    if breakdown is None or breakdown.is_left_out:
        return False
    if cut.key == MONTH:
        return differences_tell([*known, *_months(one.period, breakdown)])
    if _hides_what_it_divides(cut, kept):
        return True
    theirs = [other for other in seen if other.figure.breakdown(cut.key)]
    told = [other.told(cut.key) for other in (*theirs, one)]
    if cut.crosses and any(other.hides(group) for other in told for group in other.words):
        return True
    besides: defaultdict[str, list[Span]] = defaultdict(list)
    for other in theirs:
        for group, span in other.befores(cut.key).items():
            besides[group].append(span)
    return tell(told, cut.within.inside if cut.within else frozenset(), besides)


def _hides_what_it_divides(cut: Cut, kept: Mapping[str, Breakdown]) -> bool:
    """Whether a breakdown that it divides was left out since."""
    divided = cut.within.groups if cut.within else None
    return any(
        cell.is_hidden
        for key in cut.above
        if key in kept
        for cell in kept[key].cells
        if divided is None or cell.key in divided
    )


def _months(period: Period, breakdown: Breakdown | None) -> list[Span]:
    """The months of a breakdown, each as far as it lies in the period."""
    cells = {cell.key: cell.shown for cell in breakdown.cells} if breakdown else {}
    return [Span(month, count_of(cells[key])) for key, month in period.by_month().items() if key in cells]


def _over_time(figure: Figure) -> list[Span]:
    """The months of its chart over time."""
    return [Span(month_named(name), int(number)) for name, number in figure.months]
