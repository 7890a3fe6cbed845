"""States of a message (design §4)."""

from __future__ import annotations

from django.db.models import TextChoices

from families.enums import Channel
from pitservice.db.transitions import MoveTable


class MessageState(TextChoices):
    """Where a text or an e-mail is."""

    QUEUED = "queued", "Waiting to go"
    SENDING = "sending", "Going now"
    UNKNOWN = "unknown", "Not known whether it went"
    SENT = "sent", "Sent"
    DELIVERED = "delivered", "Delivered"
    FAILED = "failed", "Could not be sent"
    BY_HAND = "by_hand", "To be sent by hand"
    HELD = "held", "Held"
    CANCELLED = "cancelled", "Cancelled"
    TOLD = "told", "Told by other means"


S = MessageState
MESSAGE_MOVES = MoveTable(
    noun="message",
    states=MessageState,
    starts=(S.QUEUED, S.HELD),
    allowed={
        # a gateway that, when asked, did not know of it may still have had it: its receipt says so
        S.QUEUED: frozenset({S.SENDING, S.HELD, S.CANCELLED, S.FAILED, S.BY_HAND, S.DELIVERED}),
        S.BY_HAND: frozenset({S.SENT, S.HELD, S.CANCELLED, S.TOLD}),
        S.SENDING: frozenset({S.SENT, S.FAILED, S.UNKNOWN, S.QUEUED}),
        S.UNKNOWN: frozenset({S.SENT, S.FAILED, S.QUEUED, S.TOLD}),
        S.SENT: frozenset({S.DELIVERED, S.FAILED}),
        S.HELD: frozenset({S.QUEUED, S.CANCELLED, S.TOLD}),
        S.FAILED: frozenset({S.QUEUED, S.CANCELLED, S.DELIVERED, S.TOLD}),
    },
)


class Means(TextChoices):
    """How somebody was told who got no text (P42)."""

    CALL = "call", "By telephone"
    POST = "post", "By post"
    HEALTH_VISITOR = "health_visitor", "Through the health visitor"
    VISIT = "visit", "At a visit or appointment"
    OTHER = "other", "Another way"


class Failure(TextChoices):
    """Why a message could not be sent (GOV.UK Notify's words)."""

    PERMANENT = "permanent", "The number does not take texts"
    TEMPORARY = "temporary", "The phone was off or full for too long"
    TECHNICAL = "technical", "The text message service failed"
    OPTED_OUT = "opted_out", "They have stopped texts from this number"
    GAVE_UP = "gave_up", "Tried too often"
    TOO_LATE = "too_late", "Its time passed before it could go"


#: The same of an e-mail.
_OF_EMAIL = {
    Failure.PERMANENT: "There is no such address, or it takes no e-mail",
    Failure.TEMPORARY: "The mailbox was full or away for too long",
    Failure.TECHNICAL: "The mail server did not take it",
}


def why_failed(failure: Failure, channel: str) -> str:
    """Why it could not be sent, as a sentence."""
    said = _OF_EMAIL.get(failure) if channel == Channel.EMAIL else None
    return f"{said or failure.label}."


class InboundState(TextChoices):
    """Where a text that came in stands."""

    WAITING = "waiting", "To deal with"
    DONE = "done", "Dealt with"


INBOUND_MOVES = MoveTable(
    noun="text that came in",
    states=InboundState,
    starts=(InboundState.WAITING,),
    allowed={
        InboundState.WAITING: frozenset({InboundState.DONE}),
        InboundState.DONE: frozenset({InboundState.WAITING}),
    },
)


class Meaning(TextChoices):
    """What a text that came in is besides its words; only a bare one is anything but words (P44)."""

    WORDS = "words", "Words to read"
    STOP = "stop", "Stop texts"
    START = "start", "Texts again, please"
    CONFIRM = "confirm", "Confirms an appointment"
    CHANGE = "change", "Asks for a change"


class PassPhrase(TextChoices):
    """Whether a caller said what the family agreed to say (P47)."""

    SAID = "said", "They said it"
    NOT_SAID = "not_said", "They did not, or said something else"
    NOT_ASKED = "not_asked", "I did not ask"


class Handled(TextChoices):
    """What was done about a text or a call that came in."""

    REPLIED = "replied", "Replied by text"
    RANG = "rang", "Rang them"
    WROTE = "wrote", "Wrote or told them another way"
    RECORDED = "recorded", "Entered in the family’s record"
    CONCERN = "concern", "Raised a safeguarding concern"
    PASSED_ON = "passed_on", "Passed on outside this system"
    NOT_OURS = "not_ours", "Not for us"
    NOTHING = "nothing", "Read, and nothing needed doing"
