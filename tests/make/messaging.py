"""Texts to a family, and hours in which they may go."""

from __future__ import annotations

from datetime import datetime, time
from itertools import count
from typing import Any
from uuid import uuid4

from django.db import transaction
from django.utils import timezone

from families.contact import Addressee, Question, who_may_be_told
from families.enums import Channel, Purpose
from families.models import ContactPoint
from pitservice.accounts.models import Team
from pitservice.configuration.actions import set_day
from pitservice.configuration.models import ClosedDay, TeamSettings
from pitservice.configuration.selectors import holidays_of
from pitservice.db.actor import Actor, ActorKind
from pitservice.db.models import Move
from pitservice.db.transitions import begin
from pitservice.jobs.tasks import work
from pitservice.letters.actions import CopyFor, write
from pitservice.letters.models import Copy
from pitservice.messaging import actions
from pitservice.messaging.models import InboundText, Message, OutboxEntry
from tests.make.accounts import BY
from tests.make.families import MadeFamily, make_family

_numbers = count(1)


def open_all_day(team: Team) -> Team:
    """Texts may go at any hour, and at once: tests run by day and by night."""
    TeamSettings.objects.update_or_create(
        team=team,
        defaults={"texts_from": time(0), "texts_until": time(23, 59, 59, 999999), "hold_back_minutes": 0},
    )
    today = timezone.localdate()
    if today in holidays_of(team):
        ClosedDay.objects.update_or_create(team=team, day=today, defaults={"closed": False, "created_by": BY})
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


def make_many_due(team: Team, number: int, *, families: int = 100) -> list[int]:
    """So many texts that are due now, each to one of a team's so many new families; their ids."""
    open_all_day(team)
    made = [queue_text(make_family(team), dedupe_key=f"many:{uuid4()}") for _ in range(min(families, number))]
    columns = [field for field in Message._meta.concrete_fields if field.name not in ("id", "key")]
    rows = []
    for place in range(number - len(made)):
        row = Message(**{field.attname: getattr(made[place % len(made)], field.attname) for field in columns})
        row.reference, row.dedupe_key = uuid4(), f"many:{uuid4()}"
        rows.append(row)
    with transaction.atomic():
        for row in Message.objects.bulk_create(rows, batch_size=1_000):
            begin(row, by=BY)
    return [message.pk for message in (*made, *rows)]


def in_outbox(message: Message) -> int:
    """How often the far end of the demo's gateway got this message."""
    return OutboxEntry.objects.filter(reference=message.reference).count()


def journey_of(message: Any) -> list[str]:
    """The states a message or a copy has been in, in order."""
    return list(message.moves.order_by("pk").values_list("to_state", flat=True))


def write_letter(made: MadeFamily, *, to: Addressee | None = None, **fields: Any) -> Copy:
    """A letter with one copy, to the mother by default; the copy is queued or held as the rules answer."""
    to = to or addressee_of(made, purpose=Purpose.ACCEPTED, channel=Channel.LETTER, automatic=False)
    copy = CopyFor(to, fields.pop("paragraphs", ["Thank you for getting in touch."]), is_main=True,
                   copied_to=fields.pop("copied_to", ()))  # fmt: skip
    given: dict[str, Any] = {
        "about": made.about,
        "team": made.team,
        "family": made.family,
        "purpose": Purpose.ACCEPTED,
        "title": "We would like to meet you",
        "copies": [copy],
        "dedupe_key": f"test:{next(_numbers)}",
        "by": BY,
    }
    return write(**(given | fields)).copies.get(is_main=True)


def made_letter(made: MadeFamily, **fields: Any) -> Copy:
    """A letter whose PDF has been made, as a worker does it."""
    copy = write_letter(made, **fields)
    work()
    copy.refresh_from_db()
    return copy


def mobile_of(made: MadeFamily) -> ContactPoint:
    """The mother's mobile."""
    assert made.mobile is not None
    return made.mobile


def address_of(made: MadeFamily) -> ContactPoint:
    """The mother's address."""
    assert made.address is not None
    return made.address


def reason_of(move: Move) -> str:
    """The words of a move's reason; empty where none was given."""
    return move.reason.text if move.reason else ""


def text_from(sender: str, words: str = "Thank you", *, reference: str = "", **fields: Any) -> InboundText:
    """A text that came in from a number, as a gateway's webhook hands it over."""
    given: dict[str, Any] = {
        "gateway": "tests",
        "gateway_reference": reference or f"in-{next(_numbers)}",
        "sender": sender,
        "receiver": "07700 900999",
        "words": words,
        "received_at": timezone.now(),
        "by": Actor(ActorKind.GATEWAY, "tests"),
    }
    return actions.receive(**(given | fields))


def sent_text(made: MadeFamily, **fields: Any) -> Message:
    """A text to the mother that has gone."""
    message = queue_text(made, **fields)
    actions.deliver(by=BY)
    message.refresh_from_db()
    return message


def shut_today(team: Team) -> Team:
    """Nobody is there today to read what comes in."""
    set_day(team=team, day=timezone.localdate(), closed=True, by=BY)
    return team
