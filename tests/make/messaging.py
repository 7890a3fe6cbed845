"""Texts to a family, and hours in which they may go."""

from __future__ import annotations

from datetime import datetime, time
from itertools import count
from typing import Any

from django.utils import timezone

from families.contact import Addressee, Question, who_may_be_told
from families.enums import Channel, Purpose
from pitservice.accounts.models import Team
from pitservice.configuration.models import TeamSettings
from pitservice.messaging import actions
from pitservice.messaging.models import Message, OutboxEntry
from tests.make.accounts import BY
from tests.make.families import MadeFamily

_numbers = count(1)


def open_all_day(team: Team) -> Team:
    """Texts may go at any hour: tests run by day and by night."""
    TeamSettings.objects.update_or_create(
        team=team, defaults={"texts_from": time(0), "texts_until": time(23, 59, 59, 999999)}
    )
    return team


def addressee_of(
    made: MadeFamily,
    *,
    purpose: Purpose = Purpose.REMINDER,
    channel: Channel = Channel.TEXT,
    at: datetime | None = None,
    automatic: bool = True,
    recipient: str = "",
) -> Addressee:
    """The contact rules' answer about the mother, or about another `recipient`."""
    question = Question(purpose, channel, at or timezone.now(), automatic)
    recipient = recipient or f"person:{made.mother.pk}"
    return next(one for one in who_may_be_told(made.about, question) if one.recipient == recipient)


def queue_text(made: MadeFamily, *, all_day: bool = True, **fields: Any) -> Message:
    """A text to the mother, queued or held as the rules answer."""
    if all_day:
        open_all_day(made.team)
    given: dict[str, Any] = {
        "to": fields.pop("to", None) or addressee_of(made),
        "words": "Team North: we look forward to seeing you.",
        "dedupe_key": f"test:{next(_numbers)}",
        "by": BY,
    }
    return actions.queue(**(given | fields))


def in_outbox(message: Message) -> int:
    """How often the far end of the demo's gateway got this message."""
    return OutboxEntry.objects.filter(reference=message.reference).count()


def journey_of(message: Any) -> list[str]:
    """The states a message or a copy has been in, in order."""
    return list(message.moves.order_by("pk").values_list("to_state", flat=True))
