"""Reading supervision: who has had how much, what was logged, and what was decided about a family (P85)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from django.db.models import Q, QuerySet

from caseload.models import Absence, WorkingDays
from caseload.selectors.people import workers
from consultation.enums import COUNTS_AS_CLINICAL
from consultation.frequency import DAYS, Facts, Needed, first_day, needed
from consultation.models import Experience, Supervision, SupervisionDecision
from families.models import Family
from pitservice.accounts.enums import Permission
from pitservice.accounts.models import Membership, Team, User
from pitservice.accounts.viewer import Viewer

#: A team that logs none here is not told that all of it is late: nobody is, until the first is logged.
NOT_IN_USE = Needed(0, "Nothing yet: nobody has logged supervision here")


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a colleague stands: minutes had of those needed in four weeks, and when they last had any."""

    colleague: User
    team: Team
    needed: Needed
    had: int
    last: date | None
    experience: Experience | None

    @property
    def overdue(self) -> bool:
        """Less than was needed."""
        return self.had < self.needed.minutes


def supervisions(viewer: Viewer) -> QuerySet[Supervision]:
    """What was logged: this colleague's, and of the teams that they lead; newest first."""
    found = Supervision.objects.visible_to(viewer).select_related("colleague", "team")
    return found.order_by("-held_on", "-pk")


def decisions_of(supervision: Supervision, viewer: Viewer) -> QuerySet[SupervisionDecision]:
    """What was decided in it about families whose notes the viewer reads (P5)."""
    reader = Viewer.of(viewer.user, Permission.READ_NOTES)
    found = SupervisionDecision.objects.visible_to(reader).filter(supervision=supervision)
    return found.select_related("family").order_by("pk")


def decided_about(family: Family, viewer: Viewer) -> QuerySet[SupervisionDecision]:
    """What was decided in supervision about a family, oldest first."""
    found = SupervisionDecision.objects.visible_to(viewer).filter(family=family)
    return found.select_related("supervision__colleague").order_by("pk")


def standings(viewer: Viewer, today: date) -> list[Standing]:
    """Everybody who works with families in the teams that the viewer leads, and the viewer; team by team, by name."""
    led = Viewer.of(viewer.user, Permission.ALLOCATE).all_team_ids
    found: list[Standing] = []
    for team in viewer.teams:
        users = [user for user in workers(team.pk) if team.pk in led or user.pk == viewer.user.pk]
        found += _of_team(team, users, today)
    return found


def _of_team(team: Team, users: Sequence[User], today: date) -> list[Standing]:
    experience = {row.colleague_id: row for row in Experience.objects.filter(team=team, colleague__in=users)}
    hours, days, (had, last) = _hours(team, users, today), _days(team, users, today), _had(team, users, today)
    in_use = bool(last) or Supervision.objects.filter(team=team).exists()
    found = []
    for user in users:
        known = experience.get(user.pk)
        facts = Facts(known.since if known else None, hours.get(user.pk), days[user.pk])
        need = needed(facts, today) if in_use else NOT_IN_USE
        found.append(Standing(user, team, need, had[user.pk], last.get(user.pk), known))
    return found


def _hours(team: Team, users: Sequence[User], today: date) -> Mapping[int, Decimal | None]:
    rows = WorkingDays.objects.filter(
        Q(ends_on=None) | Q(ends_on__gte=today), team=team, user__in=users, starts_on__lte=today
    )
    return dict(rows.order_by("starts_on", "pk").values_list("user_id", "weekly_hours"))


def _days(team: Team, users: Sequence[User], today: date) -> Mapping[int, int]:
    """Of the last four weeks the days on which each was in the team and not away."""
    start, over = first_day(today), today + timedelta(days=1)
    joined: dict[int, date] = {}
    for row in Membership.objects.filter(team=team, user__in=users).order_by("-starts_on", "pk"):
        joined[row.user_id] = row.starts_on
    here = {user.pk: min(DAYS, max(0, (over - max(start, joined.get(user.pk, start))).days)) for user in users}
    away = Absence.objects.filter(team=team, user__in=users, taken_back_at=None, during__overlap=(start, over))
    for absence in away.order_by("pk"):
        here[absence.user_id] -= (min(absence.during.upper, over) - max(absence.during.lower, start)).days
    return {pk: max(0, number) for pk, number in here.items()}


def _had(team: Team, users: Sequence[User], today: date) -> tuple[Mapping[int, int], Mapping[int, date]]:
    """Minutes in the last four weeks, and the last day ever, by colleague."""
    minutes: dict[int, int] = defaultdict(int)
    last: dict[int, date] = {}
    rows = Supervision.objects.filter(team=team, colleague__in=users, kind__in=COUNTS_AS_CLINICAL)
    for user, day, number in rows.order_by("held_on", "pk").values_list("colleague_id", "held_on", "minutes"):
        last[user] = day
        if first_day(today) <= day <= today:
            minutes[user] += number
    return minutes, last
