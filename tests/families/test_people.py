"""People: what is kept of each, court limits, young parents, former names, adding with relationships."""

from __future__ import annotations

from datetime import timedelta
from html import unescape
from typing import Any
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from families import actions
from families.enums import FamilyRole, NeedKind
from families.models import FormerName, Person, Relationship
from families.presenters.person import nhs_words
from pitservice.configuration.enums import YesNoUnknown
from pitservice.db.errors import Refused
from tests.families.screens import LEAD
from tests.make.accounts import BY, client_of, make_user
from tests.make.families import MadeFamily, make_family, nhs_number

pytestmark = pytest.mark.django_db
YES, NO, UNKNOWN = YesNoUnknown.YES, YesNoUnknown.NO, YesNoUnknown.UNKNOWN


def seen(made: MadeFamily, name: str, *more: str) -> str:
    client = client_of(make_user(LEAD, made.team))
    return unescape(client.get(reverse(f"families:{name}", args=[made.family.key, *more])).content.decode())


def added(made: MadeFamily, **typed: object) -> Person:
    """Somebody added by the form."""
    client = client_of(make_user(LEAD, made.team))
    usual = {"submission": str(uuid4()), "lives_here": "unknown", "sex": "X", "gender": "X", "nhs_status": "02"}
    data = usual | {"ethnicity": "99", "responsibility": "unknown"} | typed
    href = reverse("families:add_person", args=[made.family.key])
    data["ethnicity"] = str(client.get(href).context["form"].initial["ethnicity"])
    answer = client.post(href, data)
    assert answer.status_code == 302, unescape(answer.content.decode())
    return Person.objects.order_by("-pk")[0]


def relations(person: Person) -> set[tuple[str, str, str, str]]:
    rows = Relationship.objects.filter(person=person) | Relationship.objects.filter(child=person)
    return {(row.person.given_name, row.kind, row.child.given_name, row.lives_with) for row in rows}


def test_a_foster_carer_is_added_with_what_she_is_to_the_baby() -> None:
    made = make_family()

    carer = added(
        made, role="foster_carer", given_name="Rose", to_children=[made.baby.key], responsibility="no", lives_here="no"
    )

    assert relations(carer) == {("Rose", "foster_carer", "Zayn", "no")}
    assert Relationship.objects.get(person=carer).responsibility == NO


def test_a_grandmother_is_added_as_the_mother_of_the_teenage_mother() -> None:
    made = make_family()

    nan = added(
        made,
        role="grandparent",
        given_name="Dawn",
        lives_here="yes",
        to_children=[made.baby.key],
        parent_of=made.mother.key,
        as_parent="mother",
    )

    assert relations(nan) == {("Dawn", "grandparent", "Zayn", "yes"), ("Dawn", "mother", "Aisha", "yes")}


def test_a_brother_of_another_surname_is_added_as_his_mothers_child() -> None:
    made = make_family(father="Tom")

    kai = added(
        made, role="sibling", given_name="Kai", family_name="Oldfield", parents=[made.mother.key],
        to_children=[made.baby.key], lives_here="no",
    )  # fmt: skip

    assert relations(kai) == {("Aisha", "mother", "Kai", "no")}


def test_a_grandparent_of_somebody_must_say_what_they_are_to_them() -> None:
    made = make_family()
    client = client_of(make_user(LEAD, made.team))
    data = {"submission": str(uuid4()), "role": "grandparent", "given_name": "Dawn", "parent_of": made.mother.key}

    answer = client.post(reverse("families:add_person", args=[made.family.key]), data)

    assert answer.status_code == 422
    assert "Select what they are to that parent" in answer.content.decode()
    assert Person.objects.filter(given_name="Dawn").count() == 0


@pytest.mark.parametrize(
    ("number", "status", "words"),
    [
        ("9991234567", "01", ["999 123 4567", "Checked with the national service"]),
        ("", "02", []),
        ("", "07", ["None: not asked for, or not wanted"]),
    ],
)
def test_an_nhs_number_says_how_sure_it_is(number: str, status: str, words: list[str]) -> None:
    assert nhs_words(number, status) == words


