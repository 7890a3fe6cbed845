"""A team's localities: made, changed, ended; what was stays on record (toolkit ch. 6)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils import timezone

from caseload.models import Locality, LocalityArea, WorksIn
from caseload.selectors.people import workers
from pitservice.accounts.models import Team, User
from pitservice.audit.actions import record
from pitservice.db.actor import Actor
from pitservice.db.errors import Refused
from pitservice.db.locks import lock


@dataclass(frozen=True, slots=True)
class Drawn:
    """A locality as somebody draws it: the beginnings of its postcodes, and who works there."""

    name: str
    areas: Sequence[str]
    colleagues: Sequence[User] = ()


@transaction.atomic
def add_locality(*, team: Team, drawn: Drawn, by: Actor) -> Locality:
    """Make a locality of a team.

    Refused where one has this name, where an area stands with another of the team, and for a colleague who does not
    work with families here.
    """
    team = lock(team)
    _check(team, drawn)
    made = Locality.objects.create(team=team, name=drawn.name, created_by=by)
    added = _draw(made, drawn, by)
    record("caseload.add_locality", made, by=by, **added)
    return made


@transaction.atomic
def change_locality(*, locality: Locality, drawn: Drawn, seen: int | None = None, by: Actor) -> Locality:
    """Draw a locality anew; areas and colleagues taken out end today and stay on record. Refused as for a new one."""
    team = lock(locality.team)
    locality = lock(locality, seen=seen)
    _check_open(locality)
    _check(team, drawn, but=locality)
    locality.name = drawn.name
    locality.save(update_fields=["name"])  # though it be the same: a page that is out of date is told
    changed = _draw(locality, drawn, by)
    record("caseload.change_locality", locality, by=by, **changed)
    return locality


@transaction.atomic
def end_locality(*, locality: Locality, seen: int | None = None, by: Actor) -> Locality:
    """There is no such locality any more: its areas are free, and nobody works in it. It stays on the list."""
    locality = lock(locality, seen=seen)
    _check_open(locality)
    locality.ended_on = timezone.localdate()
    locality.save(update_fields=["ended_on"])
    for rows in (locality.areas, locality.workers):
        _end(rows.filter(ended_on=None))
    record("caseload.end_locality", locality, by=by)
    return locality


def _check_open(locality: Locality) -> None:
    if locality.ended_on is not None:
        raise Refused("This locality has ended. Add a new one.")


def _check(team: Team, drawn: Drawn, but: Locality | None = None) -> None:
    others = Locality.objects.filter(team=team, ended_on=None)
    if but is not None:
        others = others.exclude(pk=but.pk)
    if others.filter(name=drawn.name).exists():
        raise Refused("The team has a locality of this name already.")
    taken = LocalityArea.objects.filter(locality__in=others, area__in=drawn.areas, ended_on=None)
    if stands := taken.select_related("locality").first():
        raise Refused(f"“{stands.area}” stands with {stands.locality}. Take it out there first.")
    here = set(workers(team.pk).values_list("pk", flat=True))
    if strange := next((user for user in drawn.colleagues if user.pk not in here), None):
        raise Refused(f"{strange.name} does not work with families in {team.name}.")


def _draw(locality: Locality, drawn: Drawn, by: Actor) -> dict[str, Any]:
    """End what is no longer drawn and put in what is new; what changed, for the audit."""
    wanted = {user.pk for user in drawn.colleagues}
    out = _end(locality.areas.filter(ended_on=None).exclude(area__in=drawn.areas), "area")
    left = _end(locality.workers.filter(ended_on=None).exclude(user__in=wanted), "user_id")
    have = set(locality.areas.filter(ended_on=None).values_list("area", flat=True))
    here = set(locality.workers.filter(ended_on=None).values_list("user_id", flat=True))
    put_in = [area for area in drawn.areas if area not in have]
    came = sorted(wanted - here)
    for area in put_in:
        LocalityArea.objects.create(team_id=locality.team_id, locality=locality, area=area, created_by=by)
    for user_id in came:
        WorksIn.objects.create(team_id=locality.team_id, locality=locality, user_id=user_id, created_by=by)
    return {"areas": sorted(put_in), "areas_out": out, "colleagues": came, "colleagues_out": left}


def _end(rows: Any, name: str = "pk") -> list[Any]:
    """Their last day is today; says which, by a column."""
    ended = sorted(rows.values_list(name, flat=True))
    rows.update(ended_on=timezone.localdate())
    return ended
