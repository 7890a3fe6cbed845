"""Whether a message may go now: one pure function over facts that somebody else has read (CON-1, REM-1, P1)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from families.contact import NAMED, ONE_BY_ONE, Addressee, may_be_confirmed, names_any
from pitservice.messaging.enums import Failure, Means, MessageState

#: Tries that a gateway clearly refused, or that it was asked about and never had, before a person is shown it.
MAX_ATTEMPTS = 5
#: What waits no longer than this can be taken back; longer than any team's hold-back of texts or decisions may be.
SHORT_WHILE = timedelta(hours=24)

NOT_WANTED = "What it was about has changed, so it was not sent."
TOO_LATE = "Its time passed before it could go."
TAKEN_BACK = "Taken back before it went."
GONE = "{name} is no longer among the people this is about."
CHANGED = "The number or address of {name} has changed since this was written."
BY_HAND = "It is sent by hand: copy the words, or read them out."
TO_RING = "Ring them, say it in words that they understand, and record here that you have told them."
NO_GATEWAY = "No service that could send this is set up here. Tell them another way."
GAVE_UP = "It was tried several times and could not be sent."
LEAD_DECIDES = "A loss is recorded in this family. The clinical lead decides about each word that waits: ask them."
NOT_ASKED = "The contact rules could not be asked about this. Tell them another way, and report it."


@dataclass(frozen=True, slots=True)
class Outgoing:
    """What a message says about itself, as plain values."""

    name: str
    point: str
    value: str
    confirmed_codes: Sequence[str]
    attempts: int
    not_after: datetime | None
    words: str = ""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What is to become of a message: its state (SENDING means: go), the reason in words, and when at the earliest."""

    state: MessageState
    why: str = ""
    failure: Failure | None = None
    until: datetime | None = None


def told_in_words(means: Means, how: str) -> str:
    """ "By telephone: she can come"; empty where nothing was said but that it was another way."""
    return ": ".join(filter(None, ["" if means is Means.OTHER else str(means.label), how.strip()]))


class Waiting(Protocol):
    """What of a message says whether it can be taken back."""

    state: str
    created_at: datetime
    not_before: datetime


def waits_its_minutes(message: Waiting) -> bool:
    """Somebody sent or caused it a short while ago, and it has not gone: it can be taken back.

    What is put off longer (a reminder, a text for a day to come) is cancelled with a reason instead.
    """
    return message.state == MessageState.QUEUED and message.not_before - message.created_at <= SHORT_WHILE


def allowed(addressee: Addressee, confirmed_codes: Sequence[str]) -> bool:
    """May go: the rules allow it, or a person confirmed every rule that speaks now, a loss among them (P1, P2, P22)."""
    if may_be_confirmed(addressee.answer, addressee.codes):
        return set(addressee.codes) <= set(confirmed_codes)
    return addressee.allowed


def needs_lead(codes: Sequence[str]) -> bool:
    """Whether it is the lead who lets this one word go: a loss is recorded, and nothing else refuses (P22)."""
    return bool(ONE_BY_ONE & set(codes))


def verdict(
    message: Outgoing,
    addressee: Addressee | None,
    *,
    wanted: bool,
    gateway: bool,
    by_hand: bool = False,
    opens: datetime | None = None,
    now: datetime,
) -> Verdict:
    """May it go now? `addressee`: the contact rules' answer as things are now, None when no longer concerned.

    `by_hand`: a colleague sends it, from now on (P42). `opens`: the team is closed today, and when it is so no more.
    """
    if not wanted:
        return Verdict(MessageState.CANCELLED, NOT_WANTED)
    if message.not_after and message.not_after <= now:
        return Verdict(MessageState.FAILED, TOO_LATE, Failure.TOO_LATE)
    if addressee is None:
        return Verdict(MessageState.HELD, GONE.format(name=message.name))
    if not allowed(addressee, message.confirmed_codes):
        return Verdict(MessageState.HELD, addressee.why)
    if names_any([message.words], addressee.must_not_read):
        return Verdict(MessageState.HELD, NAMED.format(name=message.name))
    if (addressee.point, addressee.value) != (message.point, message.value):
        return Verdict(MessageState.HELD, CHANGED.format(name=message.name))
    if not (gateway or by_hand):
        return Verdict(MessageState.HELD, NO_GATEWAY)
    if message.attempts >= MAX_ATTEMPTS:
        return Verdict(MessageState.FAILED, GAVE_UP, Failure.GAVE_UP)
    earliest = max(filter(None, (addressee.not_before, opens)), default=None)
    found = _by_the_clock(message, earliest, now)
    return Verdict(MessageState.BY_HAND, BY_HAND) if by_hand and found.state == MessageState.SENDING else found


def _by_the_clock(message: Outgoing, earliest: datetime | None, now: datetime) -> Verdict:
    """Quiet hours put it off; where that is too late it does not go at all."""
    if earliest is None or earliest <= now:
        return Verdict(MessageState.SENDING)
    if message.not_after and message.not_after <= earliest:
        return Verdict(MessageState.FAILED, TOO_LATE, Failure.TOO_LATE)
    return Verdict(MessageState.QUEUED, until=earliest)


def may_be_taken_on(state: str) -> bool:
    """Whether somebody can say that they deal with a message: it did not go, and waits for a person (P49)."""
    return state in (MessageState.HELD, MessageState.FAILED, MessageState.BY_HAND)
