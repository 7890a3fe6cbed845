"""Groups: started, changed, ended; families that join and leave (P72)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from caseload.actions import telling
from caseload.actions.appointments import cancel
from caseload.actions.group_places import adults_among, seat, take_time
from caseload.enums import AppointmentState, EpisodeState, Place
from caseload.grouping import GroupSessionState
from caseload.models import Appointment, Group, GroupFamily, GroupSession, Intervention, Room
from caseload.selectors.groups import families_told_of, who_can_come, work_for
from caseload.selectors.people import may_work
from caseload.times import day_bounds
from families.models import Family, Person
from pitservice.accounts.models import Team, User
from pitservice.audit.actions import record
from pitservice.db.actor import Actor
from pitservice.db.errors import Refused
from pitservice.db.locks import lock


@dataclass(frozen=True, slots=True)
class Programme:
    """What a group is. `before` and `after`: minutes of preparing and following up for each facilitator (CAP-1)."""

    name: str
    size: int
    lead: User
    helpers: Sequence[User] = ()
    place: Place = Place.CLINIC
    where: str = ""
    room: Room | None = None
    intervention: Intervention | None = None
    keeps_touch: bool = False
    before: int = 60
    after: int = 60


@transaction.atomic
def start_group(*, team: Team, programme: Programme, by: Actor) -> Group:
    """A group of a team, without sessions and without families as yet (P72)."""
    group = Group(team=team, created_by=by)
    _fill(group, programme)
    record("caseload.start_group", group, by=by)
    return group


@transaction.atomic
def change_group(*, group: Group, programme: Programme, seen: int | None = None, by: Actor) -> Group:
    """Change what a group is. Who facilitates changes for the sessions ahead; where it meets, for those planned anew.

    Refused where more families are in it than it would take, or a new facilitator has another appointment then.
    """
    group = lock(group, seen=seen)
    _check_runs(group)
    if not programme.keeps_touch and group.keeps_touch and _closed_inside(group):
        raise Refused(
            "Families whose work is closed are in this group. It goes on keeping in touch, or they leave first."
        )
    if programme.size < families_told_of(group, timezone.localdate()).count():
        raise Refused("More families than that are in the group. Enter at least as many places as there are families.")
    _fill(group, programme)
    for session in _ahead(group).select_for_update(of=("self",)).order_by("pk"):
        take_time(session, group)
        session.places.filter(state=AppointmentState.BOOKED).update(practitioner=group.lead)
    record("caseload.change_group", group, by=by)
    return group


@transaction.atomic
def end_group(*, group: Group, ended_on: date, seen: int | None = None, by: Actor) -> Group:
    """A group is over; every family's time in it ends with that day. Refused while sessions are planned ahead."""
    group = lock(group, seen=seen)
    _check_runs(group)
    if ended_on > timezone.localdate():
        raise Refused("A group is ended once it is over: choose today or an earlier day.")
    if _ahead(group).exists():
        raise Refused("Sessions are still planned. Call them off first, so that the families hear of it.")
    if (
        GroupSession.objects.filter(group=group, starts__gte=day_bounds(ended_on)[1])
        .exclude(state=GroupSessionState.CALLED_OFF)
        .exists()
    ):
        raise Refused("The group has met after that day. Choose a later one.")
    group.families.filter(ends_on=None, starts_on__gt=ended_on).update(ends_on=timezone.localdate())
    group.families.filter(ends_on=None).update(ends_on=ended_on)
    group.ended_on = ended_on
    group.save(update_fields=["ended_on"])
    record("caseload.end_group", group, by=by)
    return group


