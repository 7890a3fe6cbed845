"""The waiting list: leaving it, and what a person changes about a family's place."""

from __future__ import annotations

from django.db import transaction

from pitservice.audit.actions import record
from pitservice.db.actor import Actor
from pitservice.db.errors import Refused
from pitservice.db.locks import lock
from pitservice.db.transitions import advance
from referrals.enums import ReferralState, TriagePriority, WaitingState
from referrals.models import WaitingEntry


@transaction.atomic
def leave_list(*, entry: WaitingEntry, reason: str, seen: int | None = None, by: Actor) -> WaitingEntry:
    """Take a family off the list, with a reason; its referral is withdrawn with it."""
    if not reason.strip():
        raise Refused("Enter why the family leaves the list.")
    referral = lock(entry.referral)
    entry = still_waiting(entry, seen)
    advance(entry, WaitingState.LEFT, by=by, reason=reason)
    advance(referral, ReferralState.WITHDRAWN, by=by, reason=reason)
    record("referrals.leave_list", entry, by=by, reason=reason)
    return entry


@transaction.atomic
def set_priority(
    *, entry: WaitingEntry, priority: TriagePriority | str, reason: str, seen: int | None = None, by: Actor
) -> WaitingEntry:
    """Say how urgent a triage contact found it, with a reason (WL-1, by triage)."""
    entry = still_waiting(entry, seen)
    if not reason.strip():
        raise Refused("Enter what you found.")
    entry.priority = TriagePriority(priority)
    entry.save(update_fields=["priority"])
    record("referrals.set_priority", entry, by=by, priority=str(priority), reason=reason)
    return entry


@transaction.atomic
def move_first(*, entry: WaitingEntry, reason: str, seen: int | None = None, by: Actor) -> WaitingEntry:
    """Move a family to the top in every order, with a reason that everybody can read (WL-1)."""
    entry = still_waiting(entry, seen)
    if not reason.strip():
        raise Refused("Enter why this family is moved first.")
    entry.first, entry.moved_up = True, reason.strip()[:300]
    entry.save(update_fields=["first", "moved_up"])
    record("referrals.move_first", entry, by=by, reason=reason)
    return entry


@transaction.atomic
def put_back(*, entry: WaitingEntry, reason: str, seen: int | None = None, by: Actor) -> WaitingEntry:
    """Let a family stand where the orders put it again."""
    entry = still_waiting(entry, seen)
    entry.first, entry.moved_up = False, ""
    entry.save(update_fields=["first", "moved_up"])
    record("referrals.put_back", entry, by=by, reason=reason)
    return entry


def still_waiting(entry: WaitingEntry, seen: int | None) -> WaitingEntry:
    """The entry anew and locked; Refused when the family no longer waits."""
    entry = lock(entry, seen=seen)
    if entry.state != WaitingState.WAITING:
        raise Refused(f"This family is no longer waiting: “{WaitingState(entry.state).label}”.")
    return entry
