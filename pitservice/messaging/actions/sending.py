"""Sending: claim in one short transaction, hand over outside any, record what came of it (engineering §3).

    claimed = claim(limit=20, by=by)     # FOR UPDATE SKIP LOCKED, everything asked again, a lease
    outcome = gateway.send(...)          # no transaction is open
    record_accepted(...)                 # only while state and lease are still ours; all that have answered, at once

A worker that dies in between leaves a lease behind; `reconcile` asks the gateway when it has run out.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, ThreadPoolExecutor, wait
from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog
from django.conf import settings
from django.db import transaction
from django.db.models import F, prefetch_related_objects
from django.utils import timezone

from pitservice.audit.actions import record, record_all
from pitservice.db.actor import Actor
from pitservice.db.transitions import advance, advance_all
from pitservice.files import store
from pitservice.messaging.checking import Round, look
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
    found = list(due.select_for_update(of=("self",), skip_locked=True)[:limit])
    open_to_us = may_read(message.family_id for message in found)
    open_ones = [message for message in found if message.family_id in open_to_us]
    this = Round(open_ones)
    looked_at = [(message, look(message, now, this)) for message in open_ones]
    for message, verdict in looked_at:
        _carry_out(message, verdict, by=by)
    claimed = [message for message, verdict in looked_at if verdict.state == MessageState.SENDING]
    for channel in sorted({message.channel for message in claimed}):
        _lease([message for message in claimed if message.channel == channel], lease, by=by)
    return Claim(claimed, len(looked_at))


def deliver(*, by: Actor) -> int:
    """Claim a batch, hand it over, record each outcome. Returns how many were dealt with; 0: nothing more is due.

    No transaction is open while the gateway is spoken to.
    """
    claimed = claim(limit=settings.MESSAGING_BATCH, by=by)
    for answered in _hand_over(claimed.messages):
        accepted = [(message, outcome) for message, outcome in answered if isinstance(outcome, Accepted)]
        if accepted:
            record_accepted(accepted=accepted, by=by)
        for message, outcome in answered:
            if outcome is None:
                give_back(message=message, by=by)
            elif isinstance(outcome, Rejected):
                record_rejected(message=message, rejected=outcome, by=by)
            elif isinstance(outcome, Unclear):
                record_unclear(message=message, by=by)
    return claimed.dealt_with


@transaction.atomic
def record_accepted(*, accepted: Sequence[tuple[Message, Accepted]], by: Actor) -> None:
    """The gateway has these."""
    leases = {message.pk: message.lease_until for message, _ in accepted}
    rows = Message.objects.filter(pk__in=leases, state=MessageState.SENDING).order_by("pk")
    ours = {
        pk for pk, lease in rows.select_for_update(of=("self",)).values_list("pk", "lease_until") if lease == leases[pk]
    }
    for message, _ in accepted:
        if message.pk not in ours:
            _taken_over(message)
    sent = [(message, answer) for message, answer in accepted if message.pk in ours]
    costs = {message.pk: cost_of(message) for message, _ in sent}
    own = {name: {pk: cost.get(name) for pk, cost in costs.items()} for name in ("parts", "pence")}
    own["gateway_reference"] = {message.pk: answer.gateway_reference for message, answer in sent}
    messages = [message for message, _ in sent]
    advance_all(messages, MessageState.SENT, by=by, each=own, sent_on=timezone.now(), lease_until=None)
    attempts: list[dict[str, int | str | bool]] = [{"attempts": message.attempts} for message in messages]
    record_all(verb="messaging.sent", subjects=messages, data=attempts, by=by)


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


def _lease(messages: Sequence[Message], lease: datetime, *, by: Actor) -> None:
    """These of one channel go now."""
    gateway = gateway_for(messages[0].channel)
    tries = {message.pk: message.attempts + 1 for message in messages}
    advance_all(
        messages,
        MessageState.SENDING,
        by=by,
        each={"attempts": tries},
        lease_until=lease,
        gateway=gateway.name if gateway else "",
        why="",
    )


def _carry_out(message: Message, found: Verdict, *, by: Actor) -> None:
    """Write down what becomes of a message that was looked at in a claim and does not go now."""
    if found.state == MessageState.QUEUED:
        Message.objects.filter(pk=message.pk).update(not_before=found.until)
    elif found.state != MessageState.SENDING:
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
        _taken_over(message)
    return held


def _taken_over(message: Message) -> None:
    log.warning("message taken over while it was sent", message=message.key)


def _hand_over(claimed: Sequence[Message]) -> Iterator[list[tuple[Message, Outcome]]]:
    """Messages with what the gateway answered, as the answers come; several in flight where the gateway can."""
    for channel in sorted({message.channel for message in claimed}):
        gateway = gateway_for(channel)
        assert gateway is not None  # claims are made where there is one
        batch = [message for message in claimed if message.channel == channel]
        prefetch_related_objects([message for message in batch if message.attached_id], "attached")
        if gateway.in_flight > 1:
            yield from _in_flight(gateway, batch)
        else:
            yield from ([(message, _send(gateway, message))] for message in batch)


def _in_flight(gateway: Gateway, batch: Iterable[Message]) -> Iterator[list[tuple[Message, Outcome]]]:
    """Threads only talk to the gateway; the database is this thread's alone, which takes what has come meanwhile."""
    with ThreadPoolExecutor(gateway.in_flight) as pool:
        sending = {pool.submit(_send, gateway, message): message for message in batch}
        while sending:
            done, _ = wait(sending, return_when=FIRST_COMPLETED)
            yield [(sending.pop(future), future.result()) for future in done]


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
