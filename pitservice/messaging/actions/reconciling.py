"""Messages whose outcome nobody wrote down: the gateway is asked by our reference, and only then is one sent again."""

from __future__ import annotations

import structlog
from django.conf import settings
from django.db import transaction
from django.utils import timezone

from pitservice.audit.actions import record
from pitservice.db.actor import Actor
from pitservice.db.transitions import advance
from pitservice.messaging.actions.sending import ask_from, lease_time
from pitservice.messaging.enums import MessageState, why_failed
from pitservice.messaging.gateways import Found, Unclear, gateway_for
from pitservice.messaging.length import cost_of
from pitservice.messaging.models import Message

log = structlog.get_logger(__name__)


def reconcile(*, by: Actor) -> int:
    """Ask about every message whose lease ran out. Returns how many were settled; no transaction is open while asking.

    Found: sent (or failed, as the gateway says). Not found: back in the queue, where everything is looked at anew. A
    gateway that cannot be asked leaves it unknown, to be asked again; one that can never be asked leaves it to a
    person: at most one try (engineering §3).
    """
    settled = 0
    for message in take_over(by=by):
        gateway = gateway_for(message.channel)
        if gateway is None:
            continue
        try:
            found = gateway.find(message.reference) if gateway.finds else None
        except Unclear as unclear:
            log.warning("gateway could not be asked", message=message.key, error=str(unclear))
            continue
        settle(message=message, found=found, by=by)
        settled += 1
    return settled


@transaction.atomic
def take_over(*, by: Actor) -> list[Message]:
    """Lease what a dead worker left, or what is to be asked about now, so that one worker asks about each."""
    now = timezone.now()
    expired = Message.objects.filter(
        state__in=[MessageState.SENDING, MessageState.UNKNOWN], lease_until__lt=now
    ).order_by("lease_until", "pk")
    taken: list[Message] = []
    for message in expired.select_for_update(of=("self",), skip_locked=True)[: settings.MESSAGING_BATCH]:
        lease = now + lease_time() if ask_from(message) else None
        if message.state == MessageState.SENDING:
            advance(message, MessageState.UNKNOWN, by=by, lease_until=lease)
            record("messaging.unclear", message, by=by)
        else:
            Message.objects.filter(pk=message.pk).update(lease_until=lease)
            message.lease_until = lease
        if lease is not None:
            taken.append(message)
    return taken


@transaction.atomic
def settle(*, message: Message, found: Found | None, by: Actor) -> None:
    """Write down what the gateway answered, while the message is still ours to ask about."""
    ours = Message.objects.filter(pk=message.pk, state=MessageState.UNKNOWN, lease_until=message.lease_until)
    held = ours.select_for_update(of=("self",)).first()
    if held is None:
        return
    if found is None:
        advance(held, MessageState.QUEUED, by=by, lease_until=None)
    elif found.failure:
        why = why_failed(found.failure, held.channel)
        advance(
            held,
            MessageState.FAILED,
            by=by,
            reason=why,
            why=why,
            failure=found.failure,
            gateway_reference=found.gateway_reference,
            lease_until=None,
        )
    else:
        advance(
            held,
            MessageState.SENT,
            by=by,
            gateway_reference=found.gateway_reference,
            sent_on=timezone.now(),
            lease_until=None,
            **cost_of(held),
        )
        if found.delivered:
            advance(held, MessageState.DELIVERED, by=by)
    record("messaging.reconcile", held, by=by, found=found is not None)
