"""How a group reads: in the list, on its pages, in diaries, on a family's page; never one family to another (P72)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils import timezone

from caseload.actions import Planned
from caseload.enums import SEEN, AttendanceStatus, NoteState, Scope
from caseload.grouping import GROUP_SESSION_COLOURS, GroupSessionState
from caseload.models import Group, GroupFamily, GroupSession
from caseload.presenters import appointment as appointments
from caseload.presenters import words
from caseload.selectors.groups import Register, facilitators, hours_of
from pitservice.accounts.models import User
from pitservice.ui import dates
from pitservice.ui.components import Button, Cell, Colour, Column, Empty, Fact, FactList, Link, Section, Table, Tag
from pitservice.ui.worklist import Item

LIST_COLUMNS = (Column("Group"), Column("Who facilitates"), Column("Next"), Column("Families", numeric=True))
REGISTER_COLUMNS = (Column("Family"), Column("Who is expected or came"), Column("State"), Column("Next step"))


def href(group: Group) -> str:
    """Its page."""
    return reverse("caseload:group", args=[group.key])


def session_href(session: GroupSession) -> str:
    """The page of one session."""
    return reverse("caseload:group_session", args=[session.key])


def list_row(group: Any, *, with_team: bool) -> list[Cell]:
    """One group of the list, with `next_at` and `families_now`."""
    next_at = dates.moment(group.next_at) if group.next_at else "Nothing planned"
    return [
        Cell(group.name, href(group), hint=group.team.name if with_team else "", tags=tags(group)),
        Cell(", ".join(user.name for user in facilitators(group))),
        Cell(dates.day(group.ended_on) if group.ended_on else next_at),
        Cell(f"{group.families_now} of {group.size}", numeric=True),
    ]


def tags(group: Group) -> list[Tag]:
    """That it keeps in touch; that it has ended."""
    found = [Tag("Keeps in touch", Colour.BLUE)] if group.keeps_touch else []
    return [*found, Tag("Ended")] if group.ended_on else found


def facts(group: Group, now: int) -> FactList:
    """What it is; `now` families are in it."""
    minutes = f"{dates.count(group.before, 'minute')} before, {dates.count(group.after, 'minute')} after"
    takes = "Families whose work is open"
    return FactList(
        [
            Fact("Who facilitates", [user.name for user in facilitators(group)]),
            Fact("Intervention", group.intervention.name if group.intervention else "", empty="None of the list"),
            Fact("Where", where(group)),
            Fact("Families", f"{now} of {dates.count(group.size, 'place')}", tags=tags(group)),
            Fact("Takes", f"{takes} or closed: nothing is reopened" if group.keeps_touch else takes),
            Fact("Time for each facilitator", [minutes, "besides the session itself"]),
            *([Fact("Ended", dates.weekday(group.ended_on))] if group.ended_on else []),
        ]
    )


def session_facts(session: GroupSession, leads: Sequence[User], reason: str) -> FactList:
    """When and where, what it costs each facilitator."""
    return FactList(
        [
            Fact("When", when(session), tags=[session_tag(session)]),
            Fact("Group", session.group.name, links=[Link("The group", href(session.group))]),
            Fact("Where", where(session)),
            Fact("Who facilitates", [user.name for user in leads], empty="Nobody: it is called off"),
            Fact(
                "Time for each facilitator", f"{hours_of(session).normalize():f} hours, with preparing and following up"
            ),
            *([Fact("Why", reason)] if reason else []),
        ]
    )


def where(at: Group | GroupSession) -> str:
    """Clinic room, Blue room; Community place, the library."""
    room = at.room.name if at.room else ""
    return ", ".join(part for part in (at.get_place_display(), room, at.where) if part)


def when(session: GroupSession) -> str:
    """Tue 24 November 2026 at 10am to 12 noon."""
    return f"{dates.moment(session.starts)} to {dates.clock(session.ends)}"


def session_tag(session: GroupSession) -> Tag:
    """Whether it met; one that is over without a register is late."""
    if session.state == GroupSessionState.PLANNED and session.ends < timezone.now():
        return Tag("Register not filled in", Colour.RED)
    return Tag(session.get_state_display(), GROUP_SESSION_COLOURS[session.state])


def sessions_section(rows: Sequence[GroupSession]) -> Section:
    """Its sessions, the latest first."""
    if not rows:
        return Section("Sessions", [Empty("No session is planned yet.")])
    cells = [[Cell(when(one), session_href(one)), Cell(where(one)), Cell(tags=[session_tag(one)])] for one in rows]
    table = Table("Sessions, the latest first", (Column("When"), Column("Where"), Column("State")), cells)
    return Section("Sessions", [table])


def families_section(members: Sequence[GroupFamily], today: date, *, may_book: bool) -> Section:
    """Families that are or were in it, with those of each who come."""
    if not members:
        return Section("Families", [Empty("No family is in it yet. Families are added from the page of their work.")])
    rows = [_family(member, today, may_book=may_book) for member in members]
    columns = (Column("Family"), Column("Who comes"), Column("From"), Column("Until"), Column("Next step"))
    return Section("Families", [Table("Families in the group", columns, rows)])


def _family(member: GroupFamily, today: date, *, may_book: bool) -> list[Cell]:
    title = member.family.title
    leave = Link("Leave the group", reverse("caseload:leave_group", args=[member.key]), hidden=f"with {title}")
    here = member.ends_on is None
    gone = member.ends_on is not None and member.ends_on < today
    return [
        Cell(title, reverse("caseload:family", args=[member.family.key]), tags=[Tag("Has left")] if gone else []),
        Cell(", ".join(str(person) for person in member.people.all())),
        Cell(dates.day(member.starts_on)),
        Cell(dates.day(member.ends_on) if member.ends_on else ""),
        Cell(links=[leave] if here and may_book else []),
    ]


def register_section(register: Register, names: Mapping[int, str], *, may_record: bool) -> Section:
    """Each family that was in the group on the day, with its place."""
    if not register.rows:
        return Section("Register", [Empty("No family was in the group on this day.")])
    rows = [_place(member, place, names, may_record=may_record) for member, place in register.rows]
    return Section("Register", [Table("Families on this day", REGISTER_COLUMNS, rows)])


def _place(member: GroupFamily, place: Any, names: Mapping[int, str], *, may_record: bool) -> list[Cell]:
    title = member.family.title
    if place is None:
        return [Cell(title), Cell("No place is kept"), Cell(), Cell()]
    note = words.note_of(place)
    seen = place.state in SEEN
    who = [row.person for row in place.attendances.all() if row.status != AttendanceStatus.ABSENT] if seen else []
    people = who or [row.person for row in place.invitations.all()]
    found = [words.appointment_tag(place)]
    if note is not None and seen:
        found.append(words.note_tag(note))
    steps = []
    if may_record and seen and note is not None and note.state == NoteState.DRAFT:
        steps.append(Link("Write the note", reverse("caseload:session", args=[place.key]), hidden=f"about {title}"))
    return [
        Cell(title, appointments.href(place)),
        Cell(", ".join(names.get(person.pk, str(person)) for person in people)),
        Cell(tags=found),
        Cell(links=steps),
    ]


def group_buttons(group: Group, *, may_book: bool) -> list[Button]:
    """What can be done with a group."""
    if not may_book or group.ended_on is not None:
        return []
    key = [group.key]
    return [
        Button("Plan sessions", reverse("caseload:plan_group", args=key)),
        Button("Add a family", reverse("caseload:group_candidates", args=key)),
        Button("Change the group", reverse("caseload:change_group", args=key), secondary=True),
        Button("End the group", reverse("caseload:end_group", args=key), secondary=True),
    ]


def session_buttons(session: GroupSession, *, may_book: bool, may_record: bool) -> list[Button]:
    """What can be done with a session now."""
    key, begun = [session.key], session.starts <= timezone.now()
    planned = session.state == GroupSessionState.PLANNED
    found = []
    if may_record and begun:
        text = "Fill in the register" if planned else "Put the register right"
        found.append(Button(text, reverse("caseload:register", args=key), secondary=not planned))
    if may_book and planned and not begun:
        found.append(Button("Move", reverse("caseload:move_group_session", args=key), secondary=True))
        found.append(Button("Call it off", reverse("caseload:call_off_group_session", args=key), secondary=True))
    return found


def diary_row(session: GroupSession, *, may_record: bool, with_day: bool) -> list[Cell]:
    """A group session among appointments (`appointments.COLUMNS`): no family is named."""
    time = when(session) if with_day else f"{dates.clock(session.starts)} to {dates.clock(session.ends)}"
    to_fill = may_record and session.state == GroupSessionState.PLANNED and session.starts <= timezone.now()
    fill = Link("Fill in the register", reverse("caseload:register", args=[session.key]), hidden=session.group.name)
    return [
        Cell(time, session_href(session), hidden=f"with the group {session.group.name}"),
        Cell(session.group.name),
        Cell("Group"),
        Cell(where(session)),
        Cell(tags=[session_tag(session)]),
        Cell(links=[fill] if to_fill else []),
    ]


def scopes(session: GroupSession, others: Sequence[GroupSession]) -> list[tuple[str, str]]:
    """How many sessions can be changed with it; nothing where no other is planned."""
    ahead = [one for one in others if one.pk != session.pk]
    later = [one for one in ahead if one.starts > session.starts]
    found = [(Scope.THIS.value, str(Scope.THIS.label))]
    if later:
        found.append((Scope.LATER.value, f"{Scope.LATER.label} ({len(later) + 1} in all)"))
    if len(ahead) > len(later):
        found.append((Scope.ALL.value, f"{Scope.ALL.label} ({len(ahead) + 1} in all)"))
    return found if ahead else []


def planned_words(done: Planned) -> str:
    """6 sessions are planned, passing over Fri 25 December 2026 (a bank holiday)."""
    number = len(done.sessions)
    said = f"{dates.count(number, 'session')} {'is' if number == 1 else 'are'} planned"
    return f"{said}. Passed over: {done.left_in_words}." if done.left else f"{said}."


def moved_words(done: Planned) -> str:
    """2 sessions are moved. Left as they were: ..."""
    number = len(done.sessions)
    said = f"{dates.count(number, 'session')} {'is' if number == 1 else 'are'} moved. Each invited adult is told."
    return f"{said} Left as they were: {'; '.join(done.left.values())}." if done.left else said


def family_section(members: Sequence[GroupFamily]) -> Section | None:
    """The groups a family is or was in, on the page of its work."""
    if not members:
        return None
    rows = [
        [
            Cell(member.group.name, href(member.group)),
            Cell(dates.day(member.starts_on)),
            Cell(dates.day(member.ends_on) if member.ends_on else ""),
        ]
        for member in members
    ]
    columns = (Column("Group"), Column("From"), Column("Until"))
    return Section("Groups", [Table("Groups of this family", columns, rows)])


def waiting(session: Any, _user: User, _today: date) -> Item:
    """A register that nobody has filled in, or that lacks a family."""
    link = Link("Fill in", reverse("caseload:register", args=[session.key]), hidden=f"the register of {session.group}")
    return Item(
        what="Register not filled in",
        whose=session.group.name,
        action=link,
        mine=session.is_mine,
        due=timezone.localdate(session.starts),
        tag=Tag(dates.moment(session.starts), Colour.YELLOW),
    )
