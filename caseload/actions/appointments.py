"""Booking, moving and cancelling: the time, the slots that nobody else can take, and what the family is told."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from caseload.actions import clinic_time, telling
from caseload.actions.colleagues import may_not_see
from caseload.actions.interpreters import check_interpreter, kept_apart
from caseload.actions.referrers import carry_on
from caseload.actions.students import check_student
from caseload.actions.time_kept import keep
from caseload.enums import CANCELLED, FOLLOWS, AppointmentKind, AppointmentState, AskedBy, EpisodeState, Place
from caseload.interpreting import NOBODY, Interpreter
from caseload.models import Appointment, ClinicSlot, Episode, GroupSession, Invitation, Room, Series, Student
from caseload.selectors.interpreters import why_not
from caseload.selectors.people import adults_of, babies_of, may_work, sees_family
from caseload.selectors.students import refused
from caseload.times import weeks_later
from families.models import Person
from pitservice.accounts.models import User
from pitservice.audit.actions import record
from pitservice.db.actor import Actor
from pitservice.db.errors import Refused
from pitservice.db.locks import lock
from pitservice.db.transitions import advance, begin
from pitservice.messaging import actions as messages

LONGEST = timedelta(hours=8)


@dataclass(frozen=True, slots=True)
class Visit:
    """When, where and with whom: what booking and moving have in common."""

    practitioner: User
    starts: datetime
    minutes: int
    place: Place
    where: str = ""
    room: Room | None = None
    interpreter: Interpreter = NOBODY
    student: Student | None = None

    @property
    def ends(self) -> datetime:
        """When it is over."""
        return self.starts + timedelta(minutes=self.minutes)


@transaction.atomic
def book(
    *,
    episode: Episode,
    kind: AppointmentKind,
    visit: Visit,
    invited: Sequence[Person],
    text_to: Sequence[Person] = (),
    call_to: Sequence[Person] = (),
    letter_to: Sequence[Person] = (),
    series: Series | None = None,
    clinic_slot: ClinicSlot | None = None,
    by: Actor,
) -> Appointment:
    """Book an appointment with the people invited to it; of a series, where it is one of several (`book_series`).

    The practitioner's and the room's time is taken in the same transaction: the database refuses two at once; a
    `clinic_slot` has let go of it before (`take_slot`). Each invited adult gets a reminder by the contact rules (REM-1,
    P45); those named get a text now, are rung (P68), or get a letter of their own (LET-1). An appointment that has been
    already may be entered, and then nobody is told.
    """
    episode = lock(episode)
    _check_open(episode)
    _check_visit(episode, visit)
    people = _among(episode, invited)
    if not people:
        raise Refused("Choose who is invited.")
    check_interpreter(episode.family, visit.interpreter, people)
    check_student(episode, visit.student)
    appointment = make_row(episode, kind, visit, people, by, series=series, clinic_slot=clinic_slot)
    begin(appointment, by=by)
    adults = _adults(episode, people)
    telling.say(appointment, _both(text_to, adults), "appointment_booked", by)
    telling.ask_to_ring(appointment, _both(call_to, adults), by)
    telling.remind(appointment, adults, by)
    telling.write_letters(appointment, _both(letter_to, adults), by)
    record("caseload.book", appointment, by=by, family_id=episode.family_id, kind=str(kind), place=str(visit.place))
    return appointment


@transaction.atomic
def book_again(*, appointment: Appointment, weeks: int, by: Actor) -> Appointment:
    """Book the next as this one was, so many weeks later at the same time by the wall clock (P73).

    The same people, practitioner, place, room and interpreter, without a name that the family has refused since (P68);
    an assessment follows a first appointment, and the intervention goes on after a review. Refused as `book` refuses.
    """
    kind = AppointmentKind(appointment.kind)
    people = [invitation.person for invitation in _invitations(appointment)]
    interpreter = appointment.interpreter
    if why_not(appointment.episode.family, interpreter, people):
        interpreter = replace(interpreter, name="")
    visit = Visit(
        practitioner=appointment.practitioner,
        starts=weeks_later(appointment.starts, weeks),
        minutes=int((appointment.ends - appointment.starts).total_seconds() // 60),
        place=Place(appointment.place),
        where=appointment.where,
        room=appointment.room,
        interpreter=interpreter,
        student=_still(appointment),
    )
    return book(episode=appointment.episode, kind=FOLLOWS.get(kind, kind), visit=visit, invited=people, by=by)


@transaction.atomic
def move(
    *,
    appointment: Appointment,
    visit: Visit,
    reason: str = "",
    asked_by: AskedBy | None = None,
    letter_to: Sequence[Person] = (),
    tell: bool = True,
    seen: int | None = None,
    by: Actor,
) -> Appointment:
    """Move an appointment: this row ends as moved and a new one points back, with who asked for it (design §3).

    Old reminders are cancelled and new ones made; whoever was told of the old time, and is not written to now, is
    texted the new one (REM-1), unless the caller sees to telling (`tell`).
    """
    appointment = lock(appointment, seen=seen)
    if appointment.group_session_id is not None:
        raise Refused("This is a place in a group. Move the group’s session instead; it moves for every family.")
    episode = appointment.episode
    _check_visit(episode, visit)
    advance(appointment, AppointmentState.MOVED, by=by, reason=reason)
    _free(appointment)
    taken_back = unsay(appointment, "The appointment was moved.", by)
    told = telling.told_of(appointment, but=letter_to)
    people = _among(episode, [invitation.person for invitation in _invitations(appointment)])
    if visit.interpreter != appointment.interpreter:  # who stays as booked comes up on home, and stops no move
        check_interpreter(episode.family, visit.interpreter, people)
    check_student(episode, visit.student)
    kind = AppointmentKind(appointment.kind)
    new = make_row(
        episode, kind, visit, people, by, moved_from=appointment, asked_by=asked_by, series=appointment.series
    )
    begin(new, by=by)
    clinic_time.free_again(appointment, by)
    carry_on(appointment, new, by)
    adults = _adults(episode, people)
    if tell:
        telling.say(new, [person for person in adults if person.pk in told], "appointment_moved", by)
    telling.remind(new, adults, by)
    telling.write_anew(new, taken_back, by)
    telling.write_letters(new, [person for person in _both(letter_to, adults) if person.pk not in taken_back], by)
    record("caseload.move", new, by=by, family_id=episode.family_id, moved_from=appointment.pk)
    return new


@transaction.atomic
def cancel(
    *,
    appointment: Appointment,
    outcome: AppointmentState,
    reason: str = "",
    tell: bool = True,
    seen: int | None = None,
    by: Actor,
) -> Appointment:
    """Cancel an appointment, by the family or by us: its time is free again and its reminders are cancelled (REM-1).

    A slot of an assessment clinic that is still to come is free for another family.
    Whoever was told of it is texted that it is cancelled, unless the caller sees to telling (`tell`).
    """
    appointment = lock(appointment, seen=seen)
    if outcome not in CANCELLED:
        raise Refused("Say who cancelled: the family, or us.")
    advance(appointment, outcome, by=by, reason=reason)
    _free(appointment)
    clinic_time.free_again(appointment, by)
    taken_back = unsay(appointment, "The appointment was cancelled.", by)
    told = telling.told_of(appointment)
    if tell:
        people = [invitation.person for invitation in _invitations(appointment) if invitation.person_id in told]
        telling.say(appointment, people, "appointment_cancelled", by)
    telling.write_anew(appointment, taken_back, by)
    record("caseload.cancel", appointment, by=by, family_id=appointment.episode.family_id, outcome=str(outcome))
    return appointment


def visit_with(appointment: Appointment, practitioner: User) -> Visit:
    """The appointment's time and place with another colleague, or the same."""
    return Visit(
        practitioner=practitioner,
        starts=appointment.starts,
        minutes=int((appointment.ends - appointment.starts).total_seconds() // 60),
        place=Place(appointment.place),
        where=appointment.where,
        room=appointment.room,
        interpreter=appointment.interpreter,
        student=_still(appointment),
    )


def _still(appointment: Appointment) -> Student | None:
    """Its student, unless an adult has said no (P68)."""
    student = appointment.student
    return None if student is None or refused(student) else student


def invited_adults(appointment: Appointment) -> list[Person]:
    """Adults who are invited and may be told, as things are now."""
    return _adults(appointment.episode, [invitation.person for invitation in _invitations(appointment)])


def _check_open(episode: Episode) -> None:
    if episode.state == EpisodeState.CLOSED:
        raise Refused("This piece of work is closed, so nothing can be booked for it.")


def _check_visit(episode: Episode, visit: Visit) -> None:
    if not timedelta(0) < visit.ends - visit.starts <= LONGEST:
        raise Refused("An appointment must take between 1 minute and 8 hours.")
    if not may_work(episode.team_id, visit.practitioner):
        raise Refused(f"{visit.practitioner.name} does not work with families in this team. Choose somebody else.")
    if not sees_family(visit.practitioner, episode.family_id):  # it would stand in no diary of theirs (P7, P33)
        raise Refused(may_not_see(visit.practitioner))
    if visit.room is not None and visit.room.team_id != episode.team_id:
        raise Refused("This room belongs to another team. Choose one of yours.")


def _among(episode: Episode, people: Iterable[Person]) -> list[Person]:
    """Those of these people who are in the work and may be told of it; nobody else is ever invited (P45)."""
    allowed = {person.pk for person in (*adults_of(episode), *babies_of(episode))}
    return [person for person in people if person.pk in allowed]


def _adults(episode: Episode, people: Iterable[Person]) -> list[Person]:
    return _both(adults_of(episode), people)


def _both(first: Iterable[Person], second: Iterable[Person]) -> list[Person]:
    ids = {person.pk for person in second}
    return [person for person in first if person.pk in ids]


def make_row(
    episode: Episode,
    kind: AppointmentKind,
    visit: Visit,
    people: Iterable[Person],
    by: Actor,
    *,
    moved_from: Appointment | None = None,
    asked_by: AskedBy | None = None,
    series: Series | None = None,
    group_session: GroupSession | None = None,
    clinic_slot: ClinicSlot | None = None,
) -> Appointment:
    """The row of an appointment with who is invited; it takes its time, unless it is a place in a group (P72)."""
    appointment = Appointment.objects.create(
        team_id=episode.team_id,
        episode=episode,
        kind=kind,
        practitioner=visit.practitioner,
        room=visit.room,
        starts=visit.starts,
        ends=visit.ends,
        place=visit.place,
        where=visit.where,
        student=visit.student,
        **kept_apart(visit.interpreter),
        moved_from=moved_from,
        asked_by=asked_by or "",
        series=series,
        group_session=group_session,
        clinic_slot=clinic_slot,
        created_by=by,
    )
    common: dict[str, Any] = {"team_id": episode.team_id, "appointment": appointment}
    if group_session is None:
        room = visit.room.pk if visit.room else None
        keep(during=(visit.starts, visit.ends), practitioner_id=visit.practitioner.pk, room_id=room, **common)
    Invitation.objects.bulk_create(Invitation(person=person, created_by=by, **common) for person in people)
    return appointment


def _free(appointment: Appointment) -> None:
    appointment.slots.filter(live=True).update(live=False)


def unsay(appointment: Appointment, why: str, by: Actor) -> dict[int, int]:
    """Take back what has not gone; gives whose letters they were (`telling.take_back_letters`).

    In this order: a worker that claims a text at this moment is waited for, and then its text is among what has gone.
    """
    messages.cancel_wanted(wanted=telling.wanted(appointment), why=why, by=by)
    return telling.take_back_letters(appointment, why, by)


def _invitations(appointment: Appointment) -> list[Invitation]:
    return list(appointment.invitations.select_related("person").order_by("pk"))
