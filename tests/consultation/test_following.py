"""What follows a consultation: concerns, what was agreed, the statement behind a private link, written agreements."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from consultation import actions
from consultation.enums import Anonymity, ConsultationOutcome, Owner
from consultation.models import Consultation, ConsultationAction, ConsultationConcern, WrittenAgreement
from families.actions import declare_connection
from families.models import Family
from pitservice.accounts.actions import give_role
from pitservice.accounts.enums import RoleName
from pitservice.accounts.models import User
from pitservice.configuration.actions import change_settings
from pitservice.configuration.enums import ConsultationNotes
from pitservice.db.errors import Refused
from pitservice.links.actions import GONE
from pitservice.ui import worklist
from tests.make.accounts import BY, client_of, make_team, make_user
from tests.make.anything import World
from tests.make.consultation import make_consultation, sent
from tests.make.families import make_family

pytestmark = pytest.mark.django_db
ONE, ANOTHER = "6f6bb2d2-5ad1-4e55-9d1f-6a3f2f6d3a12", "6f6bb2d2-5ad1-4e55-9d1f-6a3f2f6d3a13"
WORRY = "The worker visits alone and is frightened."


@pytest.fixture
def user() -> User:
    """A practitioner of a team of their own."""
    return make_user(RoleName.PRACTITIONER)


@pytest.fixture
def client(user: User) -> Client:
    """Their browser."""
    return client_of(user)


@pytest.fixture
def consultation(user: User) -> Consultation:
    """An anonymous one of theirs."""
    change_settings(team=user.current_memberships[0].team, consultation_statement="You stay accountable.", by=BY)
    return make_consultation(user.current_memberships[0].team, user)


def address(name: str, *subjects: Any) -> str:
    """Of a page about these."""
    return reverse(f"consultation:{name}", args=[subject.key for subject in subjects])


def waiting(user: User) -> list[str]:
    """What stands on this colleague's home page."""
    return [f"{item.what}: {item.action.text}" for item in worklist.items_for(user, timezone.localdate())]


def raised(consultation: Consultation, **given: Any) -> ConsultationConcern:
    """A concern about safety."""
    return actions.raise_concern(consultation=consultation, **({"kind": "safety", "words": WORRY} | given), by=BY)


@pytest.mark.rule("CNS-1")
@pytest.mark.rule("P4")
def test_a_concern_waits_until_somebody_says_whom_they_told_and_how_it_ended(
    client: Client, user: User, consultation: Consultation
) -> None:
    page = client.post(
        address("raise-concern", consultation), {"submission": ONE, "kind": "safety", "concern": WORRY}, follow=True
    )
    concern = ConsultationConcern.objects.get()
    assert "Nobody told" in page.content.decode()
    assert waiting(user) == ["Concern from a consultation: Say whom you told"]

    told = {"submission": ANOTHER, "seen": "1", "taken_to": "Named nurse"}
    client.post(address("take-further", consultation, concern), told | day("taken_on", date(2026, 8, 12)))
    assert waiting(user) == ["Concern from a consultation: Close"]

    client.post(address("close-concern", consultation, concern), {"submission": ONE, "seen": "2", "outcome": ""})
    assert waiting(user) == ["Concern from a consultation: Close"]

    actions.close_concern(concern=concern, outcome="She is not alone on visits any more.", by=BY)
    assert waiting(user) == []
    with pytest.raises(Refused, match="closed already"):
        actions.close_concern(concern=concern, outcome="Again.", by=BY)


@pytest.mark.rule("CNS-1")
def test_what_was_escalated_asks_for_its_concern(client: Client, user: User) -> None:
    team = user.current_memberships[0].team
    answer = client.post(
        reverse("consultation:record"), sent(user, team=str(team.pk), outcome=ConsultationOutcome.ESCALATED)
    )
    made = Consultation.objects.get()

    assert answer.headers["Location"] == address("raise-concern", made)
    assert waiting(user) == ["Escalated in a consultation: write the concern down: Write"]
    raised(made, taken_to="Their manager", taken_on=date(2026, 8, 12))
    assert waiting(user) == ["Concern from a consultation: Close"]


