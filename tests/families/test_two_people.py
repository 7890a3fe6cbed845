"""Two people change the same thing: the second sees what has changed, and loses nothing that was typed."""

from __future__ import annotations

import re
from datetime import date
from html import unescape
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from families import actions
from families.models import ContactPoint, Family, FamilyMember, Person
from pitservice.accounts.models import User
from tests.families.screens import LEAD
from tests.make.accounts import client_of, make_team, make_user
from tests.make.families import MadeFamily, make_family

pytestmark = pytest.mark.django_db


@pytest.fixture
def made() -> MadeFamily:
    return make_family(make_team())


@pytest.fixture
def robin(made: MadeFamily) -> User:
    return make_user(LEAD, made.team, name="Robin Lane")


@pytest.fixture
def second(made: MadeFamily) -> Client:
    return client_of(make_user(LEAD, made.team, name="Sam Okoro"))


def filled(client: Client, href: str) -> dict[str, str]:
    """What the browser would send of the form as it was drawn."""
    form = client.get(href).context["form"]
    data = {"submission": str(uuid4())}
    for name, field in form.fields.items():
        value = form[name].value()
        if isinstance(value, date):
            parts = (("day", value.day), ("month", value.month), ("year", value.year))
            data |= {f"{name}_{part}": str(number) for part, number in parts}
        elif value not in (None, False, []) and name != "submission":
            data[name] = str(field.prepare_value(value))
    return data


def rows(page: str) -> list[list[str]]:
    """The table of what has changed, as words."""
    table = page.split("<table", 1)[1].split("</table>", 1)[0]
    body = table.split("</thead>", 1)[1]
    clean = [re.sub(r"<span class=\"nhsuk-table__heading\".*?</span>", "", row) for row in body.split("<tr")[1:]]
    cells = [re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row, re.DOTALL) for row in clean]
    return [[" ".join(unescape(re.sub(r"<[^>]+>", " ", cell)).split()) for cell in row] for row in cells]


def test_of_a_person_each_answer_that_changed_is_shown_beside_what_was_typed(
    made: MadeFamily, robin: User, second: Client
) -> None:
    href = reverse("families:change_person", args=[made.family.key, made.mother.key])
    typed = filled(second, href) | {"known_as": "Ash", "first_language": "Urdu"}
    client_of(robin).post(href, filled(client_of(robin), href) | {"known_as": "Ayesha", "sex": "2", "lives_here": "no"})

    answer = second.post(href, typed)

    body = unescape(answer.content.decode())
    assert answer.status_code == 409
    assert "Robin Lane changed this on" in body
    untouched = "You had not changed this, so it stands as they left it."
    assert rows(body) == [
        ["Known as", "Empty", "Ayesha", "Ash"],
        ["Sex registered at birth", "Not known", "Female", f"Female {untouched}"],
    ]
    assert Person.objects.get(pk=made.mother.pk).known_as == "Ayesha"
    assert 'value="Urdu"' in body

    again = second.post(href, sent_again(answer))

    mother = Person.objects.get(pk=made.mother.pk)
    assert again.status_code == 302
    assert (mother.known_as, mother.sex, mother.first_language) == ("Ash", "2", "Urdu")


def sent_again(answer: object) -> dict[str, str]:
    """The form as it stands after the refusal."""
    return {name: str(value) for name, value in answer.context["form"].data.items()}  # type: ignore[attr-defined]  # a test client's answer has one


def test_their_place_in_the_family_is_not_overwritten_unseen(made: MadeFamily, robin: User, second: Client) -> None:
    href = reverse("families:change_person", args=[made.family.key, made.mother.key])
    typed = filled(second, href) | {"pronouns": "she/her"}
    member = FamilyMember.objects.get(person=made.mother)
    actions.change_member(member=member, role="mother", lives_here="no", by=robin.actor)

    answer = second.post(href, typed)

    assert answer.status_code == 409
    assert rows(answer.content.decode())[0][:3] == ["Do they live here?", "Yes", "No"]
    assert Person.objects.get(pk=made.mother.pk).pronouns == ""
    assert second.post(href, sent_again(answer)).status_code == 302
    assert Person.objects.get(pk=made.mother.pk).pronouns == "she/her"
    assert FamilyMember.objects.get(person=made.mother).lives_here == "no"


def test_of_a_contact_point_the_number_is_shown_as_it_is_written(made: MadeFamily, robin: User, second: Client) -> None:
    href = reverse("families:change_point", args=[made.family.key, made.mobile.key])
    before = ContactPoint.objects.get(pk=made.mobile.pk)
    typed = filled(second, href) | {"mobile": "07700 900888"}
    client_of(robin).post(href, filled(client_of(robin), href) | {"mobile": "07700 900777", "safe": "no"})

    answer = second.post(href, typed)

    shown = rows(answer.content.decode())
    assert [row[0] for row in shown] == ["Mobile number", "Is it safe for us to use?"]
    assert shown[0][2:] == ["07700 900777", "07700 900888"]
    assert shown[1][1:3] == ["Yes", "No"]
    assert second.post(href, sent_again(answer)).status_code == 302
    after = ContactPoint.objects.get(pk=made.mobile.pk)
    assert (after.value, after.safe) == ("+447700900888", "no")
    assert before.value != after.value


def test_of_the_records_name(made: MadeFamily, robin: User, second: Client) -> None:
    href = reverse("families:rename", args=[made.family.key])
    typed = filled(second, href) | {"title": "Aisha and Zayn"}
    actions.rename_family(family=made.family, title="Aisha Khan", naming="parent", by=robin.actor)

    answer = second.post(href, typed)

    shown = rows(answer.content.decode())
    assert shown[0] == ["Title of the record", "Zayn Khan", "Aisha Khan", "Aisha and Zayn"]
    assert shown[1][0] == "Whose name is the record in?"
    assert second.post(href, sent_again(answer)).status_code == 302
    family = Family.objects.get(pk=made.family.pk)
    assert (family.title, family.naming) == ("Aisha and Zayn", "parent")
