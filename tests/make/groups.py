"""Groups with families and sessions."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import count
from typing import Any

from django.utils import timezone

from caseload import actions
from caseload.enums import Place
from caseload.grouping import Came
from caseload.models import Appointment, Group, GroupFamily, GroupSession
from families.models import Person
from tests.make.accounts import BY
from tests.make.caseload import MadeWork, in_days

_numbers = count(1)


def make_group(work: MadeWork, **more: Any) -> Group:
    """A group of the team of this work, led by its lead, in a community place."""
    given: dict[str, Any] = {
        "name": f"Baby massage {next(_numbers)}",
        "size": 8,
        "lead": work.lead,
        "place": Place.COMMUNITY,
        "where": "Eastfield library",
    }
    return actions.start_group(team=work.team, programme=actions.Programme(**given | more), by=BY)


def meeting(starts: datetime | None = None, **more: Any) -> actions.Meets:
    """Two hours in the library, in a week at ten."""
    given: dict[str, Any] = {"minutes": 120, "place": Place.COMMUNITY, "where": "Eastfield library"}
    return actions.Meets(**{"starts": starts or in_days(7)} | given | more)


def plan(group: Group, starts: datetime | None = None, **more: Any) -> GroupSession:
    """One session, in a week at ten."""
    return actions.plan_sessions(group=group, meets=meeting(starts, **more), by=BY).sessions[0]


def join(group: Group, work: MadeWork, *, days: int = 0, people: Sequence[Person] | None = None) -> GroupFamily:
    """A family joins, from so many days from today (negative: ago); mother and baby come."""
    starts_on = timezone.localdate() + timedelta(days=days)
    chosen = work.everybody if people is None else people
    return actions.join_group(group=group, family=work.family, people=chosen, starts_on=starts_on, by=BY)


def place_of(session: GroupSession, work: MadeWork) -> Appointment:
    """A family's newest place in a session."""
    found = Appointment.objects.filter(group_session=session, episode__family=work.family).order_by("-pk").first()
    assert found is not None, "the family has a place in the session"
    return found


def came(session: GroupSession, *works: MadeWork) -> GroupSession:
    """The register: mothers and babies of these families came."""
    marks = [actions.Mark(place_of(session, work), Came.CAME, work.everybody) for work in works]
    return actions.record_register(session=session, marks=marks, minutes=110, by=works[0].lead.actor)
