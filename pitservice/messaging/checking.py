"""Asking everything again about one message: is it wanted, what do the contact rules say, is there a way out."""

from __future__ import annotations

from datetime import datetime

import structlog
from django.db import DatabaseError, transaction

from pitservice.messaging.enums import MessageState
from pitservice.messaging.gateways import gateway_for
from pitservice.messaging.models import Message
from pitservice.messaging.rules import NOT_ASKED, Outgoing, Verdict, verdict
from pitservice.messaging.selectors import answer_now
from pitservice.messaging.wanted import still_wanted

log = structlog.get_logger(__name__)


def look(message: Message, now: datetime) -> Verdict:
    """What is to become of a message that would go now (P1, REM-1). One that cannot be asked about is held."""
    try:
        with transaction.atomic():
            wanted = still_wanted(message.wanted)
            addressee = answer_now(message, now) if wanted else None
    except DatabaseError:
        raise
    except Exception:  # one message that cannot be judged must not stop the others
        log.exception("message cannot be judged", message=message.key)
        return Verdict(MessageState.HELD, NOT_ASKED)
    outgoing = Outgoing(
        name=message.recipient_name,
        point=message.point,
        value=message.value,
        confirmed_codes=message.confirmed_codes,
        attempts=message.attempts,
        not_after=message.not_after,
        words=f"{message.subject_line} {message.words}",
    )
    gateway = gateway_for(message.channel) is not None
    return verdict(outgoing, addressee, wanted=wanted, gateway=gateway, now=now)
