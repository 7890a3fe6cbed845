"""A birth: of one, of two or more; early or late; and what follows it everywhere."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from caseload.models import EpisodeBaby
from families import actions
from families.actions import Newborn
from families.enums import FamilyRole, LossKind
from families.models import FamilyMember, Person, Relationship
from families.names import born_words
from families.presenters import names_in
from families.selectors import members_of
from pitservice.accounts.enums import RoleName
from referrals.actions import leave_list
from referrals.models import ReferredPerson, WaitingEntry
from referrals.wording import babies_in_words
from tests.families.screens import day
from tests.make.accounts import BY, client_of, make_team, make_user
from tests.make.caseload import make_appointment, make_work
from tests.make.families import MadeFamily, make_family, make_hard_family, nhs_number
from tests.make.referrals import baby, make_waiting, mother

pytestmark = pytest.mark.django_db


def unborn(weeks: int = 3, **more: Any) -> MadeFamily:
    """A family with one baby expected so many weeks from now."""
    due = timezone.localdate() + timedelta(weeks=weeks)
    return make_family(baby="", expected=due, title="Baby of Aisha Khan's family", **more)


@pytest.mark.parametrize(
    ("born", "words"),
    [
        (date(2026, 11, 24), "born 24 November 2026, on the expected date"),
        (date(2026, 11, 22), "born 22 November 2026, 2 days before the expected date"),
        (date(2026, 10, 20), "born 20 October 2026, 5 weeks before the expected date"),
        (date(2026, 11, 23), "born 23 November 2026, 1 day before the expected date"),
        (date(2026, 12, 1), "born 1 December 2026, 1 week after the expected date"),
    ],
)
def test_early_and_late_are_said_in_words(born: date, words: str) -> None:
    assert born_words(Person(expected_date=date(2026, 11, 24), date_of_birth=born)) == words


def test_without_an_expected_date_the_birth_alone_is_said() -> None:
    assert born_words(Person(date_of_birth=date(2026, 11, 24))) == "born 24 November 2026"
    assert born_words(Person(expected_date=date(2026, 11, 24))) == ""


def test_twins_nobody_expected_each_have_their_own_person_places_and_relationships() -> None:
    made = unborn(father="Tom")
    Relationship.objects.filter(child=made.baby).update(evidence="Certificate", court_limits="No contact on Sundays")

    actions.record_birth(
        person=made.baby,
        date_of_birth=timezone.localdate(),
        given_name="Ada",
        family_name="Khan",
        others=[Newborn("Ben", "", "1", nhs_number()), Newborn()],
        by=BY,
    )

    babies = [member.person for member in members_of(made.family) if member.role == FamilyRole.BABY]
    assert [person.legal_name for person in babies] == ["Ada Khan", "Ben Khan", "Khan"]
    assert {person.date_of_birth for person in babies} == {timezone.localdate()}
    assert {person.expected_date for person in babies} == {made.baby.expected_date}
    related = Relationship.objects.filter(person=made.mother).order_by("pk")
    assert [(row.child_id, row.evidence, row.court_limits) for row in related] == [
        (person.pk, "Certificate", "No contact on Sundays") for person in babies
    ]
    made.family.refresh_from_db()
    assert made.family.title == "Ada Khan and Ben Khan's family"


def test_twins_recorded_one_by_one_are_both_in_the_title() -> None:
    made = make_hard_family()
    assert made.twin is not None

    for person, name in ((made.baby, "Adam"), (made.twin, "Ewa")):
        actions.record_birth(
            person=person, date_of_birth=timezone.localdate(), given_name=name, family_name="Nowak", by=BY
        )

    made.family.refresh_from_db()
    assert made.family.title == "Adam Nowak and Ewa Nowak"


@pytest.mark.parametrize("title", ["Baby of Aisha Khan's family", "Babies of Aisha Khan's family"])
def test_a_record_that_waited_for_the_childs_name_gets_it(title: str) -> None:
    made = unborn()
    family = actions.rename_family(family=made.family, title=title, naming="child", by=BY)

    actions.record_birth(
        person=made.baby, date_of_birth=timezone.localdate(), given_name="Zayn", family_name="Khan", by=BY
    )

    family.refresh_from_db()
    assert family.title == "Zayn Khan's family"


def test_the_work_and_what_is_booked_follow() -> None:
    work = make_work(made=unborn())
    made = work.made
    appointment = make_appointment(work, invited=[made.mother, made.baby])

    actions.record_birth(
        person=made.baby, date_of_birth=timezone.localdate(), given_name="Ada", others=[Newborn("Ben")], by=BY
    )

    twin = Person.objects.get(given_name="Ben")
    places = EpisodeBaby.objects.filter(episode=work.episode).order_by("pk")
    assert list(places.values_list("person_id", flat=True)) == [made.baby.pk, twin.pk]
    assert set(appointment.invitations.values_list("person_id", flat=True)) == {made.mother.pk, made.baby.pk, twin.pk}


def test_the_waiting_list_and_the_words_of_letters_follow() -> None:
    team = make_team()
    expected = timezone.localdate() + timedelta(weeks=3)
    unborn_one = baby(given_name="", family_name="", date_of_birth=None, expected_date=expected)
    entry = make_waiting(team, people=(unborn_one, mother()))
    lead = client_of(make_user(RoleName.CLINICAL_LEAD, team))
    assert "Baby of Aisha Khan" in lead.get(reverse("referrals:waiting")).content.decode()
    person = FamilyMember.objects.get(family=entry.family, role=FamilyRole.BABY).person

    actions.record_birth(
        person=person,
        date_of_birth=timezone.localdate(),
        given_name="Ada",
        family_name="Khan",
        others=[Newborn("Ben", "Khan")],
        by=BY,
    )

    shown = lead.get(reverse("referrals:waiting")).content.decode()
    assert "Baby of" not in shown
    assert "Ada Khan and Ben Khan, 0 days" in shown
    referral = WaitingEntry.objects.get(pk=entry.pk).referral
    parties = list(referral.people.select_related("person"))
    assert babies_in_words(parties, timezone.localdate()) == "Ada Khan and Ben Khan, 0 days"
    assert "Baby of" not in lead.get(reverse("referrals:referral", args=[referral.key])).content.decode()


def test_a_referral_that_was_decided_keeps_who_it_named() -> None:
    entry = make_waiting(people=(baby(given_name="", date_of_birth=None, expected_date=timezone.localdate()), mother()))
    leave_list(entry=entry, why="moved", by=BY)
    person = FamilyMember.objects.get(family=entry.family, role=FamilyRole.BABY).person

    actions.record_birth(person=person, date_of_birth=timezone.localdate(), others=[Newborn("Ben")], by=BY)

    assert ReferredPerson.objects.filter(referral=entry.referral).count() == 2


def test_the_page_asks_how_many_and_says_how_early() -> None:
    made = unborn(weeks=4)
    client = client_of(make_user(RoleName.CLINICAL_LEAD, made.team))
    href = reverse("families:birth", args=[made.family.key, made.baby.key])
    number = nhs_number()
    form = {
        "submission": "6a2f41a3-c54c-4d8c-9f43-1f6a2d9e4b11",
        "given_name": "Ada",
        "sex": "2",
        "nhs_number": number,
        "how_many": "2",
        "second_given_name": "Ben",
        "second_sex": "1",
        "second_nhs_number": number,
        **day("date_of_birth", timezone.localdate()),
    }

    same = client.post(href, form)
    assert same.status_code == 422
    assert "Enter a different NHS number for each baby" in same.content.decode()

    done = client.post(href, form | {"second_nhs_number": ""}, follow=True).content.decode()
    assert "2 babies have been recorded: born" in done
    assert "4 weeks before the expected date" in done
    assert list(names_in(members_of(made.family)).values()) == ["Aisha Khan", "Ada", "Ben"]


def test_only_the_number_answered_is_read() -> None:
    made = unborn()
    client = client_of(make_user(RoleName.CLINICAL_LEAD, made.team))
    href = reverse("families:birth", args=[made.family.key, made.baby.key])

    client.post(
        href,
        {
            "submission": "6a2f41a3-c54c-4d8c-9f43-1f6a2d9e4b11",
            "given_name": "Ada",
            "sex": "2",
            "how_many": "1",
            "second_given_name": "Ben",
            **day("date_of_birth", timezone.localdate()),
        },
    )

    assert [member.person.name for member in members_of(made.family)] == ["Aisha Khan", "Ada"]


def test_a_surviving_twin_has_a_birth_after_the_other_was_lost() -> None:
    made = make_hard_family()
    assert made.twin is not None
    actions.record_loss(family=made.family, person=made.twin, kind=LossKind.PREGNANCY_ENDED, by=BY)

    actions.record_birth(person=made.baby, date_of_birth=timezone.localdate(), given_name="Adam", by=BY)

    made.twin.refresh_from_db()
    assert (made.twin.date_of_birth, made.twin.lost) == (None, True)
    made.family.refresh_from_db()
    assert made.family.title == "Adam"
