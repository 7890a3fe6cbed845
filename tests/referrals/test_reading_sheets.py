"""From a file to rows: encodings, delimiters, workbooks, and files that are none or are broken."""

from __future__ import annotations

import io
import json
import zipfile
from datetime import date, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook

from pitservice.db.errors import Refused
from referrals.importing import reading
from referrals.importing.checking import as_stored, judge
from referrals.importing.columns import Col
from referrals.importing.rows import Row, has_adult, received_on, submission_of, warning_of

HEADINGS = [str(column) for column in Col]
NAMES = ["Our ref", "Siân"]


def workbook(*rows: list[Any]) -> bytes:
    """An Excel file with these rows."""
    book, content = Workbook(), io.BytesIO()
    for row in rows:
        book.active.append(row)
    book.save(content)
    return content.getvalue()


def refusal(content: bytes) -> str:
    """Why a file is refused."""
    with pytest.raises(Refused) as refused:
        list(reading.lines_of(content))
    return refused.value.sentence


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_text_is_read_in_each_encoding_with_each_delimiter(encoding: str, delimiter: str) -> None:
    content = f'Our ref{delimiter}Siân\r\n1{delimiter}"a{delimiter}b\nc"\r\n'.encode(encoding)

    assert list(reading.lines_of(content)) == [(1, NAMES), (2, ["1", f"a{delimiter}b\nc"])]


def test_a_workbook_is_read_by_its_content_with_dates_and_numbers_as_a_person_reads_them() -> None:
    content = workbook(
        [*NAMES, "Born"],
        [7700900123, True, datetime(2026, 4, 1)],  # noqa: DTZ001 - a spreadsheet knows no time zones
        [],
        [1.5, None, date(2026, 4, 2), "=1+1"],
    )

    assert list(reading.lines_of(content)) == [
        (1, [*NAMES, "Born"]),
        (2, ["7700900123", "Yes", "2026-04-01"]),
        (4, ["1.5", "", "2026-04-02"]),
    ]


def _bomb() -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", b"<workbook/>")
        archive.writestr("xl/sharedStrings.xml", b" " * (130 * 1024 * 1024))
    return content.getvalue()


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "The file is empty"),
        (b"x" * (reading.LARGEST + 1), "too large"),
        (b"," * 20_000_000, "too large"),
        (b"a\n" + b"1\n" * (reading.MOST_ROWS + 1), "too large"),
        (",".join("x" * 201).encode(), "Row 1 has more than 200 columns"),
        (b"a,b\n1,2\n3," + b"x" * 40_000, "A cell of row 3 is longer"),
        (b'a,b\n1,2\n3,"cut', "The file ends inside a cell of row 3"),
        (b'a,b\n1,"he said "hi" to her"\n', "Row 2 cannot be read"),
        ("a,b\n".encode("utf-16"), "Unicode text"),
        (b"\xd0\xcf\x11\xe0 old", "an old Excel file"),
        (b"%PDF-1.7", "not a spreadsheet"),
        (b"PK\x03\x04 broken", "damaged or cut short"),
    ],
    ids=range(12),
)
def test_what_cannot_be_read_is_refused_in_a_sentence(content: bytes, sentence: str) -> None:
    assert sentence in refusal(content)


def test_a_workbook_that_grows_without_end_or_was_cut_short_is_refused() -> None:
    whole = workbook(NAMES, [1, 2])

    assert "too large when it is unpacked" in refusal(_bomb())
    assert "damaged or cut short" in refusal(whole[: len(whole) // 2])


def test_a_character_that_cannot_be_read_is_said_by_column() -> None:
    ends_in_a_character = "Comments\nSiân é".encode()[:-1]
    undefined = b"Comments\nSi\xe2n \x81"
    row = Row(2, {"Comments": "caf\ufffd"}, date(2026, 11, 23))

    assert list(reading.lines_of(ends_in_a_character))[1] == (2, ["Siân \ufffd"])
    assert list(reading.lines_of(undefined))[1] == (2, ["Siân \ufffd"])
    submission_of(row, row.today)
    assert [(p.column, p.why) for p in row.problems if "character" in p.why] == [
        ("Comments", "“caf\ufffd” holds a character that could not be read")
    ]


def test_headings_that_are_empty_or_stand_twice_get_a_name_of_their_own() -> None:
    assert reading.headings_of(["Ref", "", "Ref"], width=4) == ["Ref", "Column 2", "Ref column 3", "Column 4"]
    assert reading.headings_of(["a", "a", "A column 2", "Column 5"], width=5)[1:] == [
        *("A column 2", "A column 2 (3)", "Column 5", "Column 5 (5)"),
    ]
    assert reading.by_heading(["Ref", "Name"], ["1"]) == {"Ref": "1", "Name": ""}


@pytest.mark.rule("P3")
def test_a_fact_about_contact_is_found_where_nobody_would_look() -> None:
    cells = {"Address": "1 Mill Lane (no letters)", "Siblings": "2", "Tick": "mum does not know", "Comments": "Ring."}

    assert warning_of(Row(2, cells, date(2026, 11, 23))) == (
        "Comments: Ring.\nAddress: 1 Mill Lane (no letters)\nTick: mum does not know"
    )


@pytest.mark.rule("P3")
def test_headings_of_another_name_are_read_by_their_mapping_and_a_correction_before_the_cell() -> None:
    cells = {"Mum": "Osei", "Came": "31/02/2026", "Notes": "Ring.", "More": "Not Fridays."}
    mapping = {"Mum": Col.MOTHER_FAMILY, "Came": Col.RECEIVED, "Notes": Col.COMMENTS, "More": Col.COMMENTS}
    row = Row(2, cells, date(2026, 11, 23), mapping=mapping, corrected={Col.RECEIVED: "28/02/2026"})

    assert received_on(row) == date(2026, 2, 28)
    assert has_adult(row)
    assert warning_of(row) == "Notes: Ring.\nMore: Not Fridays."


@given(cells=st.dictionaries(st.sampled_from(HEADINGS), st.text(max_size=60).map(reading.storable)))
def test_no_row_breaks_the_judging_and_none_is_ready_without_a_date_and_an_adult(cells: dict[str, str]) -> None:
    judged = judge(Row(2, cells, date(2026, 11, 23), mapping={heading: heading for heading in cells}))

    json.dumps(as_stored(judged.row.problems)).encode()
    named = ("Mother first name", "Mother surname", "Partner name")
    if not judged.stops:
        assert cells["Date received"].strip()
        assert any(cells.get(heading, "").strip() for heading in named)
    assert all(cell.strip() in judged.comment for cell in [cells.get("Comments", "")] if " ".join(cell.split()) == cell)


@given(content=st.binary(max_size=300) | st.text(max_size=300).map(lambda text: f"a,b\n{text}".encode()))
def test_no_file_breaks_the_reading(content: bytes) -> None:
    said = ""
    try:
        list(reading.rows_of(content))
    except Refused as refused:
        said = refused.sentence

    assert said == "" or said.endswith(".")


@given(cells=st.dictionaries(st.sampled_from(HEADINGS), st.text(max_size=40)))
def test_no_row_breaks_the_import_and_its_words_are_kept(cells: dict[str, str]) -> None:
    row = Row(2, cells, date(2026, 11, 23))

    has_adult(row)
    submission = submission_of(row, received_on(row) or row.today)

    assert dict(submission.submitted) == {name: cell.replace("\x00", "\ufffd") for name, cell in cells.items()}
    assert all(problem.why for problem in row.problems)
