"""How a story goes on: allocation, contact, appointments, sessions with notes, the ending, the follow-up."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import TypedDict

from caseload import actions
from caseload.actions import Ended, Happened, Visit
from caseload.actions.end_reports import is_referrer, report_readers
from caseload.enums import (
    PLANNED_CHECKS,
    UNPLANNED_CHECKS,
    AgreementAnswer,
    AppointmentKind,
    AppointmentState,
    CheckAnswer,
    EndCheck,
    EndReason,
    FollowUpState,
    HowAsked,
    IssueAnswer,
    Place,
    Rhythm,
)
from caseload.interpreting import Interpreter
from caseload.models import Allocation, Appointment, Episode, Room
from caseload.selectors.people import adults_of, babies_of
from caseload.selectors.plan import interventions_of
from families import actions as families
from families.enums import NeedKind
from families.models import Person
from pitservice.accounts.models import User
from pitservice.db.actor import Actor
from pitservice.demo.cast import ENDED, ENGAGING, FOLLOWED
from pitservice.demo.engaging import final_enquiries, first_contact, referrer_comes
from pitservice.demo.intake import Telling

_HOURS = ((9, 0), (10, 30), (12, 0), (13, 30), (15, 0), (16, 30))
#: Of which family of nine a session was recorded only three days after it.
_LATE = 5
#: Which family of nine is seen in a series.
_SERIES = 4
#: Which family of nine has somebody for whom letters are hard, and who is rung.
_READS_LITTLE = 7
#: Which family of nine has a student in the room.
_STUDENT = 2
_NOTES = (
    "Came in quickly and sat on the floor without being asked. Baby watched her face for a long while before smiling.",
    "Spoke about her own mother for the first time. Held the baby closer while she did.",
    "A hard week. We looked at the film of last time; she saw the baby reach for her, and cried.",
    "Played peep-bo by themselves. I said nothing for ten minutes.",
    "Slept badly, nearly did not come. Glad she did, she said at the door.",
    "Reviewed what has changed. She names what the baby needs before I do.",
)
_ASSESSMENT = """## Observation

The baby watches the light more than her. When she sings he turns, and stays.

## Interview

She says that nobody told her how loud the nights would be. Her own mother rings each evening.

## Extent

The nights, and feeding; by day with his aunt it is easier.

## Intensity

She puts him down and leaves the room when it is too much, and comes back.

## Urgency

He is eleven weeks old and has begun to look away: not to wait.

## Formulation

Both are very tired, and each takes the other's silence for a no.

## Focus

