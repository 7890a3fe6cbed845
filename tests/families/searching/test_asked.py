"""What is understood of what people type."""

from __future__ import annotations

from datetime import date

import pytest

from families.searching import Asked, understand

TODAY = date(2026, 11, 24)
BORN = date(2025, 11, 3)


@pytest.mark.parametrize(
    "typed",
    [
        "3 Nov 2025",
        "03/11/2025",
        "3.11.25",
        "3-11-2025",
        "2025-11-03",
        "3rd November 2025",
        "3rd of nov 25",
        "Nov 3, 2025",
        "3 11 2025",
        "03 / 11 / 2025",
    ],
)
def test_a_date_is_understood_however_it_is_written(typed: str) -> None:
    assert understand(typed, TODAY) == Asked(born=BORN)


def test_two_digits_of_a_year_are_of_the_century_that_makes_sense() -> None:
    assert understand("1/2/85", TODAY).born == date(1985, 2, 1)
    assert understand("1/2/27", TODAY).born == date(2027, 2, 1)


def test_eight_digits_may_be_a_day_or_part_of_a_number() -> None:
    assert understand("03112025", TODAY) == Asked(born=BORN, digits="03112025")


def test_a_day_that_is_none_is_no_date() -> None:
    assert understand("31/02/2025", TODAY).born is None


@pytest.mark.parametrize(
    ("typed", "phone"),
    [
        ("07700 900 321", "7700900321"),
        ("+44 7700 900321", "447700900321"),
        ("+44 (0)7700 900321", "447700900321"),
        ("0044 7700 900321", "447700900321"),
        ("(07700) 900-321", "7700900321"),
        ("900321", "900321"),
    ],
)
def test_a_phone_is_understood_however_it_is_written(typed: str, phone: str) -> None:
    asked = understand(typed, TODAY)

    assert asked.phone == phone
    assert asked.names == ""


def test_an_nhs_number_is_digits() -> None:
    assert understand("999 123 4567", TODAY) == Asked(digits="9991234567")
    assert understand("999-123-4567", TODAY) == Asked(digits="9991234567")


@pytest.mark.parametrize(("typed", "postcode"), [("ZZ16 5AU", "zz165au"), ("zz165au", "zz165au"), ("ZZ16", "zz16")])
def test_a_postcode_may_be_whole_or_its_first_half(typed: str, postcode: str) -> None:
    assert understand(typed, TODAY) == Asked(postcode=postcode)


def test_a_name_with_a_date_a_postcode_and_an_address_are_each_taken_apart() -> None:
    asked = understand("Khan 3/11/2025 ZZ16 5AU a.khan@example.org", TODAY)

    assert asked == Asked(names="khan", born=BORN, postcode="zz165au", email="a.khan@example.org")


def test_a_reference_is_read_in_small_letters_and_in_groups() -> None:
    assert understand("k7m2q 9xtrd", TODAY).key == "K7M2Q9XTRD"
    assert understand("K7M2-Q9XTRD", TODAY).key == "K7M2Q9XTRD"
    assert understand("Zayn", TODAY).key == ""


def test_names_with_a_number_stay_names() -> None:
    assert understand("Family 07", TODAY) == Asked(names="family 07")
