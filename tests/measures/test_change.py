"""Pairing and change, rule by rule (domain.md §3.4)."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest

from measures.change import (
    Dated,
    judge,
    pair,
    recovered,
    reliable_change_index,
    reliably_recovered,
    roll_up,
    valid,
)
from measures.enums import Change
from measures.spec import Scale, library, read_spec

DAY = date(2026, 3, 2)
B, S, W, U = Change.BETTER, Change.SAME, Change.WORSE, Change.UNCLASSIFIED


def scale(code: str, number: int = 0) -> Scale:
    return read_spec(library()[code]).scales[number]


def at(days: int, value: float | str, form: str = "") -> Dated[str]:
    return Dated(DAY + timedelta(days=days), Decimal(str(value)), f"{days}", form)


def paired(values: list[Dated[str]], first: int | None = 0, second: int | None = 7) -> tuple[str, str] | None:
    days = [None if one is None else DAY + timedelta(days=one) for one in (first, second)]
    found = pair(values, scale("PHQ-9"), *days)
    return found and (found[0].row, found[1].row)


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ([at(0, 18), at(7, 12), at(60, 9)], ("0", "60")),  # earliest and latest
        ([at(-3, 20), at(0, 18), at(60, 9)], ("0", "60")),  # before the first contact it does not count
        ([at(0, 18), at(6, 9)], None),  # not on or after the second contact
        ([at(0, 18), at(7, 9)], ("0", "7")),  # on the day counts
        ([at(0, 18)], None),  # the first is never the last too
        ([at(8, 18)], None),
        ([at(0, 99), at(1, 18), at(60, 9), at(61, -4)], ("1", "60")),  # outside the range is ignored (8)
        ([at(60, 9), at(0, 18)], ("0", "60")),  # whatever their order
        ([], None),
    ],
)
def test_which_two_are_paired(values: list[Dated[str]], expected: tuple[str, str] | None) -> None:
    assert paired(values) == expected


def test_without_two_attended_contacts_nothing_is_paired() -> None:
    values = [at(0, 18), at(60, 9)]

    assert paired(values, first=None) is None
    assert paired(values, second=None) is None


@pytest.mark.parametrize(
    ("code", "before", "after", "expected"),
    [
        ("PHQ-9", 18, 12, B),  # exactly the threshold counts
        ("PHQ-9", 18, 13, S),
        ("PHQ-9", 12, 18, W),
        ("GAD-7", 10, 6, B),
        ("GAD-7", 6, 10, W),
        ("GAD-7", 10, 7, S),
        ("CORE-10", 20, 15, B),
        ("CORE-10", 20, 16, S),
        ("GBO", 3, 6, B),  # higher is better
        ("GBO", 6, 3, W),
        ("GBO", 3, 5, S),
        ("ORS", "20.1", "26.7", B),  # 6.6, exactly
        ("ORS", "20.1", "26.6", S),
        ("SCORE-15", 50, 40, B),
        ("EPDS", 15, 11, B),
        ("KPCS", 20, 45, U),  # no threshold: unclassified, not "no change"
        ("HADS", 21, 0, U),
        ("MORS-SF", 0, 35, U),
    ],
)
def test_change(code: str, before: float, after: float, expected: Change) -> None:
    assert judge(at(0, before), at(60, after), scale(code)) == expected


def test_levels_and_age_forms_are_never_subtracted() -> None:
    loaf, asq = read_spec(library()["LOAF"]), read_spec(library()["ASQ:SE-2"])
    threshold = Scale("Total", Decimal(0), Decimal(600), "low", reliable=Decimal(10))

    assert loaf.ordinal
    assert all(one.reliable is None for one in (*loaf.scales, *asq.scales))
    assert judge(at(0, 4), at(60, 1), threshold, ordinal=True) == U
    assert judge(at(0, 90, "6"), at(60, 10, "12"), threshold) == U
    assert judge(at(0, 90, "6"), at(60, 10, "6"), threshold) == B
    assert recovered(at(0, 90, "6"), at(60, 10, "12"), threshold) is None
    cutoffs = [asq.scales[0].past_cutoff(Decimal(50), asq.forms[form]) for form in ("2", "6", "12")]
    assert cutoffs == [True, True, False]


def test_recovery_is_from_the_far_side_of_the_cut_off_to_the_near_one() -> None:
    phq = scale("PHQ-9")

    assert recovered(at(0, 18), at(60, 9), phq) is True
    assert recovered(at(0, 18), at(60, 10), phq) is False
    assert recovered(at(0, 9), at(60, 3), phq) is None
    assert reliably_recovered(at(0, 18), at(60, 9), phq)
    assert not reliably_recovered(at(0, 11), at(60, 9), phq)


@pytest.mark.parametrize(
    ("changes", "expected"),
    [([B, W, B], W), ([B, S], B), ([S, S], S), ([U, S], S), ([U, B], B), ([U], U), ([], U)],
)
def test_roll_up(changes: list[Change], expected: Change) -> None:
    assert roll_up(changes) == expected


def test_values_outside_the_range_are_ignored_and_the_others_stand_in_order() -> None:
    found = valid([at(9, 3), at(0, 28), at(1, 27), at(2, -1)], scale("PHQ-9"))

    assert [one.row for one in found] == ["1", "9"]


def test_reliable_change_index() -> None:
    assert reliable_change_index(Decimal("7.7"), Decimal("0.9")) == Decimal("6.75")