@transaction.atomic
def join_group(
    *,
    group: Group,
    family: Family,
    people: Iterable[Person],
    starts_on: date,
    text_to: Sequence[Person] = (),
    letter_to: Sequence[Person] = (),
    by: Actor,
) -> GroupFamily:
    """A family joins a group from a day on, with those of it who come; it has a place in each session planned (P72).

    The place stands on the family's open work, or on its closed work in a group that keeps in touch: nothing is
    reopened. Each invited adult gets the usual reminders; a text names the first session, a letter all (REM-1, P45).
    Nobody hears who else is in the group.
    """
    group = lock(group)
    _check_runs(group)
    chosen = _who(group, family, people)
    if families_told_of(group, max(starts_on, timezone.localdate())).count() >= group.size:
        raise Refused("The group is full. Add a place to it first, or choose another group.")
    member = GroupFamily.objects.create(
        team_id=group.team_id, group=group, family=family, starts_on=starts_on, created_by=by
    )
    member.people.set(chosen)
    sessions = group.sessions.filter(state=GroupSessionState.PLANNED, starts__gte=day_bounds(starts_on)[0])
    places = [seat(session, member, by) for session in sessions.order_by("starts", "pk")]
    _tell(places, text_to, letter_to, by)
    record("caseload.join_group", member, by=by, family_id=family.pk, group=group.pk)
    return member


@transaction.atomic
def leave_group(*, member: GroupFamily, ends_on: date, seen: int | None = None, by: Actor) -> GroupFamily:
    """A family's last day in a group; its places after that day are given up, and whoever was texted of one hears."""
    member = lock(member, seen=seen)
    if member.ends_on is not None:
        raise Refused("This family has left the group already.")
    if ends_on < member.starts_on:
        raise Refused("The last day in the group cannot be before the first.")
    member.ends_on = ends_on
    member.save(update_fields=["ends_on"])
    after = day_bounds(ends_on)[1]
    given_up = Appointment.objects.filter(
        group_session__group=member.group_id,
        episode__family=member.family_id,
        state=AppointmentState.BOOKED,
        starts__gte=after,
    )
    for place in given_up.order_by("starts", "pk"):
        cancel(appointment=place, outcome=AppointmentState.CANCELLED_BY_FAMILY, reason="Left the group.", by=by)
    record("caseload.leave_group", member, by=by, family_id=member.family_id, group=member.group_id)
    return member


def _fill(group: Group, programme: Programme) -> None:
    for user in (programme.lead, *programme.helpers):
        if not may_work(group.team_id, user):
            raise Refused(f"{user.name} does not work with families in this team. Choose somebody else.")
    for thing in (programme.room, programme.intervention):
        if thing is not None and thing.team_id != group.team_id:
            raise Refused("This belongs to another team. Choose one of yours.")
    for name in ("name", "size", "lead", "place", "where", "room", "intervention", "keeps_touch", "before", "after"):
        setattr(group, name, getattr(programme, name))
    group.save()
    group.helpers.set(user for user in programme.helpers if user != programme.lead)


def _check_runs(group: Group) -> None:
    if group.ended_on is not None:
        raise Refused("This group has ended.")


def _who(group: Group, family: Family, people: Iterable[Person]) -> list[Person]:
    """Those who may come; Refused where none may, or where the group does not take the family."""
    work = work_for(family)
    if work is None or family.team_id != group.team_id:
        raise Refused("There is no piece of work with this family in the group’s team.")
    if work.state == EpisodeState.CLOSED and not group.keeps_touch:
        raise Refused("The work with this family is closed. It can join a group that keeps in touch.")
    wanted = {person.pk for person in people}
    chosen = [person for person in who_can_come(family) if person.pk in wanted]
    if not chosen:
        raise Refused("Choose who comes.")
    return chosen


def _closed_inside(group: Group) -> bool:
    inside = families_told_of(group, timezone.localdate()).select_related("family")
    works = [work_for(member.family) for member in inside]
    return any(work is not None and work.state == EpisodeState.CLOSED for work in works)


def _ahead(group: Group) -> QuerySet[GroupSession]:
    return GroupSession.objects.filter(group=group, state=GroupSessionState.PLANNED, starts__gt=timezone.now())


def _tell(places: Sequence[Appointment], text_to: Sequence[Person], letter_to: Sequence[Person], by: Actor) -> None:
    """Of the first session that is to come, and in a letter of those after it."""
    ahead = [place for place in places if place.starts > timezone.now()]
    if not ahead:
        return
    first, *later = ahead
    telling.say(first, adults_among(first, text_to), "appointment_booked", by)
    telling.write_letters(first, adults_among(first, letter_to), by, later=[place.starts for place in later])
