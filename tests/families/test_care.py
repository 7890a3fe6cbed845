"""A child goes to other carers (P24): what waits, what is recorded, and who settles who is told what."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from families import actions
from families.actions import Carer, NewHome, Told
from families.enums import CareKind, FamilyRole, Place, ProfessionalRole
from families.models import Alert, CareChange, ContactPoint, FamilyMember, FamilyProfessional, Relationship
from pitservice.accounts.enums import RoleName
from pitservice.db.errors import Refused
from tests.families.screens import day
from tests.make.accounts import BY, client_of, make_user
from tests.make.families import MadeFamily, add_professional, make_family

pytestmark = [pytest.mark.django_db, pytest.mark.rule("P24")]


@pytest.fixture
def made() -> MadeFamily:
    made = make_family(father="Daniel")
    add_professional(made, "Tess Field", ProfessionalRole.HEALTH_VISITOR)
    return made


def place_of(made: MadeFamily, name: str) -> FamilyMember:
    return FamilyMember.objects.get(family=made.family, person__given_name=name)


def moved(made: MadeFamily, **more: object) -> CareChange:
    given: dict[str, object] = {
        "kind": CareKind.FOSTER,
        "happened_on": timezone.localdate(),
        "responsible": "Aisha and the council",
        "may_agree": "The council",
    }
    return actions.change_care(family=made.family, person=made.baby, by=BY, **(given | more))  # type: ignore[arg-type]  # a dict of keywords


def test_the_new_carer_is_added_and_former_carers_are_marked_or_leave(made: MadeFamily) -> None:
    mother, father = place_of(made, "Aisha"), place_of(made, "Daniel")

    moved(made, carer=Carer("Joy", "Adeyemi", FamilyRole.FOSTER_CARER), apart=[mother], leaving=[father])

    mother.refresh_from_db()
    father.refresh_from_db()
    joy = place_of(made, "Joy")
    assert (mother.lives_here, mother.ends_on) == ("no", None)
    assert father.ends_on == timezone.localdate()
    assert (joy.role, joy.lives_here, joy.ends_on) == (FamilyRole.FOSTER_CARER, "yes", None)
    related = Relationship.objects.filter(child=made.baby).order_by("pk")
    assert [(row.person.given_name, row.lives_with, row.responsibility) for row in related] == [
        ("Aisha", "no", "yes"),
        ("Joy", "yes", "unknown"),
    ]


def test_the_new_address_is_secret_from_those_named_and_not_known_to_be_safe(made: MadeFamily) -> None:
    assert made.father is not None
    home = NewHome("4 Mill Lane", "ZZ17 1AB", Place.FOSTER_HOME, [made.mother, made.father])

    moved(made, carer=Carer("Joy", "Adeyemi", FamilyRole.FOSTER_CARER), home=home)

    point = ContactPoint.objects.get(postcode="ZZ17 1AB")
    assert (point.person.given_name, point.place, point.safe) == ("Joy", Place.FOSTER_HOME, "unknown")
    assert list(point.secret_from.order_by("pk")) == [made.mother, made.father]


def test_a_second_change_waits_for_the_first_and_none_lies_ahead(made: MadeFamily) -> None:
    with pytest.raises(Refused, match="today or in the past"):
        moved(made, happened_on=timezone.localdate() + timedelta(days=1))
    moved(made)
    with pytest.raises(Refused, match="Settle it first"):
        moved(made)


def test_settling_asks_of_each_and_lifts_what_stood_in_the_banner(made: MadeFamily) -> None:
    assert made.father is not None
    change = moved(made)
    link = FamilyProfessional.objects.get(family=made.family)
    assert [alert.person_id for alert in Alert.objects.filter(family=made.family, lifted_at=None)] == [made.baby.pk]

    actions.settle_care(
        change=change,
        adults={made.mother.pk: Told.ASK, made.father.pk: Told.NOTHING},
        professionals={link.pk: Told.NOTHING},
        note="With the social worker.",
        by=BY,
    )

    change.refresh_from_db()
    link.refresh_from_db()
    assert change.settled_at is not None
    assert link.ends_on == timezone.localdate() - timedelta(days=1)
    standing = Alert.objects.filter(family=made.family, lifted_at=None)
    assert [(alert.kind, alert.person_id) for alert in standing] == [("restricted_person", made.father.pk)]
    said = made.family.agreements.filter(person=made.mother).last()
    assert said is not None
    assert (said.knows, said.agrees) == ("unknown", "unknown")
    with pytest.raises(Refused, match="settled already"):
        actions.settle_care(change=change, adults={}, professionals={}, note="Again.", by=BY)


def test_who_does_not_know_is_not_said_to_know_by_asking(made: MadeFamily) -> None:
    assert made.father is not None
    actions.record_agreement(family=made.family, person=made.father, knows="no", agrees="unknown", by=BY)
    change = moved(made)

    actions.settle_care(change=change, adults={made.father.pk: Told.ASK}, professionals={}, note="Today.", by=BY)

    said = made.family.agreements.filter(person=made.father).last()
    assert said is not None
    assert said.knows == "no"


def test_the_pages_record_it_and_walk_everybody_before_it_is_settled(made: MadeFamily) -> None:
    assert made.father is not None
    client = client_of(make_user(RoleName.CLINICAL_LEAD, made.team))
    form = {
        "submission": "6a2f41a3-c54c-4d8c-9f43-1f6a2d9e4b11",
        "person": made.baby.key,
        "kind": "kinship",
        "responsible": "Aisha and the council",
        "may_agree": "Aisha",
        "new_carer": "yes",
        "carer_role": "grandparent",
        "carer_given_name": "Nasreen",
        "address": "4 Mill Lane",
        "postcode": "ZZ17 1AB",
        "place": "home",
        "secret_from": [made.father.key],
        "apart": [made.mother.key],
        **day("happened_on", timezone.localdate()),
    }

    done = client.post(reverse("families:care", args=[made.family.key]), form, follow=True)
    page = done.content.decode()

    assert "Nothing goes out until this is settled" in page
    for name in ("Aisha Khan", "Daniel Khan", "Nasreen", "Tess Field"):
        assert f"{name}" in page
    waiting = client.get(reverse("families:waiting")).content.decode()
    assert "Settle who is told what: the child" in waiting
    change = CareChange.objects.get(family=made.family)
    href = reverse("families:settle_care", args=[made.family.key, change.key])
    half = client.post(href, form | {"note": "Today.", f"adult_{made.mother.key}": "as_before"})
    assert half.status_code == 422

    answers = {
        f"adult_{member.person.key}": "as_before"
        for member in FamilyMember.objects.filter(family=made.family).exclude(role="baby")
    }
    link = FamilyProfessional.objects.get(family=made.family)
    sent = {"submission": "6a2f41a3-c54c-4d8c-9f43-1f6a2d9e4b12", "note": "Today.", **answers}
    people = client.post(href, sent | {f"professional_{link.key}": "as_before"}, follow=True).content.decode()
    assert "It is settled." in people
    assert "Kinship care, since" in people
    assert "Settle who is told what: the child" not in client.get(reverse("families:waiting")).content.decode()


def test_a_secret_needs_an_address_and_nobody_both_stays_and_leaves(made: MadeFamily) -> None:
    client = client_of(make_user(RoleName.CLINICAL_LEAD, made.team))
    form = {
        "submission": "6a2f41a3-c54c-4d8c-9f43-1f6a2d9e4b11",
        "person": made.baby.key,
        "kind": "foster",
        "responsible": "The council",
        "may_agree": "The council",
        "new_carer": "no",
        "secret_from": [made.mother.key],
        "apart": [made.mother.key],
        "leaving": [made.mother.key],
        **day("happened_on", timezone.localdate()),
    }

    page = client.post(reverse("families:care", args=[made.family.key]), form)

    assert page.status_code == 422
    assert "Enter the address that must stay secret" in page.content.decode()
    assert "Select each person once" in page.content.decode()
