"""What is in force of everything that was said, and what stands at the foot of the contact tab."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from families import actions
from families.consents import in_force
from families.enums import AlertKind, ConsentPurpose, ProfessionalRole
from families.models import Consent, ContactPoint
from families.presenters.consent import NO, NOT_ASKED, YES, consents_sections
from families.selectors import adults_of, professionals_of
from pitservice.ui.components import Details, Table
from tests.families.screens import day
from tests.make.accounts import BY, client_of, make_user
from tests.make.families import MadeFamily, add_professional, make_family

pytestmark = pytest.mark.django_db

TODAY = timezone.localdate()


def say(made: MadeFamily, purpose: ConsentPurpose, recipient: str, given: bool, ago: int = 0) -> Consent:
    """The mother said it, so many days ago."""
    return actions.record_consent(
        family=made.family,
        person=made.mother,
        purpose=purpose,
        recipient=recipient,
        given=given,
        how="By phone",
        given_on=TODAY - timedelta(days=ago),
        by=BY,
    )


def test_the_last_answer_to_each_question_is_in_force_a_withdrawal_too() -> None:
    made = make_family(father="Tom")
    first = say(made, ConsentPurpose.SHARE, "gp", given=True, ago=9)
    video = say(made, ConsentPurpose.VIDEO, "", given=True, ago=5)
    no = say(made, ConsentPurpose.SHARE, "gp", given=False, ago=2)
    rows = list(Consent.objects.filter(family=made.family))
    mother = made.mother.pk

    assert in_force(rows, TODAY) == {(mother, "share", "gp"): no, (mother, "video", ""): video}
    assert in_force(rows, TODAY - timedelta(days=5)) == {(mother, "share", "gp"): first, (mother, "video", ""): video}
    assert in_force(rows, TODAY - timedelta(days=10)) == {}


def test_the_table_has_each_question_with_each_adult_and_the_history_beneath() -> None:
    made = make_family(father="Tom")
    assert made.father is not None
    visitor = add_professional(made, "Tess Field", ProfessionalRole.HEALTH_VISITOR)
    say(made, ConsentPurpose.SHARE, visitor.key, given=True, ago=4)
    say(made, ConsentPurpose.SHARE, visitor.key, given=False)
    names = {made.mother.pk: "Aisha Khan", made.father.pk: "Tom Khan"}
    rows = list(Consent.objects.filter(family=made.family))

    section = consents_sections(rows, names, adults_of(made.family), professionals_of(made.family), TODAY)[0]

    table, history = section.body
    assert isinstance(table, Table)
    assert [column.label for column in table.columns] == ["What", "Aisha Khan", "Tom Khan"]
    assert {row[0].text: [cell.tags for cell in row[1:]] for row in table.rows} == {
        "Share information with Tess Field, health visitor": [[NO], [NOT_ASKED]],
        "Tell Tess Field, health visitor of the referral and its outcome": [[NOT_ASKED], [NOT_ASKED]],
        "Film sessions": [[NOT_ASKED], [NOT_ASKED]],
        "Be contacted for a follow-up": [[NOT_ASKED], [NOT_ASKED]],
        "Use of data about them beyond their own care": [[NOT_ASKED], [NOT_ASKED]],
    }
    assert isinstance(history, Details)
    said = history.body[0]
    assert isinstance(said, Table)
    assert [(row[2].tags, row[2].hint) for row in said.rows] == [([NO], ""), ([YES], "Replaced by a later answer")]


def test_the_contact_tab_keeps_what_stands_no_more_with_who_ended_it_and_why() -> None:
    made = make_family()
    lead = make_user(team=made.team, name="Lee Ward")
    alert = actions.raise_alert(family=made.family, kind=AlertKind.OTHER, text="A dog.", by=lead.actor)
    visitor = add_professional(made, "Tess Field", ProfessionalRole.HEALTH_VISITOR)
    client, page = client_of(lead), reverse("families:contact", args=[made.family.key])
    assert "Alerts that were lifted" not in client.get(page).content.decode()

    actions.lift_alert(alert=alert, reason="It has moved away.", by=lead.actor)
    actions.end_point(point=made.mobile, ends_on=TODAY, by=BY)
    actions.unlink_professional(link=visitor.families.get(), ends_on=TODAY - timedelta(days=1), by=BY)

    body = client.get(page).content.decode()
    for words in ("Alerts that were lifted (1)", "by Lee Ward", "It has moved away.", "No longer used (1)"):
        assert words in body, words
    assert "Professionals of before (1)" in body


def test_an_address_says_what_kind_of_place_it_is_since_when_and_whether_letters_come_back() -> None:
    made = make_family()
    client = client_of(make_user(team=made.team))
    change = reverse("families:change_point", args=[made.family.key, made.address.key])
    sent = {
        "address": "The Lodge",
        "postcode": "ZZ16 5AU",
        "place": "refuge",
        "safe": "yes",
        "may_leave_message": "unknown",
        **day("starts_on", TODAY - timedelta(days=3)),
        **day("returned_on", TODAY),
    }

    assert client.post(change, {"submission": str(uuid4()), **sent}).status_code == 302

    point = ContactPoint.objects.get(pk=made.address.pk)
    assert (point.place, point.returned_on, point.starts_on) == ("refuge", TODAY, TODAY - timedelta(days=3))
    body = client.get(reverse("families:contact", args=[made.family.key])).content.decode()
    assert "A refuge" in body
    assert "A letter came back on" in body
