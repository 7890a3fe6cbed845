"""Opening, handing over, phases, attempts."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from caseload import actions
from caseload.enums import AllocationRole, AttemptOutcome, EndReason, EpisodeState
from caseload.models import Appointment, Episode
from caseload.selectors.people import babies_to_work_for
from families.actions import declare_connection, record_loss, restrict
from families.enums import Channel, InvolvementKind, LossKind, Purpose
from families.models import Involvement
from pitservice.accounts.enums import Permission, RoleName
from pitservice.accounts.models import User
from pitservice.db.errors import Refused, Stale
from pitservice.messaging.actions import take_back
from pitservice.messaging.enums import MessageState
from pitservice.messaging.models import Message
from referrals.enums import ReferralState, WaitingState
from tests.make.accounts import BY, make_team, make_user, viewer_of
from tests.make.caseload import clear, in_days, make_appointment, make_ending, make_work
from tests.make.clinic import make_clinic, make_family_waiting, take
from tests.make.families import make_family, make_hard_family
from tests.make.referrals import make_waiting

pytestmark = pytest.mark.django_db


def test_allocating_a_waiting_family_opens_the_work() -> None:
    team = make_team()
    entry = make_waiting(team)
    lead, helper = make_user(RoleName.PRACTITIONER, team, "Lee"), make_user(RoleName.KEYWORKER, team, "Kim")

    episode = actions.allocate(entry=entry, lead=lead, keyworker=helper, by=BY)

    entry.refresh_from_db()
    assert (entry.state, entry.referral.state) == (WaitingState.ALLOCATED, ReferralState.ALLOCATED)
    assert episode.state == EpisodeState.ENGAGING
    assert [row.person.given_name for row in episode.babies.all()] == ["Zayn"]
    assert [row.person.given_name for row in episode.adults.all()] == ["Aisha"]
    roles = {(row.user, row.role) for row in episode.allocations.all()}
    assert roles == {(lead, AllocationRole.LEAD), (helper, AllocationRole.KEYWORKER)}
    involved = Involvement.objects.filter(family=episode.family, kind=InvolvementKind.ALLOCATED)
    assert {row.user for row in involved} == {lead, helper}


def test_of_two_who_allocate_the_second_is_told() -> None:
    team = make_team()
    entry = make_waiting(team)
    lead = make_user(RoleName.PRACTITIONER, team)
    seen = entry.version
    actions.allocate(entry=entry, lead=lead, seen=seen, by=BY)

    with pytest.raises(Stale, match="Somebody changed this"):
        actions.allocate(entry=entry, lead=lead, seen=seen, by=BY)
    with pytest.raises(Refused, match="no longer on the waiting list"):
        actions.allocate(entry=entry, lead=lead, by=BY)


#: Why contact is made before the referrer was asked (P64).
WHY = "The mother rang us herself this morning."


@pytest.mark.rule("CON-1")
def test_somebody_who_must_not_know_is_not_in_the_work() -> None:
    work = make_work(made=make_hard_family())

    adults = [row.person.given_name for row in work.episode.adults.all()]

    assert adults == ["Zofia"]


@pytest.mark.rule("P22")
def test_a_surviving_twin_stays_in_the_work() -> None:
    made = make_hard_family()
    assert made.twin is not None
    record_loss(family=made.family, person=made.baby, kind=LossKind.PREGNANCY_ENDED, by=BY)

    assert list(babies_to_work_for(made.family)) == [made.twin]


@pytest.mark.parametrize("role", [RoleName.ADMINISTRATOR, RoleName.KEYWORKER, RoleName.TRAINEE])
def test_who_may_not_lead_is_refused_in_a_sentence(role: RoleName) -> None:
    team = make_team()
    entry = make_waiting(team)

    with pytest.raises(Refused, match="Lee cannot lead work with families in this team"):
        actions.allocate(entry=entry, lead=make_user(role, team, "Lee"), by=BY)


def test_a_colleague_of_another_team_cannot_lead() -> None:
    entry = make_waiting()

    with pytest.raises(Refused, match="cannot lead"):
        actions.allocate(entry=entry, lead=make_user(RoleName.PRACTITIONER), by=BY)


def test_a_second_open_work_for_a_baby_is_refused() -> None:
    work = make_work()

    with pytest.raises(Refused, match="open piece of work for this baby already"):
        make_work(made=work.made, lead=work.lead)


def test_a_return_points_at_the_closed_work() -> None:
    work = make_work()
    make_ending(work)

    again = make_work(made=work.made, lead=work.lead)

    assert again.episode.previous == work.episode


def test_handing_over_ends_one_part_and_begins_another() -> None:
    work = make_work()
    other = make_user(RoleName.PRACTITIONER, work.team, "Lee")

    actions.hand_over(episode=work.episode, lead=other, reason="Leave", by=BY)

    open_parts = work.episode.allocations.filter(ends_on__isnull=True)
    assert [part.user for part in open_parts] == [other]
    old = Involvement.objects.get(user=work.lead, family=work.family)
    assert old.until is not None
    with pytest.raises(Refused, match="Lee is the lead practitioner already"):
        actions.hand_over(episode=work.episode, lead=other, reason="Again", by=BY)


def test_handing_over_and_back_gives_the_family_back() -> None:
    work = make_work()
    other = make_user(RoleName.PRACTITIONER, work.team, "Lee")
    actions.hand_over(episode=work.episode, lead=other, reason="Leave", by=BY)

    actions.hand_over(episode=work.episode, lead=work.lead, reason="Back", by=BY)

    in_force = Involvement.objects.filter(user=work.lead, family=work.family, until__isnull=True)
    assert in_force.count() == 1


def test_phases_follow_the_table() -> None:
    work = make_work()

    with pytest.raises(Refused, match="cannot become “Intervention”"):
        actions.begin_phase(episode=work.episode, phase=EpisodeState.INTERVENTION, by=BY)
    actions.begin_phase(episode=work.episode, phase=EpisodeState.ASSESSMENT, by=BY)
    actions.begin_phase(episode=work.episode, phase=EpisodeState.INTERVENTION, by=BY)
    actions.begin_phase(episode=work.episode, phase=EpisodeState.ENDING, reason="Agreed", by=BY)

    assert Episode.objects.get(pk=work.episode.pk).state == EpisodeState.ENDING
    with pytest.raises(Refused, match="Choose the assessment"):
        actions.begin_phase(episode=work.episode, phase=EpisodeState.CLOSED, by=BY)


@pytest.mark.rule("END-1")
def test_more_sessions_are_a_decision_with_a_reason() -> None:
    work = make_work()

    with pytest.raises(Refused, match="Enter why the number of sessions changes"):
        actions.agree_sessions(episode=work.episode, number=8, reason=" ", by=BY)
    actions.agree_sessions(episode=work.episode, number=8, reason="A late new worry", by=BY)

    assert Episode.objects.get(pk=work.episode.pk).agreed_sessions == 8


@pytest.mark.rule("ENG-1")
def test_an_attempt_is_logged_and_changes_nothing_else() -> None:
    work = make_work()

    for _ in range(6):
        actions.log_attempt(
            episode=work.episode,
            person=work.made.mother,
            channel=Channel.CALL,
            outcome=AttemptOutcome.NO_ANSWER,
            by=BY,
        )

    assert work.episode.attempts.count() == 6
    assert Episode.objects.get(pk=work.episode.pk).state == EpisodeState.ENGAGING


def test_an_attempt_of_tomorrow_is_refused() -> None:
    work = make_work()

    with pytest.raises(Refused, match="cannot be logged before it is made"):
        actions.log_attempt(
            episode=work.episode,
            person=work.made.mother,
            channel=Channel.CALL,
            outcome=AttemptOutcome.SPOKE,
            made=timezone.now() + timedelta(days=1),
            by=BY,
        )


@pytest.mark.rule("CON-2")
def test_first_contact_is_to_both_parents_each_apart() -> None:
    work = make_work(made=make_family(father="Daniel"))

    actions.send_first_contact(episode=work.episode, without=WHY, by=BY)

    messages = Message.objects.filter(family=work.family).order_by("pk")
    assert [(one.recipient_name, one.state) for one in messages] == [
        ("Aisha Khan", MessageState.QUEUED),
        ("Daniel Khan", MessageState.QUEUED),
    ]
    assert not any("Daniel" in one.words or "Aisha" in one.words or "Zayn" in one.words for one in messages)


@pytest.mark.rule("CON-2")
@pytest.mark.rule("P8")
def test_first_contact_never_reaches_a_father_who_must_not_know() -> None:
    work = make_work(made=make_hard_family())

    actions.send_first_contact(episode=work.episode, without=WHY, by=BY)

    names = [one.recipient_name for one in Message.objects.filter(family=work.family)]
    assert names == ["Zofia Nowak"]
    assert Message.objects.get(family=work.family).state == MessageState.HELD  # she reads Polish: a person decides


def test_first_contact_pressed_twice_is_one_text() -> None:
    work = make_work()

    actions.send_first_contact(episode=work.episode, without=WHY, by=BY)
    actions.send_first_contact(episode=work.episode, without=WHY, by=BY)

    assert Message.objects.filter(family=work.family).count() == 1


def test_first_contact_taken_back_is_written_anew_for_that_parent_alone() -> None:
    work = make_work(made=make_family(father="Daniel"))
    assert work.made.father is not None
    actions.send_first_contact(episode=work.episode, without=WHY, by=BY)
    taken = Message.objects.get(recipient=f"person:{work.made.mother.pk}")
    take_back(message=taken, by=BY)

    for _ in range(2):
        actions.send_first_contact(episode=work.episode, without=WHY, by=BY)

    rows = Message.objects.filter(purpose=Purpose.FIRST_CONTACT).order_by("pk").values_list("recipient_name", "state")
    assert list(rows) == [("Aisha Khan", "cancelled"), ("Daniel Khan", "queued"), ("Aisha Khan", "queued")]


def test_ended_work_takes_no_attempt_and_no_first_contact() -> None:
    work = make_work()
    make_ending(work)

    with pytest.raises(Refused, match="closed"):
        actions.send_first_contact(episode=work.episode, without=WHY, by=BY)
    with pytest.raises(Refused, match="Contacts after the ending belong to its follow-up"):
        actions.log_attempt(
            episode=work.episode,
            person=work.made.mother,
            channel=Channel.CALL,
            outcome=AttemptOutcome.SPOKE,
            by=BY,
        )
    assert work.episode.ending.reason == EndReason.COMPLETED


class TestWhoCannotSeeTheFamily:
    """Nobody is given work, or booked, with a family that does not exist for them (P33, P7; design §6)."""

    @pytest.mark.rule("P33")
    def test_work_is_given_to_nobody_to_whom_the_record_is_closed(self) -> None:
        work = make_work()
        cousin = make_user(RoleName.PRACTITIONER, work.team, "Sam Lee")
        declare_connection(family=work.family, user=cousin, by=cousin.actor)

        with pytest.raises(Refused, match="Sam Lee may not see this family"):
            actions.hand_over(episode=work.episode, lead=cousin, reason="Leave.", by=BY)
        with pytest.raises(Refused, match="Sam Lee may not see this family"):
            actions.join_work(episode=work.episode, user=cousin, role=AllocationRole.CO_WORKER, by=BY)

        assert not work.episode.allocations.filter(user=cousin).exists()

    @pytest.mark.rule("P33")
    def test_nor_by_allocating_a_family_that_waits(self) -> None:
        team = make_team()
        cousin, entry = make_user(RoleName.PRACTITIONER, team, "Sam Lee"), make_family_waiting(team)
        declare_connection(family=entry.family, user=cousin, by=cousin.actor)
        slot = make_clinic(cousin)[0]

        with pytest.raises(Refused, match="Sam Lee may not see this family"):
            actions.allocate(entry=entry, lead=cousin, by=BY)
        with pytest.raises(Refused, match="Sam Lee may not see this family"):
            take(slot, entry)

    @pytest.mark.rule("P33")
    def test_a_restricted_record_only_to_who_is_named(self) -> None:
        work = make_work()
        sam = make_user(RoleName.PRACTITIONER, work.team, "Sam Lee")
        restrict(family=work.family, reason="She asked.", named=[work.lead], by=BY)

        with pytest.raises(Refused, match="Sam Lee may not see this family"):
            actions.hand_over(episode=Episode.objects.get(), lead=sam, reason="Leave.", by=BY)

    @pytest.mark.rule("P33", "P69")
    def test_nobody_goes_to_a_family_that_they_may_not_see(self) -> None:
        work = make_work()
        cousin = make_user(RoleName.PRACTITIONER, work.team, "Sam Lee")
        declare_connection(family=work.family, user=cousin, by=cousin.actor)
        appointment = make_appointment(work)

        with pytest.raises(Refused, match="Sam Lee may not see this family"):
            make_appointment(work, in_days(8), practitioner=cousin)
        with pytest.raises(Refused, match="Sam Lee may not see this family"):
            clear(appointment, giving=cousin)

        assert Message.objects.filter(words__contains="Sam Lee").count() == 0

    @pytest.mark.rule("P7")
    def test_a_trainee_goes_only_to_a_family_that_they_work_along_with(self) -> None:
        work = make_work()
        trainee = make_user(RoleName.TRAINEE, work.team, "Toby Marsh")
        with pytest.raises(Refused, match="Toby Marsh may not see this family"):
            make_appointment(work, practitioner=trainee)

        actions.join_work(episode=work.episode, user=trainee, role=AllocationRole.CO_WORKER, by=BY)

        made = make_appointment(work, practitioner=User.objects.get(pk=trainee.pk))
        assert Appointment.objects.visible_to(viewer_of(trainee, Permission.SEE_CASELOAD)).get() == made
