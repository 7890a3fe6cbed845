"""A referral beside a record: the same, not the same, another baby of the same family; how it is taken back (P16)."""

from __future__ import annotations

import uuid
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.html import strip_tags

from families import actions as families
from families.enums import FamilyRole
from families.models import Family, Person, Relationship
from pitservice.accounts.enums import RoleName
from pitservice.accounts.models import User
from pitservice.db.errors import Refused
from referrals import actions
from referrals.enums import MatchAnswer, Outcome
from referrals.models import PossibleMatch, Referral
from referrals.submission import Party
from tests.make.accounts import BY, client_of, make_team, make_user
from tests.make.families import MadeFamily, add_mobile, make_family
from tests.make.referrals import NO, baby, make_decision, make_referral, mother
from tests.referrals.decided import as_read

pytestmark = [pytest.mark.django_db, pytest.mark.rule("P16")]
NUMBER = "07700 900777"


@pytest.fixture
def lead() -> User:
    return make_user(RoleName.CLINICAL_LEAD, make_team())


@pytest.fixture
def client(lead: User) -> Client:
    return client_of(lead)


@pytest.fixture
def made(lead: User) -> MadeFamily:
    """A mother we know, who expects a baby in nine weeks."""
    team = lead.current_memberships[0].team
    due = timezone.localdate() + timedelta(weeks=9)
    made = make_family(team, mother="Aisha", surname="Khan", baby="", expected=due)
    add_mobile(made, made.mother, NUMBER)
    return made


def refer(made: MadeFamily, *people: Party) -> Referral:
    """A referral of the same mother, her name misspelt by a letter."""
    sent = mother(given_name="Aihsa", mobile=NUMBER)
    return make_referral(made.team, people=(*(people or (unborn(made),)), sent))


def unborn(made: MadeFamily) -> Party:
    return baby(given_name="", family_name="", date_of_birth=None, expected_date=made.baby.expected_date)


def href(referral: Referral, record: Family, name: str = "compare") -> str:
    return reverse(f"referrals:{name}", args=[referral.key, record.key])


def decide_href(referral: Referral) -> str:
    return reverse("referrals:decide", args=[referral.key])


def text(response: Any) -> str:
    return " ".join(strip_tags(response.content.decode()).split())


def answer(
    client: Client, referral: Referral, record: Family, choice: str, seen: int | None = None, **more: Any
) -> Any:
    """Answer as the page would send it, with who is who as it proposes."""
    page = client.get(href(referral, record))
    proposed = page.context["form"].initial | {
        name: field.initial for name, field in page.context["form"].fields.items() if name.startswith("who_")
    }
    version = Referral.objects.get(pk=referral.pk).version
    sent = {"submission": str(uuid.uuid4()), "seen": version, "answer": choice}
    whose = {name: value for name, value in proposed.items() if name.startswith("who_")}
    return client.post(href(referral, record), whose | sent | more)


def people_of(family: Family) -> list[tuple[str, str]]:
    """Everybody in the record."""
    return sorted((row.role, row.person.legal_name) for row in family.members.select_related("person"))


def test_both_stand_side_by_side_with_reasons_and_what_must_be_known_of_the_record(
    client: Client, made: MadeFamily
) -> None:
    families.add_point(family=made.family, person=made.mother, kind="email", value="a@example.org", safe=NO, by=BY)
    referral = refer(made)

    page = text(client.get(href(referral, made.family)))

    for words in ("Aihsa Khan", "Aisha Khan", "same phone", "Possible", "a@example.org (not safe)"):
        assert words in page
    assert "Who is Aihsa Khan in the record?" in page
    assert href(referral, made.family) in client.get(decide_href(referral)).content.decode()


def test_the_same_family_takes_the_referral_in_and_makes_nobody_twice(client: Client, made: MadeFamily) -> None:
    referral = refer(made)
    before = people_of(made.family)

    response = answer(client, referral, made.family, "same")

    referral.refresh_from_db()
    assert (response.status_code, response.headers["Location"]) == (302, decide_href(referral))
    assert (referral.family, people_of(made.family)) == (made.family, before)
    assert {party.person for party in referral.people.all()} == {made.mother, made.baby}
    assert PossibleMatch.objects.get().answer == MatchAnswer.SAME
    assert made.mother.given_name == "Aisha"


