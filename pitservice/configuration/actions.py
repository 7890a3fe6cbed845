"""Writing what a team sets."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any, TypedDict

from django.db import transaction
from django.db.models import Max

from pitservice.accounts.models import Team
from pitservice.audit.actions import record
from pitservice.configuration.models import ClosedDay, RiskItem, RiskList, TeamSettings
from pitservice.db.actor import Actor
from pitservice.db.locks import lock


class Factor(TypedDict):
    """One risk factor as given to `publish_risk_list`."""

    group: str
    text: str
    significant: bool


Rule = list[dict[str, int]]

#: The toolkit's rule: one significant factor, or four or more minor ones (SCR-1, toolkit ch. 6).
TOOLKIT_RULE: Rule = [{"significant": 1}, {"minor": 4}]


@transaction.atomic
def change_settings(*, team: Team, seen: int | None = None, by: Actor, **changes: Any) -> TeamSettings:
    """Set some of a team's settings; the others stay. Stale when somebody else changed them since `seen`."""
    settings, _ = TeamSettings.objects.get_or_create(team=team)
    settings = lock(settings, seen=seen)
    for name, value in changes.items():
        setattr(settings, name, value)
    settings.save()
    record("configuration.change_settings", settings, by=by, fields=sorted(changes))
    return settings


@transaction.atomic
def set_day(*, team: Team, day: date, closed: bool, why: str = "", by: Actor) -> ClosedDay:
    """Close a day, or open one that the nation's list closes (SCR-2)."""
    row, _ = ClosedDay.objects.update_or_create(
        team=team, day=day, defaults={"closed": closed, "why": why, "created_by": by}
    )
    record("configuration.set_day", row, by=by, day=day.isoformat(), closed=closed)
    return row


@transaction.atomic
def publish_risk_list(
    *, team: Team, title: str, factors: Sequence[Factor], rule: Rule = TOOLKIT_RULE, illustrative: bool, by: Actor
) -> RiskList:
    """Put a new edition in force; earlier screenings keep the edition they used (SCR-1)."""
    RiskList.objects.filter(team=team, in_force=True).update(in_force=False)
    last = RiskList.objects.filter(team=team).aggregate(last=Max("edition"))["last"] or 0
    edition = RiskList.objects.create(
        team=team, edition=last + 1, title=title, rule=rule, illustrative=illustrative, in_force=True, created_by=by
    )
    RiskItem.objects.bulk_create(
        RiskItem(risk_list=edition, position=place, **factor) for place, factor in enumerate(factors, start=1)
    )
    record("configuration.publish_risk_list", edition, by=by, edition=edition.edition)
    return edition
