"""How an appointment reads: on its page, in a diary, in a list."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils import timezone

from caseload.enums import CANCELLED, SEEN, STANDS, AppointmentState, AttendanceStatus, NoteState
from caseload.models import Appointment, AppointmentMove
from caseload.presenters import series, words
from caseload.selectors.series import Earlier
from caseload.times import weeks_later
from pitservice.db.errors import Refused
from pitservice.ui import dates
from pitservice.ui.components import Button, Callout, Cell, Colour, Column, Fact, FactList, Link, Section, Table, Tag

#: How many times for the next appointment the session page offers.
NEXT_OFFERED = 2


def href(appointment: Appointment) -> str:
    """Its page."""
    return reverse("caseload:appointment", args=[appointment.key])


def facts(appointment: Appointment, names: Mapping[int, str], earlier: Sequence[Earlier] = ()) -> FactList:
    """Everything about an appointment, with every time it had before; `names` are the family's people by id."""
    found = [
        Fact("When", words.when(appointment), tags=[words.appointment_tag(appointment)]),
        Fact("What for", appointment.get_kind_display()),
        Fact("Where", words.where(appointment)),
        Fact("Practitioner", appointment.practitioner.name),
        Fact("Invited", [names.get(one.person_id, one.person.name) for one in appointment.invitations.all()]),
    ]
    if appointment.group_session is not None:
        to = Link("The group’s session", reverse("caseload:group_session", args=[appointment.group_session.key]))
        found.append(Fact("Group", appointment.group_session.group.name, links=[to]))
    found += series.earlier(earlier)
    moved_to = getattr(appointment, "moved_to", None)
    if moved_to is not None:
        found.append(Fact("Moved to", dates.moment(moved_to.starts), links=[Link("New time", href(moved_to))]))
    return FactList(found)


def session_facts(appointment: Appointment, names: Mapping[int, str], *, reads: bool, user_id: int) -> Section | None:
    """The session that was recorded, who was there, and its note as far as this viewer may read it."""
    session = words.session_of(appointment)
    if session is None:
        return None
    there = [row for row in appointment.attendances.all() if row.status != AttendanceStatus.ABSENT]
    absent = [row for row in appointment.attendances.all() if row.status == AttendanceStatus.ABSENT]
    found = [
        Fact("Kind", session.get_kind_display()),
        Fact("Minutes", f"{session.minutes}"),
        Fact("Place", session.get_place_display()),
        Fact("Was there", [words.came(row, names) for row in there]),
    ]
    if absent:
        found.append(Fact("Was not there", [names.get(row.person_id, row.person.name) for row in absent]))
    if session.interpreter_present is not None:
        found.append(Fact("Interpreter", "Was there" if session.interpreter_present else "Was not there"))
    if session.referrer_present is not None:
        found.append(Fact("Referrer", "Was there" if session.referrer_present else "Was not there"))
    note = words.note_of(appointment)
    if note is not None:
        link = Link("Read the note", reverse("caseload:note", args=[note.key]))
        mine = reads and (note.state in STANDS or note.author_id == user_id)
        found.append(Fact("Note", tags=[words.note_tag(note)], links=[link] if mine else []))
    heading = "Session" if words.is_seen(appointment) else "Session recorded before the outcome was corrected"
    return Section(heading, [FactList(found)])


def thought(family_key: str, *, may_raise: bool) -> list[object]:
    """What to think of when a baby was not brought, or the family calls off again: of the baby, not of a strike."""
    lines = [
        "A baby does not miss an appointment: it is not brought. Who has seen the baby since, and what may it mean?",
        "Nothing is counted here. Write what you think with what happened, and talk it over where you are not sure.",
    ]
    href = reverse("families:add_concern", args=[family_key])
    raise_ = [Link("Raise a concern", href)] if may_raise else []
    return [Callout("Think of the baby", lines), *raise_]


