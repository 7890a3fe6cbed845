"""The automatic reply while nobody is there: once per conversation, and only where every rule allows it (P44, P20)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import transaction

from families.contact import Addressee, Question, answer_for
from families.enums import Channel, Purpose
from families.numbers import Owner, comparable
from pitservice.configuration.models import TeamSettings
from pitservice.configuration.opening import Opening, opening_of
from pitservice.configuration.selectors import settings_of
from pitservice.db.actor import Actor
from pitservice.messaging.actions.queueing import queue
from pitservice.messaging.enums import Meaning
from pitservice.messaging.locks import hold_number
from pitservice.messaging.models import InboundText, Message
from pitservice.messaging.wording import say
from pitservice.ui.dates import clock, weekday

OPEN = "It came in while somebody was there to read it."
OFF = "The team has switched automatic replies off."
STOPPED = "They asked for no texts."
NOBODYS = "Nobody here is known by this number, so the contact rules cannot be asked."
UNPLACED = "Several teams know this number, and none wrote to it last."
NO_PHONE = "It came from a number that takes no texts."
REPLIED = "One went to this number shortly before."
#: Signs of the longest number, with its country's, that is only a short code.
_SHORT = 10
RULES = "The contact rules do not allow it."


@transaction.atomic
def reply_out_of_hours(*, text: InboundText, owners: Sequence[Owner], now: datetime, by: Actor) -> Message | None:
    """Queue the automatic reply to a text that has just come in, or say on it why none goes.

    Everybody in the organisation whose number it is is asked about, in whatever team or restricted record: one
    "ask" or "no" and nothing goes, for a shared phone is read by both (P20). It does not wait for the morning, as
    other automatic words do, and does not go once somebody is there.
    """
    settings, opening = settings_of(text.team_id), opening_of(text.team)
    hold_number(text.number)
    why = _why_not(text, owners, settings, opening, now)
    to = None if why else _addressee(text, owners, now)
    if to is None:
        text.no_reply_why = why or (RULES if owners or text.answers_id else NOBODYS)
        text.save(update_fields=["no_reply_why"])
        return None
    opens = opening.from_then(now)
    text.automatic_reply = queue(
        to=to,
        words=say("out_of_hours", team=text.team, opens=f"{weekday(opens.date())[:3]} {clock(opens)}"),
        dedupe_key=f"inbound:{text.pk}:automatic",
        not_after=opens,
        automatic=False,
        by=by,
    )
    text.save(update_fields=["automatic_reply"])
    return text.automatic_reply


def _why_not(
    text: InboundText, owners: Sequence[Owner], settings: TeamSettings, opening: Opening, now: datetime
) -> str:
    """Why none goes, whoever it is from; empty when nothing stands against it."""
    recent = InboundText.objects.filter(
        number=text.number,
        automatic_reply__isnull=False,
        received_on__gt=now - timedelta(hours=settings.automatic_reply_hours),
    )
    reasons = (
        (opening.is_open(now) or opening.is_open(text.received_on), OPEN),
        (not settings.automatic_reply, OFF),
        (text.meaning == Meaning.STOP, STOPPED),
        (not _takes_texts(text.number), NO_PHONE),
        (text.unplaced, UNPLACED if owners else NOBODYS),
        (recent.exists(), REPLIED),
    )
    return next((why for speaks, why in reasons if speaks), "")


def _takes_texts(number: str) -> bool:
    """A whole telephone number: no short code, no name in letters."""
    return number.startswith("+") and len(number) > _SHORT


def _addressee(text: InboundText, owners: Sequence[Owner], now: datetime) -> Addressee | None:
    """Whom it goes to, of those of the text's own team; None unless the rules allow it for everybody."""
    asked = [(f"family:{owner.family_id}", f"person:{owner.person_id}") for owner in owners]
    if not asked and text.answers is not None:
        asked = [(text.answers.about, text.answers.recipient)]
    question = Question(Purpose.OUT_OF_HOURS, Channel.TEXT, now, automatic=True)
    answers = [answer_for(about, recipient, question) for about, recipient in asked]
    if not all(to is not None and to.allowed and comparable(to.value) == text.number for to in answers):
        return None
    return next((to for to in answers if to is not None and to.team_id == text.team_id), None)
