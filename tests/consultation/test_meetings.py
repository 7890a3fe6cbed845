"""Team meetings: an agenda filled from what waits, decisions that lead somewhere, actions that wait, minutes."""

from __future__ import annotations

import io
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pypdf import PdfReader
from pytest_django import DjangoAssertNumQueries

from consultation import actions
from consultation.actions import Subject, Task
from consultation.agenda import agenda_of
from consultation.enums import MeetingKind, MeetingState, Topic
from consultation.models import MeetingAction, MeetingPoint, TeamMeeting
from families.actions import restrict
from families.models import Family, Involvement
from pitservice.accounts.enums import RoleName
from pitservice.accounts.models import Team, User
from pitservice.db.errors import Refused
from pitservice.ui.worklist import items_for
from tests.make.accounts import BY, client_of, make_team, make_user
from tests.make.referrals import make_referral, make_waiting

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
ONCE, TWICE = "6f6bb2d2-5ad1-4e55-9d1f-6a3f2f6d3a31", "6f6bb2d2-5ad1-4e55-9d1f-6a3f2f6d3a32"
LIST, ACTIONS = "consultation:meetings", "consultation:meeting-actions"
DUE = TODAY + timedelta(days=7)
DUE_TYPED: dict[str, Any] = {"due_on_day": DUE.day, "due_on_month": DUE.month, "due_on_year": DUE.year}


@pytest.fixture
def team() -> Team:
    return make_team()


@pytest.fixture
def lead(team: Team) -> User:
    return make_user(RoleName.CLINICAL_LEAD, team, "Cleo Marsh")


@pytest.fixture
def priya(team: Team) -> User:
    return make_user(RoleName.PRACTITIONER, team, "Priya Shah")


@pytest.fixture
def client(lead: User) -> Client:
    return client_of(lead)


def begin(team: Team, by: User, kind: str = MeetingKind.CLINICAL, **given: Any) -> TeamMeeting:
    """A meeting of today under way."""
    return actions.begin_team_meeting(team=team, kind=kind, held_on=TODAY, present=[by], **given, by=by.actor)


def write(meeting: TeamMeeting, by: User, family: Family | None = None, **given: Any) -> MeetingPoint:
    """A point about a family, or in somebody's own words."""
    about = f"waiting:{family.key}" if family else ""
    subject = Subject("The boiler", Topic.WAITING if family else Topic.OWN, about, family.pk if family else None)
    return actions.discuss(meeting=meeting, subject=subject, by=by.actor, **given)


def at(name: str, *args: str) -> str:
    return reverse(f"consultation:{name}", args=args)


def test_the_agenda_is_filled_from_what_waits_and_written_things_leave_it(team: Team, lead: User) -> None:
    new, entry = make_referral(team), make_waiting(team)
    meeting = begin(team, lead)

    found = agenda_of(meeting, lead, TODAY)
    actions.discuss(
        meeting=meeting, subject=Subject("Referral", Topic.NEW, f"new:{new.key}", referral_id=new.pk), by=lead.actor
    )

    assert [one.about for one in found] == [f"new:{new.key}", f"waiting:{entry.key}"]
    assert [one.about for one in agenda_of(meeting, lead, TODAY)] == [f"waiting:{entry.key}"]


def test_what_was_left_undecided_comes_to_the_next_meeting_of_its_kind(team: Team, lead: User) -> None:
    first = begin(team, lead, MeetingKind.BUSINESS)
    point = write(first, lead)
    actions.finish_team_meeting(meeting=first, by=lead.actor)

    next_one, clinical = begin(team, lead, MeetingKind.BUSINESS), begin(team, lead)

    assert [(one.about, one.what) for one in agenda_of(next_one, lead, TODAY)] == [(f"left:{point.key}", "The boiler")]
    assert agenda_of(clinical, lead, TODAY) == []


