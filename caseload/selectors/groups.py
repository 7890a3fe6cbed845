"""Groups: sessions, families as far as the viewer sees them, and registers that wait (P72)."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from django.db.models import Count, Exists, F, Min, OuterRef, Prefetch, Q, QuerySet
from django.utils import timezone

from caseload.enums import CANCELLED, AppointmentState, EpisodeState, Scope
from caseload.grouping import GroupSessionState
from caseload.models import Appointment, Episode, Group, GroupFamily, GroupSession, Slot
from caseload.rules import NewAt, group_hours, percent_more
from caseload.selectors.diary import Whose
from caseload.selectors.episode import appointments_whole
from caseload.selectors.people import adults_of, adults_to_work_with, babies_of, babies_to_work_for
from caseload.times import day_bounds, local_day
from families.models import Family, Person
from pitservice.accounts.enums import Permission
from pitservice.accounts.models import User
from pitservice.accounts.viewer import Viewer

#: Over so many weeks ahead the hours that groups take are averaged (CAP-1).
WEEKS_LOOKED_AT = 4


@dataclass(frozen=True, slots=True)
class Register:
    """The families of a group session with their places, as far as one viewer sees them."""

    rows: Sequence[tuple[GroupFamily, Any]]

    @property
    def places(self) -> list[Any]:
        """The places there are."""
        return [place for _, place in self.rows if place is not None]


def groups_of(viewer: Viewer, *, ended: bool = False) -> QuerySet[Any]:
    """Groups of the viewer's teams that run, or those that have ended, with `next_at` and `families_now`.

    Of families that the viewer may not see none is counted (design §6).
    """
    ahead = Q(sessions__state=GroupSessionState.PLANNED, sessions__starts__gte=timezone.now())
    here = Q(families__in=GroupFamily.objects.visible_to(viewer).filter(_inside(timezone.localdate())))
    running = Group.objects.visible_to(viewer).filter(ended_on__isnull=not ended)
    found = running.annotate(
        next_at=Min("sessions__starts", filter=ahead),
        families_now=Count("families__family", filter=here, distinct=True),
    )
    return with_facilitators(found).order_by("name", "pk")


def with_facilitators(groups: QuerySet[Any]) -> QuerySet[Any]:
    """With who leads it and who helps, and its team."""
    helpers: Any = Prefetch("helpers", User.objects.order_by("name", "pk"))
    return groups.select_related("lead", "team", "intervention", "room").prefetch_related(helpers)


def facilitators(group: Group) -> list[User]:
    """Who leads it, then who helps."""
    return [group.lead, *(user for user in group.helpers.all() if user.pk != group.lead_id)]


def team_of_session(session: GroupSession) -> list[User]:
    """Whose time a session takes: the facilitators it has, whoever facilitates the group since."""
    return list(User.objects.filter(slots__group_session=session, slots__live=True).order_by("name", "pk"))


def sessions_of(group: Group) -> QuerySet[GroupSession]:
    """Its sessions, the latest first."""
    return group.sessions.select_related("room").order_by("-starts", "-pk")


def in_scope(session: GroupSession, scope: Scope) -> list[GroupSession]:
    """The session and, of its group, those planned after it, or all planned that are to come."""
    others = GroupSession.objects.filter(group_id=session.group_id, state=GroupSessionState.PLANNED)
    others = others.filter(starts__gt=timezone.now())
    if scope == Scope.THIS:
        others = others.none()
    elif scope == Scope.LATER:
        others = others.filter(starts__gt=session.starts)
    return list(GroupSession.objects.filter(Q(pk=session.pk) | Q(pk__in=others.values("pk"))).order_by("pk"))


def families_on(group: Group, day: date) -> QuerySet[GroupFamily]:
    """Who is in a group on a day: membership at the date of the session decides its register (P72)."""
    return GroupFamily.objects.filter(_inside(day), group=group)


def families_told_of(group: Group, day: date) -> QuerySet[GroupFamily]:
    """Those by whom a refusal may go: of a restricted record no sentence tells that it is there (P20, design §6)."""
    return families_on(group, day).filter(family__restricted=False)


def _inside(day: date) -> Q:
    return Q(starts_on__lte=day) & (Q(ends_on=None) | Q(ends_on__gte=day))


def families_seen(group: Group, viewer: Viewer) -> QuerySet[Any]:
    """Every family that is or was in a group, of those that the viewer may see."""
    found = GroupFamily.objects.visible_to(viewer).filter(group=group)
    people: Any = Prefetch("people", Person.objects.filter(sealed=False).order_by("pk"))
    found = found.select_related("family").prefetch_related(people)
    return found.order_by(F("ends_on").desc(nulls_first=True), "starts_on", "pk")


def register_of(session: GroupSession, viewer: Viewer) -> Register:
    """Who was in the group on the day of the session, each with the place that stands, else with the last one."""
    day = local_day(session.starts)
    group = session.group
    members = list(families_seen(group, viewer).filter(pk__in=families_on(group, day).values("pk")))
    places: dict[int, Any] = {}
    rows = Appointment.objects.visible_to(viewer).filter(group_session=session)
    for place in appointments_whole(rows.exclude(state=AppointmentState.MOVED)).order_by("pk"):
        known = places.get(place.episode.family_id)
        if known is None or known.state in CANCELLED:
            places[place.episode.family_id] = place
    return Register([(one, places.get(one.family_id)) for one in members])


def work_for(family: Family) -> Episode | None:
    """The piece of work on which a place in a group stands: the open one, else the last, which stays closed."""
    found = Episode.objects.filter(family=family).select_related("family", "team")
    return found.order_by(F("closed_on").desc(nulls_first=True), "-pk").first()


def who_can_come(family: Family) -> list[Person]:
    """Adults and babies of a family who may be invited to a group, also after its work has closed."""
    return [*adults_to_work_with(family), *babies_to_work_for(family)]


def people_of(appointment: Appointment) -> list[Person]:
    """Who can have been at an appointment: those of its work; at a group also of work that has closed (P72)."""
    episode = appointment.episode
    if appointment.group_session_id is not None:
        return who_can_come(episode.family)
    return [*adults_of(episode), *babies_of(episode)]


def groups_open_to(episode: Episode) -> QuerySet[Group]:
    """Groups of the team that a family can join: for closed work only those that keep in touch (P72)."""
    found = Group.objects.filter(team_id=episode.team_id, ended_on=None)
    found = found.filter(keeps_touch=True) if episode.state == EpisodeState.CLOSED else found
    inside = GroupFamily.objects.filter(group=OuterRef("pk"), family=episode.family_id, ends_on=None)
    return found.filter(~Exists(inside)).order_by("name", "pk")


def not_in(group: Group, works: QuerySet[Any]) -> QuerySet[Any]:
    """Of these pieces of work those of the group's team whose family is not in it now."""
    inside = GroupFamily.objects.filter(group=group, ends_on=None)
    return works.filter(team=group.team_id).exclude(family__in=inside.values("family"))


