"""Gaps in the data: missing and contradictory entries, each with the person who can put it right (P87).

A gap is one queryset of rows, seen through `visible_to`; the count on the page and the list it opens are the same one.
Nothing is asked about anybody who was lost, or where a loss stands (P22); what was answered is no gap, also where the
answer is that nobody was asked (P26).
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.db.models import Count, F, Value

from pitservice.accounts.enums import Permission
from pitservice.accounts.models import User
from pitservice.accounts.viewer import Viewer
from reporting.enums import DataKind
from reporting.indicators.base import Line


class Kind(StrEnum):
    """What is the matter with the rows."""

    MISSING = "Missing"
    CONTRADICTORY = "Contradictory"


@dataclass(frozen=True, slots=True)
class Gap:
    """One thing that is missing or cannot be: `every()` gives its rows with `who`, the id of whoever answers for them.

    `put_right` gives the address where a row is completed; `related` and `order` are the list's. `about` is the kind of
    data whose checker sees the gap for the whole team.
    """

    key: str
    kind: Kind
    name: str
    noun: tuple[str, str]
    why: str
    every: Callable[[], Any]
    line: Callable[[Any], Line]
    put_right: Callable[[Any], str]
    order: tuple[str, ...]
    about: DataKind
    related: tuple[str, ...] = ()
    permission: Permission = Permission.SEE_CASELOAD

    def rows(self, viewer: Viewer) -> Any:
        """Those that this viewer may see, by the gap's own permission."""
        return self.every().visible_to(Viewer.of(viewer.user, self.permission))

    @property
    def family_id(self) -> str:
        """The way from a row to the id of its family."""
        path = self.every().family_path
        return f"{path}_id" if path else "pk"

    def in_families(self, viewer: Viewer, families: Collection[int]) -> Any:
        """Those of these families, by their ids, that this viewer may see."""
        return self.rows(viewer).filter(**{f"{self.family_id}__in": families})


#: By the gap's key: how many rows by person who answers for them, or by team; None: nobody.
Counts = Mapping[str, Mapping[int | None, int]]

_GAPS: dict[str, Gap] = {}


def register(*several: Gap) -> None:
    """Add gaps; a key is used once."""
    for one in several:
        if one.key in _GAPS:
            raise ValueError(f"There is a gap {one.key} already.")
        _GAPS[one.key] = one


def gaps() -> Sequence[Gap]:
    """All of them: what is missing, then what is contradictory, as they were registered."""
    kinds = list(Kind)
    return sorted(_GAPS.values(), key=lambda one: kinds.index(one.kind))


def gap(key: str) -> Gap | None:
    """The one of this key."""
    return _GAPS.get(key)


def kinds() -> Sequence[DataKind]:
    """The kinds of data in which something is looked for, as they are listed."""
    found = {one.about for one in _GAPS.values()}
    return [kind for kind in DataKind if kind in found]


def counts(viewer: Viewer, *, who: User | None = None) -> Counts:
    """How many rows of each gap each person answers for, as far as this viewer sees them; in one query.

    `who`: only what this colleague answers for.
    """
    narrowed = {} if who is None else {"who": who.pk}
    return _counted([(one, one.rows(viewer).filter(**narrowed)) for one in gaps()], by="who")


def counts_in_teams(viewer: Viewer, asked: Mapping[DataKind, Collection[int]]) -> Counts:
    """How many rows of each gap these teams have, whoever answers for them, as far as this viewer sees them; one query.

    `asked`: by kind of data, the ids of the teams; gaps of other kinds are left out.
    """
    about = [one for one in gaps() if asked.get(one.about)]
    return _counted([(one, one.rows(viewer).filter(team_id__in=list(asked[one.about]))) for one in about], by="team_id")


def counts_in_families(
    viewer: Viewer, asked: Mapping[DataKind, Collection[int]]
) -> Mapping[str, Mapping[int, Mapping[int | None, int]]]:
    """How many rows of each gap these families have, by family and whoever answers for them; one query.

    `asked`: by kind of data, the ids of the families; gaps of other kinds are left out.
    """
    found: dict[str, dict[int, dict[int | None, int]]] = defaultdict(lambda: defaultdict(dict))
    counted = []
    for one in gaps():
        if families := asked.get(one.about):
            rows = one.in_families(viewer, families).order_by().values("who", of=F(one.family_id))
            row = ("gap", "of", "who", "number")
            counted.append(rows.annotate(number=Count("pk"), gap=Value(one.key)).values_list(*row))
    for key, family, who, number in counted[0].union(*counted[1:], all=True) if counted else ():
        found[key][family][who] = number
    return found


def _counted(asked: Sequence[tuple[Gap, Any]], *, by: str) -> Counts:
    found: dict[str, Counter[int | None]] = {one.key: Counter() for one, _ in asked}
    counted = []
    for one, rows in asked:
        grouped = rows.order_by().values(by).annotate(number=Count("pk"))
        counted.append(grouped.annotate(gap=Value(one.key)).values_list("gap", by, "number"))
    for key, whose, number in counted[0].union(*counted[1:], all=True) if counted else ():
        found[key][whose] = number
    return found


def people(counted: Counts) -> Sequence[User | None]:
    """Everybody who answers for something, by name; nobody comes last."""
    ids = {who for by_person in counted.values() for who, number in by_person.items() if number}
    known = [pk for pk in ids if pk is not None]
    named: list[User | None] = list(User.objects.filter(pk__in=known).order_by("name", "pk"))
    return [*named, *([None] if None in ids else [])]
