"""How an organisation's page reads (P82)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.urls import reverse

from pitservice.ui.components import Cell, Column, Fact, FactList, Link, Words
from pitservice.ui.dates import count, day
from reporting.organisation import Part

COLUMNS = (Column("About"), Column("What"), Column("Date"))
_YOURS = "Counted now, of what you may see. It is for the team, not for the organisation: small counts are not hidden."


def counts(found: Sequence[tuple[Part, int, Sequence[str], str]]) -> list[object]:
    """Each part with its count, what else there is to say, and the address of its list."""
    facts = [
        Fact(
            part.name,
            [count(number, *part.noun), *more],
            actions=[Link("List", to, hidden=part.name)] if number else (),
        )
        for part, number, more, to in found
    ]
    return [FactList(facts), Words([_YOURS])]


def row(part: Part, record: Any) -> Sequence[Cell]:
    """One of a list: the family where there is one that may be named, what it was, when."""
    line = part.line(record)
    opens, title = part.opens(record), line.family.title if line.family else line.reference
    family = reverse("families:family", args=[line.family.key]) if line.family else ""
    links = [Link("Open", opens, hidden=line.what)] if opens else []
    return (Cell(title, href=family), Cell(line.what, links=links), Cell(day(line.on) if line.on else ""))
