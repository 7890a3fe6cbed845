"""What a gateway says unasked: receipts of what we sent, and texts that nobody brought us."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import structlog
from django.db import transaction
from django.utils import timezone

from families.enums import Channel
from pitservice.audit.actions import record
from pitservice.db.actor import Actor
from pitservice.db.transitions import advance
from pitservice.messaging.actions.receiving import receive
from pitservice.messaging.enums import MessageState, why_failed
from pitservice.messaging.gateways import Receipt, Unclear, gateway_for
from pitservice.messaging.models import InboundText, Message

log = structlog.get_logger(__name__)

#: Nobody wrote down yet that the gateway has it; a receipt says that it does.
_UNRECORDED = (MessageState.SENDING, MessageState.UNKNOWN)
_MAY_ARRIVE = (MessageState.QUEUED, MessageState.SENT, MessageState.FAILED)


@transaction.atomic
def record_receipt(*, gateway: str, receipt: Receipt, by: Actor) -> Message | None:
    """What became of a message, as its gateway says; the message, or None where it is none of ours (engineering §3).

    Receipts come twice, late and out of order. Whatever else was said, one that arrived has arrived: also one that
    waits to go again because the gateway, when asked, did not know of it. A failure counts only where nothing was
    known yet. What was told by other means, cancelled or sent anew since stays as it is.
    """
    known = Message.objects.filter(gateway=gateway, reference=receipt.reference)
    message = known.select_for_update(of=("self",)).first()
    if message is None:
        log.info("receipt of no message of ours", gateway=gateway)
        return None
    if message.gateway_reference and message.gateway_reference != receipt.gateway_reference:
        log.info("receipt of an earlier hand-over", message=message.key)
        return message
    before = message.state
    if message.state in _UNRECORDED:
        _has_it(message, receipt, timezone.now(), by=by)
    elif receipt.delivered and message.state in _MAY_ARRIVE:
        first = {} if message.sent_on else {"sent_on": timezone.now()}
        _move(message, MessageState.DELIVERED, receipt, by=by, failure="", why="", **first)
    elif receipt.failure and message.state == MessageState.SENT:
        _failed(message, receipt, by=by)
    if message.state != before:
        record("messaging.receipt", message, by=by, state=str(message.state), failure=str(receipt.failure or ""))
    return message


def fetch(*, by: Actor) -> int:
    """Ask the gateway for texts that it could not bring us (its call was lost, or we were down); returns how many.

    Page by page, until one holds nothing new: a newer text that came in hides no older one that did not.
    """
    gateway = gateway_for(Channel.TEXT)
    if gateway is None or not gateway.receives:
        return 0
    fetched = 0
    try:
        for page in gateway.received():
            names = [text.gateway_reference for text in page]
            known = set(
                InboundText.objects.filter(gateway=gateway.name, gateway_reference__in=names).values_list(
                    "gateway_reference", flat=True
                )
            )
            new = [text for text in page if text.gateway_reference not in known]
            for text in reversed(new):
                receive(
                    gateway=gateway.name,
                    gateway_reference=text.gateway_reference,
                    sender=text.sender,
                    receiver=text.receiver,
                    words=text.words,
                    received_at=text.received_at,
                    by=by,
                )
            fetched += len(new)
            if not new:
                break
    except Unclear as unclear:
        log.warning("gateway could not be asked for texts", error=str(unclear))
    return fetched


def _has_it(message: Message, receipt: Receipt, now: datetime, *, by: Actor) -> None:
    """The gateway has what nobody wrote down; perhaps it also says how it ended."""
    if receipt.failure:
        _failed(message, receipt, by=by)
        return
    _move(message, MessageState.SENT, receipt, by=by, sent_on=now)
    if receipt.delivered:
        _move(message, MessageState.DELIVERED, receipt, by=by)


def _failed(message: Message, receipt: Receipt, *, by: Actor) -> None:
    assert receipt.failure is not None
    why = why_failed(receipt.failure, message.channel)
    _move(message, MessageState.FAILED, receipt, by=by, reason=why, why=why, failure=receipt.failure)


def _move(message: Message, to: MessageState, receipt: Receipt, *, by: Actor, **changes: Any) -> None:
    advance(message, to, by=by, gateway_reference=receipt.gateway_reference, lease_until=None, **changes)