What helps both of them when the crying does not stop."""
#: Why work ended, in turn.
_REASONS = (EndReason.COMPLETED, EndReason.COMPLETED, EndReason.MOVED, EndReason.COMPLETED, EndReason.DECLINED)


class Booking(TypedDict):
    """What one appointment and a series are booked with."""

    episode: Episode
    kind: AppointmentKind
    visit: Visit
    invited: list[Person]
    text_to: list[Person]
    call_to: list[Person]
    by: Actor


class Diary:
    """Who is where when: no practitioner and no room twice."""

    def __init__(self) -> None:
        self.taken: Mapping[tuple[int, date], list[int]] = defaultdict(list)

    def free(self, user: User, day: date) -> tuple[date, int, int]:
        """The next free time of a colleague from a day on."""
        while True:
            day += timedelta(days=max(0, 7 - day.weekday()) if day.weekday() > 4 else 0)
            used = self.taken[(user.pk, day)]
            if len(used) < len(_HOURS):
                used.append(1)
                return day, *_HOURS[len(used) - 1]
            day += timedelta(days=1)


#: Who interpreted for the hard family until the mother said that she does not want them.
NOT_WANTED = "Halina Duda"


def go_on(telling: Telling, diary: Diary) -> Episode:
    """Allocate, meet, work, and end as far as the story goes."""
    lead = telling.staff.practitioners[telling.number % 3]
    opened = max(telling.story.ago - 18, 6)
    episode = _open(telling, lead, opened)
    if telling.number % 3 == 0 or telling.story.path == ENGAGING:
        final_enquiries(telling, episode, lead, opened)
    first_contact(telling, episode, lead, opened - 1)
    if telling.story.path == ENGAGING:
        _ahead(telling, episode, lead, diary, AppointmentKind.FIRST)
        return episode
    ended = _sessions(telling, episode, lead, diary, opened - 8)
    if telling.story.path in (ENDED, FOLLOWED):
        _end(telling, episode, lead, max(ended - 10, 2))
    elif telling.story.special != "loss":
        _ahead(telling, episode, lead, diary, AppointmentKind.INTERVENTION)
        _planned_ending(telling, episode, lead)
    return episode


def _open(telling: Telling, lead: User, ago: int) -> Episode:
    keyworker = telling.staff.keyworker if telling.number % 5 == 0 else None
    assert telling.entry is not None
    with telling.calendar.told(telling.at(ago, 13)) as moment:
        episode = actions.allocate(entry=telling.entry, lead=lead, keyworker=keyworker, by=telling.staff.lead.actor)
        # A piece of work begins on the day it is allocated; this one was allocated in the past (see `backdate`).
        Episode.objects.filter(pk=episode.pk).update(opened_on=moment.date())
        Allocation.objects.filter(episode=episode).update(starts_on=moment.date())
    episode.refresh_from_db()
    return episode


def _visit(telling: Telling, lead: User, day: date, hour: int, minute: int) -> Visit:
    place = (Place.HOME, Place.CLINIC, Place.HOME, Place.VIDEO)[telling.number % 4]
    interpreter = Interpreter()
    if telling.story.language:
        name = NOT_WANTED if telling.story.special == "hard" else ""
        interpreter = Interpreter(telling.story.language, "", "woman", "Eastfield Interpreting", name)
    room = None
    if place == Place.CLINIC:
        rooms = Room.objects.filter(team=telling.staff.team).order_by("pk")
        room = rooms[telling.staff.practitioners.index(lead)]
    return Visit(
        practitioner=lead,
        starts=telling.calendar.at(day, hour, minute),
        minutes=60,
        place=place,
        where=telling.address["address"] if place == Place.HOME else "",
        room=room,
        interpreter=interpreter,
    )


def _sessions(telling: Telling, episode: Episode, lead: User, diary: Diary, ago: int) -> int:
    """Weekly sessions; the third is missed by every other family. Returns how many days ago the last one was."""
    for number in range(telling.story.sessions):
        day, hour, minute = diary.free(lead, telling.calendar.day(max(ago, 1)))
        if day >= telling.calendar.today:
            break
        kind = (
            AppointmentKind.FIRST
            if number == 0
            else AppointmentKind.ASSESSMENT
            if number < 2
            else AppointmentKind.INTERVENTION
        )
        visit = _visit(telling, lead, day, hour, minute)
        invited = [*adults_of(episode)[:1], *babies_of(episode)]
        with telling.calendar.told(visit.starts - timedelta(days=4)):
            appointment = actions.book(episode=episode, kind=kind, visit=visit, invited=invited, by=lead.actor)
        missed = number == 2 and telling.number % 2 == 0
        days = 3 if number == 1 and telling.number % 9 == _LATE else 0
        with telling.calendar.told(visit.starts + timedelta(days=days, minutes=75)):
            if missed:
                outcome = (
                    AppointmentState.CANCELLED_BY_FAMILY if telling.number % 4 == 0 else AppointmentState.NOT_ATTENDED
                )
                _missed(appointment, outcome, lead)
            else:
                last = number == telling.story.sessions - 1
                _session(telling, appointment, visit, number, lead, sign=not (last and telling.number % 3 == 1))
        if number == 2:
            with telling.calendar.told(visit.starts + timedelta(days=1)):
                _intervention(telling, episode, day, lead)
        if number == 3 and telling.number % 2 == 1:
            with telling.calendar.told(visit.starts + timedelta(days=1)):
                _review(episode, day, lead)
        ago = (telling.calendar.today - day).days - 7
    return max(ago + 7, 1)


def _intervention(telling: Telling, episode: Episode, day: date, lead: User) -> None:
    """Before it begins some have an assessment record and an agreement; some are seen every two weeks."""
    if telling.number % 8 == 2:
        note = actions.write_record(episode=episode, text=_ASSESSMENT, by=lead.actor)
        if telling.number % 16 == 2:
            actions.sign(note=note, by=lead.actor)
        _agreement(telling, episode, day, lead)
    actions.begin_phase(episode=episode, phase="intervention", by=lead.actor)
    offered = interventions_of(telling.staff.team.pk)
    actions.agree_sessions(
        episode=episode,
        number=episode.agreed_sessions,
        reason="As agreed after the assessment.",
        intervention=offered[telling.number % len(offered)],
        rhythm=Rhythm.FORTNIGHTLY if telling.number % 4 == 3 else Rhythm.WEEKLY,
        by=lead.actor,
    )


def _agreement(telling: Telling, episode: Episode, day: date, lead: User) -> None:
    """Each adult of the work has answered; one of them wants to think about it."""
    answer = AgreementAnswer.IN_PART if telling.number % 16 == 2 else AgreementAnswer.AGREES
    agreed = actions.Agreed(
        on=day,
        focus="What helps both of them when the crying does not stop.",
        offer="Six meetings at home, once a week, with film that you may keep.",
        answers={
            person: (answer if place == 0 else AgreementAnswer.THINKING, "I would like to try." if place == 0 else "")
            for place, person in enumerate(adults_of(episode))
        },
        privacy_notice=True,
        confidentiality=telling.number % 16 == 2,
    )
    if agreed.answers:
        actions.record_agreement(episode=episode, agreed=agreed, by=lead.actor)


def _review(episode: Episode, day: date, lead: User) -> None:
    """Half-way, in the parent's own words; something new comes up."""
    actions.record_review(
        episode=episode,
        held_on=day,
        parents_words="I look at her now when she cries, before I do anything. I would like to sleep.",
        decided="Go on as agreed.",
        by=lead.actor,
    )
    actions.record_late_issue(
        episode=episode,
        raised_on=day,
        issue="Her own mother has been taken ill.",
        answer=IssueAnswer.WITHIN,
        why="It belongs to what we are working on.",
        by=lead.actor,
    )


