"""Two descriptions: one person, perhaps one, or two."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from referrals.matching.facts import Certainty, Described, fold
from referrals.matching.people import one_letter_apart, same_adult, same_baby

NONE, POSSIBLE, CERTAIN = Certainty
BORN = date(1994, 6, 14)
PHONE = frozenset({"+447700900526"})


def adult(**fields: Any) -> Described:
    return Described(**{"ref": "x", "given": "nadia", "family": "chowdhury"} | fields)


def baby(**fields: Any) -> Described:
    return Described(**{"ref": "b", "family": "chowdhury"} | fields)


@pytest.mark.rule("P16")
@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ({"nhs": "9999777813"}, {"nhs": "9999777813"}, CERTAIN),
        ({"nhs": "9999777813"}, {"nhs": "9999777813", "given": "nadja"}, CERTAIN),
        ({"nhs": "9999777813"}, {"nhs": "9999777813", "given": "freya"}, POSSIBLE),
        ({"nhs": "9999777813", "born": BORN}, {"nhs": "9995341611", "born": BORN}, NONE),
        ({"born": BORN, "phones": PHONE}, {"born": BORN, "phones": PHONE}, CERTAIN),
        ({"born": BORN}, {"born": BORN}, POSSIBLE),
        ({"born": BORN, "phones": PHONE}, {"born": BORN, "phones": PHONE, "given": "nadja"}, POSSIBLE),
        ({"born": BORN, "phones": PHONE}, {"born": BORN, "phones": PHONE, "given": ""}, POSSIBLE),
        ({"born": BORN, "phones": PHONE}, {"born": date(1994, 6, 15), "phones": PHONE}, NONE),
        ({"phones": PHONE}, {"phones": PHONE}, POSSIBLE),
        ({"phones": PHONE}, {"phones": PHONE, "given": "amina", "family": "yusuf"}, NONE),
        ({"phones": PHONE}, {"phones": PHONE, "given": "amina"}, NONE),
        ({}, {}, NONE),
        ({"postcode": "ZZ1 1AA"}, {"postcode": "ZZ1 1AA"}, NONE),
        ({"postcode": "ZZ1 1AA", "address": "ZZ1 1AA|2"}, {"postcode": "ZZ1 1AA", "address": "ZZ1 1AA|2"}, POSSIBLE),
        ({"born": BORN}, {"born": BORN, "family": "rahman"}, POSSIBLE),
    ],
)  # fmt: skip
def test_adults(one: dict[str, Any], other: dict[str, Any], expected: Certainty) -> None:
    assert same_adult(adult(**one), adult(**other)).certainty == expected
    assert same_adult(adult(**other), adult(**one)).certainty == expected


def test_reasons_are_said_in_words() -> None:
    found = same_adult(adult(born=BORN, phones=PHONE), adult(born=BORN, phones=PHONE, given="nadja"))

    assert found.reasons == ("names differ by a letter or in the surname", "same date of birth", "same phone")


@pytest.mark.rule("P16")
@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ({"given": "ezra", "born": date(2024, 4, 13)}, {"given": "ezra", "born": date(2024, 4, 13)}, CERTAIN),
        ({"given": "ezra", "born": date(2024, 4, 13)}, {"given": "erza", "born": date(2024, 4, 13)}, POSSIBLE),
        ({"given": "ezra", "born": date(2024, 4, 13)}, {"given": "maya", "born": date(2024, 4, 13)}, NONE),
        ({"given": "ezra", "born": date(2024, 4, 13)}, {"given": "ezra", "born": date(2025, 4, 13)}, NONE),
        ({"nhs": "9994363360", "born": date(2024, 4, 13)}, {"nhs": "9994363360", "born": date(2024, 4, 13)}, CERTAIN),
        ({"nhs": "9994363360", "given": "ezra"}, {"nhs": "9990767254", "given": "ezra"}, NONE),
        ({"expected": date(2026, 2, 22)}, {"expected": date(2026, 2, 22)}, POSSIBLE),
        ({"expected": date(2026, 2, 22)}, {"expected": date(2026, 3, 15)}, POSSIBLE),
        ({"expected": date(2026, 2, 22)}, {"expected": date(2026, 11, 1)}, NONE),
        ({"expected": date(2026, 2, 22)}, {"born": date(2026, 1, 4)}, POSSIBLE),
        ({"expected": date(2026, 2, 22)}, {"born": date(2025, 3, 1)}, NONE),
        ({"expected": date(2026, 2, 22)}, {"born": date(2026, 6, 1)}, NONE),
    ],
)
def test_babies(one: dict[str, Any], other: dict[str, Any], expected: Certainty) -> None:
    assert same_baby(baby(**one), baby(**other)).certainty == expected
    assert same_baby(baby(**other), baby(**one)).certainty == expected


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("niamh", "niaamh", True), ("niamh", "naimh", True), ("niamh", "niam", True), ("niamh", "niemh", True),
        ("niamh", "niamh", True), ("niamh", "niall", False), ("niamh", "namih", False), ("al", "ak", False),
        ("megan", "megn", True), ("megan", "meghann", False),
    ],
)  # fmt: skip
def test_one_letter(one: str, other: str, expected: bool) -> None:
    assert one_letter_apart(one, other) is expected
    assert one_letter_apart(other, one) is expected


@pytest.mark.parametrize(
    ("text", "folded"),
    [("Siân O’Brien-Jones", "sian obrien jones"), ("  ŁUKASZ ", "lukasz"), ("Şerban", "serban"), ("Æbbe", "aebbe")],
)
def test_names_are_folded(text: str, folded: str) -> None:
    assert fold(text) == folded
