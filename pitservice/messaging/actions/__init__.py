"""Every write about messages: queueing them, a person's decisions about those that were held, and sending.

The row is the message (engineering §3, design §8): it is written in the transaction that causes it; beat and commit
ring; a worker claims, asks everything again, hands over outside any transaction, and records what came of it.
"""

from __future__ import annotations

from pitservice.messaging.actions.answering import reply_out_of_hours
from pitservice.messaging.actions.composing import write_text
from pitservice.messaging.actions.deciding import (
    cancel,
    confirm,
    put_back,
    release,
    say_bounced,
    say_sent_by_hand,
    take_back,
    take_on,
    tell_by_other_means,
)
from pitservice.messaging.actions.hearing import fetch, record_receipt
from pitservice.messaging.actions.inbox import (
    assign,
    change_worry_words,
    deal_with,
    make_into,
    open_again,
    settle_not_known,
    settle_sender,
)
from pitservice.messaging.actions.notifying import send_digest, tell_at_once
from pitservice.messaging.actions.queueing import Confirmed, cancel_wanted, forget_confirmed, look_again, queue
from pitservice.messaging.actions.receiving import receive
from pitservice.messaging.actions.reconciling import reconcile
from pitservice.messaging.actions.ringing import take_message
from pitservice.messaging.actions.sending import (
    claim,
    deliver,
    give_back,
    record_accepted,
    record_rejected,
    record_unclear,
)

__all__ = [
    "Confirmed",
    "assign",
    "cancel",
    "cancel_wanted",
    "change_worry_words",
    "claim",
    "confirm",
    "deal_with",
    "deliver",
    "fetch",
    "forget_confirmed",
    "give_back",
    "look_again",
    "make_into",
    "open_again",
    "put_back",
    "queue",
    "receive",
    "reconcile",
    "record_accepted",
    "record_receipt",
    "record_rejected",
    "record_unclear",
    "release",
    "reply_out_of_hours",
    "say_bounced",
    "say_sent_by_hand",
    "send_digest",
    "settle_not_known",
    "settle_sender",
    "take_back",
    "take_message",
    "take_on",
    "tell_at_once",
    "tell_by_other_means",
    "write_text",
]