def test_a_born_baby_is_the_one_that_was_expected_and_the_birth_is_recorded_by_a_person(
    client: Client, made: MadeFamily
) -> None:
    born = baby(given_name="Zayn", date_of_birth=timezone.localdate() - timedelta(days=3))
    referral = refer(made, born)

    answer(client, referral, made.family, "same")

    made.baby.refresh_from_db()
    assert referral.people.get(role="baby").person == made.baby
    assert made.baby.is_unborn
    page = client.get(decide_href(referral)).content.decode()
    assert reverse("families:birth", args=[made.family.key, made.baby.key]) in page


def test_another_baby_of_the_family_is_somebody_new_and_its_mother_is_not(client: Client, made: MadeFamily) -> None:
    families.record_birth(person=made.baby, date_of_birth=timezone.localdate() - timedelta(weeks=50), by=BY)
    referral = refer(made, baby(given_name="Noor"))
    assert "may be another baby" in text(client.get(href(referral, made.family)))

    answer(client, referral, made.family, "another_baby")

    noor = Person.objects.get(given_name="Noor")
    assert referral.people.get(role="mother").person == made.mother
    assert noor.pk != made.baby.pk
    assert made.family.members.filter(role=FamilyRole.BABY).count() == 2
    assert Relationship.objects.filter(child=noor, person=made.mother, kind="mother").exists()


def test_twins_are_two_people_and_nobody_of_the_record_stands_for_both(client: Client, made: MadeFamily) -> None:
    twins = [baby(given_name=name, date_of_birth=timezone.localdate() - timedelta(days=2)) for name in ("Ada", "Ben")]
    referral = refer(made, *twins)

    both = answer(client, referral, made.family, "same", who_0=made.baby.key, who_1=made.baby.key)
    assert both.status_code == 409
    assert "Two of those named cannot be one person" in text(both)
    answer(client, referral, made.family, "same", who_0=made.baby.key, who_1="new")

    named = [party.person for party in referral.people.filter(role="baby").order_by("pk")]
    assert named[0] == made.baby
    assert named[1] != made.baby
    assert made.family.members.filter(role=FamilyRole.BABY).count() == 2


def test_not_the_same_is_remembered_until_it_is_taken_back(client: Client, made: MadeFamily) -> None:
    referral = refer(made)

    answer(client, referral, made.family, "not_same", note="Her cousin.")

    page = text(client.get(decide_href(referral)))
    assert "possible match" not in page
    assert "Not the same family, answered" in page
    actions.keep_matches(referral=referral, by=BY)  # asked again: what was answered stays
    assert "Possible match" not in text(client.get(reverse("referrals:inbox")))
    shown = client.get(href(referral, made.family))
    assert "Her cousin." in text(shown)
    assert 'name="answer"' not in shown.content.decode()

    back = href(referral, made.family, "compare-again")
    assert "Answered: not the same family." in text(client.get(back))
    client.post(back, {"submission": str(uuid.uuid4()), "seen": PossibleMatch.objects.get().version})

    assert "1 possible match" in text(client.get(decide_href(referral)))
    assert "There is no answer to take back." in text(client.get(back))


def test_a_pair_that_is_not_the_same_stays_so_for_that_pair_alone(client: Client, made: MadeFamily) -> None:
    first, second = refer(made), refer(made)

    answer(client, first, made.family, "not_same")

    assert "1 possible match" in text(client.get(decide_href(second)))


def accept(client: Client, referral: Referral, **data: Any) -> None:
    """Read what will be sent for what was chosen, then decide."""
    sent = {"submission": str(uuid.uuid4()), "seen": referral.version, "outcome": "waiting_list", **data}
    shown = client.post(decide_href(referral), sent | {"preview": "1"})
    client.post(decide_href(referral), sent | {"read": as_read(shown)})


def test_none_of_these_on_the_decision_page_is_remembered_too(client: Client, made: MadeFamily) -> None:
    referral = refer(made)

    accept(client, referral, who="new")

    referral.refresh_from_db()
    assert referral.family not in (None, made.family)
    assert PossibleMatch.objects.get(record=made.family).answer == MatchAnswer.NOT_SAME


def test_choosing_the_record_on_the_decision_page_makes_nobody_twice(client: Client, made: MadeFamily) -> None:
    referral, before = refer(made), people_of(made.family)

    accept(client, referral, who=made.family.key)

    assert (Referral.objects.get(pk=referral.pk).family, people_of(made.family)) == (made.family, before)


