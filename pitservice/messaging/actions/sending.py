"""Sending: claim in one short transaction, hand over outside any, record what came of it (engineering §3).

    claimed = claim(limit=20, by=by)     # FOR UPDATE SKIP LOCKED, everything asked again, a lease
    outcome = gateway.send(...)          # no transaction is open
    record_accepted(...)                 # only while state and lease are still ours

A worker that dies in between leaves a lease behind; `reconcile` asks the gateway when it has run out.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog
from django.conf import settings
from django.db import transaction
from django.db.models import F, prefetch_related_objects
from django.utils import timezone

from pitservice.audit.actions import record
from pitservice.db.actor import Actor
from pitservice.db.transitions import advance
from pitservice.files import store
from pitservice.messaging.checking import Customs, look
from pitservice.messaging.enums import Failure, MessageState, why_failed
from pitservice.messaging.gateways import (
    Accepted,
    Attached,
    Gateway,
    Rejected,
    Unclear,
    gateway_for,
)
from pitservice.messaging.length import cost_of
from pitservice.messaging.locks import may_read
from pitservice.messaging.models import Message
from pitservice.messaging.rules import GAVE_UP, MAX_ATTEMPTS, Verdict

log = structlog.get_logger(__name__)

Outcome = Accepted | Rejected | Unclear | None


@dataclass(frozen=True, slots=True)
class Claim:
    """What one claim did: the messages it leased, and how many it dealt with in all (held ones and the like too)."""

    messages: Sequence[Message]
    dealt_with: int


@transaction.atomic
def claim(*, limit: int, by: Actor) -> Claim:
    """Lease messages that are due and may go, oldest first; what may not go is held, put off, cancelled or failed.

    Each is asked about anew (P1, CON-1, REM-1): still wanted, not too late, the contact rules, the same number,
    quiet hours. A family whose contacts somebody is changing at this moment is passed over until the next ring.
    """
    now = timezone.now()
    lease = now + lease_time()
    due = Message.objects.filter(state=MessageState.QUEUED, not_before__lte=now).order_by("not_before", "pk")
    claimed: list[Message] = []
    dealt_with, customs = 0, Customs()
    for message in due.select_for_update(of=("self",), skip_locked=True)[:limit]:
        if may_read(message.family_id):
            found = look(message, now, customs)
            _carry_out(message, found, lease, by=by)
            dealt_with += 1
            if found.state == MessageState.SENDING:
                claimed.append(message)
    return Claim(claimed, dealt_with)


def deliver(*, by: Actor) -> int:
    """Claim a batch, hand it over, record each outcome. Returns how many were dealt with; 0: nothing more is due.

    No transaction is open while the gateway is spoken to.
    """
    claimed = claim(limit=settings.MESSAGING_BATCH, by=by)
    for message, outcome in _hand_over(claimed.messages):
        if outcome is None:
            give_back(message=message, by=by)
        elif isinstance(outcome, Accepted):
            record_accepted(message=message, accepted=outcome, by=by)
        elif isinstance(outcome, Rejected):
            record_rejected(message=message, rejected=outcome, by=by)
        else:
            record_unclear(message=message, by=by)
    return claimed.dealt_with


@transaction.atomic
def record_accepted(*, message: Message, accepted: Accepted, by: Actor) -> None:
    """The gateway has it."""
    held = _still_ours(message)
    if held is not None:
        advance(
            held,
            MessageState.SENT,
            by=by,
            gateway_reference=accepted.gateway_reference,
            sent_on=timezone.now(),
            lease_until=None,
            **cost_of(held),
        )
        record("messaging.sent", held, by=by, attempts=held.attempts)


@transaction.atomic
def record_rejected(*, message: Message, rejected: Rejected, by: Actor) -> None:
    """The gateway did not take it: it is tried again later where that can help, else a person is shown it."""
    held = _still_ours(message)
    if held is None:
        return
    if rejected.again and held.attempts < MAX_ATTEMPTS:
        later = timezone.now() + timedelta(minutes=2**held.attempts)
        advance(held, MessageState.QUEUED, by=by, lease_until=None, not_before=later)
    else:
        why = GAVE_UP if rejected.again else why_failed(rejected.failure, held.channel)
        advance(
            held,
            MessageState.FAILED,
            by=by,
            reason=why,
            lease_until=None,
            failure=rejected.failure,
            why=why,
        )
    record(
        "messaging.rejected",
        held,
        by=by,
        failure=str(rejected.failure),
        again=rejected.again,
    )


@transaction.atomic
def record_unclear(*, message: Message, by: Actor) -> None:
    """Nobody can say whether the gateway took it: unknown, until it has been asked or a person has decided."""
    held = _still_ours(message)
    if held is not None:
        advance(held, MessageState.UNKNOWN, by=by, lease_until=ask_from(held))
        record("messaging.unclear", held, by=by)


@transaction.atomic
def give_back(*, message: Message, by: Actor) -> None:
    """Back in the queue, not tried: its lease would run out before the gateway had to answer."""
    held = _still_ours(message)
    if held is not None:
        advance(
            held,
            MessageState.QUEUED,
            by=by,
            lease_until=None,
            attempts=F("attempts") - 1,
        )
        record("messaging.give_back", held, by=by)


def lease_time() -> timedelta:
    """How long a claim holds: three times what a gateway may take to answer, and never less than a minute."""
    return timedelta(seconds=max(settings.MESSAGING_LEASE, 3 * settings.MESSAGING_TIMEOUT))


def ask_from(message: Message) -> datetime | None:
    """From when the gateway is asked about a message; None where it cannot be asked, and a person is shown it."""
    gateway = gateway_for(message.channel)
    if gateway is None or not (gateway.finds or gateway.deduplicates):
        return None
    return message.lease_until


def _carry_out(message: Message, found: Verdict, lease: datetime, *, by: Actor) -> None:
    """Write down what is to become of a message that was looked at in a claim."""
    if found.state == MessageState.SENDING:
        gateway = gateway_for(message.channel)
        name = gateway.name if gateway else ""
        advance(
            message,
            found.state,
            by=by,
            lease_until=lease,
            attempts=message.attempts + 1,
            gateway=name,
            why="",
        )
    elif found.state == MessageState.QUEUED:
        Message.objects.filter(pk=message.pk).update(not_before=found.until)
    else:
        advance(
            message,
            found.state,
            by=by,
            reason=found.why,
            why=found.why,
            failure=found.failure or "",
        )
        record("messaging.not_sent", message, by=by, state=str(found.state))


def _still_ours(message: Message) -> Message | None:
    """The row, locked, while it is in the state and under the lease of our claim; None when somebody took it over."""
    ours = Message.objects.filter(pk=message.pk, state=MessageState.SENDING, lease_until=message.lease_until)
    held = ours.select_for_update(of=("self",)).first()
    if held is None:
        log.warning("message taken over while it was sent", message=message.key)
    return held


def _hand_over(claimed: Sequence[Message]) -> Iterator[tuple[Message, Outcome]]:
    """Each message with what the gateway answered, as the answers come; several in flight where the gateway can."""
    for channel in sorted({message.channel for message in claimed}):
        gateway = gateway_for(channel)
        assert gateway is not None  # claims are made where there is one
        batch = [message for message in claimed if message.channel == channel]
        prefetch_related_objects([message for message in batch if message.attached_id], "attached")
        if gateway.in_flight > 1:
            yield from _in_flight(gateway, batch)
        else:
            yield from ((message, _send(gateway, message)) for message in batch)


def _in_flight(gateway: Gateway, batch: Iterable[Message]) -> Iterator[tuple[Message, Outcome]]:
    """Threads only talk to the gateway; the database is this thread's alone."""
    with ThreadPoolExecutor(gateway.in_flight) as pool:
        sending = {pool.submit(_send, gateway, message): message for message in batch}
        for future in as_completed(sending):
            yield sending[future], future.result()


def _send(gateway: Gateway, message: Message) -> Outcome:
    """One hand-over, begun only while the lease is long enough for the gateway to answer in."""
    assert message.lease_until is not None  # a claim gave it one
    if timezone.now() + timedelta(seconds=2 * settings.MESSAGING_TIMEOUT) >= message.lease_until:
        return None
    try:
        attached = _attached(message)
    except (OSError, ValueError):  # nothing was handed over
        log.exception("attached letter cannot be read", message=message.key)
        return Rejected(Failure.TECHNICAL)
    try:
        given = (message.reference, message.value, message.subject_line, message.words)
        return gateway.send(*given) if attached is None else gateway.send_with(*given, attached)
    except Unclear as unclear:
        return unclear
    except Exception as error:  # whatever it was, the far end may have it
        log.exception("gateway failed", message=message.key)
        return Unclear(type(error).__name__)


def _attached(message: Message) -> Attached | None:
    """The letter that goes with it, read from the disk; the row was read before (P43)."""
    stored = message.attached
    return Attached(stored.name, store.get(stored.sha256)) if stored is not None else None
