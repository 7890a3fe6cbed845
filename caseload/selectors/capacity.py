"""Who has room: slots of a week used and there, by colleague (CAP-1). It is shown, and stops nothing."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from caseload.enums import AllocationRole
from caseload.models import Allocation, WorkingDays
from caseload.rules import DAY_HOURS, Load, percent_more, slots_a_week, slots_of
from caseload.selectors.groups import group_hours_a_week
from caseload.selectors.new_to import new_to_of
from families.enums import NeedKind, ProtectionKind
from families.models import Need, ProtectionStatus
from pitservice.accounts.models import Team, User
from pitservice.accounts.viewer import Viewer
from pitservice.configuration.selectors import settings_of

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
    families: dict[int, int] = defaultdict(int)
    used: dict[int, Decimal] = defaultdict(Decimal)
    for user_id, rhythm, intervention_id, interpreter, plan in _led(users, team, viewer):
        families[user_id] += 1
        used[user_id] += slots_of(
            rhythm,
            is_complex=interpreter or plan,
            complex_percent=settings.complex_percent,
            new_percent=percent_more(new, user_id, intervention_id),
        )
    groups = group_hours_a_week(users, team.pk, timezone.now(), new)
    there = _slots(users, team, settings.families_a_day, groups)
    nothing = Decimal(0)
    return {
        user.pk: Load(
            families[user.pk],
            used[user.pk],
            there.get(user.pk),
            groups.get(user.pk, nothing),
            tuple(one for one in new if one.user_id == user.pk),
        )
        for user in users
    }


def rhythms(users: Sequence[User], team: Team, viewer: Viewer) -> Mapping[int, Counter[str]]:
    """How many families each of these colleagues leads by how often they are seen, of those the viewer sees."""
    found: dict[int, Counter[str]] = defaultdict(Counter)
    for user_id, rhythm, *_ in _led(users, team, viewer):
        found[user_id][rhythm] += 1
    return found


def _led(users: Sequence[User], team: Team, viewer: Viewer) -> Sequence[tuple[int, str, int | None, bool, bool]]:
    led = Allocation.objects.visible_to(viewer).filter(
        team=team, user__in=users, role=AllocationRole.LEAD, ends_on=None
    )
    rows: QuerySet[Any] = led.annotate(**made_longer("episode__family")).order_by("pk")
    return list(rows.values_list("user_id", "episode__rhythm", "episode__intervention_id", "interpreter", "plan"))


def made_longer(family: str) -> Mapping[str, Exists]:
    """What makes work with a family longer, to annotate: `interpreter`, `plan`; `family` is the path to the family."""
    needs = Need.objects.filter(family=OuterRef(family), kind=NeedKind.INTERPRETER, ended_at__isnull=True)
    holds = Q(ends_on=None) | Q(ends_on__gte=timezone.localdate())
    plans = ProtectionStatus.objects.filter(holds, family=OuterRef(family), kind__in=_PLANS)
    return {"interpreter": Exists(needs), "plan": Exists(plans)}


def _slots(users: Sequence[User], team: Team, families_a_day: int, groups: Mapping[int, Decimal]) -> Mapping[int, int]:
    """Whole slots of a week; a colleague whose hours nobody recorded works whole days."""
    today = timezone.localdate()
    found = {}
    rows = WorkingDays.objects.filter(Q(ends_on=None) | Q(ends_on__gte=today), team=team, user__in=users)
    for row in rows.filter(starts_on__lte=today).order_by("starts_on", "pk"):
        hours = row.weekly_hours if row.weekly_hours is not None else DAY_HOURS * len(row.days)
        found[row.user_id] = slots_a_week(hours, row.other_hours, groups.get(row.user_id, Decimal(0)), families_a_day)
    return found
