"""A text in a colleague's own words: one to each adult who was chosen, by the contact rules, never jointly (P2)."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from families.contact import may_be_confirmed
from families.enums import Answer
from families.models import Family
from pitservice.audit.actions import record
from pitservice.db.actor import Actor
from pitservice.db.errors import Refused
from pitservice.messaging.actions.queueing import queue
from pitservice.messaging.models import InboundText, Message
from pitservice.messaging.selectors import adults_to_text

#: How far ahead a text can be written.
FURTHEST = timedelta(days=90)


@transaction.atomic
def write_text(
    *,
    family: Family,
    recipients: Collection[str],
    words: str,
    token: UUID,
    asked_about: int = 0,
    replies_to: InboundText | None = None,
    at: datetime | None = None,
    by: Actor,
) -> list[Message]:
    """Text these adults ("person:12"), each apart; whom the rules ask about gets a text that is held (CON-1, P1, P2).

    The same `token` gives the same texts. `asked_about`: how many things in the words a colleague was asked about
    and let through; kept in the audit. `replies_to`: what came in and is answered by it. Refused where the rules
    refuse one of them, so that nobody believes to have written to all. `at`: not before this moment.
    """
    if not words.strip():
        raise Refused("Enter the words of the text.")
    if at is not None and not timezone.now() < at <= timezone.now() + FURTHEST:
        raise Refused(f"Choose a time to come, within {FURTHEST.days} days.")
    answers = {to.recipient: to for to in adults_to_text(family)}
    chosen = [answers[ref] for ref in answers if ref in set(recipients)]
    if not chosen or len(chosen) != len(set(recipients)):
        raise Refused("Choose who gets the text from the people it can go to.")
    for to in chosen:
        if to.answer is Answer.REFUSE and not may_be_confirmed(to.answer, to.codes):
            raise Refused(f"{to.name} must not be texted. {to.why}")
    texts = [
        queue(
            to=to,
            words=words.strip(),
            dedupe_key=f"written:{token}:{to.recipient.removeprefix('person:')}",
            not_before=at,
            automatic=False,
            replies_to=replies_to,
            by=by,
        )
        for to in chosen
    ]
    record("messaging.write_text", texts[0], by=by, texts=len(texts), asked_about=asked_about)
    return texts
