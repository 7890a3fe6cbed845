"""A group's sessions: planned as a series, moved or called off one or several at once, and the register (P72)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils import timezone

from caseload.actions import telling
from caseload.actions.appointments import LONGEST, cancel
from caseload.actions.group_places import (
    booked_places,
    invited_adults,
    members_by_family,
    seat,
    shift,
    take_time,
)
from caseload.actions.outcomes import correct_outcome, record_outcome
from caseload.actions.series import Repeat, said_with_day, taken_in_words
from caseload.actions.sessions import Happened, record_session
from caseload.enums import STANDS, AppointmentKind, AppointmentState, Place, Scope
from caseload.grouping import NOT_THERE, Came, GroupSessionState
from caseload.models import Appointment, Group, GroupSession, Note, Room
from caseload.selectors.groups import facilitators, in_scope
from caseload.selectors.obstacles import days_to_pass_over
from caseload.times import MOST, days_of_series, local_day, moment_at
from families.models import Person
from pitservice.audit.actions import record
from pitservice.db.actor import Actor
from pitservice.db.errors import Refused
from pitservice.db.locks import lock
from pitservice.db.transitions import advance, begin
from pitservice.ui import dates


@dataclass(frozen=True, slots=True)
class Meets:
    """When and where a group meets."""

    starts: datetime
    minutes: int
    place: Place
    where: str = ""
    room: Room | None = None


@dataclass(frozen=True, slots=True)
class Planned:
    """Sessions as they are now, and days on which nothing was done, with why."""

    sessions: Sequence[GroupSession]
    left: Mapping[date, str] = field(default_factory=dict)

    @property
    def left_in_words(self) -> str:
        """Fri 25 December 2026 (a bank holiday)."""
        return ", ".join(f"{dates.weekday(day)} ({why})" for day, why in sorted(self.left.items()))


@dataclass(frozen=True, slots=True)
class Mark:
    """What the register says of one family's place: who of it was there, how late, or why nobody was."""

    place: Appointment
    came: Came
    people: Sequence[Person] = ()
    late: int = 0


@transaction.atomic
def plan_sessions(*, group: Group, meets: Meets, repeat: Repeat | None = None, by: Actor) -> Planned:
    """Plan a group's sessions, at the same time by the wall clock; each family in it on that day has its place.

    Days on which the team is closed or a facilitator is away are passed over, and said. A time that is taken is refused
    with its day, unless such days are to be passed over too (P72; the series of appointments does the same).
    """
    group = lock(group)
    _check(group, meets)
    days, passed = _days(group, meets, repeat)
    made: list[GroupSession] = []
    taken: dict[date, str] = {}
    at = timezone.localtime(meets.starts).time()
    for day in days:
        with said_with_day(day, taken):
            made.append(_plan_one(group, meets, moment_at(day, at), by))
    if taken and not (repeat and repeat.pass_over_taken):
        raise Refused(taken_in_words(taken, "Choose another time, or pass these days over."))
    if not made:
        raise Refused("On none of these days is there time. Choose another time.")
    record("caseload.plan_sessions", group, by=by, sessions=[one.pk for one in made])
    return Planned(made, passed | taken)


@transaction.atomic
def move_session(
    *, session: GroupSession, scope: Scope, meets: Meets, reason: str = "", seen: int | None = None, by: Actor
) -> Planned:
    """Move a session and, of its group, those after it or all to come, by as many days and to the same time and place.

    Every family's place moves along, and every adult who is invited hears of the new time by the contact rules. One
    that would fall on a closed day, or on leave, stays and is said; a taken time is refused with its day.
    """
    group = lock(session.group)
    session = lock(session, seen=seen)
    _check(group, meets)
    _check_planned(session)
    shift_by = local_day(meets.starts) - local_day(session.starts)
    chosen = [session if one == session else lock(one) for one in in_scope(session, scope)]
    new_days = {one: local_day(one.starts) + shift_by for one in chosen}
    over = _passed_over(group, min(new_days.values()), max(new_days.values()))
    left: dict[date, str] = {}
    taken: dict[date, str] = {}
    moved: list[GroupSession] = []
    at = timezone.localtime(meets.starts).time()
    for one in sorted(chosen, key=lambda row: row.starts, reverse=shift_by > timedelta(0)):
        day = new_days[one]
        if one != session and day in over:
            left[local_day(one.starts)] = f"{dates.weekday(day)}: {over[day]}"
            continue
        with said_with_day(day, taken):
            _move_one(group, one, meets, moment_at(day, at), reason, by)
            moved.append(one)
    if taken:
        raise Refused(taken_in_words(taken, "Nothing was moved. Choose another time, or move fewer."))
    record("caseload.move_session", session, by=by, scope=str(scope), sessions=[one.pk for one in moved])
    return Planned(sorted(moved, key=lambda row: row.starts), left)


@transaction.atomic
def call_off_session(
    *, session: GroupSession, scope: Scope = Scope.THIS, reason: str = "", seen: int | None = None, by: Actor
) -> Planned:
    """The group does not meet: time and room are free, each invited adult hears once, by the contact rules.

    A session that was to have been already is called off too: that it did not happen is not about who was there.
    """
    lock(session.group)
    session = lock(session, seen=seen)
    _check_planned(session)
    chosen = [session if one == session else lock(one) for one in in_scope(session, scope)]
    theirs: dict[int, list[Appointment]] = {}
    for one in chosen:
        for off in take_off(one, reason, by):
            theirs.setdefault(off.episode_id, []).append(off)
    for places in theirs.values():
        first, words = telling.in_one_word(places)
        telling.say(first, invited_adults(first), words, by)
    record("caseload.call_off_session", session, by=by, scope=str(scope), sessions=[one.pk for one in chosen])
    return Planned(chosen)


