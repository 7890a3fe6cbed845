"""What the queries of an indicator give, as plain Python: each breakdown's groups, and the rows with theirs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import Count

from reporting.indicators.base import Cut, Indicator
from reporting.periods import Period

#: Of each group of a breakdown how `many`, and what is worked out over its rows (`each_0`, `each_1`, in order).
Groups = dict[Any, dict[str, Any]]
#: More rows than any team has.
ALL = 10**12


def in_all(rows: Any, indicator: Indicator) -> Mapping[str, Any]:
    """How `many` rows there are, and every measure over them by its key."""
    aggregates = {_name(measure.key): measure.aggregate for measure in indicator.measures}
    # A limit keeps PostgreSQL from working out each row's days or sessions anew for every measure over them.
    found = rows.order_by()[:ALL].aggregate(many=Count("pk"), **aggregates)
    return {"many": found["many"], **{measure.key: found[_name(measure.key)] for measure in indicator.measures}}


def by_group(rows: Any, cuts: Sequence[Cut], period: Period) -> Mapping[str, Groups]:
    """The groups of each breakdown. The rows are read once for all those of which nothing more is worked out."""
    plain = [cut for cut in cuts if not cut.each]
    return _together(rows, plain, period) | {cut.key: _with_each(rows, cut, period) for cut in cuts if cut.each}


def _together(rows: Any, cuts: Sequence[Cut], period: Period) -> dict[str, Groups]:
    found: dict[str, Groups] = {cut.key: {} for cut in cuts}
    if not cuts:
        return found
    groups = _groups(cuts, period, rows)
    for *several, many in rows.annotate(**groups).order_by().values_list(*groups).annotate(Count("pk")):
        for cut, group in zip(cuts, several, strict=True):
            found[cut.key].setdefault(group, {"many": 0})["many"] += many
    return found


def _with_each(rows: Any, cut: Cut, period: Period) -> Groups:
    grouped = rows.annotate(of_cut=cut.of(rows, period)).order_by().values("of_cut")
    aggregates = {f"each_{place}": each.aggregate for place, each in enumerate(cut.each)}
    return {one["of_cut"]: one for one in grouped.annotate(many=Count("pk"), **aggregates)}


def rows_behind(rows: Any, indicator: Indicator, period: Period) -> list[list[Any]]:
    """Of each row its id and its group in each breakdown, in their order (P81)."""
    groups = _groups(indicator.cuts, period, rows)
    return [list(row) for row in rows.annotate(**groups).order_by("pk").values_list("pk", *groups)]


def _groups(cuts: Sequence[Cut], period: Period, rows: Any) -> dict[str, Any]:
    return {f"group_{place}": cut.of(rows, period) for place, cut in enumerate(cuts)}


def _name(key: str) -> str:
    return key.replace("-", "_")
