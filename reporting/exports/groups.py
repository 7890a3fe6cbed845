"""Group sessions as the national table asks for them: when, how long, how many were there (decision 0038)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from caseload.enums import AttendanceStatus
from caseload.grouping import GroupSessionState
from caseload.models import Attendance, GroupSession, Session
from caseload.times import local_day
from pitservice.accounts.models import Team
from reporting.periods import Period

_THERE = (AttendanceStatus.CAME, AttendanceStatus.LATE)


@dataclass(frozen=True, slots=True)
class Held:
    """A group session that took place: its minutes, how many people were there, and of which families."""

    session: GroupSession
    minutes: int
    people: int
    families: frozenset[int]

    @property
    def day(self) -> str:
        """Its day in London."""
        return local_day(self.session.starts).isoformat()


def held_in(team: Team, period: Period, allowed: frozenset[int]) -> Iterator[Held]:
    """Those of a team's period, oldest first; people of families that may be in no file are not counted."""
    start, end = period.moments
    rows = GroupSession.objects.filter(team=team, state=GroupSessionState.HELD, starts__gte=start, starts__lt=end)
    sessions = list(rows.select_related("group__lead").order_by("starts", "pk"))
    people, families = defaultdict[int, set[int]](set), defaultdict[int, set[int]](set)
    there = Attendance.objects.filter(
        appointment__group_session__in=sessions, appointment__episode__family__in=allowed, status__in=_THERE
    )
    asked = ("appointment__group_session", "appointment__episode__family", "person")
    for session, family, person in there.values_list(*asked):
        people[session].add(person)
        families[session].add(family)
    lasted: dict[int, int] = {}
    took = Session.objects.filter(appointment__group_session__in=sessions)
    for session, minutes in took.values_list("appointment__group_session", "minutes"):
        lasted[session] = max(minutes, lasted.get(session, 0))
    for one in sessions:
        planned = int((one.ends - one.starts).total_seconds() // 60)
        yield Held(one, lasted.get(one.pk, planned), len(people[one.pk]), frozenset(families[one.pk]))
