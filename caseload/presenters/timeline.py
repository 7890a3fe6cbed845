"""The family's timeline: appointments, sessions, notes, attempts, endings, follow-ups. Notes by their title alone."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from caseload.enums import STANDS, AppointmentState, AttendanceStatus, EpisodeState
from caseload.models import Appointment, Attendance
from caseload.presenters import appointment as appointments
from caseload.presenters import episode as episodes
from caseload.presenters import note as notes
from caseload.presenters import words
from caseload.selectors.episode import Work
from caseload.times import day_bounds, local_day
from families.registry import DatedEntry
from pitservice.ui import dates
from pitservice.ui.components import Entry
from pitservice.ui.words import inside

KIND = "Work"


def entries(works: Iterable[Work], names: Mapping[int, str], *, reads: bool) -> list[DatedEntry]:
    """Everything of a family's pieces of work; `reads`: whether a signed note may be linked."""
    found: list[DatedEntry] = []
    for work in works:
        found += _of_work(work, reads=reads)
        found += [_appointment(one, names) for one in work.appointments]
        for one in work.appointments:
            found += _note(one, reads=reads)
        found += [
            DatedEntry(
                attempt.made,
                Entry(
                    dates.moment(attempt.made),
                    f"Tried to reach {names.get(attempt.person_id, attempt.person.name)}: "
                    f"{inside(attempt.get_channel_display())}, {inside(attempt.get_outcome_display())}",
                    lines=[attempt.note] if attempt.note else [],
                    kind="Contact",
                ),
                attempt,
            )
            for attempt in work.attempts
        ]
    return found


def _of_work(work: Work, *, reads: bool) -> list[DatedEntry]:
    found = []
    for move in work.moves:
        ended = f"Work ended: {inside(work.episode.get_end_reason_display())}"
        begun = f"{EpisodeState(move.to_state).label} begun"
        title = {EpisodeState.ENGAGING: "Work opened", EpisodeState.CLOSED: ended}.get(
            EpisodeState(move.to_state), begun
        )
        entry = Entry(dates.moment(move.at), title, episodes.href(work.episode), kind=KIND)
        found.append(DatedEntry(move.at, entry))
    if work.record is not None and work.record.state in STANDS and work.record.signed_at is not None:
        to = notes.href(work.record) if reads else ""
        entry = Entry(dates.moment(work.record.signed_at), "Assessment record signed", to, kind="Note")
        found.append(DatedEntry(work.record.signed_at, entry))
    for agreed in work.agreements:
        entry = Entry(dates.weekday(agreed.agreed_on), "Work agreed", episodes.href(work.episode), kind=KIND)
        found.append(DatedEntry(day_bounds(agreed.agreed_on)[0], entry))
    for row in work.follow_ups:
        if row.done_on is not None:
            entry = Entry(dates.weekday(row.done_on), f"Follow-up: {inside(row.get_state_display())}", kind=KIND)
            found.append(DatedEntry(day_bounds(row.done_on)[0], entry))
    return found


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
