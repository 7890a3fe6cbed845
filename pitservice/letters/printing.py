"""Several letters as one file to print: their PDFs one after another, with a sheet before each envelope."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass

from django.template.loader import render_to_string
from pypdf import PdfReader, PdfWriter

from pitservice.files import store
from pitservice.letters.enclosing import in_envelope
from pitservice.letters.models import Copy
from pitservice.letters.render import pdf_of


@dataclass(frozen=True, slots=True)
class Envelope:
    """What goes into one envelope: whose it is, and its PDFs in their order."""

    reference: str
    reader_name: str
    address_lines: Sequence[str]
    parts: Sequence[bytes]


def envelope_of(copy: Copy) -> Envelope:
    """What goes into a copy's envelope: the letter, then what is enclosed (P48)."""
    assert copy.pdf is not None  # a copy that is ready has one
    lines = [line for line in copy.address.splitlines() if line.strip()]
    parts = [copy.pdf.sha256, *(one.sha256 for one in in_envelope(copy))]
    return Envelope(copy.letter.key, copy.reader_name, lines, [store.get(sha256) for sha256 in parts])


def with_sheets(envelopes: Sequence[Envelope], title: str) -> bytes:
    """One PDF; before each envelope a sheet with its number, its reader and how many pages follow."""
    writer = PdfWriter()
    readers = [[PdfReader(io.BytesIO(part)) for part in envelope.parts] for envelope in envelopes]
    pages = [sum(len(reader.pages) for reader in parts) for parts in readers]
    sheets = PdfReader(io.BytesIO(_sheets(envelopes, pages, title)))
    for sheet, parts in zip(sheets.pages, readers, strict=True):
        writer.add_page(sheet)
        for reader in parts:
            writer.append(reader, import_outline=False)
    writer.add_metadata({"/Title": title})
    return _bytes(writer)


def one_each(envelopes: Sequence[Envelope]) -> bytes:
    """A zip with one PDF for each envelope; names hold the letter's number and nobody's name."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_STORED) as archive:
        for number, envelope in enumerate(envelopes, start=1):
            archive.writestr(f"{number:03}-{envelope.reference}.pdf", whole(envelope.parts))
    return content.getvalue()


def whole(parts: Sequence[bytes]) -> bytes:
    """What goes into one envelope, as one PDF; a letter without enclosures stays as it was made, byte for byte."""
    if len(parts) == 1:
        return parts[0]
    writer = PdfWriter()
    for part in parts:
        writer.append(io.BytesIO(part), import_outline=False)
    return _bytes(writer)


def _sheets(envelopes: Sequence[Envelope], pages: Sequence[int], title: str) -> bytes:
    rows = [
        {"number": number, "of": len(envelopes), "envelope": envelope, "pages": count}
        for number, (envelope, count) in enumerate(zip(envelopes, pages, strict=True), start=1)
    ]
    html = render_to_string("letters/sheets.html", {"title": title, "rows": rows})
    return pdf_of(html)


def _bytes(writer: PdfWriter) -> bytes:
    content = io.BytesIO()
    writer.write(content)
    return content.getvalue()
