"""Work with families: allocated, booked, seen, signed, ended."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from itertools import count
from typing import Any

from django.utils import timezone

from caseload import actions
from caseload.enums import AppointmentKind, CheckAnswer, EndCheck, EndReason, HowAsked, InviteStep, Place
from caseload.models import Appointment, Clearing, Ending, Episode, FinalEnquiry, GroupSession, Note, Room, Session
from caseload.selectors.people import adults_of
from caseload.times import moment_at
from families.models import Family, Person
from pitservice.accounts.enums import Nation, RoleName
from pitservice.accounts.models import Team, User
from pitservice.configuration.working_days import bank_holidays, is_working
from referrals.actions import settle_family
from tests.make.accounts import BY, make_team, make_user
from tests.make.families import MadeFamily, make_family
from tests.make.referrals import make_referral

_numbers = count(1)


@dataclass
class MadeWork:
    """A piece of work, whom it is with and who leads it."""

    episode: Episode
    lead: User
    made: MadeFamily

    @property
    def family(self) -> Family:
        """Whom it is with."""
        return self.made.family

    @property
    def team(self) -> Team:
        """Whose it is."""
        return self.made.team

    @property
    def everybody(self) -> list[Person]:
        """Mother and baby."""
        return [self.made.mother, self.made.baby]


def make_work(team: Team | None = None, *, lead: User | None = None, made: MadeFamily | None = None) -> MadeWork:
    """A family that a practitioner was given just now: nobody has tried to reach it, nothing is booked."""
    team = made.team if made else team or (lead.current_memberships[0].team if lead else make_team())
    lead = lead or make_user(RoleName.PRACTITIONER, team, name=f"Priya Shah {next(_numbers)}")
    made = made or make_family(team)
    referral = make_referral(team, people=())
    settle_family(referral=referral, family=made.family, by=BY)
    referral.refresh_from_db()
    return MadeWork(actions.open_episode(referral=referral, lead=lead, by=BY), lead, made)


def in_days(days: int, at: time = time(10)) -> datetime:
    """A wall time so many days from today (negative: ago)."""
    return moment_at(timezone.localdate() + timedelta(days=days), at)


def open_in(days: int) -> int:
    """So many days from today, or as many more as it takes until a team is open: nothing speaks against that day."""
    closed = bank_holidays(Nation.ENGLAND)
    while not is_working(timezone.localdate() + timedelta(days=days), closed):
        days += 1
    return days


def let_it_have_begun(appointment: Appointment) -> None:
    """The test's own hand on the clock: it began today, two hours ago or, soon after midnight, with the day."""
    starts = max(timezone.now() - timedelta(hours=2), in_days(0, time(0)))
    Appointment.objects.filter(pk=appointment.pk).update(starts=starts, ends=starts + timedelta(hours=1))


def make_visit(work: MadeWork, starts: datetime | None = None, **more: Any) -> actions.Visit:
    """An hour at home with the lead, in a week."""
    given: dict[str, Any] = {"practitioner": work.lead, "minutes": 60, "place": Place.HOME}
    given["starts"] = starts or in_days(7)
    return actions.Visit(**given | more)


def make_appointment(
    work: MadeWork,
    starts: datetime | None = None,
    *,
    kind: AppointmentKind = AppointmentKind.FIRST,
    invited: Sequence[Person] | None = None,
    **more: Any,
) -> Appointment:
    """A booked appointment; mother and baby are invited."""
    people = work.everybody if invited is None else invited
    return actions.book(episode=work.episode, kind=kind, visit=make_visit(work, starts, **more), invited=people, by=BY)


def invite_referrer(appointment: Appointment, *, comes: bool = True) -> None:
    """Every adult agrees, and the referrer was rung: they come, or (`comes` false) have still to answer (P64)."""
    episode, today = appointment.episode, timezone.localdate()
    said = actions.Said(dict.fromkeys(adults_of(episode), True), today, HowAsked.IN_PERSON)
    actions.record_referrer_answers(episode=episode, said=said, by=BY)
    spoken = actions.Spoken(today, HowAsked.CALL)
    actions.invite_referrer(appointment=appointment, spoken=spoken, by=BY)
    if comes:
        actions.record_referrer_step(appointment=appointment, step=InviteStep.COMING, spoken=spoken, by=BY)


def make_enquiry(work: MadeWork, **answers: str) -> FinalEnquiry:
    """The referrer was asked today, and answered that nothing speaks against it; with `answers` as given (P64)."""
    given = {"changed": "nothing", "safe": "yes", "wanted": "yes", "introduces": "before"} | answers
    asked = actions.Asked(who="Grace Bell, health visitor", channel="call", on=timezone.localdate(), **given)
    return actions.ask_referrer(episode=work.episode, asked=asked, by=work.lead.actor)


def make_session(
    work: MadeWork,
    starts: datetime | None = None,
    *,
    text: str = "We met at home.\n\nZayn slept.",
    kind: AppointmentKind = AppointmentKind.ASSESSMENT,
) -> Session:
    """A session that took place (yesterday at ten), its note written by the lead and not signed."""
    appointment = make_appointment(work, starts or in_days(-1), kind=kind)
    happened = actions.Happened(kind=kind, place=Place.HOME, minutes=60)
    return actions.record_session(
        appointment=appointment, present=work.everybody, happened=happened, text=text, by=work.lead.actor
    )


def make_signed_note(work: MadeWork, starts: datetime | None = None, **more: Any) -> Note:
    """A signed note of a session."""
    return actions.sign(note=make_session(work, starts, **more).note, by=work.lead.actor)


def session_of(note: Note) -> Session:
    """The session that a note is about."""
    assert note.session is not None, "an assessment record is about none"
    return note.session


def clear_session(session: GroupSession, user: User, *, giving: User | None = None) -> Clearing:
    """The day of a facilitator is cleared: the group session is called off, or given to a colleague."""
    day = timezone.localdate(session.starts)
    team = session.group.team
    return actions.clear_day(team=team, user=user, day=day, appointments={}, sessions={session: giving}, by=BY)


def clear(*appointments: Appointment, giving: User | None = None) -> Clearing:
    """The day of these appointments is cleared: they are called off, or given to a colleague."""
    first = appointments[0]
    chosen = dict.fromkeys(appointments, giving)
    day = timezone.localdate(first.starts)
    return actions.clear_day(team=first.team, user=first.practitioner, day=day, appointments=chosen, by=BY)


def make_ending(
    work: MadeWork,
    *,
    follow_up: bool = True,
    reason: EndReason = EndReason.COMPLETED,
    planned: bool = True,
    checks: Mapping[EndCheck, CheckAnswer] | None = None,
    **more: Any,
) -> Ending:
    """The work ended today, as agreed."""
    ended = actions.Ended(
        reason, timezone.localdate(), follow_up_agreed=follow_up, planned=planned, checks=checks or {}
    )
    return actions.end(episode=work.episode, ended=ended, by=BY, **more)


def make_room(team: Team, name: str = "Blue room") -> Room:
    """A room that can be booked."""
    return Room.objects.create(team=team, name=name, created_by=BY)