def groups_of_family(family: Family, viewer: Viewer) -> list[GroupFamily]:
    """The groups that a family is or was in."""
    found = GroupFamily.objects.visible_to(viewer).filter(family=family).select_related("group")
    return list(found.order_by(F("ends_on").desc(nulls_first=True), "-starts_on", "pk"))


def group_sessions(viewer: Viewer, whose: Whose, first: date, days: int | None) -> QuerySet[GroupSession]:
    """Group sessions of a diary, as `diary` gives appointments."""
    begins, ends = day_bounds(first, days or 1)
    found = GroupSession.objects.visible_to(viewer).filter(starts__gte=begins)
    if days is not None:
        found = found.filter(starts__lt=ends)
    if whose.user is not None:
        theirs = Slot.objects.filter(group_session=OuterRef("pk"), practitioner=whose.user, live=True)
        found = found.filter(Exists(theirs))
    if whose.room is not None:
        found = found.filter(room=whose.room)
    return found.select_related("group__lead", "room").order_by("starts", "pk")


def registers_to_fill(viewer: Viewer) -> QuerySet[Any]:
    """Sessions that are over and whose register is not filled in: of groups one works in, or of teams one leads.

    A session that took place comes back as long as a family that this viewer sees has no answer.
    """
    open_place = Appointment.objects.visible_to(viewer).filter(
        group_session=OuterRef("pk"), state=AppointmentState.BOOKED
    )
    mine = Slot.objects.filter(group_session=OuterRef("pk"), practitioner=viewer.user, live=True)
    teams = Viewer.of(viewer.user, Permission.ALLOCATE).all_team_ids
    unfilled = Q(state=GroupSessionState.PLANNED) | Q(Exists(open_place), state=GroupSessionState.HELD)
    over = GroupSession.objects.visible_to(viewer).filter(unfilled, ends__lt=timezone.now())
    found = over.annotate(is_mine=Exists(mine)).filter(Q(is_mine=True) | Q(team_id__in=teams))
    return found.select_related("group__lead", "room").order_by("starts", "pk")


def group_hours_a_week(
    users: Collection[User], team_id: int, now: datetime, new: Sequence[NewAt] = ()
) -> Mapping[int, Decimal]:
    """Hours a week that groups take of each colleague, with the time before and after, over the next weeks (CAP-1).

    `new`: who is new to a group or its intervention, and prepares for longer (P85).
    """
    found = group_hours_between(users, team_id, (now, now + timedelta(weeks=WEEKS_LOOKED_AT)), new)
    return {user: (hours / WEEKS_LOOKED_AT).quantize(Decimal("0.1")) for user, hours in found.items()}


def group_hours_between(
    users: Collection[User], team_id: int, moments: tuple[datetime, datetime], new: Sequence[NewAt] = ()
) -> Mapping[int, Decimal]:
    """Hours that group sessions which begin between two moments take of each colleague; `new` as above."""
    rows = Slot.objects.filter(
        team=team_id,
        practitioner__in=users,
        live=True,
        group_session__starts__gte=moments[0],
        group_session__starts__lt=moments[1],
    ).select_related("group_session__group")
    found: dict[int, Decimal] = {}
    for row in rows:
        if row.group_session is not None and row.practitioner_id is not None:
            group, user = row.group_session.group, row.practitioner_id
            percent = percent_more(new, user, group.intervention_id, group.pk)
            found[user] = found.get(user, Decimal(0)) + hours_of(row.group_session, percent)
    return found


def hours_of(session: GroupSession, new_percent: int = 0) -> Decimal:
    """What a session costs each facilitator in hours, with the time before and after (CAP-1, P85)."""
    length = Decimal((session.ends - session.starts).total_seconds()) / 3600
    return group_hours(length, Decimal(session.group.before) / 60, Decimal(session.group.after) / 60, new_percent)
