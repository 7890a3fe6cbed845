"""What speaks against a time: a day on which nobody works, leave, times to avoid, an interpreter who is not named."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import date, datetime

from caseload.avoiding import is_avoided
from caseload.enums import Standing
from caseload.interpreting import Interpreter
from caseload.models import Group, Student
from caseload.selectors.groups import facilitators, families_on, families_seen
from caseload.selectors.interpreters import doubts_about
from caseload.selectors.people import needs_at_booking
from caseload.selectors.rota import Rota, rota_of
from caseload.selectors.students import not_agreed
from caseload.times import local_day
from families.enums import NeedKind
from families.models import Family, Need, Person
from families.selectors import without_sealed
from pitservice.accounts.models import Team, User
from pitservice.accounts.viewer import Viewer
from pitservice.configuration.working_days import bank_holidays
from pitservice.ui import dates


def days_to_pass_over(team: Team, user: User, first: date, last: date) -> Mapping[date, str]:
    """Days on which a series leaves this colleague alone, with why: the team is closed, or they are away.

    On which days of the week they work is not asked here: a series is on one of them, or meant not to be.
    """
    rota = rota_of(team, first, (last - first).days + 1)
    return {day: why for day in rota.days if (why := why_passed_over(rota, user, day))}


def why_passed_over(rota: Rota, user: User, day: date) -> str:
    """Why nothing is planned with a colleague on one of the rota's days: they are away, or the team is closed."""
    if rota.absence(user, day) is not None:
        return f"{user.name} is away"
    return _closed(rota.team, rota.holidays)[day] if day in rota.holidays else ""


def against(
    family: Family,
    *,
    user: User,
    starts: datetime,
    ends: datetime,
    invited: Collection[Person],
    interpreter: Interpreter,
    student: Student | None = None,
    weekday_only: bool = False,
) -> list[str]:
    """Sentences that warn of a time before it is booked; they stop nobody (P29, P68).

    `weekday_only`: of a series, which passes leave and bank holidays over by itself.
    """
    found = _days(family.team, [user], local_day(starts), weekday_only=weekday_only)
    ids = {person.pk for person in invited}
    if student is not None:
        missing = not_agreed(student, ids)
        found += [f"{person.name} has not agreed to {student} being there." for person in missing]
    return [*found, *_needs(family, starts, ends, ids, interpreter)]


def against_group(
    group: Group, viewer: Viewer, *, starts: datetime, ends: datetime, weekday_only: bool = False
) -> list[str]:
    """As `against`, of a group's session: what its facilitators' days say, and which families asked to avoid it (P72).

    Only of families that the viewer may see.
    """
    day = local_day(starts)
    found = _days(group.team, facilitators(group), day, weekday_only=weekday_only)
    members = families_seen(group, viewer).filter(pk__in=families_on(group, day).values("pk"))
    coming = {(member.family_id, person.pk): member for member in members for person in member.people.all()}
    asked = Need.objects.filter(family__in={family for family, _ in coming}, kind=NeedKind.TIMES_TO_AVOID)
    for need in without_sealed(asked.filter(ended_at=None)).select_related("person").order_by("family", "pk"):
        member = coming.get((need.family_id, need.person_id))
        if member is not None and is_avoided(need.text, starts, ends):
            found.append(f"{need.person.name} ({member.family.title}) asked us to avoid this: {need.text}.")
    return found


def _days(team: Team, users: Iterable[User], day: date, *, weekday_only: bool) -> list[str]:
    """What the days of these colleagues say; that the team is closed stands once."""
    rota = rota_of(team, day)
    found: list[str] = []
    for user in users:
        found += not_working(rota, user, day)
        standing = rota.standing(user, day)
        if standing == Standing.AWAY and not weekday_only:
            found.append(f"{user.name} is away on {dates.weekday(day)}.")
        elif standing == Standing.CLOSED and not weekday_only:
            found.append(f"{dates.weekday(day)} is {_closed(team, rota.holidays)[day]}.")
    return list(dict.fromkeys(found))


def not_working(rota: Rota, user: User, day: date) -> list[str]:
    """That it is not one of a colleague's days of the week."""
    off = rota.standing(user, day) == Standing.NOT_WORKING
    return [f"{user.name} does not work on {day:%A}s."] if off else []


def needs_in_words(need: Need, starts: datetime, ends: datetime, *, interpreter: bool) -> list[str]:
    """What one need says against a time: an interpreter whom nobody named, a time to avoid (P29, P68)."""
    if need.kind == NeedKind.INTERPRETER and not interpreter:
        return [f"{need.person.name} needs an interpreter ({need.text}), and none is named."]
    if need.kind == NeedKind.TIMES_TO_AVOID and is_avoided(need.text, starts, ends):
        return [f"{need.person.name} asked us to avoid this: {need.text}."]
    return []


def _needs(
    family: Family, starts: datetime, ends: datetime, invited: Collection[int], interpreter: Interpreter
) -> list[str]:
    found = doubts_about(family, interpreter, invited)
    for need in needs_at_booking(family):
        if need.person_id in invited:
            found += needs_in_words(need, starts, ends, interpreter=bool(interpreter))
    return found


def _closed(team: Team, holidays: Collection[date]) -> dict[date, str]:
    public = bank_holidays(team.nation)
    return {day: "a bank holiday" if day in public else "a day on which the team is closed" for day in holidays}
