"""How the table of who enters, checks and analyses what reads (P87)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from django.urls import reverse

from pitservice.accounts.models import Team
from pitservice.ui.components import Cell, Colour, Column, Link, Section, Table, Tag, Words
from pitservice.ui.dates import day
from reporting.duties import PARTS, gone, named
from reporting.enums import DataKind
from reporting.models import DataDuty

NOBODY = "Nobody yet"
UNCHECKED = "Nobody: the clinical lead"
_COLUMNS = (Column("Data"), Column("Enters"), Column("Checks"), Column("Analyses"), Column("Look at again"))
_INTRO = (
    "What is missing or contradictory stands on the home page of whoever answers for the record, and for the whole team"
    " on that of whoever checks this kind of data. Where nobody does, or they have left, it stands on the clinical"
    " lead’s."
)
Shared = Sequence[tuple[Team, Sequence[tuple[DataKind, DataDuty | None]]]]


def duty_href(team: Team, kind: str) -> str:
    """Where one row is filled in."""
    return reverse("reporting:set-duty", args=[team.slug, kind])


def duties_table(shared: Shared, changing: Sequence[Team], today: date) -> Sequence[object]:
    """Every kind of data of each team; those of `changing` can be filled in."""
    tables = [
        Table(
            f"Who enters, checks and analyses in {team.name}",
            _COLUMNS,
            [_row(team, kind, duty, may=team in changing, today=today) for kind, duty in rows],
        )
        for team, rows in shared
    ]
    if len(tables) == 1:
        return [Words([_INTRO]), *tables]
    return [Words([_INTRO]), *(Section(team.name, [one]) for (team, _), one in zip(shared, tables, strict=True))]


def _row(team: Team, kind: DataKind, duty: DataDuty | None, *, may: bool, today: date) -> Sequence[Cell]:
    text = "Change" if duty else "Fill in"
    links = [Link(text, duty_href(team, kind), hidden=kind.label)] if may else []
    return (
        Cell(kind.label, links=links),
        *(_person(duty, part) for part in PARTS),
        Cell(day(duty.review_on), tags=[Tag("Due", Colour.YELLOW)] if duty.review_on <= today else ())
        if duty
        else Cell("No day yet"),
    )


def _person(duty: DataDuty | None, part: str) -> Cell:
    who = getattr(duty, part) if duty else None
    if duty is None or who is None:
        return Cell(UNCHECKED if part == "checks" else NOBODY)
    return Cell(who.name, tags=() if named(duty, part) else [Tag("No longer here", Colour.YELLOW)])


def left_in_words(duty: DataDuty) -> str:
    """Who of a row is no longer here to do it; empty where everybody is."""
    names = [one.name for one in gone(duty)]
    if not names:
        return ""
    return f"{' and '.join(names)} {'is' if len(names) == 1 else 'are'} no longer here to do it."


def checkers(shared: Shared) -> Mapping[DataKind, str]:
    """By kind of data who checks it; of several teams each with its name."""
    found: dict[DataKind, list[str]] = {}
    for team, rows in shared:
        for kind, duty in rows:
            who = named(duty, "checks") if duty else None
            words = who.name if who else UNCHECKED
            found.setdefault(kind, []).append(words if len(shared) == 1 else f"{team.name}: {words}")
    return {kind: "; ".join(words) for kind, words in found.items()}