def test_a_meeting_from_its_agenda_to_its_minutes(client: Client, team: Team, lead: User, priya: User) -> None:
    entry = make_waiting(team)
    given: dict[str, Any] = {
        "submission": ONCE,
        "kind": "clinical",
        "present": [lead.key, priya.key],
        "others": "Jo, student",
    }
    given |= {"held_on_day": TODAY.day, "held_on_month": TODAY.month, "held_on_year": TODAY.year}

    page = client.post(at("begin-meeting", team.slug), given, follow=True).content.decode()
    meeting = TeamMeeting.objects.get()
    about = f"waiting:{entry.key}"
    assert f"about={about.replace(':', '%3A')}" in page
    written: dict[str, Any] = {"submission": TWICE, "about": about, "decision": "Priya asks the midwife first."}
    written |= {"todo": "Ring the midwife", "colleague": priya.key, **DUE_TYPED}
    client.post(at("discuss", meeting.key), written)
    client.post(at("discuss", meeting.key), written)

    point = MeetingPoint.objects.get()
    assert (point.family, point.topic, point.decision) == (entry.family, "waiting", "Priya asks the midwife first.")
    assert [item.what for item in items_for(priya, TODAY)][:1] == ["Agreed in a meeting: Ring the midwife"]
    client.post(at("finish-meeting", meeting.key), {"submission": ONCE[:-1] + "9", "seen": meeting.version})
    page = client.get(at("meeting", meeting.key)).content.decode()
    assert "Cleo Marsh, Priya Shah and Jo, student" in page
    assert "Priya asks the midwife first." in page
    assert "Take off" not in page
    timeline = client.get(reverse("families:family", args=[entry.family.key])).content.decode()
    assert "Clinical meeting: not allocated" in timeline


def test_an_action_stands_with_its_owner_until_they_say_what_came_of_it(team: Team, lead: User, priya: User) -> None:
    task = Task("Ring the landlord", priya, TODAY)
    write(begin(team, lead), lead, task=task)
    action, browser = MeetingAction.objects.get(), client_of(priya)
    done = at("finish-meeting-action", action.key)

    browser.get(done)
    page = browser.post(done, {"submission": ONCE, "seen": 1, "came_of_it": "He comes on Monday"}, follow=True)
    again = browser.post(done, {"submission": TWICE, "seen": 2})

    assert page.status_code == 200
    assert (again.status_code, "has said already" in again.content.decode()) == (409, True)
    assert [item.what for item in items_for(priya, TODAY)] == []
    assert "He comes on Monday" in browser.get(f"{at('meeting-actions')}?show=all").content.decode()


def test_a_restricted_family_is_discussed_among_those_named_alone(team: Team, lead: User, priya: User) -> None:
    entry = make_waiting(team)
    meeting = begin(team, lead)
    write(meeting, lead, entry.family, decision="Quietly, at the clinic.")
    restrict(family=entry.family, reason="She asked.", named=[lead], by=BY)
    assert Involvement.objects.filter(user=lead, family=entry.family).exists()

    for address in (at("meeting", meeting.key), at("meetings"), at("meeting-actions")):
        assert "Quietly" not in client_of(priya).get(address).content.decode()
    assert "Quietly" in client_of(lead).get(at("meeting", meeting.key)).content.decode()
    assert agenda_of(meeting, priya, TODAY) == []
    with pytest.raises(Refused, match="Priya Shah may not see"):
        actions.add_meeting_action(point=MeetingPoint.objects.get(), task=Task("Ring", priya, DUE), by=lead.actor)


def test_what_was_said_of_a_concern_is_for_those_who_see_safeguarding(team: Team, lead: User) -> None:
    entry, alan = make_waiting(team), make_user(RoleName.ADMINISTRATOR, team, name="Alan Whitlock")
    meeting = begin(team, lead)
    subject = Subject("Safeguarding", Topic.CONCERN, "concern:AAAAAAAAAA", family_id=entry.family_id)
    point = actions.discuss(meeting=meeting, subject=subject, decision="The named nurse today.", by=lead.actor)
    actions.add_meeting_action(point=point, task=Task("Ring the named nurse", lead, DUE), by=lead.actor)

    for address in (at("meeting", meeting.key), at("meeting-actions"), f"/families/{entry.family.key}/"):
        assert "named nurse" not in client_of(alan).get(address).content.decode()
        assert "named nurse" in client_of(lead).get(address).content.decode()
    with pytest.raises(Refused, match="Alan Whitlock may not see"):
        actions.add_meeting_action(point=point, task=Task("Ring", alan, DUE), by=lead.actor)


