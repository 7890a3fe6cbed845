"""Legal holds: while one stands the record is not destroyed, whatever its retention date (P31)."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from families.models import Family, LegalHold
from pitservice.audit.actions import record
from pitservice.db.actor import Actor
from pitservice.db.errors import Refused
from pitservice.db.locks import lock

#: Why a record is held after a death (P22).
FOR_REVIEW = "Kept for a review of the death"


@transaction.atomic
def hold_record(*, family: Family, why: str, by: Actor) -> LegalHold:
    """Keep the record for a court, an inquiry or a child death review: nothing of it is destroyed until lifted."""
    if not why.strip():
        raise Refused("Enter why the record is held.")
    if family.holds.filter(lifted_at=None).exists():
        raise Refused("This record is held already.")
    hold = LegalHold.objects.create(family=family, team_id=family.team_id, why=why.strip(), created_by=by)
    record("families.hold_record", hold, by=by)
    return hold


@transaction.atomic
def lift_hold(*, hold: LegalHold, reason: str, seen: int | None = None, by: Actor) -> LegalHold:
    """The hold is over. Nothing is destroyed by that."""
    hold = lock(hold, seen=seen)
    if hold.lifted_at is not None:
        raise Refused("This hold has been lifted already.")
    if not reason.strip():
        raise Refused("Enter why the record need not be held any longer.")
    hold.lifted_at, hold.lifted_by = timezone.now(), by
    hold.save(update_fields=["lifted_at", "lifted_by"])
    record("families.lift_hold", hold, by=by, reason=reason)
    return hold
