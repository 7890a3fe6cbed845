"""Scores put in series: one measure's scale, of one person, by one rater, in time; with the change in it. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from measures.change import Dated, judge, pair, reliably_recovered
from measures.enums import Change, Side
from measures.models import Score
from measures.spec import Scale, Spec

Pair = tuple[Dated[Score], Dated[Score]]


@dataclass(frozen=True)
class Series:
    """`values` oldest first; `paired` the first and the last that are compared, None while there are no two."""

    spec: Spec
    scale: Scale
    whose: str
    values: Sequence[Dated[Score]]
    paired: Pair | None

    @property
    def title(self) -> str:
        """The measure, its scale where there are several, and whose."""
        scale = f", {self.scale.name}" if len(self.spec.scales) > 1 else ""
        return f"{self.spec.code}{scale}: {self.whose}" if self.whose else f"{self.spec.code}{scale}"

    @property
    def joined(self) -> bool:
        """Whether a line may lead from value to value: not between levels, nor between age forms."""
        return not self.spec.ordinal and not self.spec.forms

    @property
    def change(self) -> Change | None:
        """What became of it; None while it is not paired."""
        return judge(*self.paired, self.scale, ordinal=self.spec.ordinal) if self.paired else None

    @property
    def recovered(self) -> bool:
        """Reliably better and no longer past the cut-off: a clinically significant change."""
        return self.paired is not None and not self.spec.ordinal and reliably_recovered(*self.paired, self.scale)

    def past_cutoff(self, one: Dated[Score]) -> bool | None:
        """By its own age form, where it has one."""
        return self.scale.past_cutoff(one.value, self.spec.forms.get(one.form))


def in_series(scores: Iterable[Score], names: Mapping[int, str], contacts: Sequence[date]) -> list[Series]:
    """Every series of a family, parent first, then baby, both, goals; `contacts`: days of attended contacts.

    A rater is whoever answers; editions of one measure stand in one series, read by the newest. Values that the newest
    edition's range does not permit are ignored (domain.md §3.4, 8).
    """
    rows = list(scores)
    keys: dict[tuple[str, int | None, int | None, int | None], list[Score]] = {}
    for row in rows:
        keys.setdefault((row.definition.code, row.adult_id, row.baby_id, row.goal_id), []).append(row)
    first, second = (contacts[0] if contacts else None), (contacts[1] if len(contacts) > 1 else None)
    found = []
    for (_, adult, baby, _goal), of in keys.items():
        spec = max((row.definition for row in of), key=lambda one: one.edition).spec
        goal = of[0].goal
        whose = (
            goal.words
            if goal
            else " and ".join(names[one] for one in (adult, baby) if one is not None and one in names)
        )
        for scale in spec.scales:
            values = [
                Dated(row.taken_on, Decimal(row.totals[scale.name]), row, row.form)
                for row in of
                if scale.name in row.totals and scale.low <= Decimal(row.totals[scale.name]) <= scale.high
            ]
            if values:
                paired = pair(values, scale, first, second)
                found.append(Series(spec, scale, whose, sorted(values, key=lambda one: one.on), paired))
    order = list(Side)
    return sorted(found, key=lambda one: (order.index(one.spec.side), one.title))