def test_nothing_about_a_referral_stands_there_once_its_family_is_restricted(team: Team, lead: User) -> None:
    entry = make_waiting(team)
    meeting = begin(team, lead)
    subject = Subject("Referral", Topic.NEW, f"new:{entry.referral.key}", referral_id=entry.referral_id)
    actions.discuss(meeting=meeting, subject=subject, decision="Quietly.", by=lead.actor)

    restrict(family=entry.family, reason="She asked.", named=[make_user(team=team)], by=BY)

    assert "Quietly" not in client_of(lead).get(at("meeting", meeting.key)).content.decode()


def test_the_file_of_the_minutes_names_no_family_and_no_restricted_one(
    client: Client, team: Team, lead: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[str] = []
    monkeypatch.setattr("consultation.minutes.pdf_of", lambda html: seen.append(html) or b"%PDF-1.7")
    open_one, hidden = make_waiting(team), make_waiting(team)
    meeting = begin(team, lead)
    write(meeting, lead, open_one.family, decision="Thursdays.")
    write(meeting, lead, hidden.family, decision="Quietly.")
    restrict(family=hidden.family, reason="She asked.", named=[lead], by=BY)
    actions.finish_team_meeting(meeting=meeting, by=lead.actor)

    client.get(at("minutes", meeting.key))

    [html] = seen
    assert f"record {open_one.family.key}" in html
    assert "Thursdays." in html
    assert "Quietly" not in html
    assert open_one.family.title not in html


def test_the_file_is_a_tagged_pdf_and_says_which_character_it_cannot_print(
    client: Client, team: Team, lead: User
) -> None:
    meeting = begin(team, lead)
    point = write(meeting, lead, decision="Ask for money.")

    made = client.get(at("minutes", meeting.key))
    actions.decide_point(point=point, decision="Ask 𓀀.", by=lead.actor)
    refused = client.get(at("minutes", meeting.key))

    assert (made["Content-Type"], made.content[:5]) == ("application/pdf", b"%PDF-")
    root: Any = PdfReader(io.BytesIO(made.content)).root_object
    assert (root["/Lang"], root["/MarkInfo"]["/Marked"]) == ("en-GB", True)
    assert (refused.status_code, "No font here" in refused.content.decode()) == (409, True)


def test_what_is_written_is_changed_and_taken_off_until_the_end(client: Client, team: Team, lead: User) -> None:
    meeting = begin(team, lead)
    point = write(meeting, lead, decision="Old.", task=Task("Ring", lead, DUE))

    client.get(at("decide-point", point.key))
    client.post(at("decide-point", point.key), {"submission": ONCE, "seen": 1, "decision": "New."})
    stale = client.post(at("decide-point", point.key), {"submission": TWICE, "seen": 1, "decision": "Late."})
    other = write(meeting, lead)
    client.post(at("remove-point", point.key), {"submission": ONCE[:-1] + "8", "seen": 2})
    actions.finish_team_meeting(meeting=meeting, by=lead.actor)
    over = client.post(at("decide-point", other.key), {"submission": ONCE[:-1] + "7", "seen": 1, "decision": "x"})

    assert (stale.status_code, "New." in stale.content.decode()) == (409, True)
    assert [row.what for row in MeetingPoint.objects.all()] == ["The boiler"]
    assert not MeetingAction.objects.exists()
    assert (over.status_code, "This meeting is over" in over.content.decode()) == (409, True)


def test_two_who_write_about_the_same_are_told_and_lose_nothing(client: Client, team: Team, lead: User) -> None:
    entry = make_waiting(team)
    meeting = begin(team, lead)
    given = {"submission": ONCE, "about": f"waiting:{entry.key}", "decision": "First."}
    client.post(at("discuss", meeting.key), given)

    second = client.post(at("discuss", meeting.key), given | {"submission": TWICE, "decision": "Second."})

    assert second.status_code == 409
    assert "not on the agenda any more" in second.content.decode()
    assert "Second." in second.content.decode()


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"about": "", "decision": "x"}, "Enter what it is about"),
        ({"about": "", "what": "x", "todo": "Ring"}, "Select who does it"),
        ({"about": "", "what": "x", "due_on_day": "1", "due_on_month": "2", "due_on_year": "2099"}, "Enter what is to"),
    ],
)
def test_bad_input_is_a_sentence(client: Client, team: Team, lead: User, given: Any, sentence: str) -> None:
    answer = client.post(at("discuss", begin(team, lead).key), {"submission": ONCE, **given})

    assert (answer.status_code, sentence in answer.content.decode()) == (422, True)


