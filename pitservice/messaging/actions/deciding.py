"""What a person decides about a message that did not go by itself."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from uuid import uuid4

from django.db import transaction
from django.utils import timezone

from families.contact import Addressee, may_be_confirmed
from families.enums import Answer, Channel
from pitservice.audit.actions import record
from pitservice.db.actor import Actor
from pitservice.db.errors import Refused
from pitservice.db.locks import lock
from pitservice.db.transitions import advance
from pitservice.jobs.bell import ring
from pitservice.messaging import rules
from pitservice.messaging.actions.queueing import BELL
from pitservice.messaging.enums import Failure, Means, MessageState
from pitservice.messaging.length import parts
from pitservice.messaging.models import Message
from pitservice.messaging.models.message import BY_HAND
from pitservice.messaging.rules import may_be_taken_on
from pitservice.messaging.selectors import answer_now, has_a_way, held_back
from pitservice.messaging.wanted import still_wanted

#: What is said to somebody who was too late.
TOO_LATE_FOR_UNDO: Mapping[MessageState, str] = {
    MessageState.SENDING: "This text is on its way, so it cannot be taken back. Ring them if they should know.",
    MessageState.UNKNOWN: "This text may have gone, so it cannot be taken back. Ring them if they should know.",
    MessageState.SENT: "This text has gone, so it cannot be taken back. Ring them if they should know.",
    MessageState.DELIVERED: "This text has arrived, so it cannot be taken back. Ring them if they should know.",
}
NOTHING_TO_DO = "There is nothing left to do about this."
_OPEN = (MessageState.HELD, MessageState.FAILED)


@transaction.atomic
def confirm(*, message: Message, reason: str, seen: int | None = None, by: Actor) -> Message:
    """A person answers "ask a person" with a reason: the message may go (P1, P2).

    Only what the rules ask about can be confirmed, never what they refuse, but for a loss, which a person may set
    aside for one message (P22); and only the rules that speak now: should
    another speak before it goes, it is held again.
    """
    message = lock(message, seen=seen)
    now = timezone.now()
    addressee = _addressee(message, now)
    if addressee.answer is Answer.REFUSE and not may_be_confirmed(addressee.answer, addressee.codes):
        raise Refused(f"Nobody can confirm this: it must not go. {addressee.why}")
    if not reason.strip():
        raise Refused("Enter why this may go.")
    _let_go(
        message,
        addressee,
        by=by,
        reason=reason,
        confirmed_at=now,
        confirmed_by=by,
        confirmed_codes=list(addressee.codes),
    )
    record("messaging.confirm", message, by=by, reason=reason, codes=list(addressee.codes))
    return message


@transaction.atomic
def release(*, message: Message, seen: int | None = None, by: Actor) -> Message:
    """Put a held or failed message back in the queue, to where the person can be reached now, if the rules allow it."""
    message = lock(message, seen=seen)
    addressee = _addressee(message, timezone.now())
    if not rules.allowed(addressee, message.confirmed_codes):
        kind = "must not go" if addressee.answer is Answer.REFUSE else "needs a person's confirmation first"
        raise Refused(f"This {kind}. {addressee.why}")
    _let_go(message, addressee, by=by, reason="")
    record("messaging.release", message, by=by)
    return message


@transaction.atomic
def take_on(*, message: Message, seen: int | None = None, by: Actor) -> Message:
    """A colleague deals with what did not go: it is *being dealt with*, by name, until it has ended (P49)."""
    message = lock(message, seen=seen)
    if not may_be_taken_on(message.state):
        raise Refused(NOTHING_TO_DO)
    if message.dealer is not None:
        raise Refused(f"{message.dealer.name} deals with this already. It can be given back to the team first.")
    message.taken_on, message.dealer_id = timezone.now(), by.user_id
    message.save(update_fields=["taken_on", "dealer"])
    record("messaging.take_on", message, by=by)
    return message


@transaction.atomic
def put_back(*, message: Message, seen: int | None = None, by: Actor) -> Message:
    """Nobody deals with it any more: it is the whole team's again, by whoever says so (P49)."""
    message = lock(message, seen=seen)
    message.taken_on = message.dealer = None
    message.save(update_fields=["taken_on", "dealer"])
    record("messaging.put_back", message, by=by)
    return message


@transaction.atomic
def cancel(*, message: Message, reason: str, seen: int | None = None, by: Actor) -> Message:
    """Decide that a message is not sent at all."""
    message = lock(message, seen=seen)
    if not reason.strip():
        raise Refused("Enter why it is not sent.")
    advance(message, MessageState.CANCELLED, by=by, reason=reason, why=reason)
    record("messaging.cancel", message, by=by, reason=reason)
    return message


