"""Recording a session: who was there, what kind, how long, and the text of its note so far."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from django.db import transaction

from caseload.actions.notes import begin_note, write_note
from caseload.actions.outcomes import check_begun, keep_time
from caseload.enums import SEEN, STANDS, AppointmentKind, AppointmentState, AttendanceStatus, EpisodeState, Place
from caseload.models import Appointment, Attendance, Note, NoteForm, Session
from caseload.selectors.people import babies_of
from families.models import Person
from pitservice.audit.actions import record
from pitservice.db.actor import Actor
from pitservice.db.errors import Refused
from pitservice.db.locks import lock
from pitservice.db.transitions import advance


@dataclass(frozen=True, slots=True)
class Happened:
    """What took place. `late_minutes`: how late the family came; `late`: how late each adult did, by person id.

    A baby comes with whoever came first.
    """

    kind: AppointmentKind
    place: Place
    minutes: int
    late_minutes: int = 0
    interpreter_present: bool | None = None
    referrer_present: bool | None = None
    late: Mapping[int, int] = field(default_factory=dict)

    def lateness(self, present: Collection[int], babies: Collection[int]) -> dict[int, int]:
        """How late each of those present came, by person id."""
        if not self.late:
            return dict.fromkeys(present, self.late_minutes)
        adults = {pk: self.late.get(pk, 0) for pk in present if pk not in babies}
        first = min(adults.values(), default=0)
        return {pk: adults.get(pk, first) for pk in present}


def outcome_of(lateness: Mapping[int, int]) -> AppointmentState:
    """Attended; late and seen where nobody was there in time (domain.md §4.3: attendance 5 and 6)."""
    return AppointmentState.LATE_SEEN if min(lateness.values(), default=0) else AppointmentState.ATTENDED


@transaction.atomic
def record_session(
    *,
    appointment: Appointment,
    present: Collection[Person],
    happened: Happened,
    text: str | None = "",
    written_in: NoteForm | None = None,
    revision: int | None = None,
    tab: str = "",
    seen: int | None = None,
    by: Actor,
) -> Session:
    """Record that a session took place: attendance for each person, kind, minutes, place, and the note as it is.

    May be done again while the note is unsigned. Somebody invited who was not there is recorded as absent. The first
    session of an engaging family begins the assessment. `revision` and `tab` say on which draft the text was typed:
    text saved from another window since is never overwritten (P70). `text` None leaves the note as it is: a group's
    register says who came, and each family's note is written apart (P72).
    """
    appointment = lock(appointment, seen=seen)
    check_begun(appointment)
    if not present:
        raise Refused("Choose who was there.")
    if appointment.state == AppointmentState.MOVED:
        raise Refused("This appointment was moved. Record the session on the new one.")
    if Note.objects.filter(session__appointment=appointment, state__in=STANDS).exists():
        raise Refused("The note of this session is signed. Correct the outcome, or add to the note.")
    babies = {baby.pk for baby in babies_of(appointment.episode)}
    lateness = happened.lateness([person.pk for person in present], babies)
    outcome = outcome_of(lateness)
    if appointment.state != outcome:
        before = appointment.state
        advance(appointment, outcome, by=by)
        keep_time(appointment, before)
    session = _session(appointment, happened, by)
    _attendance(appointment, lateness, by)
    if text is None:
        begin_note(session=session, by=by)
    else:
        write_note(session=session, text=text, written_in=written_in, revision=revision, tab=tab, by=by)
    _engaged(appointment, by)
    people = sorted(person.pk for person in present)
    record("caseload.record_session", session, by=by, family_id=appointment.episode.family_id, people=people)
    return session


def _session(appointment: Appointment, happened: Happened, by: Actor) -> Session:
    facts = {
        "kind": happened.kind,
        "place": happened.place,
        "minutes": happened.minutes,
        "interpreter_present": happened.interpreter_present,
        "referrer_present": happened.referrer_present,
    }
    session = Session.objects.filter(appointment=appointment).first()
    if session is None:
        return Session.objects.create(
            team_id=appointment.team_id,
            episode=appointment.episode,
            appointment=appointment,
            practitioner=appointment.practitioner,
            started=appointment.starts,
            created_by=by,
            **facts,
        )
    for name, value in facts.items():
        setattr(session, name, value)
    session.save(update_fields=[*facts])
    return session


def _attendance(appointment: Appointment, lateness: Mapping[int, int], by: Actor) -> None:
    """One row for everybody who came, with how late, and for everybody invited who did not."""
    invited = set(appointment.invitations.values_list("person_id", flat=True))
    known = {row.person_id: row for row in appointment.attendances.all()}
    new: list[Attendance] = []
    for person_id in sorted(lateness.keys() | invited | known.keys()):
        minutes = lateness.get(person_id, 0)
        arrived = AttendanceStatus.LATE if minutes else AttendanceStatus.CAME
        status = arrived if person_id in lateness else AttendanceStatus.ABSENT
        row = known.get(person_id)
        if row is None:
            row = Attendance(team_id=appointment.team_id, appointment=appointment, person_id=person_id, created_by=by)
            new.append(row)
        elif (row.status, row.late_minutes) == (status, minutes):
            continue
        row.status, row.late_minutes = status, minutes
        if row.pk is not None:
            row.save()
    Attendance.objects.bulk_create(new)


def _engaged(appointment: Appointment, by: Actor) -> None:
    """A family that was seen is engaged: the assessment begins (ENG-1)."""
    episode = lock(appointment.episode)
    if episode.state == EpisodeState.ENGAGING and appointment.state in SEEN:
        advance(episode, EpisodeState.ASSESSMENT, by=by, reason="Seen for the first time.")
