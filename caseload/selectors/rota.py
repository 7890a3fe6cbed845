"""Who is here on a day, who is on duty, and for whom somebody stands in (P5)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.utils import timezone

from caseload.enums import Standing
from caseload.models import Absence, Allocation, DutyTurn, WorkingDays
from families.models import Family
from pitservice.accounts.enums import RoleName
from pitservice.accounts.models import Membership, Team, User
from pitservice.accounts.roles import ROLES
from pitservice.accounts.selectors import colleagues
from pitservice.accounts.viewer import Viewer
from pitservice.configuration.selectors import holidays_of
from pitservice.configuration.working_days import is_working

#: Who stands on the rota, may cover and be on duty: who sees the team's families. A trainee stands in for nobody (P7).
STAND_IN = (RoleName.CLINICAL_LEAD, RoleName.PRACTITIONER, RoleName.KEYWORKER, RoleName.ADMINISTRATOR)
ON_DUTY = (RoleName.CLINICAL_LEAD, RoleName.PRACTITIONER)
#: For so many days the first page says where nobody is on duty.
AHEAD = 5
_EVERY_DAY = (0, 1, 2, 3, 4)


@dataclass(frozen=True)
class Rota:
    """What is known of some days of one team: pure, once loaded."""

    team: Team
    first: date
    length: int
    people: Sequence[User]
    holidays: frozenset[date]
    patterns: Sequence[WorkingDays] = field(default_factory=tuple)
    absences: Sequence[Absence] = field(default_factory=tuple)
    turns: Sequence[DutyTurn] = field(default_factory=tuple)

    @property
    def days(self) -> list[date]:
        """The days."""
        return [self.first + timedelta(days=number) for number in range(self.length)]

    def absence(self, user: User, day: date) -> Absence | None:
        """The absence of a colleague that holds on a day."""
        return next((row for row in self.absences if row.user_id == user.pk and day in row.during), None)

    def pattern(self, user: User, day: date) -> WorkingDays | None:
        """The working days that hold for a colleague on a day, where any are recorded."""
        return next((row for row in self.patterns if row.user_id == user.pk and _holds(row, day)), None)

    def standing(self, user: User, day: date) -> Standing:
        """Whether a colleague is here on a day: an absence comes first, then the team's closed days, then theirs."""
        if self.absence(user, day) is not None:
            return Standing.AWAY
        if day in self.holidays:
            return Standing.CLOSED
        pattern = self.pattern(user, day)
        works = day.weekday() in (pattern.days if pattern else _EVERY_DAY)
        return Standing.HERE if works else Standing.NOT_WORKING

    def is_here(self, user: User, day: date) -> bool:
        """Whether they work and are not away."""
        return self.standing(user, day) == Standing.HERE

    def turn(self, day: date) -> DutyTurn | None:
        """The turn of a day, whether or not its colleague is away."""
        return next((row for row in self.turns if row.day == day), None)

    def on_duty(self, day: date) -> User | None:
        """Who is on duty: nobody where the one whose turn it is is away or has left."""
        turn = self.turn(day)
        if turn is None or self.absence(turn.user, day) is not None or turn.user not in self.people:
            return None
        return turn.user

    def gaps(self) -> list[date]:
        """Days on which the team is open and nobody is on duty."""
        return [day for day in self.days if is_working(day, self.holidays) and self.on_duty(day) is None]


def _holds(row: WorkingDays, day: date) -> bool:
    return row.starts_on <= day and (row.ends_on is None or day <= row.ends_on)


def rota_of(team: Team, first: date, length: int = 1) -> Rota:
    """The rota of some days of a team, in a fixed number of queries."""
    last = first + timedelta(days=length - 1)
    patterns = WorkingDays.objects.filter(Q(ends_on=None) | Q(ends_on__gte=first), team=team, starts_on__lte=last)
    return Rota(
        team=team,
        first=first,
        length=length,
        people=list(stand_ins_of(team.pk)),
        holidays=holidays_of(team),
        patterns=list(patterns.order_by("starts_on", "pk")),
        absences=list(absences_on(first, last).filter(team=team).order_by("pk")),
        turns=list(DutyTurn.objects.filter(team=team, day__range=(first, last)).select_related("user").order_by("day")),
    )


def absences_on(first: date, last: date) -> QuerySet[Absence]:
    """Absences that hold on any of some days, of every team."""
    found: QuerySet[Absence] = Absence.objects.filter(
        taken_back_at=None, during__startswith__lte=last, during__endswith__gt=first
    )
    return found.select_related("user", "cover")


def stand_ins_of(team_id: int) -> QuerySet[User]:
    """Colleagues of the rota, by name."""
    return colleagues(team_id, *STAND_IN)


def duty_workers_of(team_id: int) -> QuerySet[User]:
    """Colleagues who may be on duty, by name: those who may act on what is worrying (P60)."""
    return colleagues(team_id, *ON_DUTY)


def somebody_on_duty(team: Team, day: date) -> bool:
    """Whether this team has a duty worker on this day who is not away (P60)."""
    return rota_of(team, day).on_duty(day) is not None


