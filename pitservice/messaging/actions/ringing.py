"""A message that a colleague took on the telephone: it waits in the inbox as a text does (P47)."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction
from django.utils import timezone

from families.merged import phrases_of
from families.models import Family, Person
from families.numbers import comparable
from pitservice.accounts.enums import Permission
from pitservice.accounts.models import Team, User
from pitservice.accounts.viewer import Viewer
from pitservice.audit.actions import record
from pitservice.db.actor import Actor
from pitservice.db.errors import Refused
from pitservice.db.transitions import begin
from pitservice.messaging.actions.inbox import assign
from pitservice.messaging.actions.receiving import flag
from pitservice.messaging.enums import PassPhrase
from pitservice.messaging.models import InboundText
from pitservice.messaging.models.inbound import TELEPHONE

CANNOT_SEE = "{name} does not see this family. Leave it with the team, or choose somebody who works with them."


@transaction.atomic
def take_message(
    *,
    team: Team,
    caller: str,
    number: str,
    words: str,
    call_back: str,
    colleague: User | None = None,
    family: Family | None = None,
    person: Person | None = None,
    pass_phrase: PassPhrase | str = "",
    token: UUID,
    by: Actor,
) -> InboundText:
    """Keep what a caller said; the same `token` gives the same row. It waits until somebody says what was done (P47).

    It stands with `colleague`, else with the team. Without a `family` nothing is looked up for whoever answers: the
    number is matched in the inbox, by those who may see whose it is.
    """
    if family is not None and not pass_phrase and phrases_of(family):
        raise Refused("This family agreed a pass-phrase. Say whether the caller said it.")
    if family is not None and colleague is not None and not _sees(colleague, family):
        raise Refused(CANNOT_SEE.format(name=colleague.name))
    known = InboundText.objects.filter(gateway=TELEPHONE, gateway_reference=str(token)).first()
    if known is not None:
        return known
    now = timezone.now()
    text = InboundText.objects.create(
        team=team,
        family=family,
        person=person,
        gateway=TELEPHONE,
        gateway_reference=str(token),
        sender=number,
        number=comparable(number) if number else "",
        words=words.strip(),
        caller=caller.strip(),
        call_back=call_back.strip(),
        pass_phrase=pass_phrase,
        received_on=now,
        settled_at=now if family else None,
        settled_by=by if family else None,
        created_by=by,
    )
    begin(text, by=by)
    flag(text)
    record("messaging.take_message", text, by=by, worrying=text.worrying, pass_phrase=str(pass_phrase))
    return assign(text=text, colleague=colleague, team=team, by=by) if colleague else text


def _sees(colleague: User, family: Family) -> bool:
    viewer = Viewer.of(colleague, Permission.SEE_CORRESPONDENCE)
    return Family.objects.visible_to(viewer).filter(pk=family.pk).exists()