@transaction.atomic
def take_back(*, message: Message, by: Actor) -> Message:
    """Take back a text that waits to go; once a worker has it, it is too late, and that is said plainly."""
    message = lock(message)
    if message.state in TOO_LATE_FOR_UNDO:
        raise Refused(TOO_LATE_FOR_UNDO[MessageState(message.state)])
    if message.state != MessageState.QUEUED:
        raise Refused(f"This text is “{message.get_state_display()}”: it is not waiting to go.")
    advance(message, MessageState.CANCELLED, by=by, reason=rules.TAKEN_BACK, why=rules.TAKEN_BACK)
    record("messaging.take_back", message, by=by)
    return message


@transaction.atomic
def tell_by_other_means(
    *, message: Message, how: str, means: Means = Means.OTHER, seen: int | None = None, by: Actor
) -> Message:
    """A person told them another way: by telephone, by post, through the health visitor (P42). Never "delivered".

    `how`: what was said, to whom; needed where `means` says no more than that it was another way.
    """
    message = lock(message, seen=seen)
    said = rules.told_in_words(means, how)
    if not said:
        raise Refused("Enter how they were told.")
    if message.state == MessageState.UNKNOWN and message.lease_until is not None:
        raise Refused("The text message service is still being asked whether it sent this. Look again in some minutes.")
    advance(message, MessageState.TOLD, by=by, reason=said, why=said, told_means=means)
    record("messaging.tell_by_other_means", message, by=by, reason=said, means=str(means))
    return message


@transaction.atomic
def say_bounced(*, message: Message, how: str, seen: int | None = None, by: Actor) -> Message:
    """A mail server wrote back that an e-mail did not arrive: it has failed, and a person sees to it (P43, P42).

    SMTP has no receipts: what comes back comes to the mailbox of the address it was sent from, and a person reads it.
    """
    message = lock(message, seen=seen)
    if message.channel != Channel.EMAIL or message.state != MessageState.SENT:
        raise Refused("Only an e-mail that was sent comes back.")
    why = f"It came back. {how.strip()}".strip()
    advance(message, MessageState.FAILED, by=by, reason=why, why=why, failure=Failure.PERMANENT)
    record("messaging.say_bounced", message, by=by, reason=how.strip())
    return message


@transaction.atomic
def say_sent_by_hand(*, message: Message, at: datetime, seen: int | None = None, by: Actor) -> Message:
    """A colleague has sent it from a phone of the team, or read it out (P42): sent, never "delivered".

    Refused once it is no longer to be sent (an appointment was moved, a contact changed): what has been done all the
    same is recorded as told by other means.
    """
    message = lock(message, seen=seen)
    if message.channel == Channel.CALL:
        raise Refused("This is a call. When you have rung, record that you have told them.")
    if message.state != MessageState.BY_HAND:
        raise Refused(
            f"This text is “{message.get_state_display()}”: it was not to be sent any more. "
            "If they were told all the same, record how."
        )
    if not message.created_at - timedelta(minutes=1) <= at <= timezone.now():
        raise Refused("Enter when you sent it: after it was written, and not in the future.")
    advance(message, MessageState.SENT, by=by, gateway=BY_HAND, sent_on=at, why="", parts=parts(message.words))
    record("messaging.sent_by_hand", message, by=by)
    return message


def _addressee(message: Message, now: datetime) -> Addressee:
    """The rules' answer now, for a message that may go back in the queue; a sentence where it may not."""
    if message.state not in _OPEN:
        raise Refused(f"This message is “{message.get_state_display()}”: there is nothing to decide about it.")
    if not still_wanted(message.wanted):
        raise Refused("What it was about has changed: cancel it.")
    if message.not_after and message.not_after <= now:
        raise Refused("Its time has passed: tell them another way, or cancel it.")
    if not has_a_way(message.channel, message.team_id):
        raise Refused(rules.NO_GATEWAY)
    addressee = answer_now(message, now)
    if addressee is None:
        raise Refused(rules.GONE.format(name=message.recipient_name))
    return addressee


def _let_go(message: Message, addressee: Addressee, *, by: Actor, reason: str, **changes: object) -> None:
    """Back in the queue, to the point the rules chose now.

    One that the gateway had before goes under a reference of its own, so that a late word about the first is not taken
    for one about the second.
    """
    waits = (message.not_before, addressee.not_before, held_back(message.team_id, by))
    earliest = [moment for moment in waits if moment]
    advance(
        message,
        MessageState.QUEUED,
        by=by,
        reason=reason,
        point=addressee.point,
        value=addressee.value,
        not_before=max(earliest),
        attempts=0,
        reference=uuid4() if message.gateway_reference else message.reference,
        gateway_reference="",
        failure="",
        why="",
        taken_on=None,
        dealer=None,
        **changes,
    )
    ring(BELL)