def test_a_name_typed_for_what_is_gone_from_the_agenda_stays(client: Client, team: Team, lead: User) -> None:
    answer = client.post(
        at("discuss", begin(team, lead).key),
        {"submission": ONCE, "about": "gone", "what": "The waiting room", "todo": "Ring"},
    )

    assert (answer.status_code, "The waiting room" in answer.content.decode()) == (422, True)


def test_what_cannot_be_is_refused(team: Team, lead: User, priya: User) -> None:
    meeting = begin(team, lead)
    with pytest.raises(Refused, match="Nothing was written"):
        actions.finish_team_meeting(meeting=meeting, by=lead.actor)
    point = write(meeting, lead)
    with pytest.raises(Refused, match="before the meeting"):
        actions.add_meeting_action(point=point, task=Task("x", priya, TODAY - timedelta(days=1)), by=lead.actor)
    with pytest.raises(Refused, match="on its day"):
        actions.begin_team_meeting(team=team, kind="business", held_on=DUE, present=[lead], by=lead.actor)


def test_a_meeting_called_off_asks_nobody_for_anything(client: Client, team: Team, lead: User) -> None:
    meeting = begin(team, lead)
    write(meeting, lead, task=Task("Ring", lead, TODAY))

    client.post(at("call-off-meeting", meeting.key), {"submission": ONCE, "seen": 1})

    meeting.refresh_from_db()
    assert meeting.state == MeetingState.CALLED_OFF
    assert items_for(lead, TODAY) == []


def test_who_may(team: Team, lead: User) -> None:
    meeting = begin(team, lead)
    point = write(meeting, lead, task=Task("Ring", lead, DUE))
    action = point.actions.get()
    writes = [at(name, point.key) for name in ("decide-point", "remove-point", "add-meeting-action")]
    writes += [at(name, meeting.key) for name in ("discuss", "finish-meeting", "call-off-meeting")]
    reads = [at("meeting", meeting.key), at("minutes", meeting.key), at("finish-meeting-action", action.key)]

    stranger = client_of(make_user(RoleName.CLINICAL_LEAD))
    manager = client_of(make_user(RoleName.MANAGER, team))
    keyworker = client_of(make_user(RoleName.KEYWORKER, team))

    assert {stranger.get(address).status_code for address in [*writes, *reads]} == {404}
    assert {manager.get(address).status_code for address in [*writes, *reads, at("ours")]} == {403}
    assert {keyworker.get(address).status_code for address in [*writes, *reads, at("ours")]} == {200}


#: Session, its user, memberships; the rows.
LIST_QUERIES = 4


def test_the_list_costs_the_same_for_one_row_as_for_three(
    client: Client, team: Team, lead: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for rows in (1, 3):
        while TeamMeeting.objects.count() < rows:
            begin(team, lead)
        client.get(reverse(LIST))
        with django_assert_num_queries(LIST_QUERIES):
            client.get(reverse(LIST))


def test_the_actions_cost_the_same_for_one_row_as_for_three(
    client: Client, team: Team, lead: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    meeting = begin(team, lead)
    for rows in (1, 3):
        while MeetingAction.objects.count() < rows:
            write(meeting, lead, task=Task("Ring", lead, DUE))
        client.get(reverse(ACTIONS))
        with django_assert_num_queries(LIST_QUERIES):
            client.get(reverse(ACTIONS))