def test_a_number_that_is_wrong_or_contradicts_its_status_is_refused() -> None:
    made, number = make_family(), nhs_number()
    client, href = client_of(make_user(LEAD, made.team)), ""
    href = reverse("families:change_person", args=[made.family.key, made.mother.key])
    wrong = number[:-1] + str((int(number[-1]) + 1) % 10)
    for typed, said in (
        ({"nhs_number": wrong, "nhs_status": "02"}, "NHS number"),
        ({"nhs_number": number, "nhs_status": "07"}, "Select how sure we are of the NHS number that is entered"),
        ({"nhs_number": "", "nhs_status": "01"}, "Enter the NHS number that was checked"),
    ):
        answer = client.post(href, {"submission": str(uuid4()), "given_name": "Aisha", **typed})
        assert answer.status_code == 422
        assert said in answer.content.decode()
    assert Person.objects.get(pk=made.mother.pk).nhs_number == ""


def test_the_persons_page_keeps_it_all() -> None:
    made, number = make_family(), nhs_number()
    known: dict[str, Any] = {
        "known_as": "Ash",
        "pronouns": "she/her",
        "gender": "2",
        "nhs_number": number,
        "nhs_status": "01",
    }
    more: dict[str, Any] = {"ethnicity_local": "Kashmiri", "first_language": "Urdu"}
    actions.change_person(person=made.mother, by=BY, **(known | more))
    actions.add_former_name(family=made.family, person=made.mother, family_name="Mirza", by=BY)

    page = seen(made, "person", made.mother.key)

    shown = f"{number[:3]} {number[3:6]} {number[6:]}"
    for words in ("Aisha Khan", "Ash", "she/her", "Woman or girl", shown, "Kashmiri", "Urdu", "Mirza"):
        assert words in page, words


def test_a_former_name_is_not_called_and_goes_when_it_was_an_error() -> None:
    made = make_family()
    name = actions.add_former_name(family=made.family, person=made.mother, family_name="Mirza", by=BY)
    assert "Mirza" not in seen(made, "people")

    actions.remove_former_name(family=made.family, name=name, reason="Another person.", by=BY)

    assert not FormerName.objects.exists()
    with pytest.raises(Refused, match="Enter the former name"):
        actions.add_former_name(family=made.family, person=made.mother, by=BY)


def test_what_a_court_has_limited_stands_in_the_banner_whole_on_every_page() -> None:
    made = make_family(father="Tom")
    assert made.father is not None
    words = "Contact with Zayn only in the presence of the social worker."
    actions.relate(
        family=made.family, person=made.father, child=made.baby, kind=FamilyRole.FATHER, court_limits=words, by=BY
    )

    for name in ("family", "people", "contact", "told"):
        assert f"Tom Khan: {words}" in seen(made, name)
    assert words in seen(made, "person", made.father.key)


@pytest.mark.rule("P29")
def test_what_need_not_be_asked_again_stands_in_the_banner_in_their_own_words() -> None:
    made = make_family()
    need: dict[str, Any] = {"family": made.family, "person": made.mother, "by": BY}
    actions.add_need(kind=NeedKind.DO_NOT_ASK, text="How I lost Sami", **need)
    actions.add_need(kind=NeedKind.HOW_TO_CONTACT, text="Text me. I never pick up.", **need)

    for name in ("family", "people", "contact", "told"):
        page = seen(made, name)
        assert "What Aisha Khan need not be asked again: “How I lost Sami”" in page
        assert "How Aisha Khan wants to be contacted: “Text me. I never pick up.”" in page


def young(made: MadeFamily, years: int) -> MadeFamily:
    born = timezone.localdate() - timedelta(days=366 * years)
    made.mother = actions.change_person(person=made.mother, date_of_birth=born, by=BY)
    return made


