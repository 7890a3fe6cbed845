"""Documents: in the tray, in a family's list, one by one, and on the timeline."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.urls import reverse
from django.utils import timezone

from families.models import Document, Family
from families.presenters.family import at_day
from families.registry import DatedEntry
from pitservice.files.kinds import by_type
from pitservice.ui import dates
from pitservice.ui.components import Cell, Colour, Column, Entry, Fact, FactList, Link, Tag

TRAY = (Column("Came in"), Column("Document"), Column("From"), Column("File"), Column("Action"))
LISTED = (Column("Document"), Column("What it is"), Column("About"), Column("From"), Column("Date"), Column("File"))
WITHHELD = Tag("Not for disclosure", Colour.YELLOW)
STRUCK = Tag("Entered in error", Colour.GREY)


def size_words(size: int) -> str:
    """ "340 KB", "2.1 MB"."""
    return f"{size / 1024 / 1024:.1f} MB" if size >= 1024 * 1024 else f"{max(1, round(size / 1024))} KB"


def file_words(document: Document) -> str:
    """ "PDF, 340 KB"."""
    return f"{by_type(document.stored.content_type)}, {size_words(document.stored.size)}"


def tray_row(document: Document) -> Sequence[Cell]:
    """One document that waits to be filed."""
    to = reverse("families:place_document", args=[document.key])
    file = Link("Download", reverse("families:tray_file", args=[document.key]), hidden=document.title, download=True)
    return (
        Cell(dates.moment(document.created_at)),
        Cell(document.title, href=to),
        Cell(document.from_whom or "Not recorded"),
        Cell(links=[file], hint=file_words(document)),
        Cell(links=[Link("File it", to, hidden=document.title)]),
    )


def document_row(document: Document, family: Family, names: Mapping[int, str], *, struck: bool) -> Sequence[Cell]:
    """One document of a family."""
    to = reverse("families:document", args=[family.key, document.key])
    tags = [*([STRUCK] if struck else []), *([WITHHELD] if document.withhold else [])]
    return (
        Cell(document.title, href=to, tags=tags),
        Cell(document.get_kind_display()),
        Cell(names.get(document.person_id or 0, "The whole family")),
        Cell(document.from_whom or "Not recorded"),
        Cell(dates.day(document.dated) if document.dated else "None"),
        Cell(links=[download_link(document, family)], hint=file_words(document)),
    )


def download_link(document: Document, family: Family) -> Link:
    """To save the file."""
    to = reverse("families:document_file", args=[family.key, document.key])
    return Link("Download", to, hidden=document.title, download=True)


def document_facts(document: Document, names: Mapping[int, str], why_struck: str) -> FactList:
    """Everything that is known of one document."""
    filed = (
        f"{dates.moment(document.filed_at)} by {document.filed_by.name}"
        if document.filed_at and document.filed_by
        else ""
    )
    facts = [
        Fact("What it is", document.get_kind_display(), tags=[WITHHELD] if document.withhold else []),
        Fact("About", names.get(document.person_id or 0, "The whole family")),
        Fact("From", document.from_whom),
        Fact("Date on it", dates.day(document.dated) if document.dated else ""),
        Fact("File", f"{document.stored.name}, {file_words(document)}"),
        Fact("Came in", f"{dates.moment(document.created_at)}, taken in by {document.created_by.name}"),
        Fact("Filed", filed),
    ]
    if document.withhold:
        facts.insert(1, Fact("Why not for disclosure", document.withhold_why))
    if why_struck:
        facts.insert(0, Fact("Entered in error", why_struck))
    return FactList(facts)


def tray_facts(document: Document) -> FactList:
    """What is known of a document that waits to be filed."""
    file = Link("Download", reverse("families:tray_file", args=[document.key]), hidden=document.title, download=True)
    return FactList(
        [
            Fact("File", f"{document.stored.name}, {file_words(document)}", links=[file]),
            Fact("From", document.from_whom),
            Fact("Came in", f"{dates.moment(document.created_at)}, taken in by {document.created_by.name}"),
        ]
    )


def document_entry(document: Document, family: Family, names: Mapping[int, str]) -> DatedEntry:
    """A document on the timeline, at the date on it."""
    at = at_day(document.dated, document.filed_at or document.created_at)
    about = f"About {names[document.person_id]}" if document.person_id and document.person_id in names else ""
    lines = [line for line in (f"From {document.from_whom}" if document.from_whom else "", about) if line]
    entry = Entry(
        dates.weekday(timezone.localtime(at).date()),
        f"{document.get_kind_display()}: {document.title}",
        reverse("families:document", args=[family.key, document.key]),
        lines=lines,
        tags=[WITHHELD] if document.withhold else [],
        kind="Document",
    )
    return DatedEntry(at, entry, document)
