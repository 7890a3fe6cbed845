"""Several PDFs as one: what a screen reader needs comes along (PDF/UA-1)."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from pypdf import PdfReader, PdfWriter
from pypdf.generic import IndirectObject

from pitservice.letters.joining import is_tagged, joined
from pitservice.letters.printing import Envelope, one_each, whole, with_sheets
from pitservice.letters.render import Sheet, pdf_of, render_letter

SHEET = Sheet(
    title="After our meeting",
    team_name="North team",
    team_lines=["4 Orchard Way"],
    contact_lines=["Telephone: 01632 960100"],
    date="24 November 2026",
    reference="K7M2Q9XTRD",
    reader_name="Aisha Khan",
    address_lines=["12 Rowan Close", "ZZ16 5AU"],
    paragraphs=["Thank you for coming."],
)
LEAFLET = (
    '<html lang="pl"><head><title>Kim jesteśmy</title></head><body><main><h1>Kim jesteśmy</h1>'
    '<p>Pracujemy z <a href="#dalej">niemowlętami</a>.</p><p id="dalej">Dalej.</p></main></body></html>'
)


@pytest.fixture(scope="module")
def letter() -> bytes:
    return render_letter(replace(SHEET, paragraphs=["Thank you for coming. " * 30] * 6))  # two pages


@pytest.fixture(scope="module")
def leaflet() -> bytes:
    return pdf_of(LEAFLET)


def untagged() -> bytes:
    writer, content = PdfWriter(), io.BytesIO()
    writer.add_blank_page(595, 842)
    writer.write(content)
    return content.getvalue()


def elements(node: Any) -> Iterator[Any]:
    """Every tag below a node, in reading order."""
    kids = node.get("/K", [])
    for kid in kids if isinstance(kids, list) else [kids]:
        one = kid.get_object() if isinstance(kid, IndirectObject) else kid
        if isinstance(one, dict) and one.get("/Type") == "/StructElem":
            yield one
            yield from elements(one)


def shape(content: bytes) -> list[str]:
    return [str(one["/S"]) for one in elements(PdfReader(io.BytesIO(content)).root_object["/StructTreeRoot"])]


def catalogue_of(content: bytes) -> Any:
    return PdfReader(io.BytesIO(content)).root_object


def check_parents(reader: PdfReader) -> None:
    """Each page is numbered once, and what stands there for it are tags of this tree that lead to this page."""
    root: Any = reader.root_object["/StructTreeRoot"]
    nums = root["/ParentTree"]["/Nums"]
    parents = dict(zip(nums[::2], nums[1::2], strict=True))
    pages = {page.indirect_reference.idnum: page for page in reader.pages if page.indirect_reference}
    numbers = [page["/StructParents"] for page in reader.pages]
    assert len(set(numbers)) == len(numbers)
    for page in reader.pages:
        tags = [tag for tag in parents[page["/StructParents"]].get_object() if not tag_is_null(tag)]
        assert tags
        for tag in tags:
            assert top_of(tag.get_object()) == id_of(root)  # page numbers hang there alone, as WeasyPrint has it
            assert pages[tag.get_object().raw_get("/Pg").idnum] == page
    assert root["/ParentTreeNextKey"] == len(parents)


def top_of(element: Any) -> int:
    """What a tag hangs under at last."""
    while element.get("/P") is not None:
        element = element["/P"]
    return id_of(element)


def tag_is_null(tag: Any) -> bool:
    return tag.get_object() is None


def id_of(element: Any) -> int:
    return int(element.indirect_reference.idnum)


def test_tags_language_and_title_come_along_and_each_part_keeps_its_language(letter: bytes, leaflet: bytes) -> None:
    reader = PdfReader(io.BytesIO(joined([letter, leaflet, letter], "One & all")))
    catalogue: Any = reader.root_object

    assert len(reader.pages) == 5
    assert shape(joined([letter, leaflet, letter], "x")) == [*shape(letter), *shape(leaflet), *shape(letter)]
    assert (catalogue["/Lang"], catalogue["/MarkInfo"]) == ("en-GB", {"/Marked": True})
    assert catalogue["/ViewerPreferences"]["/DisplayDocTitle"] is not None
    tops = [one.get_object().get("/Lang") for one in catalogue["/StructTreeRoot"]["/K"]]
    assert tops == [None, "pl", None]
    assert reader.metadata is not None and reader.metadata.title == "One & all"
    assert b'pdfuaid:part="1"' in catalogue["/Metadata"].get_object().get_data()
    check_parents(reader)


def test_a_link_in_a_part_keeps_its_tag(leaflet: bytes) -> None:
    reader = PdfReader(io.BytesIO(joined([leaflet, leaflet], "x")))
    notes = [note.get_object() for page in reader.pages for note in page.get("/Annots", ())]
    catalogue: Any = reader.root_object
    nums = catalogue["/StructTreeRoot"]["/ParentTree"]["/Nums"]
    parents = dict(zip(nums[::2], nums[1::2], strict=True))

    assert len(notes) == 2 and len({note["/StructParent"] for note in notes}) == 2
    assert {str(parents[note["/StructParent"]].get_object()["/S"]) for note in notes} == {"/Link"}


def test_what_somebody_elses_file_lacks_is_not_claimed(letter: bytes) -> None:
    content = joined([letter, untagged()], "x")
    catalogue = catalogue_of(content)

    assert not is_tagged(PdfReader(io.BytesIO(untagged())))
    assert catalogue["/MarkInfo"] == {"/Marked": True, "/Suspects": True}
    assert b"pdfuaid" not in catalogue["/Metadata"].get_object().get_data()
    assert shape(content) == shape(letter)


@pytest.mark.rule("P48")
def test_a_run_reads_sheet_by_sheet_before_its_letter(letter: bytes, leaflet: bytes) -> None:
    polish = Envelope("K7M2Q9XTRE", "Anna Nowak", ["2 Elm Road"], [letter, leaflet], "pl")
    content = with_sheets([Envelope("K7M2Q9XTRD", "Aisha Khan", ["12 Rowan Close"], [letter]), polish], "Letters")
    reader = PdfReader(io.BytesIO(content))

    heads = [page.extract_text().splitlines()[0] for page in reader.pages]
    assert [heads[0], heads[3]] == ["Envelope 1 of 2", "Envelope 2 of 2"]
    assert [one.title for one in reader.outline if not isinstance(one, list)] == ["1. Aisha Khan", "2. Anna Nowak"]
    assert len(reader.pages) == 7
    check_parents(reader)
    assert catalogue_of(whole(polish))["/Lang"] == "pl"
    assert one_each([polish]).startswith(b"PK")
