"""Putting words in the queue, taking them out when they are no longer wanted, looking again when a contact changes."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from families.contact import NAMED, Addressee, names_any
from families.enums import Channel
from pitservice.audit.actions import record
from pitservice.db.actor import Actor
from pitservice.db.transitions import advance, begin
from pitservice.files.models import StoredFile
from pitservice.jobs.bell import ring
from pitservice.messaging import rules
from pitservice.messaging.checking import Round, look
from pitservice.messaging.enums import MessageState
from pitservice.messaging.locks import shut_family
from pitservice.messaging.models import InboundText, Message
from pitservice.messaging.replying import finished
from pitservice.messaging.said import version_of, why_not_theirs
from pitservice.messaging.selectors import has_a_way, held_back
from pitservice.messaging.wanted import is_known

BELL = "messaging.send_due"
#: The contact rule about a loss.
LOSS = "loss"


@dataclass(frozen=True, slots=True)
class Confirmed:
    """That a person answered already, of the letter which goes with it: when, who, and to which contact rules."""

    at: datetime
    by: Actor
    codes: Sequence[str]


@transaction.atomic
def queue(
    *,
    to: Addressee,
    words: str,
    subject_line: str = "",
    dedupe_key: str,
    not_before: datetime | None = None,
    not_after: datetime | None = None,
    wanted: str = "",
    automatic: bool = True,
    replies_to: InboundText | None = None,
    attached: StoredFile | None = None,
    link_only: bool = False,
    confirmed: Confirmed | None = None,
    by: Actor,
) -> Message:
    """Write a text or an e-mail to somebody, in the transaction that causes it (P1, CON-1, REM-1).

    `to` came from `families.contact.who_may_be_told`. Unless its answer is "may go" the message is held with the
    reasons and stands on the worklist; a refusal is never an error. The same `dedupe_key` gives the same row.
    `wanted` ("appointment:34") names what must still hold, and an app registered its kind; `not_after`: later than
    this it does not go at all. `automatic` words keep the team's quiet hours. Words that name a number or address
    which their reader must not learn are held (P24), and so are those in another language or form than the rules chose
    for this reader (P46, `said`). What a colleague sends or causes waits for the team's minutes, in
    which it can be taken back (`held_back`); a call waits for nobody but whoever makes it (P68). `replies_to`: the text
    that came in and is answered by this one.
    Where answers cannot reach us the words say so, and whom to ring (P44). `attached`: a letter that an e-mail
    carries; `link_only`: the words name nobody and lead to a page behind a code (P43). `confirmed`: what the rules ask
    was answered by a person already, about the letter itself.
    """
    if not is_known(wanted):
        raise ValueError(f"Nobody registered the kind of {wanted!r} with pitservice.messaging.wanted.")
    minutes = None if to.channel == Channel.CALL else held_back(to.team_id, by)
    earliest = [moment for moment in (not_before, to.not_before, minutes) if moment]
    words, why = _as_it_goes(to, words, subject_line, confirmed.codes if confirmed else ())
    fields: dict[str, Any] = {
        "team_id": to.team_id,
        "family_id": to.family_id,
        "about": to.about,
        "purpose": to.purpose,
        "channel": to.channel,
        "state": MessageState.HELD if why else MessageState.QUEUED,
        "recipient": to.recipient,
        "recipient_name": to.name,
        "point": to.point,
        "value": to.value,
        "subject_line": subject_line,
        "words": str(words),
        "language": version_of(words).language,
        "form": version_of(words).form,
        "automatic": automatic,
        "not_before": max(earliest, default=timezone.now()),
        "not_after": not_after,
        "wanted": wanted,
        "replies_to": replies_to,
        "attached": attached,
        "link_only": link_only,
        **_answered(confirmed),
        "reference": uuid.uuid4(),
        "why": why,
        "created_by": by,
    }
    message, made = Message.objects.get_or_create(dedupe_key=dedupe_key, defaults=fields)
    if made:
        begin(message, by=by, reason=why)
        record("messaging.queue", message, by=by, purpose=str(to.purpose), codes=list(to.codes))
        ring(BELL)
    return message


@transaction.atomic
def cancel_wanted(*, wanted: str, why: str, by: Actor) -> int:
    """Cancel every message that waits for what `wanted` names (a moved appointment); returns how many (REM-1).

    One that is going at this moment is not stopped; one of which nobody knows whether it went stays to be asked about.
    """
    waiting = (MessageState.QUEUED, MessageState.HELD, MessageState.FAILED, MessageState.BY_HAND)
    messages = Message.objects.filter(wanted=wanted, state__in=waiting).exclude(wanted="").order_by("pk")
    cancelled = 0
    for message in messages.select_for_update(of=("self",)):
        advance(message, MessageState.CANCELLED, by=by, reason=why, why=why)
        record("messaging.cancel", message, by=by)
        cancelled += 1
    return cancelled


@transaction.atomic
def forget_confirmed(*, family_id: int, by: Actor) -> int:
    """After another loss: what a person confirmed about an earlier one no longer counts (P22); returns how many."""
    waiting = Message.objects.filter(family_id=family_id, confirmed_codes__contains=[LOSS], sent_on=None)
    forgotten = 0
    for message in waiting.select_for_update(of=("self",)).order_by("pk"):
        message.confirmed_codes = [code for code in message.confirmed_codes if code != LOSS]
        message.save(update_fields=["confirmed_codes"])
        record("messaging.forget_confirmed", message, by=by)
        forgotten += 1
    return forgotten


@transaction.atomic
def look_again(*, family_id: int, by: Actor) -> int:
    """After a change of anything the contact rules look at: hold what may no longer go (CON-1, P1, P22).

    Called inside the transaction of the change. A claim of this family's messages either was committed before, or
    waits for this transaction and sees the change. Returns how many were held or cancelled; nothing is let go here.
    """
    shut_family(family_id)
    now, stopped, this = timezone.now(), 0, Round()
    waiting = (MessageState.QUEUED, MessageState.BY_HAND)
    queued = Message.objects.filter(family_id=family_id, state__in=waiting).order_by("pk")
    for message in queued.select_for_update(of=("self",)):
        found = look(message, now, this)
        if found.state in (MessageState.HELD, MessageState.CANCELLED):
            advance(message, found.state, by=by, reason=found.why, why=found.why)
            record("messaging.look_again", message, by=by, state=str(found.state))
            stopped += 1
    return stopped


def _answered(confirmed: Confirmed | None) -> dict[str, Any]:
    """As the row keeps it."""
    if confirmed is None:
        return {}
    return {
        "confirmed_at": confirmed.at,
        "confirmed_by": confirmed.by,
        "confirmed_codes": list(confirmed.codes),
    }


def _as_it_goes(to: Addressee, words: str, subject_line: str, confirmed: Sequence[str]) -> tuple[str, str]:
    """The words with the line that answers cannot reach us, where that is so; and why they do not go by themselves."""
    words, unfinished = finished(words, to.channel, to.team_id)
    return words, _why_held(to, words, subject_line, confirmed) or unfinished


def _why_held(to: Addressee, words: str, subject_line: str, confirmed: Sequence[str]) -> str:
    """Why it does not go by itself; empty when it may."""
    if not rules.allowed(to, confirmed):
        return to.why
    if not_theirs := why_not_theirs(words, to):
        return not_theirs
    if names_any([f"{subject_line} {words}"], to.must_not_read):
        return NAMED.format(name=to.name)
    return "" if has_a_way(to.channel, to.team_id) else rules.NO_GATEWAY
