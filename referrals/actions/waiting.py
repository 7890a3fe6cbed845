"""The waiting list: leaving it, holding checks, and what a person changes about a family's place."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import transaction
from django.utils import timezone

from pitservice.audit.actions import record
from pitservice.configuration.selectors import next_check
from pitservice.db.actor import Actor
from pitservice.db.errors import Refused
from pitservice.db.locks import lock
from pitservice.db.transitions import advance
from referrals.enums import ReferralState, Support, TriagePriority, WaitingState
from referrals.models import HoldingCheck, WaitingEntry

#: The worst answer counts for the family: stopped before less, less before asked, asked before as before.
_WORST = (Support.STOPPED, Support.LESS, Support.ASKED, Support.NOT_ASKED, Support.AS_BEFORE)


@transaction.atomic
def leave_list(*, entry: WaitingEntry, reason: str, seen: int | None = None, by: Actor) -> WaitingEntry:
    """Take a family off the list, with a reason; its referral is withdrawn with it."""
    if not reason.strip():
        raise Refused("Enter why the family leaves the list.")
    referral = lock(entry.referral)
    entry = _open(entry, seen)
    advance(entry, WaitingState.LEFT, by=by, reason=reason)
    advance(referral, ReferralState.WITHDRAWN, by=by, reason=reason)
    record("referrals.leave_list", entry, by=by, reason=reason)
    return entry


@transaction.atomic
def record_check(
    *, entry: WaitingEntry, answers: Mapping[str, str], note: str = "", seen: int | None = None, by: Actor
) -> WaitingEntry:
    """Record a holding check: what the referrer and every service named said about their support (WL-2, P14).

    `answers` is a `Support` for each service. Less or stopped raises an alarm; the next check is due by the team's
    number of weeks.
    """
    entry = _open(entry, seen)
    if not answers:
        raise Refused("Name at least one service that was asked.")
    now = timezone.now()
    for service, support in answers.items():
        answered = support not in (Support.ASKED, Support.NOT_ASKED)
        HoldingCheck.objects.create(
            entry=entry,
            team_id=entry.team_id,
            service=service[:200],
            support=support,
            note=note,
            answered_at=now if answered else None,
            answered_by=by if answered else None,
            created_by=by,
        )
    entry.support = min((Support(one) for one in answers.values()), key=_WORST.index)
    entry.next_check_on = next_check(entry.team, timezone.localdate())
    entry.save(update_fields=["support", "next_check_on"])
    record("referrals.record_check", entry, by=by, support=str(entry.support))
    return entry


@transaction.atomic
def set_priority(
    *, entry: WaitingEntry, priority: TriagePriority | str, reason: str, seen: int | None = None, by: Actor
) -> WaitingEntry:
    """Say how urgent a triage contact found it, with a reason (WL-1, by triage)."""
    entry = _open(entry, seen)
    if not reason.strip():
        raise Refused("Enter what you found.")
    entry.priority = TriagePriority(priority)
    entry.save(update_fields=["priority"])
    record("referrals.set_priority", entry, by=by, priority=str(priority), reason=reason)
    return entry


@transaction.atomic
def move_first(*, entry: WaitingEntry, reason: str, seen: int | None = None, by: Actor) -> WaitingEntry:
    """Move a family to the top in every order, with a reason that everybody can read (WL-1)."""
    entry = _open(entry, seen)
    if not reason.strip():
        raise Refused("Enter why this family is moved first.")
    entry.first, entry.moved_up = True, reason.strip()[:300]
    entry.save(update_fields=["first", "moved_up"])
    record("referrals.move_first", entry, by=by, reason=reason)
    return entry


@transaction.atomic
def put_back(*, entry: WaitingEntry, reason: str, seen: int | None = None, by: Actor) -> WaitingEntry:
    """Let a family stand where the orders put it again."""
    entry = _open(entry, seen)
    entry.first, entry.moved_up = False, ""
    entry.save(update_fields=["first", "moved_up"])
    record("referrals.put_back", entry, by=by, reason=reason)
    return entry


def _open(entry: WaitingEntry, seen: int | None) -> WaitingEntry:
    entry = lock(entry, seen=seen)
    if entry.state != WaitingState.WAITING:
        raise Refused(f"This family is no longer waiting: “{WaitingState(entry.state).label}”.")
    return entry
