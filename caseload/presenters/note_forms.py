"""How a team's forms for notes read."""

from __future__ import annotations

from collections.abc import Sequence

from django.urls import reverse

from caseload.enums import AppointmentKind
from caseload.models import NoteForm
from caseload.selectors.note_forms import RECORD
from pitservice.ui import dates
from pitservice.ui.components import Cell, Colour, Column, Fact, FactList, Section, Table, Tag
from pitservice.ui.words import inside

COLUMNS = (Column("Form"), Column("Headings"), Column("Taken by itself for"), Column("Team"))


def row(form: NoteForm) -> list[Cell]:
    """One form in the list."""
    tags = [Tag("Not offered any more", Colour.GREY)] if form.withdrawn else []
    said = f"Version {form.number}, {dates.day(form.created_at.date())}"
    return [
        Cell(form.title, reverse("caseload:note_form", args=[form.key]), hint=said, tags=tags),
        Cell(", ".join(one["heading"] for one in form.headings)),
        Cell(_kinds(form)),
        Cell(form.team.name),
    ]


def _kinds(form: NoteForm) -> str:
    words = ["the assessment record" if kind == RECORD else inside(AppointmentKind(kind).label) for kind in form.kinds]
    return ", ".join(words) or "When somebody chooses it"


def headings(form: NoteForm) -> FactList:
    """Its headings with what helps to fill them."""
    facts = [Fact(one["heading"], one["hint"]) for one in form.headings]
    tags = [Tag("Not offered any more", Colour.GREY)] if form.withdrawn else []
    return FactList([*facts, Fact("Taken by itself for", _kinds(form), tags=tags)])


def versions(rows: Sequence[NoteForm], shown: NoteForm) -> Section:
    """What it was before, each version with who made it."""
    table = Table(
        "Versions of this form",
        [Column("Version"), Column("Saved"), Column("By"), Column("Headings")],
        [
            [
                Cell(f"{one.number}", "" if one == shown else reverse("caseload:note_form", args=[one.key])),
                Cell(dates.moment(one.created_at), tags=[Tag("Withdrawn", Colour.GREY)] if one.withdrawn else []),
                Cell(one.created_by.name),
                Cell(", ".join(part["heading"] for part in one.headings)),
            ]
            for one in rows
        ],
    )
    return Section("Versions", [table])
