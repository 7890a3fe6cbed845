"""Tables for spreadsheets: nothing in them is run."""

from __future__ import annotations

import pytest

from pitservice.files import tables


@pytest.mark.parametrize("cell", ["-40.5", "1,200", "84%", "fewer than 5", "-1"])
def test_numbers_and_words_stay_as_they_are(cell: str) -> None:
    assert tables.harmless(cell) == cell


@pytest.mark.parametrize("cell", ["-1+1", "=1", "+44 7700 900123", "@SUM(A1)", "\t=1", "\r=1", "-", "-1,2;DDE()"])
def test_formulas_are_quoted(cell: str) -> None:
    assert tables.harmless(cell) == f"'{cell}"
