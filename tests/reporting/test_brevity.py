"""What the page and the PDF leave out, and that it tells nothing."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pypdf import PdfReader

from reporting import brevity, sheets
from reporting.figures import Breakdown, Cell, Figure, Value
from reporting.render import Cover, render_report
from reporting.suppression import FEW, WITHHELD, protect, shown

COUNTS = st.integers(0, 9)


def breakdown(now: list[int], before: list[int] | None = None, key: str = "source") -> Breakdown:
    """Groups with these counts, protected as a report protects them, beside those of the period before."""
    words, were = protect(now), protect(before) if before else [""] * len(now)
    cells = [Cell(f"g{place}", f"Group {place}", count, words[place], were[place]) for place, count in enumerate(now)]
    return Breakdown(key, f"By {key}", cells, [Value("share", "Share", "none" if not sum(now) else "50%")])


@pytest.mark.rule("REP-1")
@given(st.lists(st.tuples(COUNTS, COUNTS), min_size=1, max_size=8))
def test_only_rows_that_read_0_now_and_before_are_left_out(pairs: list[tuple[int, int]]) -> None:
    """So that a reader of what is left knows what a reader of every row knows: the missing ones are 0 and 0."""
    whole = breakdown([now for now, _ in pairs], [before for _, before in pairs])

    left = brevity.without_empty(whole).cells

    assert [cell for cell in whole.cells if cell not in left] == [
        cell for cell in whole.cells if (cell.shown, cell.before) == ("0", "0")
    ]
    assert all(cell in left for cell in whole.cells if FEW in (cell.shown, cell.before))
    assert all(cell in left for cell in whole.cells if WITHHELD in (cell.shown, cell.before))


def test_a_group_that_was_there_before_and_is_no_more_stays() -> None:
    left = brevity.without_empty(breakdown([0, 0, 7], [6, 0, 9]))

    assert [cell.name for cell in left.cells] == ["Group 0", "Group 2"]


def test_a_month_of_nothing_stays() -> None:
    assert len(brevity.without_empty(breakdown([0, 7, 0], key="month")).cells) == 3


@pytest.mark.rule("REP-1")
def test_the_pdf_says_what_is_left_out_and_the_csv_has_it() -> None:
    figure = Figure(
        *("k", "Referrals", "t", ("a", "b"), "d", "r", Cell("", "All", 7, shown(7))),
        breakdowns=[breakdown([7, 0]), breakdown([0, 0], key="area")],
    )
    cover = Cover("Report", "Team", "ICB", "July to September 2026", "Made today.", [])

    reader = PdfReader(io.BytesIO(render_report(cover, [figure])))
    written = sheets.write(team="T", starts_on="2026-07-01", ends_on="2026-09-30", figures=[figure])

    text = " ".join(" ".join(page.extract_text() for page in reader.pages).split())
    assert brevity.NOTE in text
    assert "Group 0 7" in text
    assert "Group 1" not in text
    assert f"By area: {brevity.NOTHING}" in text
    rows = list(csv.DictReader(io.StringIO(written.decode("utf-8-sig"))))
    assert [(row["Breakdown"], row["Group"], row["Figure"]) for row in rows if row["Figure"] == "0"] == [
        ("By source", "Group 1", "0"),
        ("By area", "Group 0", "0"),
        ("By area", "Group 1", "0"),
    ]
