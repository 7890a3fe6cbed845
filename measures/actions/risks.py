"""What was done about a risk answer (P60)."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from measures.models import RiskAnswer
from pitservice.audit.actions import record
from pitservice.db.actor import Actor
from pitservice.db.errors import Refused
from pitservice.db.locks import lock


@transaction.atomic
def settle_risk(*, risk: RiskAnswer, done: str, seen: int | None = None, by: Actor) -> RiskAnswer:
    """Say what was done; it leaves the worklist, and stays in the record."""
    risk = lock(risk, seen=seen)
    if risk.settled_at is not None:
        raise Refused("Somebody has dealt with this already.")
    if not done.strip():
        raise Refused("Enter what was done.")
    risk.done, risk.settled_at, risk.settled_by = done.strip(), timezone.now(), by
    risk.save(update_fields=["done", "settled_at", "settled_by"])
    record("measures.settle_risk", risk, by=by)
    return risk
