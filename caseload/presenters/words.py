"""Small words and tags that stand on many pages."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from django.utils import timezone

from caseload.enums import (
    APPOINTMENT_COLOURS,
    CANCELLED,
    EPISODE_COLOURS,
    FOLLOW_UP_COLOURS,
    NOTE_COLOURS,
    SEEN,
    AppointmentState,
    NoteState,
)
from caseload.models import Appointment, Attendance, Episode, FollowUp, GroupSession, Note, Session
from caseload.rules import Engagement, Progress
from caseload.times import local_day
from pitservice.ui import dates
from pitservice.ui.components import Colour, Tag


def episode_tag(episode: Episode) -> Tag:
    """Where a piece of work is."""
    return Tag(episode.get_state_display(), EPISODE_COLOURS[episode.state])


def appointment_tag(appointment: Appointment) -> Tag:
    """Whether it happened; an appointment that is over and still "booked" is late."""
    if is_outcome_missing(appointment):
        return Tag("Outcome not recorded", Colour.RED)
    return Tag(appointment.get_state_display(), APPOINTMENT_COLOURS[appointment.state])


def note_tag(note: Note) -> Tag:
    """Signed, to co-sign, not signed, or not written at all."""
    what = "Assessment record" if note.is_record else "Note"
    if note.state == NoteState.DRAFT:
        words = f"{what} not signed" if note.paragraphs else f"{what} not written"
        return Tag(words, NOTE_COLOURS[NoteState.DRAFT])
    return Tag("To co-sign" if note.state == NoteState.TO_COSIGN else f"{what} signed", NOTE_COLOURS[note.state])


def follow_up_tag(follow_up: FollowUp, today: date) -> Tag:
    """How a follow-up stands; one that fell due is yellow, one to come is grey."""
    if follow_up.state == "due" and follow_up.due_on > today:
        return Tag("To come", Colour.GREY)
    return Tag(follow_up.get_state_display(), FOLLOW_UP_COLOURS[follow_up.state])


def is_outcome_missing(appointment: Appointment) -> bool:
    """Over, and nobody has said whether it took place."""
    return appointment.state == AppointmentState.BOOKED and appointment.ends < timezone.now()


def is_cancelled(appointment: Appointment) -> bool:
    """By the family, or by us."""
    return appointment.state in CANCELLED


def is_seen(appointment: Appointment) -> bool:
    """The family was seen."""
    return appointment.state in SEEN


def session_of(appointment: Appointment) -> Session | None:
    """Its session, where one was recorded (prefetched with the appointment)."""
    return getattr(appointment, "session", None)


def note_of(appointment: Appointment) -> Note | None:
    """The note of its session."""
    return getattr(session_of(appointment), "note", None)


def when(appointment: Appointment) -> str:
    """Tue 24 November 2026, 10am to 11am."""
    return f"{dates.moment(appointment.starts)} to {dates.clock(appointment.ends)}"


def hours(one: Appointment | GroupSession) -> str:
    """10am to 11am."""
    return f"{dates.clock(one.starts)} to {dates.clock(one.ends)}"


def where(appointment: Appointment) -> str:
    """Home visit, 12 Rowan Close; Clinic room, Room 2."""
    room = appointment.room.name if appointment.room else ""
    return ", ".join(part for part in (appointment.get_place_display(), room, appointment.where) if part)


def speak_to(ask: str) -> str:
    """What a booked visit says after a loss (P22)."""
    return f"Speak to {ask} before going"


def ago(moment: datetime | None) -> str:
    """The day of something that happened; nothing for what never did."""
    return dates.weekday(local_day(moment)) if moment else ""


def sessions_words(progress: Progress) -> str:
    """3 of 6 sessions."""
    return f"{progress.sessions} of {dates.count(progress.agreed, 'session')}"


def limit_tag(is_reached: bool) -> Tag:
    """Whether the limit of attempts is reached, or near (ENG-1)."""
    return Tag("Limit reached", Colour.RED) if is_reached else Tag("Limit near", Colour.YELLOW)


def engagement_words(engagement: Engagement) -> list[str]:
    """How far the attempts have come, and the team's limits, in words (ENG-1)."""
    lines = [
        f"{engagement.attempts} of at most {dates.count(engagement.attempts_limit, 'attempt')}.",
        f"{engagement.days} of at most {dates.count(engagement.days_limit, 'day')} since allocation.",
    ]
    if engagement.reached:
        lines.append(
            "The team’s limit is reached. Decide whether the family is returned to the referrer, or go on and say why."
        )
    elif engagement.near:
        lines.append("The team’s limit is near. Think of another way to reach them, and of who could introduce you.")
    if engagement.goes_on_until:
        lines.append(f"It was decided to go on until {dates.weekday(engagement.goes_on_until)}.")
    return lines


def came(row: Attendance, names: Mapping[int, str]) -> str:
    """Somebody who was there, and how late: "Aisha Khan (20 minutes late)"."""
    name = names.get(row.person_id, row.person.name)
    return f"{name} ({dates.count(row.late_minutes, 'minute')} late)" if row.late_minutes else name
