"""States of a message (design §4)."""

from __future__ import annotations

from django.db.models import TextChoices

from pitservice.db.transitions import MoveTable


class MessageState(TextChoices):
    """Where a text or an e-mail is."""

    QUEUED = "queued", "Waiting to go"
    SENDING = "sending", "Going now"
    UNKNOWN = "unknown", "Not known whether it went"
    SENT = "sent", "Sent"
    DELIVERED = "delivered", "Delivered"
    FAILED = "failed", "Could not be sent"
    HELD = "held", "Held"
    CANCELLED = "cancelled", "Cancelled"
    TOLD = "told", "Told by other means"


S = MessageState
MESSAGE_MOVES = MoveTable(
    noun="message",
    states=MessageState,
    starts=(S.QUEUED, S.HELD),
    allowed={
        S.QUEUED: frozenset({S.SENDING, S.HELD, S.CANCELLED, S.FAILED}),
        S.SENDING: frozenset({S.SENT, S.FAILED, S.UNKNOWN, S.QUEUED}),
        S.UNKNOWN: frozenset({S.SENT, S.FAILED, S.QUEUED, S.TOLD}),
        S.SENT: frozenset({S.DELIVERED, S.FAILED}),
        S.HELD: frozenset({S.QUEUED, S.CANCELLED, S.TOLD}),
        S.FAILED: frozenset({S.QUEUED, S.CANCELLED, S.DELIVERED, S.TOLD}),
    },
)


class Failure(TextChoices):
    """Why a message could not be sent (GOV.UK Notify's words)."""

    PERMANENT = "permanent", "The number does not take texts"
    TEMPORARY = "temporary", "The phone was off or full for too long"
    TECHNICAL = "technical", "The text message service failed"
    GAVE_UP = "gave_up", "Tried too often"
    TOO_LATE = "too_late", "Its time passed before it could go"