@pytest.mark.rule("P80")
def test_the_words_of_a_concern_and_of_an_action_are_read_by_the_same_guard(
    client: Client, consultation: Consultation
) -> None:
    typed = {"submission": ONE, "kind": "safety", "concern": "Aisha Khan is not safe."}
    refused = client.post(address("raise-concern", consultation), typed)
    agreed = {"submission": ANOTHER, "what": "Ring Aisha Khan.", "owner": Owner.CONSULTEE}
    also_refused = client.post(address("agree-action", consultation), agreed)

    assert (refused.status_code, also_refused.status_code) == (422, 422)
    assert "This looks like a name" in refused.content.decode()
    assert "Nobody can be known by it" in also_refused.content.decode()
    with pytest.raises(Refused, match="looks like a name"):
        raised(consultation, words="Aisha Khan is not safe.")

    client.post(address("raise-concern", consultation), typed | {"checked": "on"})
    assert ConsultationConcern.objects.count() == 1


def test_those_who_do_not_consult_learn_that_there_is_a_concern_and_not_what_it_is(
    user: User, consultation: Consultation
) -> None:
    raised(consultation)
    admin = client_of(make_user(RoleName.ADMINISTRATOR, user.current_memberships[0].team))

    page = admin.get(address("consultation", consultation)).content.decode()

    assert ("1 concern recorded" in page, WORRY in page) == (True, False)
    assert admin.get(reverse("consultation:concerns")).status_code == 403


def test_what_one_of_us_does_has_a_day_and_stands_on_their_home_page_until_it_is_done(
    client: Client, user: User, consultation: Consultation
) -> None:
    lead = make_user(RoleName.CLINICAL_LEAD, user.current_memberships[0].team)
    typed = {"submission": ONE, "what": "Send the leaflet.", "owner": Owner.US, "colleague": str(user.pk)}
    refused = client.post(address("agree-action", consultation), typed)
    assert "Enter the day it is to be done by" in refused.content.decode()

    today = timezone.localdate()
    client.post(address("agree-action", consultation), typed | day("due_on", today - timedelta(days=1)))
    action = ConsultationAction.objects.get()
    assert waiting(user) == waiting(lead) == ["Agreed in a consultation: Send the leaflet.: Done"]

    client.post(
        address("finish-action", consultation, action), {"submission": ANOTHER, "seen": "1", "came_of_it": "Sent."}
    )
    assert waiting(user) == waiting(lead) == []
    with pytest.raises(Refused, match="already"):
        actions.finish_action(action=action, by=BY)


def test_what_the_consultee_does_waits_for_nobody_here(user: User, consultation: Consultation) -> None:
    actions.agree_action(consultation=consultation, what="Visit with a colleague.", by=BY)

    assert waiting(user) == []


@pytest.mark.rule("CNS-1")
def test_the_teams_answers_on_note_keeping_stay_as_they_were_in_force(user: User) -> None:
    team = user.current_memberships[0].team
    change_settings(team=team, consultation_notes=ConsultationNotes.SHARED, consultation_readers="Us alone.", by=BY)
    made = make_consultation(team, user)
    change_settings(team=team, consultation_notes=ConsultationNotes.OURS, consultation_readers="All.", by=BY)

    page = client_of(user).get(address("consultation", made)).content.decode()

    assert "One record, which the consultee is given too" in page
    assert ("Us alone." in page, "All." in page) == (True, False)


@pytest.mark.rule("CNS-1")
def test_a_named_one_stands_in_the_familys_record_only_where_the_team_keeps_it_there(user: User) -> None:
    world = World(team=user.current_memberships[0].team, user=user)
    family: Family = world.of("families.family")
    change_settings(team=world.team, consultation_in_record=False, by=BY)
    named = make_consultation(world.team, user, anonymity=Anonymity.FAMILY_KNOWS, family=family)

    timeline = client_of(user).get(reverse("families:family", args=[family.key])).content.decode()
    page = client_of(user).get(address("consultation", named)).content.decode()

    assert "Consultation with" not in timeline
    assert "it stands with the consultations alone" in page