def next_times(appointment: Appointment, now: datetime) -> list[tuple[str, str]]:
    """Weeks after this appointment, and the next two moments that are still to come, in words."""
    found: list[tuple[str, str]] = []
    weeks = max((now - appointment.starts).days // 7, 0)
    while len(found) < NEXT_OFFERED:
        weeks += 1
        with suppress(Refused):  # the clocks skip that time on that day
            starts = weeks_later(appointment.starts, weeks)
            if starts > now:
                found.append((str(weeks), dates.moment(starts)))
    return found


def history(moves: Sequence[AppointmentMove], names: Mapping[int, str]) -> Section:
    """Every change of its state, corrections included; `names` are colleagues by id."""
    rows = [
        [
            Cell(dates.moment(move.at)),
            Cell(AppointmentState(move.to_state).label, hint=move.reason.text if move.reason else ""),
            Cell(names.get(move.by.user_id or 0, "") or move.by.name),
        ]
        for move in moves
    ]
    columns = [Column("When"), Column("Became"), Column("By")]
    return Section("What happened to it", [Table("Changes of this appointment", columns, rows)])


def buttons(appointment: Appointment, *, may_book: bool, may_record: bool) -> list[Button]:
    """What can be done with it now."""
    key = [appointment.key]
    begun = appointment.starts <= timezone.now()
    note = words.note_of(appointment)
    signed = note is not None and note.state in STANDS
    found: list[Button] = []
    if may_record and begun and not signed and appointment.state != AppointmentState.MOVED:
        text = "Go on with the note" if appointment.state in SEEN else "Record what happened"
        found.append(Button(text, reverse("caseload:session", args=key)))
    if may_book and appointment.state == AppointmentState.BOOKED:
        if appointment.group_session_id is None:
            found.append(Button("Move", reverse("caseload:move", args=key), secondary=True))
        found.append(Button("Cancel it", reverse("caseload:cancel", args=key), secondary=True))
    if may_record and appointment.state not in (AppointmentState.BOOKED, AppointmentState.MOVED):
        found.append(Button("Correct the outcome", reverse("caseload:correct", args=key), secondary=True))
    return found


COLUMNS = (Column("Time"), Column("Family"), Column("What for"), Column("Where"), Column("State"), Column("Next step"))


def diary_row(appointment: Any, *, may_record: bool, with_day: bool, ask: str = "") -> list[Cell]:
    """One appointment of a diary (`selectors.diary.for_rows`), with the one thing to do next.

    `ask`: whom to speak to before a visit to a family in which a loss stands (P22).
    """
    ahead = appointment.state == AppointmentState.BOOKED and appointment.ends > timezone.now()
    time = words.when(appointment) if with_day else words.hours(appointment)
    needs = "Interpreter booked" if appointment.interpreter else ""
    tags = [words.appointment_tag(appointment)]
    note = words.note_of(appointment)
    if note is not None and words.is_seen(appointment):
        tags.append(words.note_tag(note))
    title = appointment.episode.family.title
    return [
        Cell(time, href(appointment), hidden=f"with {title}"),
        Cell(title, tags=[Tag(words.speak_to(ask), Colour.YELLOW)] if ahead and appointment.speak_first else []),
        Cell(appointment.get_kind_display(), hint=needs),
        Cell(words.where(appointment)),
        Cell(tags=tags),
        Cell(links=_next(appointment, title) if may_record else []),
    ]


def _next(appointment: Appointment, title: str) -> list[Link]:
    key = [appointment.key]
    if appointment.starts > timezone.now() or appointment.state in CANCELLED:
        return []
    note = words.note_of(appointment)
    if appointment.state == AppointmentState.BOOKED:
        return [Link("Start", reverse("caseload:session", args=key), hidden=f"the session with {title}")]
    if note is not None and note.state == NoteState.DRAFT and words.is_seen(appointment):
        return [Link("Write and sign", reverse("caseload:session", args=key), hidden=f"the note about {title}")]
    return []
