"""How a team's leaflets and forms read, and what lies in an envelope (P48)."""

from __future__ import annotations

from collections.abc import Sequence

from django.urls import reverse

from families.contact.versions import name_of
from pitservice.letters.enclosing import Proposal, in_envelope, reasons
from pitservice.letters.models import Copy, Enclosure
from pitservice.ui.components import Callout, Cell, Colour, Column, Fact, FactList, Link, Section, Table, Tag, Words
from pitservice.ui.dates import count, moment

ENCLOSURE_COLUMNS = (Column("What"), Column("Language"), Column("How families get it"), Column("Proposed when"))
NOT_READ = (
    "What a PDF says is not checked here. Enclose only what anybody in that home may see: no names, and nothing "
    "that says more about the family than the letter does."
)


def enclosure_row(row: Enclosure) -> Sequence[Cell]:
    """One leaflet or form on the team's list."""
    return [
        Cell(row.title, href=reverse("letters:enclosure", args=[row.key]), hint=row.get_kind_display()),
        Cell(name_of(row.language)),
        Cell(row.get_given_display()),
        Cell("; ".join(_when(row)) or "Never by itself"),
    ]


def enclosure_facts(row: Enclosure) -> FactList:
    """What is settled about it."""
    state = Tag("In use", Colour.GREEN) if row.in_use else Tag("Not in use", Colour.GREY)
    file = Link("Save the PDF", reverse("letters:enclosure_file", args=[row.key]), f"of {row.title}")
    return FactList(
        [
            Fact("State", tags=[state]),
            Fact("What it is", row.get_kind_display()),
            Fact("Language", name_of(row.language)),
            Fact("How families get it", row.get_given_display()),
            Fact("Proposed when", _when(row), empty="Never by itself: it can be chosen for any envelope"),
            Fact("Version", f"{row.number}, put in by {row.created_by.name} on {moment(row.created_at)}"),
            Fact("PDF", f"{row.file.name}, {count(row.pages, 'page')}", actions=[file]),
            Fact("Hash of the PDF", row.file.sha256),
        ]
    )


def enclosure_versions(rows: Sequence[Enclosure]) -> list[object]:
    """Every other version there was of it, the newest first."""
    cells = [
        [
            Cell(f"Version {row.number}", href=reverse("letters:enclosure", args=[row.key])),
            Cell(moment(row.created_at)),
            Cell(row.created_by.name),
        ]
        for row in rows
    ]
    columns = [Column("Version"), Column("Put in"), Column("By")]
    return [Section("Other versions", [Table("Other versions", columns, cells)])] if cells else []


def with_it(copy: Copy) -> list[str]:
    """What lies beside a letter, line by line: "Welcome leaflet, version 2 (4 pages)"."""
    return [f"{one.title}, version {one.number} ({count(one.pages, 'page')})" for one in in_envelope(copy)]


def envelope_cell(copy: Copy, proposed: Sequence[Proposal] = ()) -> Cell:
    """What lies beside a letter, in a list; and what is proposed and not chosen."""
    hint = f"Proposed: {', '.join(one.enclosure.title for one in proposed)}" if proposed else ""
    links = [choose_link(copy)] if proposed else []
    return Cell("; ".join(with_it(copy)) or "The letter alone", hint=hint, links=links)


def choose_link(copy: Copy) -> Link:
    """Where is chosen what goes with it."""
    return Link(
        "Choose", reverse("letters:envelope", args=[copy.key]), f"what goes with the letter to {copy.reader_name}"
    )


def proposed_for(copy: Copy, proposed: Sequence[Proposal]) -> list[object]:
    """What the team would send with this copy, each with why; nothing goes that nobody chose."""
    if not proposed:
        return []
    lines = [f"{one.enclosure.title}: {one.why}" for one in proposed]
    return [Callout("Proposed for this envelope, not chosen", lines), choose_link(copy)]


def to_hand_over(proposed: Sequence[Proposal]) -> list[object]:
    """What is handed over at the next visit, as the team has settled it."""
    if not proposed:
        return []
    rows = [
        [
            Cell(one.enclosure.title, hint=one.enclosure.get_kind_display()),
            Cell(name_of(one.enclosure.language)),
            Cell(one.why),
            Cell(links=[_save(one.enclosure)]),
        ]
        for one in proposed
    ]
    columns = [Column("What"), Column("Language"), Column("Why"), Column("PDF")]
    intro = Words(["The team hands these over at a visit. Take those that fit, in the language they read."])
    return [Section("To take to the visit", [intro, Table("To take to the visit", columns, rows, caption_hidden=True)])]


def _save(row: Enclosure) -> Link:
    return Link("Save", reverse("letters:enclosure_file", args=[row.key]), f"the PDF of {row.title}")


def _when(row: Enclosure) -> list[str]:
    known = reasons()
    return [known[code] for code in row.proposed_when if code in known]