def _missed(appointment: Appointment, outcome: AppointmentState, lead: User) -> None:
    if outcome == AppointmentState.CANCELLED_BY_FAMILY:
        actions.cancel(appointment=appointment, outcome=outcome, reason="Baby has a cold.", by=lead.actor)
    else:
        actions.record_outcome(appointment=appointment, outcome=outcome, by=lead.actor)


def _session(telling: Telling, appointment: Appointment, visit: Visit, number: int, lead: User, *, sign: bool) -> None:
    happened = Happened(
        kind=AppointmentKind(appointment.kind),
        place=visit.place,
        minutes=55,
        interpreter_present=True if visit.interpreter else None,
        late_minutes=10 if number == 1 and telling.number % 6 == 1 else 0,
    )
    present = [invitation.person for invitation in appointment.invitations.select_related("person")]
    text = _NOTES[(number + telling.number) % len(_NOTES)]
    session = actions.record_session(
        appointment=appointment, present=present, happened=happened, text=text, by=lead.actor
    )
    if sign:
        actions.sign(note=session.note, by=lead.actor)


def _ahead(telling: Telling, episode: Episode, lead: User, diary: Diary, kind: AppointmentKind) -> None:
    """The next appointment, in the coming days, with its reminder; of some families the first of a series."""
    day, hour, minute = diary.free(lead, telling.calendar.today + timedelta(days=telling.number % 8))
    visit = _visit(telling, lead, day, hour, minute)
    people = adults_of(episode)[:1]
    with telling.calendar.told(telling.at(1, 16)):
        reads_little = people if telling.number % 9 == _READS_LITTLE else []
        for person in reads_little:
            text = "Long letters are hard for me: please ring"
            families.add_need(family=episode.family, person=person, kind=NeedKind.LITERACY, text=text, by=lead.actor)
        booking: Booking = {
            "episode": episode,
            "kind": kind,
            "visit": visit,
            "invited": [*people, *babies_of(episode)],
            "text_to": [] if reads_little else people,
            "call_to": reads_little,
            "by": lead.actor,
        }
        if telling.number % 9 == _SERIES:
            actions.book_series(repeat=actions.Repeat(2, times=3, pass_over_taken=True), **booking)
            return
        appointment = actions.book(**booking)
        if telling.story.special == "couple":
            referrer_comes(appointment, telling.calendar.today, lead)
        if telling.number % 9 == _STUDENT:
            _student(appointment, people, telling.calendar.today, lead)


