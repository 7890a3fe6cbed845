"""Where families live, as far as a list may know it (P24): whose address counts, and of whom nothing is said."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from families import actions
from families.actions import NewHome
from families.enums import AlertKind, CareKind, FamilyRole, Place
from families.homes import Home, homes_of
from families.models import ContactPoint, FamilyMember
from pitservice.configuration.enums import YesNoUnknown
from tests.make.accounts import BY
from tests.make.families import MadeFamily, add_address, make_family

pytestmark = [pytest.mark.django_db, pytest.mark.rule("P24")]

HIDDEN = Home(hidden=True)


def home(made: MadeFamily) -> Home:
    """As a list knows it today."""
    return homes_of([made.family.pk], timezone.localdate())[made.family.pk]


def yesterday() -> date:
    """The last day of what is over."""
    return timezone.localdate() - timedelta(days=1)


def at(*postcodes: str) -> Home:
    """A home there."""
    return Home(frozenset(postcodes))


def lives(made: MadeFamily, who: YesNoUnknown, *, father: bool = False) -> None:
    """Whether the mother, or the father, lives with the baby."""
    person = made.father if father else made.mother
    FamilyMember.objects.filter(family=made.family, person=person).update(lives_here=who)


def test_the_babys_home_is_that_of_those_who_live_with_it_unless_it_has_one_of_its_own() -> None:
    made = make_family(father="Imran")
    assert made.father
    lives(made, YesNoUnknown.NO, father=True)
    add_address(made, made.father, "9 Oak Way", "ZZ18 1AA")
    assert home(made) == at("ZZ16 5AU")

    lives(made, YesNoUnknown.UNKNOWN)
    lives(made, YesNoUnknown.UNKNOWN, father=True)
    assert home(made) == at("ZZ16 5AU")  # a baby of whom nobody said lives with its mother

    lives(made, YesNoUnknown.YES, father=True)
    assert home(made) == at("ZZ18 1AA")

    add_address(made, made.baby, "1 High Street", "ZZ20 1AA", place=Place.HOME)
    assert home(made) == at("ZZ20 1AA")


def test_parents_at_two_addresses_are_two_homes_and_a_preferred_one_is_theirs() -> None:
    made = make_family(father="Imran")
    assert made.father
    add_address(made, made.father, "9 Oak Way", "ZZ18 1AA")
    assert home(made) == at("ZZ16 5AU", "ZZ18 1AA")

    add_address(made, made.mother, "4 Elm Row", "ZZ18 1AB", preferred=True)
    assert home(made) == at("ZZ18 1AB", "ZZ18 1AA")


def test_a_grandparent_of_whom_nobody_said_where_they_live_is_no_home() -> None:
    made = make_family()
    nan = actions.add_person(
        family=made.family, role=FamilyRole.GRANDPARENT, given_name="Sadia", family_name="Khan", by=BY
    )
    ContactPoint.objects.filter(pk=made.address.pk).update(ends_on=yesterday())
    add_address(made, nan, "3 Hill Top", "ZZ19 1AA")

    assert home(made) == Home()


def test_only_an_address_in_force_today_counts() -> None:
    made, today = make_family(), timezone.localdate()
    add_address(made, made.mother, "4 Elm Row", "ZZ18 1AA", starts_on=today + timedelta(days=3))
    assert home(made) == at("ZZ16 5AU")

    ContactPoint.objects.filter(pk=made.address.pk).update(ends_on=today)
    assert home(made) == at("ZZ16 5AU")

    ContactPoint.objects.filter(pk=made.address.pk).update(ends_on=yesterday())
    assert home(made) == Home()


def test_an_address_from_which_a_letter_came_back_and_one_entered_in_error_say_nothing() -> None:
    made = make_family()
    actions.mark_returned(point=made.address, on=timezone.localdate(), by=BY)
    assert home(made) == Home(returned=True)

    other = make_family()
    actions.strike_entry(entry=other.address, family=other.family, reason="Next door’s", by=BY)
    ContactPoint.objects.filter(pk=other.address.pk).update(ends_on=None)
    assert home(other) == Home()


def test_no_fixed_address_and_a_hospital_are_no_home() -> None:
    made = make_family()
    ContactPoint.objects.filter(pk=made.address.pk).update(ends_on=yesterday())
    add_address(made, made.mother, "No fixed address", "")
    add_address(made, made.baby, "Ward 3, St Ada’s", "ZZ17 1AA", place=Place.HOSPITAL)

    assert home(made) == Home()


@pytest.mark.parametrize("place", [Place.REFUGE, Place.FOSTER_HOME])
def test_a_refuge_or_a_foster_home_hides_every_address_even_without_a_postcode(place: Place) -> None:
    made = make_family()
    add_address(made, made.baby, "Kept by the social worker", "", place=place)

    assert home(made) == HIDDEN


def test_an_address_kept_secret_from_somebody_hides_every_address() -> None:
    made = make_family(father="Imran")
    assert made.father
    actions.keep_secret(point=made.address, secret_from=[made.father], by=BY)

    assert home(made) == HIDDEN


def test_nothing_is_said_until_it_is_settled_who_is_told_of_a_change_of_care() -> None:
    made = make_family()
    change = actions.change_care(
        family=made.family, person=made.baby, kind=CareKind.KINSHIP, happened_on=timezone.localdate(),
        responsible="The mother", may_agree="The mother",
        home=NewHome("3 Hill Top", "ZZ19 1AA", Place.HOME), by=BY,
    )  # fmt: skip
    assert home(made) == HIDDEN

    change.settled_at, change.settled_by = timezone.now(), BY
    change.save()
    assert home(made) == at("ZZ19 1AA")


def test_the_address_of_somebody_who_must_not_learn_of_the_work_is_not_the_familys() -> None:
    made = make_family(father="Imran")
    assert made.father
    ContactPoint.objects.filter(pk=made.address.pk).update(ends_on=yesterday())
    add_address(made, made.father, "9 Oak Way", "ZZ18 1AA")
    actions.raise_alert(
        family=made.family, person=made.father, kind=AlertKind.RESTRICTED_PERSON, text="He must not know.", by=BY
    )

    assert home(made) == Home()


@pytest.mark.parametrize("families", [1, 3])
def test_it_costs_one_query_however_many(families: int, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    ids = [make_family().family.pk for _ in range(families)]

    with django_assert_num_queries(1):
        found = homes_of(ids, timezone.localdate())

    assert set(found.values()) == {at("ZZ16 5AU")}