@pytest.mark.rule("CNS-1")
@pytest.mark.rule("P11")
def test_the_consultee_reads_and_acknowledges_the_statement_by_a_private_link(
    client: Client, consultation: Consultation
) -> None:
    link = given(client, consultation)
    anybody = Client()

    shown = anybody.get(link).content.decode()
    assert "You stay accountable." in shown
    assert "feeding times" not in shown
    assert Consultation.objects.get().acknowledged_at is None, "looking records nothing"

    read = {"submission": ANOTHER, "name": "Jo Bright", "read": "on"}
    assert anybody.post(link, read | {"name": "", "read": ""}).status_code == 422
    thanks = anybody.post(link, read, follow=True)
    again = anybody.post(link, read, follow=True)

    assert "Thank you" in thanks.content.decode()
    assert again.redirect_chain == thanks.redirect_chain, "the same press leads to the same thanks"
    assert anybody.get(link).status_code == 404
    page = client.get(address("consultation", consultation)).content.decode()
    assert "Acknowledged by Jo Bright" in page
    assert "Give the statement" not in page


@pytest.mark.rule("P11")
def test_an_earlier_link_to_the_statement_closes_and_a_guessed_one_is_refused_in_the_same_words(
    client: Client, user: User, consultation: Consultation
) -> None:
    first = given(client, consultation)
    second = given(client, consultation, submission=ANOTHER)
    guessed = reverse("consultation:statement", args=[consultation.key, "x" * 43])

    answers = [Client().get(link) for link in (first, guessed)]

    assert [answer.status_code for answer in answers] == [404, 404]
    assert len({re.sub(r"nonce=\"[^\"]+\"", "", answer.content.decode()) for answer in answers}) == 1
    assert Client().get(second).status_code == 200


def test_a_statement_can_be_acknowledged_once(user: User, consultation: Consultation) -> None:
    issued = actions.give_statement(consultation=consultation, by=BY)
    actions.acknowledge(consultation=consultation, link=issued.link, name="Jo Bright", by=issued.link.actor)

    with pytest.raises(Refused, match=re.escape(GONE)):
        actions.acknowledge(consultation=consultation, link=issued.link, name="Jo Bright", by=issued.link.actor)
    with pytest.raises(Refused, match="acknowledged"):
        actions.give_statement(consultation=consultation, by=BY)
    with pytest.raises(Refused, match="No statement"):
        actions.give_statement(consultation=unstated(user), by=BY)


def test_a_written_agreement_is_of_the_team_that_is_chosen(user: User) -> None:
    other = make_team("Elsewhere")
    give_role(user=user, team=other, role=RoleName.PRACTITIONER, by=BY)
    client, today = client_of(user), timezone.localdate()
    said = {"organisation": "Eastfield Trust", "agreed_with": "Ann Poe, manager", "agreed": "As is."}
    typed = said | day("signed_on", today) | day("review_on", today + timedelta(days=20)) | {"submission": ONE}

    assert client.post(reverse("consultation:record-agreement"), typed).status_code == 422
    assert not WrittenAgreement.objects.exists()
    client.post(reverse("consultation:record-agreement"), typed | {"team": other.pk})

    assert WrittenAgreement.objects.get().team == other


def test_a_written_agreement_is_recorded_reviewed_and_ended(client: Client, user: User) -> None:
    today = timezone.localdate()
    typed: dict[str, Any] = {
        "submission": ONE,
        "team": user.current_memberships[0].team_id,
        "organisation": "Eastfield Trust",
        "agreed_with": "Ann Poe, manager",
        "agreed": "As is.",
    }
    typed |= day("signed_on", today - timedelta(days=360))
    refused = client.post(reverse("consultation:record-agreement"), typed | day("review_on", today - timedelta(400)))
    assert "must be after the day it was signed" in refused.content.decode()
    assert "Ann Poe, manager" in refused.content.decode()

    client.post(reverse("consultation:record-agreement"), typed | day("review_on", today + timedelta(days=20)))
    agreement = WrittenAgreement.objects.get()
    assert waiting(user) == ["Review of a written agreement: Review"]

    renewed = typed | {"submission": ANOTHER, "seen": "1"} | day("review_on", today + timedelta(days=400))
    client.post(address("change-agreement", agreement), renewed)
    assert waiting(user) == []

    actions.end_agreement(agreement=agreement, ended_on=today, by=BY)
    page = client.get(address("agreement", agreement)).content.decode()
    assert ("Ended" in page, "Change or renew" in page) == (True, False)
    with pytest.raises(Refused, match="ended already"):
        actions.end_agreement(agreement=agreement, ended_on=today, by=BY)