def _student(appointment: Appointment, people: Sequence[Person], today: date, lead: User) -> None:
    """A student is to be there, and has been agreed to by the mother alone."""
    name, origin = "Jo Lark", "health visiting, Eastfield University"
    appointment = actions.seat_student(appointment=appointment, name=name, origin=origin, by=lead.actor)
    if appointment.student is not None:
        said = actions.Said(dict.fromkeys(people, True), today - timedelta(days=1), HowAsked.IN_PERSON)
        actions.record_answers(student=appointment.student, said=said, by=lead.actor)


def _planned_ending(telling: Telling, episode: Episode, lead: User) -> None:
    """Some work is in its ending, with a planned last day."""
    episode.refresh_from_db()
    if episode.state == "intervention" and telling.number % 5 == 2:
        last = telling.calendar.today + timedelta(days=21)
        with telling.calendar.told(telling.at(1, 16, 20)):
            actions.begin_phase(episode=episode, phase="ending", ending_on=last, by=lead.actor)


def _end(telling: Telling, episode: Episode, lead: User, ago: int) -> None:
    reason = _REASONS[telling.number % len(_REASONS)]
    agreed = reason == EndReason.COMPLETED
    moment = telling.at(ago, 15)
    episode.refresh_from_db()
    if episode.state == "intervention" and agreed:
        with telling.calendar.told(moment - timedelta(days=7)):
            actions.begin_phase(episode=episode, phase="ending", by=lead.actor)
    ended = Ended(
        reason=reason,
        on=moment.date(),
        summary="They found each other. What helps when it is hard is written on the fridge." if agreed else "",
        parents_words="I did not know she was looking at me all that time." if agreed else "",
        step_down="Eastfield Family Hub" if agreed else "",
        follow_up_agreed=agreed,
        planned=reason != EndReason.DECLINED,
        checks=_checks(telling, reason),
    )
    with telling.calendar.told(moment):
        actions.end(episode=episode, ended=ended, by=lead.actor)
        Allocation.objects.filter(episode=episode).update(ends_on=moment.date())
        if agreed and telling.number % 4 == 0:
            _report(episode, ended, lead)
    if telling.story.path == FOLLOWED and agreed:
        _follow_up(telling, episode, lead)


def _report(episode: Episode, ended: Ended, lead: User) -> None:
    """Some families take a report of it home."""
    to = [one.recipient for one in report_readers(episode) if one.allowed and not is_referrer(one)]
    theirs = {one: actions.Theirs(ended.parents_words, "“To sleep”: 2, then 7.") for one in to[:1]}
    if to:
        report = actions.EndReport(ended.summary, ended.step_down, theirs)
        actions.write_end_report(episode=episode, report=report, to=to, by=lead.actor)


def _checks(telling: Telling, reason: EndReason) -> Mapping[EndCheck, CheckAnswer]:
    """The checklist; of one ending in a while something is still to do."""
    lines = UNPLANNED_CHECKS if reason == EndReason.DECLINED else PLANNED_CHECKS
    left = {EndCheck.PROFESSIONALS: CheckAnswer.LEFT} if telling.number % 7 == 0 else {}
    return dict.fromkeys(lines, CheckAnswer.DONE) | left


def _follow_up(telling: Telling, episode: Episode, lead: User) -> None:
    follow_up = episode.follow_ups.first()
    if follow_up is None or follow_up.due_on > telling.calendar.today:
        return
    moment: datetime = telling.at((telling.calendar.today - follow_up.due_on).days, 11)
    with telling.calendar.told(moment):
        actions.confirm_contacts(follow_up=follow_up, baby_lives_with="Mother", by=lead.actor)
        actions.record_follow_up(
            follow_up=follow_up,
            outcome=FollowUpState.DONE,
            done_on=moment.date(),
            note="Well. Nursery in May.",
            by=lead.actor,
        )
