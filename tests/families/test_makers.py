"""The makers make what they say."""

from __future__ import annotations

import pytest

from families.models import Alert, FamilyMember, Relationship
from tests.make.families import make_family, make_hard_family, nhs_number

pytestmark = pytest.mark.django_db


def test_a_family_has_mother_and_baby_and_ways_to_reach_them() -> None:
    made = make_family(father="Tom")

    assert [(m.role, m.person.name) for m in FamilyMember.objects.filter(family=made.family)] == [
        ("mother", "Aisha Khan"),
        ("baby", "Zayn Khan"),
        ("father", "Tom Khan"),
    ]
    assert made.mobile.normal.startswith("+447700900")


@pytest.mark.rule("P8")
def test_the_hard_family_is_hard() -> None:
    made = make_hard_family()

    assert Alert.objects.get(family=made.family).person == made.father
    assert made.baby.is_unborn
    assert made.twin is not None
    assert made.twin.is_unborn
    assert made.sibling is not None
    assert made.sibling.family_name != made.mother.family_name
    assert Relationship.objects.filter(person=made.father).count() == 3


def test_made_up_nhs_numbers_pass_their_check() -> None:
    from nhs_number.validate import is_valid

    numbers = {nhs_number() for _ in range(20)}

    assert len(numbers) == 20
    assert all(is_valid(number) and number.startswith("999") for number in numbers)