@pytest.mark.rule("CNS-1")
def test_what_follows_a_restricted_familys_consultation_exists_for_nobody_who_is_not_named(
    client: Client, user: User
) -> None:
    world = World(team=user.current_memberships[0].team, user=user)
    family: Family = world.of("families.family")
    named = make_consultation(world.team, user, anonymity=Anonymity.FAMILY_KNOWS, family=family)
    concern = raised(named)
    action = actions.agree_action(consultation=named, what="Ring.", colleague=user, due_on=date(2026, 8, 1), by=BY)
    assert client.get(address("close-concern", named, concern)).status_code == 200
    Family.objects.filter(pk=family.pk).update(restricted=True)

    assert client.get(address("close-concern", named, concern)).status_code == 404
    assert client.get(address("finish-action", named, action)).status_code == 404
    assert "0 concerns" in client.get(reverse("consultation:concerns")).content.decode()
    assert waiting(user) == []


@pytest.mark.parametrize("name", ["concerns", "actions", "agreements"])
def test_lists_cost_the_same_for_one_row_as_for_three(
    name: str, user: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    where, client = reverse(f"consultation:{name}"), client_of(user)
    one_of_each(user)
    client.get(where)
    with django_assert_num_queries(QUERIES[name]):
        client.get(where)
    one_of_each(user)
    one_of_each(user)

    with django_assert_num_queries(QUERIES[name]):
        assert client.get(where).content.decode().count("<tr") == 4


#: Session, its user, memberships, the rows: "consultation:concerns", "consultation:actions", "consultation:agreements".
QUERIES = {"concerns": 4, "actions": 4, "agreements": 4}


def one_of_each(user: User) -> None:
    """A concern, an action of the consultee, an agreement."""
    team = user.current_memberships[0].team
    made, today = make_consultation(team, user), timezone.localdate()
    raised(made)
    actions.agree_action(consultation=made, what="Visit with a colleague.", by=BY)
    actions.record_agreement(
        team=team,
        organisation="Eastfield Trust",
        agreed_with="Ann Poe",
        words="As is.",
        signed_on=today,
        review_on=today + timedelta(days=300),
        by=BY,
    )


def unstated(user: User) -> Consultation:
    """A consultation of a team that had no statement."""
    change_settings(team=user.current_memberships[0].team, consultation_statement="", by=BY)
    return make_consultation(user.current_memberships[0].team, user)


def given(client: Client, consultation: Consultation, submission: str = ONE) -> str:
    """The link, as the page shows it once."""
    page = client.post(address("give-statement", consultation), {"submission": submission, "seen": ""})
    found = re.search(r"http://testserver(/consultations/statement/[^<\s]+)", page.content.decode())
    assert found, page.content.decode()
    return found[1]


def day(name: str, value: date) -> dict[str, str]:
    """The three boxes of a date."""
    return {f"{name}_day": str(value.day), f"{name}_month": str(value.month), f"{name}_year": str(value.year)}


@pytest.mark.rule("P4")
def test_what_is_agreed_is_given_to_nobody_who_may_not_see_whom_it_is_about(user: User) -> None:
    team = user.current_memberships[0].team
    family = make_family(team).family
    named = make_consultation(team, user, anonymity=Anonymity.FAMILY_KNOWS, family=family)
    cousin = make_user(RoleName.PRACTITIONER, team, "Sam Lee")
    declare_connection(family=family, user=cousin, by=cousin.actor)

    with pytest.raises(Refused, match="Sam Lee may not see what this is about"):
        actions.agree_action(consultation=named, what="Ring.", colleague=cousin, due_on=date(2026, 12, 1), by=BY)

    assert not ConsultationAction.objects.exists()