@pytest.mark.rule("P27")
def test_a_parent_under_18_is_a_child_too() -> None:
    made = young(make_family(), 16)

    assert "Aisha Khan is under 18, a child too. Whether they can agree" in seen(made, "family")
    page = seen(made, "person", made.mother.key)
    assert "nothing goes to or through a grandparent" in page
    assert "Ask whether they have one of their own" in page

    found: dict[str, Any] = {"found_by": "Priya Shah", "found_on": timezone.localdate(), "by": BY}
    actions.record_competence(family=made.family, person=made.mother, competent=NO, **found)
    actions.record_competence(family=made.family, person=made.mother, competent=YES, words="In her words.", **found)

    assert "a child too. Can agree for themselves (Priya Shah, " in seen(made, "family")
    assert "In her words." in seen(made, "person", made.mother.key)


@pytest.mark.rule("P27")
def test_under_16_a_thought_about_their_own_safety_is_asked_for() -> None:
    made = young(make_family(), 15)
    found: dict[str, Any] = {"competent": YES, "found_by": "Priya Shah", "found_on": timezone.localdate(), "by": BY}

    with pytest.raises(Refused, match="under 16: enter what was thought about their own safety"):
        actions.record_competence(family=made.family, person=made.mother, **found)
    thought = "Advice taken from the named nurse."
    actions.record_competence(family=made.family, person=made.mother, safeguarding_thought=thought, **found)

    assert thought in seen(made, "person", made.mother.key)


@pytest.mark.rule("P27")
def test_of_an_adult_nothing_of_the_kind_is_asked() -> None:
    made = young(make_family(), 30)

    assert "a child too" not in seen(made, "family")
    assert "A parent under 18" not in seen(made, "person", made.mother.key)
    with pytest.raises(Refused, match="Only of a parent who was under 18"):
        actions.record_competence(
            family=made.family, person=made.mother, competent=YES, found_by="P", found_on=timezone.localdate(), by=BY
        )


@pytest.mark.rule("P23")
def test_a_sealed_identity_has_no_page_and_no_picture() -> None:
    made = make_family(father="Tom")
    assert made.father is not None
    Person.objects.filter(pk=made.father.pk).update(sealed=True)
    client = client_of(make_user(LEAD, made.team))

    for name in ("person", "change_person", "end_member"):
        assert client.get(reverse(f"families:{name}", args=[made.family.key, made.father.key])).status_code == 404
    body = client.get(reverse("families:people", args=[made.family.key])).content.decode()
    assert "Tom" not in body.split('class="app-tabs', 1)[1]


def test_for_an_adult_only_adults_of_the_family_are_offered_as_the_same_person() -> None:
    made = make_family(father="Tom")
    assert made.father is not None
    client = client_of(make_user(LEAD, made.team))
    mother, baby = (f"/families/{made.family.key}/people/{one.key}/merge/" for one in (made.mother, made.baby))
    sent = {"submission": str(uuid4()), "seen": str(made.baby.version)}

    offered, nobody = (client.get(address).content.decode() for address in (mother, baby))
    refused = client.post(baby, sent | {"other": made.mother.key})

    assert (made.father.key in offered, made.baby.key in offered) == (True, False)
    assert "Nobody else of this family" in nobody
    assert ("Compare" in offered, "Compare" in nobody) == (True, False)
    assert refused.status_code == 422


@pytest.mark.rule("P32")
def test_a_plan_or_order_is_of_a_child() -> None:
    made = make_family(father="Tom")
    assert made.father is not None
    client = client_of(make_user(LEAD, made.team))
    address = f"/families/{made.family.key}/safeguarding/status/add/"
    young = timezone.localdate() - timedelta(days=16 * 365)
    actions.change_person(person=made.father, date_of_birth=young, by=BY)

    offered = client.get(address).content.decode()

    assert [one.key in offered for one in (made.baby, made.father, made.mother)] == [True, True, False]
