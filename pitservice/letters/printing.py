"""Several letters as one file to print: their PDFs one after another, with a sheet before each envelope."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass

from django.template.loader import render_to_string
from pypdf import PdfReader

from families.contact.versions import ENGLISH
from pitservice.files import store
from pitservice.letters.enclosing import in_envelope
from pitservice.letters.joining import joined
from pitservice.letters.models import Copy
from pitservice.letters.render import pdf_of


@dataclass(frozen=True, slots=True)
class Envelope:
    """What goes into one envelope: whose it is, and its PDFs in their order."""

    reference: str
    reader_name: str
    address_lines: Sequence[str]
    parts: Sequence[bytes]
    language: str = "en-GB"


def envelope_of(copy: Copy) -> Envelope:
    """What goes into a copy's envelope: the letter, then what is enclosed (P48)."""
    assert copy.pdf is not None  # a copy that is ready has one
    lines = [line for line in copy.address.splitlines() if line.strip()]
    parts = [copy.pdf.sha256, *(one.sha256 for one in in_envelope(copy))]
    language = "en-GB" if copy.language == ENGLISH else copy.language
    return Envelope(copy.letter.key, copy.reader_name, lines, [store.get(sha256) for sha256 in parts], language)


def with_sheets(envelopes: Sequence[Envelope], title: str) -> bytes:
    """One PDF; before each envelope a sheet with its number, its reader and how many pages follow."""
    parts: list[bytes] = []
    marks: list[str] = []
    for number, envelope in enumerate(envelopes, start=1):
        pages = sum(len(PdfReader(io.BytesIO(part)).pages) for part in envelope.parts)
        parts += [_sheet(envelope, pages, number, len(envelopes)), *envelope.parts]
        marks += [f"{number}. {envelope.reader_name}", *[""] * len(envelope.parts)]
    return joined(parts, title, marks=marks)


def one_each(envelopes: Sequence[Envelope]) -> bytes:
    """A zip with one PDF for each envelope; names hold the letter's number and nobody's name."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_STORED) as archive:
        for number, envelope in enumerate(envelopes, start=1):
            archive.writestr(f"{number:03}-{envelope.reference}.pdf", whole(envelope))
    return content.getvalue()


def whole(envelope: Envelope) -> bytes:
    """What goes into one envelope, as one PDF; a letter without enclosures stays as it was made, byte for byte."""
    if len(envelope.parts) == 1:
        return envelope.parts[0]
    return joined(envelope.parts, f"Letter {envelope.reference} and what goes with it", envelope.language)


def _sheet(envelope: Envelope, pages: int, number: int, of: int) -> bytes:
    """The sheet before an envelope: a PDF of its own, so that its tags stand before the letter's."""
    row = {"number": number, "of": of, "envelope": envelope, "pages": pages}
    return pdf_of(render_to_string("letters/sheets.html", {"title": f"Envelope {number} of {of}", "row": row}))
