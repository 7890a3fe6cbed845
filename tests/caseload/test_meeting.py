"""The allocation meeting: one pen, drafts until the end, one press that does everything or nothing."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from caseload import actions
from caseload.enums import AllocationRole, FirstWord, MeetingState
from caseload.models import Episode, Meeting
from caseload.presenters.meeting import fit
from caseload.selectors.meeting import asks_of, colleagues_in, decided_in, waiting_in
from families.actions import add_need, declare_connection, restrict
from families.enums import NeedKind
from families.models import Involvement
from pitservice.accounts.enums import Permission, RoleName
from pitservice.accounts.models import Team, User
from pitservice.db.errors import Refused
from pitservice.messaging.models import Message
from referrals.enums import WaitingState
from referrals.models import WaitingEntry
from tests.make.accounts import BY, make_team, make_user, viewer_of
from tests.make.caseload import make_ending, make_work
from tests.make.referrals import make_waiting

pytestmark = pytest.mark.django_db


@dataclass
class Room:
    """A meeting under way: the lead with the pen, a practitioner, a family that waits."""

    team: Team
    boss: User
    priya: User
    entry: WaitingEntry
    meeting: Meeting


@pytest.fixture
def room(db: None) -> Room:
    team = make_team()
    boss, priya = make_user(RoleName.CLINICAL_LEAD, team, "Cleo"), make_user(RoleName.PRACTITIONER, team, "Priya Shah")
    entry = make_waiting(team)
    meeting = actions.begin_meeting(team=team, present=[boss, priya], by=boss.actor)
    return Room(team, boss, priya, entry, meeting)


def decide(room: Room, **decided: object) -> None:
    """Priya leads, unless said otherwise."""
    given = actions.Decided(**({"lead": room.priya} | decided))  # type: ignore[arg-type]  # as the dataclass says
    actions.decide_in_meeting(meeting=room.meeting, entry=room.entry, decided=given, by=room.boss.actor)


def test_nothing_is_done_before_the_meeting_is_finished_and_then_all_of_it(room: Room) -> None:
    along = make_user(RoleName.KEYWORKER, room.team, "Kim")
    decide(room, keyworker=along, first_word=FirstWord.TEXT, note="Thursdays.")
    assert (Episode.objects.count(), Message.objects.count()) == (0, 0)

    actions.finish_meeting(meeting=room.meeting, by=room.boss.actor)

    episode = Episode.objects.get()
    parts = set(episode.allocations.values_list("user__name", "role"))
    assert parts == {("Priya Shah", AllocationRole.LEAD), ("Kim", AllocationRole.KEYWORKER)}
    room.entry.refresh_from_db()
    assert room.entry.state == WaitingState.ALLOCATED
    assert Message.objects.filter(family=room.entry.family, purpose="first_contact").exists()
    assert room.meeting.decisions.get().episode == episode
    with pytest.raises(Refused, match="This meeting is over"):
        actions.finish_meeting(meeting=room.meeting, by=room.boss.actor)


def test_a_family_that_goes_on_waiting_needs_a_sentence_and_stays(room: Room) -> None:
    with pytest.raises(Refused, match="Enter why the family goes on waiting"):
        decide(room, lead=None)
    decide(room, lead=None, note="Back from Poland in June.")

    actions.finish_meeting(meeting=room.meeting, by=room.boss.actor)

    room.entry.refresh_from_db()
    assert room.entry.state == WaitingState.WAITING


def test_what_is_written_can_be_changed_and_undone_until_the_end(room: Room) -> None:
    decide(room)
    decide(room, lead=room.boss, co_worker=room.priya)
    [row] = room.meeting.decisions.all()
    assert (row.lead, row.co_worker) == (room.boss, room.priya)

    actions.undo_in_meeting(decision=row, by=room.boss.actor)
    actions.finish_meeting(meeting=room.meeting, by=room.boss.actor)

    assert not Episode.objects.exists()


def test_only_the_pen_writes_and_anybody_who_allocates_may_take_it(room: Room) -> None:
    other = make_user(RoleName.CLINICAL_LEAD, room.team, "Lee")
    decided = actions.Decided(lead=room.priya)

    with pytest.raises(Refused, match="Cleo holds the pen"):
        actions.decide_in_meeting(meeting=room.meeting, entry=room.entry, decided=decided, by=other.actor)
    actions.take_pen(meeting=room.meeting, by=other.actor)
    actions.decide_in_meeting(meeting=room.meeting, entry=room.entry, decided=decided, by=other.actor)

    with pytest.raises(Refused, match="Lee holds the pen"):
        decide(room)


def test_all_or_nothing_when_a_family_left_the_list_meanwhile(room: Room) -> None:
    second = make_waiting(room.team)
    decide(room)
    actions.decide_in_meeting(
        meeting=room.meeting, entry=second, decided=actions.Decided(lead=room.priya), by=room.boss.actor
    )
    actions.allocate(entry=second, lead=room.boss, by=BY)

    with pytest.raises(Refused, match="no longer on the waiting list"):
        actions.finish_meeting(meeting=room.meeting, by=room.boss.actor)

    room.entry.refresh_from_db()
    assert room.entry.state == WaitingState.WAITING


@pytest.mark.parametrize(
    ("roles", "sentence"),
    [
        ({"lead": RoleName.KEYWORKER}, "cannot lead"),
        ({"keyworker": RoleName.ADMINISTRATOR}, "does not work with families"),
    ],
)
def test_who_may_not_is_refused_in_a_sentence(roles: dict[str, RoleName], sentence: str, room: Room) -> None:
    users = {name: make_user(role, room.team, "Lee") for name, role in roles.items()}

    with pytest.raises(Refused, match=sentence):
        decide(room, **users)
    with pytest.raises(Refused, match="a different colleague for each part"):
        decide(room, co_worker=room.priya)


def test_one_meeting_of_a_team_at_a_time_and_one_called_off_does_nothing(room: Room) -> None:
    decide(room)
    with pytest.raises(Refused, match="open already"):
        actions.begin_meeting(team=room.team, present=[], by=room.priya.actor)

    actions.call_off_meeting(meeting=room.meeting, by=room.boss.actor)

    room.meeting.refresh_from_db()
    assert room.meeting.state == MeetingState.CALLED_OFF
    assert not Episode.objects.exists()
    actions.begin_meeting(team=room.team, present=[], by=room.priya.actor)


def test_a_restricted_family_is_on_no_screen_of_who_is_not_named(room: Room) -> None:
    decide(room)
    restrict(family=room.entry.family, reason="Works here", named=[room.boss], by=BY)
    other = viewer_of(make_user(RoleName.CLINICAL_LEAD, room.team, "Lee"), Permission.SEE_REFERRALS)
    assert (waiting_in(room.meeting, other), decided_in(room.meeting, other)) == ([], [])

    lee = actions.take_pen(meeting=room.meeting, by=other.actor)
    with pytest.raises(Refused, match="whose record you may not open"):
        actions.finish_meeting(meeting=lee, by=other.actor)


@pytest.mark.rule("CAP-1")
def test_fit_is_said_in_sentences_and_never_ranked(room: Room) -> None:
    past = make_work(room.team, lead=room.priya)
    make_ending(past)
    add_need(family=past.family, person=past.made.mother, kind=NeedKind.INTERPRETER, text="Polish", by=BY)
    actions.set_brings(
        team=room.team, user=room.priya, skills=["VIG"], languages=["Polish", "Urdu"], areas=["zz16"], by=BY
    )
    boss = viewer_of(room.boss, Permission.SEE_REFERRALS)

    found = colleagues_in(room.meeting, boss, room.meeting.held_on)
    said = {one.user.name: " ".join(fit(one, asks_of(past.family))) for one in found}

    assert list(said) == sorted(said)
    assert "Speaks Polish." in said["Priya Shah"]
    assert "Urdu" not in said["Priya Shah"]
    assert "Brings VIG." in said["Priya Shah"]
    assert "Worked with this family until" in said["Priya Shah"]
    assert "Worked with this family" not in said["Cleo"]
    assert Involvement.objects.filter(family=past.family, user=room.priya).exists()


@pytest.mark.rule("P33")
def test_nobody_is_chosen_who_may_not_see_the_family(room: Room) -> None:
    cousin = make_user(RoleName.PRACTITIONER, room.meeting.team, "Sam Lee")
    declare_connection(family=room.entry.family, user=cousin, by=cousin.actor)

    with pytest.raises(Refused, match="Sam Lee may not see this family"):
        decide(room, lead=cousin)
    with pytest.raises(Refused, match="Sam Lee may not see this family"):
        decide(room, keyworker=cousin)
