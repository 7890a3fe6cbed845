"""The waiting list: leaving it, and what a person changes about a family's place."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from django.db import transaction
from django.utils import timezone

from pitservice.audit.actions import record
from pitservice.configuration.enums import YesNoUnknown
from pitservice.configuration.selectors import settings_of
from pitservice.db.actor import Actor
from pitservice.db.errors import Refused
from pitservice.db.locks import lock
from pitservice.db.transitions import advance
from referrals.actions.placing import keep_place
from referrals.enums import CallOutcome, LeftWhy, ReferralState, Side, TriagePriority, WaitingState
from referrals.leaving import proposals, send
from referrals.models import TriageContact, WaitingEntry
from referrals.models.waiting import DECIMALS, PLACED_AS
from referrals.selectors.waiting import neighbour


@dataclass(frozen=True, slots=True)
class Call:
    """A triage contact as it was: `priority` is a `TriagePriority` where somebody was spoken to."""

    on: date
    outcome: str
    spoke_to: str = ""
    change: str = ""
    at_risk: str = YesNoUnknown.UNKNOWN
    note: str = ""
    priority: str = ""


@transaction.atomic
def leave_list(
    *,
    entry: WaitingEntry,
    why: LeftWhy | str,
    note: str = "",
    write: bool = False,
    seen: int | None = None,
    by: Actor,
) -> WaitingEntry:
    """Take a family off the list, with a reason; its referral is withdrawn with it (TELL-1).

    `write`: the family, the referrer and every service that held it hear by the letters that were shown; they wait as
    long as a decision can be taken back, and stop when the referral is opened again.
    """
    why = LeftWhy(why)
    if why == LeftWhy.OTHER and not note.strip():
        raise Refused("Enter why the family leaves the list.")
    referral = lock(entry.referral)
    entry = still_waiting(entry, seen)
    reason = ". ".join(filter(None, ["" if why == LeftWhy.OTHER else why.label, note.strip()]))
    found = proposals(entry, why) if write else []
    advance(entry, WaitingState.LEFT, by=by, reason=reason, left_why=why)
    advance(referral, ReferralState.WITHDRAWN, by=by, reason=reason)
    hold_back = timedelta(minutes=settings_of(entry.team_id).take_back_minutes)
    send(entry, found, not_before=timezone.now() + hold_back, by=by)
    record("referrals.leave_list", entry, by=by, why=str(why), reason=reason)
    return entry


@transaction.atomic
def record_triage(*, entry: WaitingEntry, call: Call, seen: int | None = None, by: Actor) -> TriageContact:
    """Record a call to a waiting family; when somebody was spoken to it says how urgent it is (WL-1, by triage)."""
    entry = still_waiting(entry, seen)
    spoke = call.outcome == CallOutcome.SPOKE
    if spoke and not (call.spoke_to.strip() and call.note.strip() and call.priority):
        raise Refused("Say whom you spoke to, what you found, and how urgent it is.")
    if call.on > timezone.localdate():
        raise Refused("The call cannot be in the future.")
    contact = TriageContact.objects.create(
        entry=entry,
        team_id=entry.team_id,
        on=call.on,
        spoke_to=call.spoke_to.strip(),
        outcome=call.outcome,
        change=call.change if spoke else "",
        at_risk=call.at_risk if spoke else YesNoUnknown.UNKNOWN,
        note=call.note.strip(),
        priority=call.priority if spoke else "",
        created_by=by,
    )
    if spoke:
        entry.priority = TriagePriority(call.priority)
        entry.save(update_fields=["priority"])
        keep_place(entry=entry, reason=call.note, by=by)
    record("referrals.record_triage", entry, by=by, contact=contact.pk, priority=str(entry.priority))
    return contact


@transaction.atomic
def move_first(*, entry: WaitingEntry, reason: str, seen: int | None = None, by: Actor) -> WaitingEntry:
    """Move a family to the top in every order, with a reason that everybody can read (WL-1)."""
    entry = still_waiting(entry, seen)
    if not reason.strip():
        raise Refused("Enter why this family is moved first.")
    _stand(entry, first=True, why=reason)
    keep_place(entry=entry, reason=reason, by=by)
    record("referrals.move_first", entry, by=by, reason=reason)
    return entry


@transaction.atomic
def place_beside(
    *, entry: WaitingEntry, other: WaitingEntry, side: Side | str, reason: str, seen: int | None = None, by: Actor
) -> WaitingEntry:
    """Put a family just before or after another one, in every order, with a reason that everybody can read (WL-1).

    It stands there as that family stands now: what changes about the other later moves this one no more.
    """
    entry = still_waiting(entry, seen)
    other = WaitingEntry.objects.get(pk=other.pk)
    if other.pk == entry.pk or other.team_id != entry.team_id or other.state != WaitingState.WAITING:
        raise Refused("Choose another family that waits on this list.")
    if not reason.strip():
        raise Refused("Enter why this family is moved.")
    here = other.as_number or Decimal(other.pk)
    nearest = neighbour(entry, beside=other, side=side)
    number = here + (1 if side == Side.AFTER else -1) if nearest is None else _between(here, nearest)
    _stand(entry, first=other.first, why=reason, like=other, number=number)
    keep_place(entry=entry, reason=reason, by=by)
    record("referrals.place_beside", entry, by=by, beside=other.pk, side=str(side), reason=reason)
    return entry


def _between(one: Decimal, other: Decimal) -> Decimal:
    number = ((one + other) / 2).quantize(Decimal(1).scaleb(-DECIMALS))
    if number in (one, other):
        raise Refused("Too many families were put at this one place. Put some of them back in their order first.")
    return number


def _stand(
    entry: WaitingEntry, *, first: bool, why: str, like: WaitingEntry | None = None, number: Decimal | None = None
) -> None:
    """Say where it stands: first, or as another one stands (`like`) with a number between two; else by its own."""
    entry.first, entry.moved_up, entry.as_number = first, why.strip()[:300], number
    for name in ("since", "significant", "total", "priority"):
        theirs = getattr(like, f"as_{name}", None) if like and like.placed else getattr(like, name, None)
        setattr(entry, f"as_{name}", theirs)
    entry.save(update_fields=["first", "moved_up", *PLACED_AS])


@transaction.atomic
def put_back(*, entry: WaitingEntry, reason: str, seen: int | None = None, by: Actor) -> WaitingEntry:
    """Let a family stand where the orders put it again."""
    entry = still_waiting(entry, seen)
    if not entry.moved:
        raise Refused("This family stands where the orders put it already.")
    _stand(entry, first=False, why="")
    keep_place(entry=entry, reason=reason, by=by)
    record("referrals.put_back", entry, by=by, reason=reason)
    return entry


def still_waiting(entry: WaitingEntry, seen: int | None) -> WaitingEntry:
    """The entry anew and locked; Refused when the family no longer waits."""
    entry = lock(entry, seen=seen)
    if entry.state != WaitingState.WAITING:
        raise Refused(f"This family is no longer waiting: “{WaitingState(entry.state).label}”.")
    return entry
