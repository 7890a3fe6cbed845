"""How gaps in the data read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import groupby
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse

from families.models import Family
from pitservice.accounts.models import Team, User
from pitservice.ui.components import Cell, Column, Empty, Link, Section, Table, Words
from pitservice.ui.dates import day
from reporting.enums import DataKind
from reporting.gaps import Counts, Gap, gaps

GAP_COLUMNS = (Column("About"), Column("What"), Column("Date"), Column("Put right"))
_INTRO = (
    "Counted now, in the records that you may see. Each number opens its list. Nothing is asked about anybody who was "
    "lost, or while a loss stands."
)


def gap_href(gap: Gap, who: User | None = None, team: Team | None = None, family: Family | None = None) -> str:
    """Its list: everybody's, one colleague's, one team's, or one family's."""
    address = reverse("reporting:gap", args=[gap.key])
    asked = {name: one.key for name, one in (("who", who), ("team", team), ("family", family)) if one}
    return f"{address}?{urlencode(asked)}" if asked else address


def data_quality(counted: Counts, people: Sequence[User | None], checks: Mapping[DataKind, str]) -> Sequence[object]:
    """What is missing and what is contradictory, in all and with who checks it; then person by person."""
    if not any(sum(by_person.values()) for by_person in counted.values()):
        return [Empty("Nothing that we look for is missing or contradictory.")]
    whole = [
        _section(kind, list(several), counted, checks) for kind, several in groupby(gaps(), key=lambda one: one.kind)
    ]
    return [Words([_INTRO]), *whole, Section("By person", [_of_person(person, counted) for person in people])]


def _section(kind: str, several: Sequence[Gap], counted: Counts, checks: Mapping[DataKind, str]) -> Section:
    rows = [
        (*_row(one, sum(counted[one.key].values()), gap_href(one)), Cell(checks.get(one.about, ""))) for one in several
    ]
    return Section(
        kind, [Table(kind, (Column("What"), Column("How many", numeric=True), Column("Who checks it")), rows)]
    )


def _of_person(person: User | None, counted: Counts) -> Table:
    who = person.pk if person else None
    name = person.name if person else "Nobody answers for these yet"
    nobody = f"?{urlencode({'who': 'nobody'})}"
    rows = [
        _row(one, counted[one.key][who], gap_href(one, person) if person else gap_href(one) + nobody)
        for one in gaps()
        if counted[one.key].get(who)
    ]
    return Table(name, (Column("What"), Column("How many", numeric=True)), rows, caption_hidden=False)


def _row(gap: Gap, number: int, href: str) -> Sequence[Cell]:
    noun = gap.noun[0] if number == 1 else gap.noun[1]
    link = href if number else ""
    return (Cell(gap.name), Cell(str(number), href=link, hidden=f"{noun}: {gap.name}" if link else "", numeric=True))


def gap_row(gap: Gap, record: Any) -> Sequence[Cell]:
    """One row that is to be put right; expects what the gap says it needs."""
    line = gap.line(record)
    title = line.family.title if line.family else line.reference
    opens = reverse("families:family", args=[line.family.key]) if line.family else ""
    put_right = Link("Put right", gap.put_right(record), hidden=title)
    return (
        Cell(title, href=opens),
        Cell(line.what),
        Cell(day(line.on) if line.on else ""),
        Cell(links=[put_right]),
    )
