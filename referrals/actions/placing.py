"""What orders a place on the waiting list, kept from each change on (WL-1)."""

from __future__ import annotations

from django.db import transaction

from pitservice.audit.actions import record
from pitservice.db.actor import Actor
from pitservice.db.transitions import keep_reason
from referrals.models import PlaceMove, WaitingEntry
from referrals.models.waiting import PLACED_AS


@transaction.atomic
def keep_place(*, entry: WaitingEntry, reason: str = "", by: Actor) -> PlaceMove:
    """Write what orders this place from now on: called in the transaction that puts it on the list or changes it."""
    move = PlaceMove.objects.create(
        entry=entry,
        team_id=entry.team_id,
        significant=entry.significant,
        total=entry.total,
        priority=entry.priority,
        first=entry.first,
        **{name: getattr(entry, name) for name in PLACED_AS},
        moved_up=entry.moved_up,
        reason=keep_reason(reason),
        created_by=by,
    )
    record("referrals.keep_place", entry, by=by, priority=str(entry.priority), first=entry.first)
    return move
