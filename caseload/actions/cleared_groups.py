"""What clearing a day and its undo do to one appointment or one group session (P69, P72)."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import IntegrityError, transaction
from django.utils import timezone

from caseload.actions import telling
from caseload.actions.appointments import invited_adults
from caseload.actions.clinic_time import let_go
from caseload.actions.group_places import booked_places, members_by_family, shift, take_time
from caseload.actions.group_places import invited_adults as adults_of_place
from caseload.actions.group_sessions import take_off
from caseload.actions.time_kept import keep
from caseload.enums import AppointmentState, EpisodeState
from caseload.grouping import GroupSessionState
from caseload.models import Appointment, Cleared, ClearedSession, Clearing, GroupSession, Slot
from caseload.selectors.groups import facilitators
from caseload.selectors.people import has_loss
from caseload.selectors.students import refused
from pitservice.accounts.models import User
from pitservice.db.actor import Actor
from pitservice.db.errors import Refused
from pitservice.db.locks import lock
from pitservice.db.transitions import advance

WHY, STANDS = "The day was cleared.", "The day was not cleared after all."


def work_stopped(appointment: Appointment) -> bool:
    """Whether nothing is booked again by itself: the work has closed meanwhile, or a loss is recorded (P22)."""
    closed = appointment.group_session_id is None and appointment.episode.state == EpisodeState.CLOSED
    return closed or has_loss(appointment.episode.family_id)


def book_anew(appointment: Appointment, clearing: Clearing, by: Actor) -> None:
    """Booked as it was: its slots count again, reminders are written anew, and whoever was told hears of it.

    A student to whom an adult has said no meanwhile does not come back with it (P68).
    """
    told = telling.told_while(clearing.wanted)
    if appointment.student is not None and refused(appointment.student):
        appointment.student = None
        appointment.save(update_fields=["student"])
    advance(appointment, AppointmentState.BOOKED, by=by, reason=STANDS)
    let_go(appointment.clinic_slot_id)
    Slot.objects.filter(appointment=appointment).update(live=True)
    alone = appointment.group_session_id is None
    people = invited_adults(appointment) if alone else adults_of_place(appointment)
    telling.remind(appointment, people, by, again=clearing.again)
    knew = [adult for adult in people if adult.pk in told]
    telling.say(appointment, knew, "appointment_booked", by, again=clearing.again)


def clear(clearing: Clearing, session: GroupSession, colleague: User | None, by: Actor) -> None:
    """A session of the cleared day is called off for every family in it, or a colleague facilitates instead."""
    group = lock(session.group)
    session = lock(session)
    theirs = session.slots.filter(practitioner=clearing.user, live=True)
    if session.state != GroupSessionState.PLANNED or not theirs.exists():
        raise Refused(f"Somebody has just changed {group.name}. Look at the day again.")
    ClearedSession.objects.create(
        team_id=session.team_id, clearing=clearing, session=session, stand_in=colleague, created_by=by
    )
    if colleague is None:
        for place in take_off(session, WHY, by):
            people = adults_of_place(place)
            words = "appointment_cancelled"
            telling.say(place, people, words, by, again=clearing.again, wanted_while=clearing.wanted)
            _keep(clearing, place, None, by)
        return
    _instead(session, clearing.user, colleague)
    for place, new in _meet(session, clearing.user, colleague, WHY, by):
        _keep(clearing, place, new, by)


def put_back(row: ClearedSession, clearing: Clearing, places: Sequence[Cleared], by: Actor) -> list[GroupSession]:
    """The session is planned as it was, with the places that were booked in it; gives it back where it stays as it is.

    A family that has left the group since, or in which a loss is recorded, is not booked again.
    """
    group = lock(row.session.group)
    session = lock(row.session)
    expected = GroupSessionState.PLANNED if row.stand_in else GroupSessionState.CALLED_OFF
    if session.starts <= timezone.now() or session.state != expected or group.ended_on is not None:
        return [session]
    try:
        with transaction.atomic():
            if row.stand_in is not None:
                stays = row.stand_in in facilitators(group)
                _instead(session, None if stays else row.stand_in, clearing.user)
                _meet(session, row.stand_in, clearing.user, STANDS, by, only=[one.taken_over_id for one in places])
            else:
                advance(session, GroupSessionState.PLANNED, by=by, reason=STANDS)
                take_time(session, group)
                _seat_again(session, clearing, places, by)
    except (IntegrityError, Refused):
        return [session]
    return []


def _keep(clearing: Clearing, place: Appointment, new: Appointment | None, by: Actor) -> None:
    Cleared.objects.create(team_id=place.team_id, clearing=clearing, appointment=place, taken_over=new, created_by=by)


def _instead(session: GroupSession, absent: User | None, colleague: User) -> None:
    """The time of a session is a colleague's, and no longer that of who is absent, if anybody is.

    The database refuses it where it is taken.
    """
    if absent is not None:
        session.slots.filter(practitioner=absent, live=True).update(live=False)
    if not session.slots.filter(practitioner=colleague, live=True).exists():
        during = (session.starts, session.ends)
        keep(team_id=session.team_id, group_session=session, practitioner_id=colleague.pk, room_id=None, during=during)


def _meet(
    session: GroupSession,
    absent: User,
    colleague: User,
    reason: str,
    by: Actor,
    *,
    only: Sequence[int | None] | None = None,
) -> list[tuple[Appointment, Appointment]]:
    """Families who were to meet the absent colleague meet this one, and every invited adult is told so."""
    members = members_by_family(session)
    found: list[tuple[Appointment, Appointment]] = []
    for place in booked_places(session):
        member = members.get(place.episode.family_id)
        asked = only is None or place.pk in only
        if member is not None and asked and place.practitioner_id == absent.pk:
            words = "appointment_taken_over"
            found.append((place, shift(place, session, member, by, reason=reason, with_whom=colleague, words=words)))
    return found


def _seat_again(session: GroupSession, clearing: Clearing, places: Sequence[Cleared], by: Actor) -> None:
    members = members_by_family(session)
    for row in places:
        place = lock(row.appointment)
        stands = place.state == AppointmentState.CANCELLED_BY_US and place.episode.family_id in members
        if stands and not work_stopped(place):
            book_anew(place, clearing, by)