def on_duty_in(team: Team) -> list[int]:
    """Ids of whoever is on duty for a team today: at most one (P6, P60)."""
    on_duty = rota_of(team, timezone.localdate()).on_duty(timezone.localdate())
    return [on_duty.pk] if on_duty else []


def not_here_in(team_ids: Iterable[int], day: date) -> dict[int, set[int]]:
    """Of some teams, by id: ids of those who are away on a day, or who do not work on it by their own week (P5, P6).

    Whoever is on duty is here, whatever their week says.
    """
    teams, found = list(team_ids), defaultdict[int, set[int]](set)
    away = absences_on(day, day).filter(team_id__in=teams).values_list("team_id", "user_id")
    hold = Q(ends_on=None) | Q(ends_on__gte=day)
    duty = DutyTurn.objects.filter(day=day, team=OuterRef("team"), user=OuterRef("user"))
    weeks = WorkingDays.objects.filter(hold, ~Exists(duty), team_id__in=teams, starts_on__lte=day)
    for team_id, user_id in [*away, *weeks.exclude(days__contains=[day.weekday()]).values_list("team_id", "user_id")]:
        found[team_id].add(user_id)
    return found


def duty_gaps(viewer: Viewer, today: date) -> list[tuple[Team, list[date]]]:
    """Days of this week ahead on which nobody is on duty, of the viewer's teams that have a rota at all."""
    turns = DutyTurn.objects.filter(team__in=viewer.team_ids).order_by()
    using = set(turns.values_list("team_id", flat=True).distinct())
    found = [(team, rota_of(team, today, AHEAD).gaps()) for team in viewer.teams if team.pk in using]
    return [(team, days) for team, days in found if days]


@dataclass(frozen=True)
class StandsInFor:
    """For whom somebody stands in today, in which team, and why: `cover` is an absence, else it is duty."""

    user: User
    team: Team
    standing: Standing
    until: date | None = None
    cover: bool = False


def stands_in_for(user: User, today: date) -> list[StandsInFor]:
    """Colleagues for whom this one covers, then those who are not here on a day on which this one is on duty (P5).

    A cover or duty worker who is away today stands in for nobody.
    """
    teams = {row.team_id: row.team for row in user.current_memberships if not ROLES[row.role].only_involved}
    about = absences_on(today, today).filter(Q(user=user) | Q(cover=user), team_id__in=teams)
    known = list(about.order_by("user__name", "pk"))
    away = {row.team_id for row in known if row.user_id == user.pk}
    found = [
        StandsInFor(row.user, teams[row.team_id], Standing.AWAY, row.during.upper - timedelta(days=1), cover=True)
        for row in known
        if row.user_id != user.pk and row.team_id not in away
    ]
    for team in on_duty_for(user, today):
        covered = {one.user.pk for one in found if one.team == team} | {user.pk}
        found += [one for one in _not_here(team, today) if one.user.pk not in covered]
    return found


def on_duty_for(user: User, today: date) -> list[Team]:
    """Teams for which this colleague is on duty today, and not away."""
    teams = {row.team_id: row.team for row in user.current_memberships if not ROLES[row.role].only_involved}
    away = absences_on(today, today).filter(user=user).values("team_id")
    turns = DutyTurn.objects.filter(user=user, day=today, team_id__in=teams).exclude(team_id__in=away)
    return [teams[turn.team_id] for turn in turns.order_by("team_id")]


def _not_here(team: Team, today: date) -> Iterable[StandsInFor]:
    """Who is away, does not work on this day, or left with work in hand."""
    rota = rota_of(team, today)
    for user in rota.people:
        standing, absence = rota.standing(user, today), rota.absence(user, today)
        if standing in (Standing.AWAY, Standing.NOT_WORKING):
            until = absence.during.upper - timedelta(days=1) if absence else None
            yield StandsInFor(user, team, standing, until)
    for user in _left(team.pk, today):
        yield StandsInFor(user, team, Standing.LEFT)


def _left(team_id: int, today: date) -> QuerySet[User]:
    """Colleagues who can no longer sign in, or left the team, and still have work in hand."""
    current = Membership.objects.current(today).filter(team_id=team_id, user=OuterRef("pk"))
    held = Allocation.objects.filter(team_id=team_id, ends_on=None, user=OuterRef("pk"))
    return User.objects.filter(Exists(held), ~Exists(current)).order_by("name", "pk")


def families_seen(viewer: Viewer, ids: Iterable[int]) -> set[int]:
    """Those of these families that this viewer sees: nobody sees more by standing in (P5)."""
    return set(Family.objects.visible_to(viewer).filter(pk__in=set(ids)).order_by().values_list("pk", flat=True))


def families_of(user: User, team: Team) -> QuerySet[Family]:
    """Families in whose open work a colleague takes part."""
    mine = Allocation.objects.filter(user=user, ends_on=None, episode__family=OuterRef("pk"))
    return Family.objects.filter(Exists(mine), team=team).order_by("pk")


def absences_ahead(viewer: Viewer, today: date) -> QuerySet[Absence]:
    """Absences of the viewer's teams that are not over, the first to come first."""
    found: QuerySet[Absence] = Absence.objects.visible_to(viewer).filter(taken_back_at=None, during__endswith__gt=today)
    return found.select_related("user", "cover", "team").order_by(F("during").asc(), "pk")
