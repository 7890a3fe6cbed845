"""What comes in: one row, exactly as received, with everything about it that no person need decide (P44)."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import structlog
from django.db import DatabaseError, transaction
from django.utils import timezone

from families.actions import opt_out
from families.numbers import Owner, comparable, every_point_with, owners_of
from pitservice.accounts.models import Team
from pitservice.audit.actions import record
from pitservice.db.actor import Actor
from pitservice.db.transitions import begin
from pitservice.messaging.actions.answering import reply_out_of_hours
from pitservice.messaging.enums import Meaning
from pitservice.messaging.inbox import worry_words_of
from pitservice.messaging.models import InboundText
from pitservice.messaging.reading import meaning_of
from pitservice.messaging.selectors import is_about_an_appointment, last_text_to
from pitservice.messaging.worries import worrying_in

log = structlog.get_logger(__name__)


@transaction.atomic
def receive(
    *,
    gateway: str,
    gateway_reference: str,
    sender: str,
    receiver: str,
    words: str,
    received_at: datetime,
    by: Actor,
) -> InboundText:
    """Keep a text that came in; the same `gateway` and `gateway_reference` give the same row, whatever else is said.

    It goes to the team of the last text to that number, else to the team of those whose number it is, else to every
    team until one takes it: nothing belongs to nobody. It is a family's where one alone can be meant; otherwise a
    person says whose it is. A bare STOP stops texts to the number at once, everywhere (P44, CON-1); nothing else is
    decided here. `words` are kept as they came (but for NUL, which no database column holds).
    """
    known = InboundText.objects.filter(gateway=gateway, gateway_reference=gateway_reference).first()
    if known is not None:
        return known
    number = comparable(sender)
    last = last_text_to(number, before=received_at)
    owners = owners_of(number)
    team_id, here, unplaced = _placed(owners, last.team_id if last else None)
    families = {owner.family_id for owner in here}
    text, made = InboundText.objects.get_or_create(
        gateway=gateway,
        gateway_reference=gateway_reference,
        defaults={
            "team_id": team_id,
            "unplaced": unplaced,
            "family_id": here[0].family_id if len(families) == 1 else None,
            "person_id": here[0].person_id if len(here) == 1 else None,
            "sender": sender,
            "number": number,
            "receiver": receiver,
            "words": words.replace("\x00", "\N{REPLACEMENT CHARACTER}"),
            "received_on": received_at,
            "meaning": meaning_of(words, after_reminder=bool(last and is_about_an_appointment(last))),
            "answers": last,
            "created_by": by,
        },
    )
    if made:
        begin(text, by=by)
        flag(text)
        _stop(text, by=by)
        _answer(text, owners, by=by)
        facts: dict[str, Any] = {"owners": len(here), "unplaced": unplaced, "worrying": text.worrying}
        record("messaging.receive", text, by=by, meaning=str(text.meaning), **facts)
    return text


def _placed(owners: list[Owner], last_team: int | None) -> tuple[int, list[Owner], bool]:
    """The team it goes to, those of the owners who are that team's, and whether it is every team's for now."""
    teams = {owner.team_id for owner in owners}
    if last_team is not None:
        return last_team, [owner for owner in owners if owner.team_id == last_team], False
    if len(teams) == 1:
        return owners[0].team_id, owners, False
    return Team.objects.earliest("pk").pk, [], True


def flag(text: InboundText) -> None:
    """Raise the flag where words worry, by the edition in force; it only adds (P44)."""
    edition, entries = worry_words_of(text.team_id)
    text.worry_words = worrying_in(text.words, entries)
    text.worry_edition, text.worrying = edition, bool(text.worry_words)
    text.save(update_fields=["worry_words", "worry_edition", "worrying"])


def _answer(text: InboundText, owners: list[Owner], *, by: Actor) -> None:
    """The automatic reply. Whatever goes wrong with it, the text itself is kept and read."""
    try:
        with transaction.atomic():
            reply_out_of_hours(text=text, owners=owners, now=timezone.now(), by=by)
    except DatabaseError:
        raise
    except Exception:
        log.exception("no automatic reply could be made", text=text.key)


def _stop(text: InboundText, *, by: Actor) -> None:
    """After a bare STOP nothing goes to this number, in whichever record it stands (P44)."""
    if text.meaning == Meaning.STOP:
        for point in every_point_with(text.number):
            opt_out(point=point, by=by)
