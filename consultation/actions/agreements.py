"""Written agreements on consultation with other organisations (toolkit ch. 6, "Accountability")."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from consultation.models import WrittenAgreement
from pitservice.accounts.models import Team
from pitservice.audit.actions import record
from pitservice.db.actor import Actor
from pitservice.db.errors import Refused
from pitservice.db.locks import lock

ENDED = "This agreement has ended already."


@transaction.atomic
def record_agreement(
    *, team: Team, organisation: str, agreed_with: str, words: str, signed_on: date, review_on: date, by: Actor
) -> WrittenAgreement:
    """Keep an agreement that was signed; it is due for review on its day."""
    agreement = WrittenAgreement.objects.create(
        team=team,
        organisation=organisation.strip(),
        agreed_with=agreed_with.strip(),
        words=words.strip(),
        signed_on=signed_on,
        review_on=review_on,
        created_by=by,
    )
    record("consultation.record_agreement", agreement, by=by)
    return agreement


@transaction.atomic
def change_agreement(
    *,
    agreement: WrittenAgreement,
    organisation: str,
    agreed_with: str,
    words: str,
    signed_on: date,
    review_on: date,
    seen: int | None = None,
    by: Actor,
) -> WrittenAgreement:
    """Correct or renew it; what it said before stays in its history. Refused once it has ended."""
    agreement = _in_force(agreement, seen)
    agreement.organisation, agreement.agreed_with = organisation.strip(), agreed_with.strip()
    agreement.words, agreement.signed_on, agreement.review_on = words.strip(), signed_on, review_on
    agreement.save(update_fields=["organisation", "agreed_with", "words", "signed_on", "review_on"])
    record("consultation.change_agreement", agreement, by=by)
    return agreement


@transaction.atomic
def end_agreement(
    *, agreement: WrittenAgreement, ended_on: date, seen: int | None = None, by: Actor
) -> WrittenAgreement:
    """It does not hold any more; it stays in the list of those that ended."""
    agreement = _in_force(agreement, seen)
    agreement.ended_on = ended_on
    agreement.save(update_fields=["ended_on"])
    record("consultation.end_agreement", agreement, by=by)
    return agreement


def _in_force(agreement: WrittenAgreement, seen: int | None) -> WrittenAgreement:
    agreement = lock(agreement, seen=seen)
    if agreement.ended_on is not None:
        raise Refused(ENDED)
    return agreement
