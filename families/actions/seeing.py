"""Which colleagues see a family: involvements, and restriction (design §3 and §6)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from families.enums import InvolvementKind
from families.models import Family, Involvement
from pitservice.accounts.models import User
from pitservice.audit.actions import record
from pitservice.db.actor import Actor
from pitservice.db.errors import Refused
from pitservice.db.locks import lock


@transaction.atomic
def involve(
    *,
    family: Family,
    user: User,
    kind: InvolvementKind | str,
    why: str = "",
    starts: datetime | None = None,
    until: datetime | None = None,
    by: Actor,
) -> Involvement:
    """Say why a colleague sees a family, or does not; one of the same kind in force is prolonged, not doubled.

    `starts`: now, unless it is said that it begins later (a cover of days to come).
    """
    _may_be_involved(family, user)
    now = timezone.now()
    in_force = Q(until__isnull=True) | Q(until__gt=now)
    known = Involvement.objects.filter(in_force, family=family, user=user, kind=kind)
    involvement = known.select_for_update().order_by("pk").first()
    if involvement is None:
        involvement = Involvement(family=family, team_id=family.team_id, user=user, kind=kind, created_by=by)
        involvement.starts = starts or now
    involvement.why, involvement.until = why.strip(), until
    involvement.save()
    record("families.involve", involvement, by=by, user=user.pk, kind=str(kind))
    return involvement


@transaction.atomic
def end_involvement(*, involvement: Involvement, by: Actor) -> Involvement:
    """A colleague's involvement ends now."""
    involvement = lock(involvement)
    now = timezone.now()
    if involvement.until is None or involvement.until > now:
        involvement.until = now
        involvement.save(update_fields=["until"])
    record("families.end_involvement", involvement, by=by, user=involvement.user_id, kind=str(involvement.kind))
    return involvement


@transaction.atomic
def restrict(*, family: Family, reason: str, named: Sequence[User], seen: int | None = None, by: Actor) -> Family:
    """Hide a record from everybody but the colleagues named; to all others it does not exist (design §6).

    Restricting it again replaces who is named.
    """
    family = lock(family, seen=seen)
    if not reason.strip():
        raise Refused("Enter why the record is restricted.")
    if not named:
        raise Refused("Name at least one colleague who works with this family, or nobody could.")
    family.restricted = True
    family.save(update_fields=["restricted"])
    _end_named(family, keep=[user.pk for user in named])
    for user in named:
        involve(family=family, user=user, kind=InvolvementKind.NAMED, by=by)
    record("families.restrict", family, by=by, reason=reason, named=[user.pk for user in named])
    return family


@transaction.atomic
def unrestrict(*, family: Family, reason: str, seen: int | None = None, by: Actor) -> Family:
    """Open a restricted record to the team again."""
    family = lock(family, seen=seen)
    if not family.restricted:
        raise Refused("This record is not restricted.")
    if not reason.strip():
        raise Refused("Enter why the record no longer needs to be restricted.")
    family.restricted = False
    family.save(update_fields=["restricted"])
    _end_named(family, keep=[])
    record("families.unrestrict", family, by=by, reason=reason)
    return family


def _end_named(family: Family, *, keep: list[int]) -> None:
    now = timezone.now()
    in_force = Q(until__isnull=True) | Q(until__gt=now)
    named = Involvement.objects.filter(in_force, family=family, kind=InvolvementKind.NAMED)
    named.exclude(user_id__in=keep).update(until=now)


def _may_be_involved(family: Family, user: User) -> None:
    if not user.memberships.filter(team_id=family.team_id).exists():
        raise Refused(f"{user.name} is not a member of this family's team.")