def test_a_record_that_was_not_offered_can_be_compared_too(client: Client, made: MadeFamily) -> None:
    other = make_family(made.team, mother="Zofia", surname="Nowak")
    referral = refer(made)
    assert "Nothing that matching looks at" in text(client.get(href(referral, other.family)))

    answer(client, referral, other.family, "same", who_0="new", who_1=other.mother.key)

    assert Referral.objects.get(pk=referral.pk).match_reason == "chosen by a person"
    assert referral.people.get(role="mother").person == other.mother


def test_of_two_who_answer_at_once_the_slower_is_told(client: Client, made: MadeFamily) -> None:
    referral = refer(made)
    answer(client, referral, made.family, "not_same")

    with pytest.raises(Refused, match="Somebody changed this referral"):
        actions.compare(referral=referral, family=made.family, answer=MatchAnswer.SAME, seen=referral.version, by=BY)
    decided = client.post(
        decide_href(referral),
        {"submission": str(uuid.uuid4()), "seen": referral.version, "outcome": "waiting_list", "who": made.family.key},
    )

    assert decided.status_code in (409, 422)
    assert Referral.objects.get(pk=referral.pk).family is None


def test_the_same_form_sent_twice_has_one_effect(client: Client, made: MadeFamily) -> None:
    referral, token = refer(made), str(uuid.uuid4())

    first = answer(client, referral, made.family, "not_same", submission=token)
    again = answer(client, referral, made.family, "not_same", submission=token)

    assert [first.headers["Location"], again.headers["Location"]] == [decide_href(referral)] * 2
    assert PossibleMatch.objects.get().version == 2


def test_what_is_settled_or_decided_is_not_answered_again(client: Client, made: MadeFamily) -> None:
    referral = refer(made)
    make_decision(referral, Outcome.NOT_ACCEPTED)
    with pytest.raises(Refused, match="open it again first"):
        actions.compare(referral=referral, family=made.family, answer=MatchAnswer.SAME, by=BY)

    settled = refer(made)
    actions.settle_family(referral=settled, family=made.family, by=BY)

    assert "It is settled whom this referral is about." in text(client.get(href(settled, made.family)))
    with pytest.raises(Refused, match="settled already"):
        actions.compare(referral=settled, family=made.family, answer=MatchAnswer.SAME, by=BY)


@pytest.mark.rule("P10")
def test_that_it_is_not_a_restricted_record_only_the_guardian_says(lead: User, made: MadeFamily) -> None:
    families.restrict(family=made.family, reason="A colleague's.", named=[lead], by=BY)
    referral = refer(made)

    with pytest.raises(Refused, match="guardian's to say"):
        actions.compare(referral=referral, family=made.family, answer=MatchAnswer.NOT_SAME, by=BY)


@pytest.mark.parametrize("name", ["compare", "compare-again"])
def test_another_team_another_role_and_another_teams_record(client: Client, made: MadeFamily, name: str) -> None:
    referral = refer(made)
    PossibleMatch.objects.update(answer="not_same", answered_at=timezone.now(), answered_by=BY)
    stranger, keyworker = client_of(make_user()), client_of(make_user(RoleName.KEYWORKER, made.team))

    assert client.get(href(referral, made.family, name)).status_code == 200
    assert stranger.get(href(referral, made.family, name)).status_code == 404
    assert keyworker.get(href(referral, made.family, name)).status_code == 403
    assert client.get(href(referral, make_family().family, name)).status_code == 404


def test_a_warning_is_read_before_anything_is_compared(client: Client, made: MadeFamily) -> None:
    referral = make_referral(made.team, people=(baby(), mother(mobile=NUMBER)), warning="DV")

    response = client.get(href(referral, made.family))

    assert response.headers["Location"] == reverse("referrals:warning", args=[referral.key])


@pytest.mark.rule("P10")
def test_a_page_from_before_a_record_was_restricted_attaches_nothing_past_the_guardian(
    client: Client, made: MadeFamily
) -> None:
    referral = refer(made)
    other = make_family(made.team, mother="Aisha", surname="Khan")
    add_mobile(other, other.mother, NUMBER)
    seen = Referral.objects.get().version
    client.get(href(referral, made.family))
    Family.objects.filter(pk=other.family.pk).update(restricted=True)

    sent = answer(client, referral, made.family, "same", seen=seen)

    referral.refresh_from_db()
    assert (referral.family, PossibleMatch.objects.filter(answer="same").exists()) == (None, False)
    assert "sk the guardian" in text(sent)
