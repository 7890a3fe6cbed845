"""A day to clear, and one that was: whom to call, text or post, what is released, what comes next (P69)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.urls import reverse

from caseload.enums import AppointmentState
from caseload.models import Cleared, ClearedSession, ClinicSlot, GroupSession
from caseload.presenters import clinic, words
from caseload.presenters.groups import session_href, session_tag
from families.contact import Addressee
from families.enums import Channel
from pitservice.messaging.enums import MessageState
from pitservice.messaging.models import Message
from pitservice.messaging.presenters import STATE_TAGS
from pitservice.ui import dates
from pitservice.ui.components import Cell, Column, Empty, Link, Section, Table, Tag, Words

PLAN = (
    Column("Time"),
    Column("Family"),
    Column("Where"),
    Column("How each adult is told"),
    Column("Room and interpreter"),
)
GROUPS = (Column("Time"), Column("Group"), Column("Family"), Column("How each adult is told"))
DONE_GROUPS = (Column("Time"), Column("Group"), Column("What became of it"))
DONE = (Column("Time"), Column("Family"), Column("What became of it"), Column("Told"), Column("Still to do"))
AGAIN = (Column("Family"), Column("Was to be seen"), Column("By"), Column("Next"))
SLOTS = "Free slots of the assessment clinic"
WITHDRAWN = Tag("Withdrawn")
#: States in which a person has to tell them.
_BY_PERSON = (MessageState.HELD, MessageState.FAILED, MessageState.BY_HAND)


def plan(booked: Sequence[Any], ways: Mapping[int, Sequence[Addressee]]) -> Section:
    """The day as it is booked, with how each adult would be told."""
    rows = [
        [
            Cell(words.hours(one), reverse("caseload:appointment", args=[one.key]), hidden=one.episode.family.title),
            Cell(one.episode.family.title),
            Cell(words.where(one)),
            Cell(told_how(ways[one.pk])),
            Cell(released(one)),
        ]
        for one in booked
    ]
    return Section("Appointments of the day", [Table("Appointments of the day", PLAN, rows)])


def groups(
    sessions: Sequence[GroupSession], places: Mapping[int, Sequence[Any]], ways: Mapping[int, Sequence[Addressee]]
) -> Section:
    """Group sessions of the day: a row for each family that the viewer may see, with how its adults would be told."""
    rows: list[list[Cell]] = []
    for session in sessions:
        group = [
            Cell(words.hours(session), session_href(session), hidden=session.group.name),
            Cell(session.group.name),
        ]
        seen = places.get(session.pk, [])
        rows += [[*group, Cell(one.episode.family.title), Cell(told_how(ways[one.pk]))] for one in seen]
        if not seen:
            rows.append([*group, Cell("None that you may see"), Cell()])
    about = "A group that is called off is called off for every family in it, also those that you may not see."
    return Section("Groups of the day", [Words([about]), Table("Groups of the day", GROUPS, rows)])


def free_slots(slots: Sequence[ClinicSlot]) -> Section:
    """What is free of the assessment clinic that day, before it is withdrawn: no family has it."""
    about = "They are withdrawn: nobody is given one, and no family has to be told."
    rows = [[Cell(clinic.hours(slot)), Cell(slot.venue)] for slot in slots]
    return Section(SLOTS, [Words([about]), Table(SLOTS, (Column("Time"), Column("Where")), rows)])


def withdrawn_slots(slots: Sequence[ClinicSlot], *, undone: bool) -> Section:
    """What was withdrawn with the day; once that is undone, only what stays withdrawn."""
    about = (
        "Their time has come or is taken, so they stay withdrawn."
        if undone
        else "They cannot be given to a family any more."
    )
    rows = [[Cell(clinic.hours(slot)), Cell(slot.venue), Cell(tags=[WITHDRAWN])] for slot in slots]
    return Section(SLOTS, [Words([about]), Table(SLOTS, (Column("Time"), Column("Where"), Column("State")), rows)])


def slots_back(number: int, away: int) -> str:
    """What became of the slots with the undo; nothing where there were none."""
    back = f" {dates.count(number, 'slot')} of the assessment clinic can be given again." if number else ""
    stays = f" {dates.count(away, 'slot')} cannot: the time has come or is taken." if away else ""
    return back + stays


def told_how(ways: Sequence[Addressee]) -> str:
    """How the adults of one appointment are told."""
    return ". ".join(way(to) for to in ways) or "No adult is invited who may be told"


def way(to: Addressee) -> str:
    """How one adult is told by the contact rules: "Aisha Khan: by text"."""
    if not to.allowed:
        return f"{to.name}: ask a person first ({to.why.rstrip('.')})"
    said = {
        Channel.TEXT: f"by text to {to.value}",
        Channel.CALL: f"ring {to.value}",
        Channel.LETTER: "only by post, which is too late for today",
    }
    return f"{to.name}: {said[to.channel]}"


def released(appointment: Any) -> str:
    """Interpreter and room."""
    parts = [f"Interpreter ({appointment.interpreter})"] if appointment.interpreter else []
    parts += [appointment.room.name] if appointment.room else []
    return ", ".join(parts)


def done(row: Cleared, texts: Sequence[Message], *, undone: bool) -> list[Cell]:
    """What became of one appointment."""
    one, family = row.appointment, row.appointment.episode.family
    if row.taken_over:
        href = reverse("caseload:appointment", args=[row.taken_over.key])
        became = Cell(f"{row.taken_over.practitioner.name} takes it over", href)
    else:
        became = Cell(tags=[words.appointment_tag(one)])
    told = Cell(". ".join(_told(text) for text in texts)) if texts else Cell()
    return [
        Cell(words.hours(one), reverse("caseload:appointment", args=[one.key]), hidden=f"with {family.title}"),
        Cell(family.title, hint=one.group_session.group.name if one.group_session else ""),
        became,
        told,
        Cell(links=() if undone else _to_do(row, texts), hint="" if undone or row.taken_over else _interpreter(one)),
    ]


def done_group(row: ClearedSession) -> list[Cell]:
    """What became of one group session."""
    session = row.session
    became = Cell(f"{row.stand_in.name} facilitates instead") if row.stand_in else Cell(tags=[session_tag(session)])
    return [
        Cell(words.hours(session), session_href(session), hidden=session.group.name),
        Cell(session.group.name),
        became,
    ]


def _told(text: Message) -> str:
    goes = f", goes at {dates.clock(text.not_before)}" if text.state == MessageState.QUEUED else ""
    return f"{text.recipient_name}: {STATE_TAGS[text.state].text.lower()}{goes}"


def _to_do(row: Cleared, texts: Sequence[Message]) -> list[Link]:
    title = row.appointment.episode.family.title
    links = [
        Link("Tell by other means", reverse("messaging:message", args=[text.key]), hidden=text.recipient_name)
        for text in texts
        if text.state in _BY_PERSON
    ]
    alone = row.taken_over is None and row.appointment.group_session_id is None
    if alone and row.appointment.state == AppointmentState.CANCELLED_BY_US:
        links.append(Link("Book again", book_again_href(row), hidden=f"with {title}"))
    return links


def book_again_href(row: Cleared) -> str:
    """Booking, filled in as it was, a week later."""
    return f"{reverse('caseload:book', args=[row.appointment.episode.key])}?after={row.appointment.key}"


def _interpreter(appointment: Any) -> str:
    return f"Cancel the interpreter: {appointment.interpreter}" if appointment.interpreter else ""


def again_row(row: Cleared) -> list[Cell]:
    """One family to be booked again."""
    family = row.appointment.episode.family
    return [
        Cell(family.title, reverse("caseload:episode", args=[row.appointment.episode.key])),
        Cell(dates.moment(row.appointment.starts)),
        Cell(row.clearing.user.name),
        Cell(links=[Link("Book again", book_again_href(row), hidden=f"with {family.title}")]),
    ]


def nothing(name: str, day: str) -> Empty:
    """A day on which nothing is ahead."""
    return Empty(f"Nothing that you may see is booked with {name} on {day} from now on.")
