"""Who has room: slots of a week used and there, by colleague (CAP-1). It is shown, and stops nothing."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from datetime import timedelta
from decimal import Decimal
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from caseload.enums import AllocationRole
from caseload.models import Allocation, WorkingDays
from caseload.rules import DAY_HOURS, Load, percent_more, slots_a_week, slots_of
from caseload.selectors.groups import group_hours_a_week
from caseload.selectors.hours import hours_in
from caseload.selectors.new_to import new_to_of
from caseload.selectors.rota import Rota, absences_on
from families.enums import NeedKind, ProtectionKind
from families.models import Need, ProtectionStatus
from pitservice.accounts.models import Team, User
from pitservice.accounts.viewer import Viewer
from pitservice.configuration.selectors import holidays_along, settings_of

DAYS_OF_A_WEEK = 7
#: With these work takes longer (domain.md §7.3).
_PLANS = (
    ProtectionKind.PROTECTION_PLAN,
    ProtectionKind.UNBORN_PLAN,
    ProtectionKind.PROCEEDINGS,
    ProtectionKind.LOOKED_AFTER,
)


def loads(users: Sequence[User], team: Team, viewer: Viewer) -> Mapping[int, Load]:
    """What each of these colleagues carries in a team, by user id, in a fixed number of queries (CAP-1, P85).

    Of families that the viewer may see: a restricted one shows in no count of somebody who is not named.
    """
    settings = settings_of(team.pk)
    new = new_to_of(users, team.pk, viewer, timezone.localdate())
    families: dict[tuple[int, bool], int] = defaultdict(int)
    used: dict[int, Decimal] = defaultdict(Decimal)
    for role, user_id, rhythm, intervention_id, interpreter, plan in _parts(users, team, viewer):
        led = role == AllocationRole.LEAD
        families[user_id, led] += 1
        used[user_id] += slots_of(
            rhythm,
            is_complex=interpreter or plan,
            complex_percent=settings.complex_percent,
            new_percent=percent_more(new, user_id, intervention_id),
            part_percent=100 if led else settings.co_work_percent,
        )
    groups = group_hours_a_week(users, team.pk, timezone.now(), new)
    there = _slots(users, team, settings.families_a_day, groups, viewer)
    nothing = Decimal(0)
    return {
        user.pk: Load(
            families[user.pk, True],
            used[user.pk],
            there.get(user.pk, (None, None))[0],
            groups.get(user.pk, nothing),
            tuple(one for one in new if one.user_id == user.pk),
            families[user.pk, False],
            there.get(user.pk, (None, None))[1],
        )
        for user in users
    }


def rhythms(users: Sequence[User], team: Team, viewer: Viewer) -> Mapping[int, Counter[str]]:
    """How many families each of these colleagues leads by how often they are seen, of those the viewer sees."""
    found: dict[int, Counter[str]] = defaultdict(Counter)
    for role, user_id, rhythm, *_ in _parts(users, team, viewer):
        if role == AllocationRole.LEAD:
            found[user_id][rhythm] += 1
    return found


def _parts(users: Sequence[User], team: Team, viewer: Viewer) -> Sequence[tuple[str, int, str, int | None, bool, bool]]:
    """Where they lead or are co-worker: a keyworker's help takes no slot of the work's own rhythm."""
    parts = Allocation.objects.visible_to(viewer).filter(
        team=team, user__in=users, role__in=(AllocationRole.LEAD, AllocationRole.CO_WORKER), ends_on=None
    )
    rows: QuerySet[Any] = parts.annotate(**made_longer("episode__family")).order_by("pk")
    asked = ("role", "user_id", "episode__rhythm", "episode__intervention_id", "interpreter", "plan")
    return list(rows.values_list(*asked))


def made_longer(family: str) -> Mapping[str, Exists]:
    """What makes work with a family longer, to annotate: `interpreter`, `plan`; `family` is the path to the family."""
    needs = Need.objects.filter(family=OuterRef(family), kind=NeedKind.INTERPRETER, ended_at__isnull=True)
    holds = Q(ends_on=None) | Q(ends_on__gte=timezone.localdate())
    plans = ProtectionStatus.objects.filter(holds, family=OuterRef(family), kind__in=_PLANS)
    return {"interpreter": Exists(needs), "plan": Exists(plans)}


def _slots(
    users: Sequence[User], team: Team, families_a_day: int, groups: Mapping[int, Decimal], viewer: Viewer
) -> Mapping[int, tuple[int, int | None]]:
    """Whole slots of an ordinary week, and of the coming seven days with leave and closed days taken off.

    A colleague whose hours nobody recorded works whole days.
    """
    week = _coming(users, team, viewer)
    found: dict[int, tuple[int, int | None]] = {}
    for row in week.patterns:
        if not row.starts_on <= week.first or (row.ends_on is not None and row.ends_on < week.first):
            continue
        hours = row.weekly_hours if row.weekly_hours is not None else DAY_HOURS * len(row.days)
        taken = groups.get(row.user_id, Decimal(0))
        coming = hours_in(week, row.user, taken, families_a_day)
        found[row.user_id] = (
            slots_a_week(hours, row.other_hours, taken, families_a_day),
            coming.slots if coming else None,
        )
    return found


def _coming(users: Sequence[User], team: Team, viewer: Viewer) -> Rota:
    """The coming seven days of these colleagues, from today on, in two queries."""
    first = timezone.localdate()
    last = first + timedelta(days=DAYS_OF_A_WEEK - 1)
    patterns = WorkingDays.objects.filter(Q(ends_on=None) | Q(ends_on__gte=first), team=team, user__in=users)
    return Rota(
        team=team,
        first=first,
        length=DAYS_OF_A_WEEK,
        people=users,
        holidays=holidays_along(viewer.user).get(team.pk, frozenset()),
        patterns=list(patterns.filter(starts_on__lte=last).select_related("user").order_by("starts_on", "pk")),
        absences=list(absences_on(first, last).filter(team=team, user__in=users).order_by("pk")),
    )
