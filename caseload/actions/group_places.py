"""What a group session keeps of others: facilitators' and the room's time, and a place for each family (P72)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from caseload.actions import telling
from caseload.actions.appointments import Visit, make_row, unsay
from caseload.actions.time_kept import keep
from caseload.enums import AppointmentKind, AppointmentState, AskedBy, Place
from caseload.models import Appointment, Group, GroupFamily, GroupSession
from caseload.selectors.groups import facilitators, families_on, who_can_come, work_for
from caseload.selectors.people import adults_to_work_with
from caseload.times import local_day
from families.models import Person
from pitservice.accounts.models import User
from pitservice.db.actor import Actor
from pitservice.db.errors import Refused
from pitservice.db.transitions import advance, begin


def take_time(session: GroupSession, group: Group) -> None:
    """The time of every facilitator and of the room, instead of what it took before: the database refuses two."""
    session.slots.filter(live=True).update(live=False)
    common: dict[str, Any] = {
        "team_id": session.team_id,
        "group_session": session,
        "during": (session.starts, session.ends),
    }
    for user in facilitators(group):
        keep(practitioner_id=user.pk, room_id=None, **common)
    keep(practitioner_id=None, room_id=session.room_id, **common)


def seat(
    session: GroupSession,
    member: GroupFamily,
    by: Actor,
    *,
    moved_from: Appointment | None = None,
    with_whom: User | None = None,
) -> Appointment:
    """A family's place in a session, with those of it who may come as things are now; its adults are reminded (REM-1).

    An appointment of its work, so that outcome, attendance, note and letters are those of any other; it takes no time
    of anybody, because the session does. `with_whom`: whom they meet, where it is not who leads the group.
    """
    work = work_for(member.family)
    if work is None:
        raise Refused("There is no piece of work with this family.")
    wanted = set(member.people.values_list("pk", flat=True))
    people = [person for person in who_can_come(member.family) if person.pk in wanted]
    place = make_row(
        work,
        AppointmentKind.GROUP,
        _visit(session, with_whom),
        people,
        by,
        moved_from=moved_from,
        asked_by=AskedBy.US if moved_from else None,
        group_session=session,
    )
    begin(place, by=by)
    telling.remind(place, adults_among(place, people), by)
    return place


def shift(
    place: Appointment,
    session: GroupSession,
    member: GroupFamily,
    by: Actor,
    *,
    reason: str,
    with_whom: User | None = None,
    words: str = "appointment_moved",
) -> Appointment:
    """A family's place moves with its session, and every adult invited hears of the new time (CON-1).

    Or, in other `words`, that they meet somebody else at the same time (`with_whom`, P69).
    """
    advance(place, AppointmentState.MOVED, by=by, reason=reason)
    taken_back = unsay(place, "The appointment was moved.", by)
    new = seat(session, member, by, moved_from=place, with_whom=with_whom)
    telling.say(new, invited_adults(new), words, by)
    telling.write_anew(new, taken_back, by)
    return new


def invited_adults(place: Appointment) -> list[Person]:
    """Adults who are invited and may be told, as things are now."""
    return adults_among(place, [one.person for one in place.invitations.select_related("person")])


def adults_among(place: Appointment, people: Iterable[Person]) -> list[Person]:
    """Of these people, adults of the family who are invited to the place and may learn of it: nobody else is told."""
    invited = set(place.invitations.values_list("person_id", flat=True)) & {person.pk for person in people}
    return [adult for adult in adults_to_work_with(place.episode.family) if adult.pk in invited]


def booked_places(session: GroupSession) -> Sequence[Appointment]:
    """The places of a session that stand, locked."""
    rows = session.places.filter(state=AppointmentState.BOOKED).select_related("episode__family")
    return list(rows.select_for_update(of=("self",)).order_by("pk"))


def members_by_family(session: GroupSession) -> dict[int, GroupFamily]:
    """Who is in the group on the session's day, by the family's id."""
    members = families_on(session.group, local_day(session.starts)).select_related("family")
    return {member.family_id: member for member in members}


def _visit(session: GroupSession, with_whom: User | None) -> Visit:
    return Visit(
        practitioner=with_whom or session.group.lead,
        starts=session.starts,
        minutes=int((session.ends - session.starts).total_seconds() // 60),
        place=Place(session.place),
        where=session.where,
        room=session.room,
    )
