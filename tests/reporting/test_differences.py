"""What is different from the last edition, in words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest

from reporting.differences import NONE, differences
from reporting.figures import Breakdown, Cell, Figure, with_before
from reporting.suppression import protect, shown


def figure(counts: Sequence[int], *, rows: Sequence[int] = (), key: str = "referrals") -> Figure:
    """A figure by source with these counts, as they leave the team."""
    names = ("GP", "Midwife", "Self-referral")
    words = protect(counts)
    cells = [Cell(name, name, n, said) for name, n, said in zip(names, counts, words, strict=False)]
    total = Cell("", "All", sum(counts), shown(sum(counts)))
    behind = [[pk, "GP"] for pk in rows]
    return Figure(
        key, "Referrals", "t", ("a", "b"), "d", "r", total, (), [Breakdown("source", "By source", cells)], behind
    )


@pytest.mark.rule("REP-1")
@pytest.mark.parametrize(
    ("was", "now", "why"),
    [
        ([1, 2], [1, 2, 3], "Records were entered or dated into the period since."),
        ([1, 2, 3], [1, 2], "Records no longer count."),
        ([1, 2], [2, 3], "Records were entered or dated into the period since and records no longer count."),
        ([1, 2], [1, 2], "Records were corrected since."),
    ],
)
def test_a_number_that_reads_otherwise_is_told_with_the_reason(was: list[int], now: list[int], why: str) -> None:
    found = differences([figure([12, 9], rows=was)], [figure([13, 9], rows=now)])

    assert found == [f"Referrals, in all: 22 (was 21); by source, GP: 13 (was 12). {why}"]


@pytest.mark.rule("REP-1")
def test_a_count_hidden_in_both_is_told_in_neither() -> None:
    assert differences([figure([12, 2, 3])], [figure([12, 3, 2])]) == [NONE]


def test_new_ended_and_reworded_indicators_are_named() -> None:
    first, other = figure([9]), figure([9], key="other")

    assert differences([first], [first, other]) == ["Referrals: counted for the first time."]
    assert differences([first, other], [first]) == ["Referrals: no longer counted."]
    said = differences([first], [replace(first, definition="New")])
    assert said == ["Referrals: what it counts has been put in other words or changed."]


@pytest.mark.rule("REP-1")
def test_the_period_before_stands_beside_as_it_was_shown() -> None:
    found = with_before(figure([12, 9, 0]), figure([20, 3, 4]))
    months = [Breakdown("source", "", [Cell("x", "", 9, "9")])]
    other = with_before(figure([12]), replace(figure([9]), breakdowns=months))

    assert (found.total.before, [cell.before for cell in found.breakdowns[0].cells]) == (
        "27",
        ["not shown", "fewer than 5", "fewer than 5"],
    )
    assert (other.total.before, other.breakdowns[0].is_compared) == ("9", False)
