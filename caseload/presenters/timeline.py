"""The family's timeline: appointments, sessions, notes, attempts, endings, follow-ups. Notes by their title alone."""

from __future__ import annotations

from collections.abc import Mapping

from caseload.enums import STANDS, AppointmentState, AttendanceStatus, EpisodeState
from caseload.models import Appointment, Attendance, ContactAttempt, EpisodeMove, FollowUp, Note, WorkAgreement
from caseload.presenters import appointment as appointments
from caseload.presenters import episode as episodes
from caseload.presenters import note as notes
from caseload.presenters import words
from caseload.times import day_bounds, local_day
from families.registry import DatedEntry
from pitservice.ui import dates
from pitservice.ui.components import Entry
from pitservice.ui.words import inside

KIND = "Work"


def move(one: EpisodeMove) -> DatedEntry:
    """What became of a piece of work; expects `subject`."""
    ended = f"Work ended: {inside(one.subject.get_end_reason_display())}"
    begun = f"{EpisodeState(one.to_state).label} begun"
    title = {EpisodeState.ENGAGING: "Work opened", EpisodeState.CLOSED: ended}.get(EpisodeState(one.to_state), begun)
    return DatedEntry(one.at, Entry(dates.moment(one.at), title, episodes.href(one.subject), kind=KIND))


def attempt(row: ContactAttempt, names: Mapping[int, str]) -> DatedEntry:
    """Somebody tried to reach them; expects `person`."""
    how = f"{inside(row.get_channel_display())}, {inside(row.get_outcome_display())}"
    title = f"Tried to reach {names.get(row.person_id, row.person.name)}: {how}"
    lines = [row.note] if row.note else []
    return DatedEntry(row.made, Entry(dates.moment(row.made), title, lines=lines, kind="Contact"), row)


def record(note: Note, *, reads: bool) -> list[DatedEntry]:
    """The assessment record, once it is signed; `reads`: whether it may be linked."""
    if note.state not in STANDS or note.signed_at is None:
        return []
    to = notes.href(note) if reads else ""
    return [
        DatedEntry(note.signed_at, Entry(dates.moment(note.signed_at), "Assessment record signed", to, kind="Note"))
    ]


def agreed(row: WorkAgreement) -> DatedEntry:
    """What was agreed with the family; expects `episode`."""
    entry = Entry(dates.weekday(row.agreed_on), "Work agreed", episodes.href(row.episode), kind=KIND)
    return DatedEntry(day_bounds(row.agreed_on)[0], entry)


def follow_up(row: FollowUp) -> list[DatedEntry]:
    """A follow-up, once something came of it."""
    if row.done_on is None:
        return []
    entry = Entry(dates.weekday(row.done_on), f"Follow-up: {inside(row.get_state_display())}", kind=KIND)
    return [DatedEntry(day_bounds(row.done_on)[0], entry)]


def appointment(one: Appointment, names: Mapping[int, str], *, reads: bool) -> list[DatedEntry]:
    """An appointment, and the signed note of its session by its title; expects its session, group and attendances."""
    return [_appointment(one, names), *_note(one, reads=reads)]


def _appointment(one: Appointment, names: Mapping[int, str]) -> DatedEntry:
    session = words.session_of(one)
    what = session.get_kind_display() if session else one.get_kind_display()
    title = f"{what}, {inside(one.get_place_display())}"
    if one.group_session is not None:
        title = f"{one.group_session.group.name}: {inside(what)}, {inside(one.get_place_display())}"
    lines = _who(list(one.attendances.all()), names) if session else []
    if session and session.interpreter_present is False:
        lines = [*lines, "The interpreter was not there."]
    if session and session.referrer_present:
        lines = [*lines, "The referrer was there."]
    entry = Entry(
        words.when(one),
        title,
        appointments.href(one),
        lines=lines,
        tags=[words.appointment_tag(one)],
        kind=KIND,
        struck=one.state == AppointmentState.MOVED,
    )
    return DatedEntry(one.starts, entry, session)


def _who(rows: list[Attendance], names: Mapping[int, str]) -> list[str]:
    there = [words.came(row, names) for row in rows if row.status != AttendanceStatus.ABSENT]
    absent = [names.get(row.person_id, row.person.name) for row in rows if row.status == AttendanceStatus.ABSENT]
    lines = [f"There: {', '.join(there)}."] if there else []
    return [*lines, f"Not there: {', '.join(absent)}."] if absent else lines


def _note(one: Appointment, *, reads: bool) -> list[DatedEntry]:
    note = words.note_of(one)
    if note is None or note.state not in STANDS or note.signed_at is None:
        return []
    title = f"Note signed of the session on {dates.weekday(local_day(one.starts))}"
    entry = Entry(dates.moment(note.signed_at), title, notes.href(note) if reads else "", kind="Note")
    return [DatedEntry(note.signed_at, entry)]