def take_off(session: GroupSession, reason: str, by: Actor) -> list[Appointment]:
    """A session is called off and its time free; gives the places cancelled with it, of which nobody is told yet."""
    advance(session, GroupSessionState.CALLED_OFF, by=by, reason=reason)
    session.slots.filter(live=True).update(live=False)
    ours = AppointmentState.CANCELLED_BY_US
    return [
        cancel(appointment=place, outcome=ours, reason=reason, tell=False, by=by) for place in booked_places(session)
    ]


@transaction.atomic
def record_register(
    *, session: GroupSession, marks: Sequence[Mark], minutes: int, seen: int | None = None, by: Actor
) -> GroupSession:
    """The group met: who of each family was there, as the outcome of that family's place (P72, design §4).

    Each family that came has a session with a note of its own to be written; one whose note is signed stays as it is.
    May be done again to put it right. A family that this colleague does not see is left to somebody who does.
    """
    session = lock(session, seen=seen)
    if session.starts > timezone.now():
        raise Refused("This session has not begun yet. Move it or call it off instead.")
    if session.state != GroupSessionState.HELD:
        before = session.state
        advance(session, GroupSessionState.HELD, by=by)
        if before == GroupSessionState.CALLED_OFF:
            take_time(session, session.group)
    for mark in sorted(marks, key=lambda one: one.place.pk):
        if mark.place.group_session_id != session.pk:
            raise Refused("This place is of another session. Look at the register again.")
        if mark.came == Came.CAME:
            _came(mark, minutes, by)
        else:
            _did_not_come(mark.place, NOT_THERE[mark.came], by)
    record("caseload.record_register", session, by=by, places=[mark.place.pk for mark in marks])
    return session


def _came(mark: Mark, minutes: int, by: Actor) -> None:
    if Note.objects.filter(session__appointment=mark.place, state__in=STANDS).exists():
        return
    happened = Happened(AppointmentKind.GROUP, Place(mark.place.place), minutes, mark.late)
    record_session(appointment=mark.place, present=mark.people, happened=happened, text=None, by=by)


def _did_not_come(place: Appointment, outcome: AppointmentState, by: Actor) -> None:
    if place.state == outcome:
        return
    if place.state != AppointmentState.BOOKED:
        correct_outcome(appointment=place, outcome=outcome, reason="The register was put right.", by=by)
    elif outcome == AppointmentState.CANCELLED_BY_FAMILY:
        cancel(appointment=place, outcome=outcome, tell=False, by=by)
    else:
        record_outcome(appointment=place, outcome=outcome, by=by)


def _check(group: Group, meets: Meets) -> None:
    if group.ended_on is not None:
        raise Refused("This group has ended.")
    if not timedelta(0) < timedelta(minutes=meets.minutes) <= LONGEST:
        raise Refused("A session must take between 1 minute and 8 hours.")
    if meets.room is not None and meets.room.team_id != group.team_id:
        raise Refused("This room belongs to another team. Choose one of yours.")


def _check_planned(session: GroupSession) -> None:
    if session.state != GroupSessionState.PLANNED:
        raise Refused("This session took place or was called off already.")


def _passed_over(group: Group, first: date, last: date) -> dict[date, str]:
    found: dict[date, str] = {}
    for user in reversed(facilitators(group)):
        found |= days_to_pass_over(group.team, user, first, last)
    return found


def _days(group: Group, meets: Meets, repeat: Repeat | None) -> tuple[list[date], dict[date, str]]:
    first = local_day(meets.starts)
    if repeat is None:
        return [first], {}
    furthest = repeat.last or first + timedelta(weeks=repeat.weeks * MOST * 2)
    over = _passed_over(group, first, max(first, furthest))
    days, passed = days_of_series(first, repeat.weeks, times=repeat.times, last=repeat.last, passed_over=over)
    if repeat.last is not None and len(days) == MOST and days[-1] + timedelta(weeks=repeat.weeks) <= repeat.last:
        raise Refused(f"At most {MOST} sessions are planned at once. Choose an earlier last day.")
    return days, {day: over[day] for day in passed}


def _plan_one(group: Group, meets: Meets, starts: datetime, by: Actor) -> GroupSession:
    session = GroupSession(team_id=group.team_id, group=group, created_by=by)
    _put(session, meets, starts)
    begin(session, by=by)
    take_time(session, group)
    for member in sorted(members_by_family(session).values(), key=lambda row: row.pk):
        seat(session, member, by)
    return session


def _move_one(group: Group, session: GroupSession, meets: Meets, starts: datetime, reason: str, by: Actor) -> None:
    """Its places move along; membership on the new day decides who has one."""
    places = {place.episode.family_id: place for place in booked_places(session)}
    session.slots.filter(live=True).update(live=False)
    _put(session, meets, starts)
    take_time(session, group)
    for member in sorted(members_by_family(session).values(), key=lambda row: row.pk):
        place = places.pop(member.family_id, None)
        if place is None:
            seat(session, member, by)
        else:
            shift(place, session, member, by, reason=reason)
    for place in places.values():
        cancel(appointment=place, outcome=AppointmentState.CANCELLED_BY_US, reason=reason, by=by)


def _put(session: GroupSession, meets: Meets, starts: datetime) -> None:
    session.starts, session.ends = starts, starts + timedelta(minutes=meets.minutes)
    session.place, session.where, session.room = meets.place, meets.where, meets.room
    session.save()
