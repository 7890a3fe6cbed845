"""Chart, CSV and PDF."""

from __future__ import annotations

import csv
import io
from random import Random
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook
from pypdf import PdfReader

from reporting import chart, sheets, workbook
from reporting.figures import Breakdown, Cell, Figure, Value, compute, flat
from reporting.render import Cover, render_report
from reporting.suppression import LEFT_OUT
from tests.make.accounts import make_team, make_user
from tests.make.reporting import QUARTER, Work

COVER = Cover(
    "Report for Łukasz", "Tŵm team", "Ŵ ICB", "July to September 2026", "Made today.", ["A <b>good</b> quarter."]
)


def breakdown(*counts: int) -> Breakdown:
    """A charted breakdown with these counts; what is below five is hidden."""
    cells = [Cell(f"g{n}", f"Group <{n}> & Łukasz", n, "fewer than 5" if 0 < n < 5 else str(n)) for n in counts]
    return Breakdown("source", "By source", cells, charted=True)


def test_chart_has_a_bar_for_each_number_and_none_for_a_hidden_one() -> None:
    root = ElementTree.fromstring(chart.draw(breakdown(3, 40, 20, 0)))  # noqa: S314 - we drew it ourselves

    bars = [
        path.get("d", "")
        for path in root.iter("{http://www.w3.org/2000/svg}path")
        if path.get("aria-roledescription") == "bar"
    ]
    texts = [text.text for text in root.iter("{http://www.w3.org/2000/svg}text")]
    lengths = [float(bar.split("h")[1].split("v")[0]) for bar in bars]
    assert len(lengths) == 2
    assert lengths[0] == pytest.approx(2 * lengths[1])
    assert [text for text in texts if text and text[0].isdigit()] == ["40", "20"]
    assert [text for text in texts if text and "Group" in text] == [f"Group <{n}> & Łukasz" for n in (3, 40, 20)]
    assert "fewer than 5" in texts
    assert "Group <0> & Łukasz" not in texts


def test_chart_holds_nothing_that_runs_or_loads() -> None:
    svg = chart.draw(breakdown(40, 3)).decode()

    for forbidden in ("<script", "<style", "style=", "href", "url(", "onload", "<foreignObject"):
        assert forbidden not in svg


@pytest.mark.parametrize("counts", [(0,), (3, 4), (3, 0)])
def test_no_chart_is_drawn_where_there_would_be_no_bar(counts: tuple[int, ...]) -> None:
    assert not breakdown(*counts).is_drawn
    assert breakdown(*counts, 5).is_drawn


def test_chart_in_words() -> None:
    words = chart.in_words("Referrals received", breakdown(40, 3, 0))

    assert (
        words == "Bar chart of referrals received by source: Group <40> & Łukasz 40, Group <3> & Łukasz fewer than 5."
    )


@pytest.mark.rule("REP-1")
@given(st.text(st.characters(exclude_categories=["Nd", "Cs"]), min_size=1, max_size=30))
def test_no_cell_of_the_csv_is_run_as_a_formula(text: str) -> None:
    figure = Figure("k", f"={text}", "t", ("a", "b"), "d", "r", Cell("", text, 7, f"-{text}"))

    written = sheets.write(team=f"+{text}", starts_on="@x", ends_on="\ty", figures=[figure])

    rows = list(csv.reader(io.StringIO(written.decode("utf-8-sig"), newline="")))
    assert len(rows) == 2
    for cell in rows[1]:
        assert not cell.startswith(("=", "+", "-", "@", "\t", "\r"))
    assert (rows[1][0], rows[1][3], rows[1][6]) == (f"'+{text}", f"'={text}", f"'-{text}")


@pytest.mark.django_db
@pytest.mark.rule("REP-1")
def test_pdf_is_tagged_and_has_every_number_with_its_words() -> None:
    team = make_team()
    Work(team=team, user=make_user(team=team), random=Random(3), size=30).make()
    figures = compute({team.pk}, QUARTER)

    reader = PdfReader(io.BytesIO(render_report(COVER, figures)))

    assert reader.root_object["/MarkInfo"]["/Marked"]  # type: ignore[index]  # a dictionary, by the format
    assert reader.metadata is not None
    assert reader.metadata.title == "Report for Łukasz"
    text = " ".join(" ".join(page.extract_text() for page in reader.pages).split())
    assert "A <b>good</b> quarter." in text
    for line in flat(figures):
        left_out = line.group == "All groups"
        empty = line.breakdown not in ("", "By month", "Over time") and line.shown in ("0", "none")
        said = f"{line.breakdown}: {LEFT_OUT}" if left_out else f"{line.group} {line.shown}"
        assert empty or said in text


@pytest.mark.rule("REP-1")
@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=30), st.sampled_from(["=", "+", "-", "@", ""]))
def test_no_cell_of_the_workbook_is_a_formula(text: str, first: str) -> None:
    figure = Figure("k", first + text, "t", ("a", "b"), "d", "r", Cell("", first + text, 7, "7"))

    book = load_workbook(io.BytesIO(workbook.write(about=[("Title", first + text)], figures=[figure])))

    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert {cell.data_type for cell in cells} <= {"s", "n"}
    assert book["Figures"]["D2"].value == 7


@pytest.mark.rule("REP-1")
def test_the_workbook_has_numbers_that_can_be_reckoned_with_and_what_they_mean() -> None:
    figure = Figure(
        *("k", "Waits", "t", ("a", "b"), "What it counts.", "By which date.", Cell("", "All", 1204, "1,204", "9")),
        [Value("median", "Median", "34.5"), Value("share", "Seen", "60%", "not shown")],
    )

    book = load_workbook(io.BytesIO(workbook.write(about=[("Team", "North")], figures=[figure])))

    rows = [[cell.value for cell in row[3:5]] for row in book["Figures"].iter_rows(min_row=2)]
    assert rows == [[1204, 9], [34.5, None], [0.6, "not shown"]]
    assert book["Figures"]["D4"].number_format == "0%"
    assert [cell.value for cell in book["Definitions"][2]] == ["Waits", "What it counts.", "By which date."]
    assert [cell.value for cell in book["About"][2]] == ["Team", "North"]
