"""What comes in: one row, exactly as received, with everything about it that no person need decide (P44)."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from families.actions import opt_out
from families.numbers import Owner, comparable, every_point_with, owners_of
from pitservice.accounts.models import Team
from pitservice.audit.actions import record
from pitservice.db.actor import Actor
from pitservice.db.transitions import begin
from pitservice.messaging.enums import Meaning
from pitservice.messaging.models import InboundText
from pitservice.messaging.reading import meaning_of
from pitservice.messaging.selectors import is_about_an_appointment, last_text_to


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
        record("messaging.receive", text, by=by, meaning=str(text.meaning), owners=len(here), unplaced=unplaced)
        _stop(text, by=by)
    return text


def _placed(owners: list[Owner], last_team: int | None) -> tuple[int, list[Owner], bool]:
    """The team it goes to, those of the owners who are that team's, and whether it is every team's for now."""
    teams = {owner.team_id for owner in owners}
    if last_team is not None:
        return last_team, [owner for owner in owners if owner.team_id == last_team], False
    if len(teams) == 1:
        return owners[0].team_id, owners, False
    return Team.objects.earliest("pk").pk, [], True


def _stop(text: InboundText, *, by: Actor) -> None:
    """After a bare STOP nothing goes to this number, in whichever record it stands (P44)."""
    if text.meaning == Meaning.STOP:
        for point in every_point_with(text.number):
            opt_out(point=point, by=by)
