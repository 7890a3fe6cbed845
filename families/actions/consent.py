"""What each adult said: whether they know and agree (P2), and what may be shared with whom (TELL-1)."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils import timezone

from families.actions.disagreeing import objectors, open_disagreement
from families.changes import must_belong
from families.enums import ConsentPurpose, FamilyRole
from families.models import Agreement, Consent, Family, FamilyMember, Person
from families.registry import contact_changed
from pitservice.audit.actions import record
from pitservice.configuration.enums import YesNoUnknown
from pitservice.db.actor import Actor
from pitservice.db.errors import Refused


@transaction.atomic
def record_agreement(
    *,
    family: Family,
    person: Person,
    knows: YesNoUnknown | str,
    agrees: YesNoUnknown | str,
    asked_by: str = "",
    asked_on: date | None = None,
    by: Actor,
) -> Agreement:
    """Record whether this adult knows of the referral and agrees: for each adult, never once for a family (P2).

    A new answer is a new row; the last one counts (SCR-3). Where one who decides for the baby says no and another
    adult yes, the lead is asked (P28).
    """
    must_belong(family, person)
    if agrees == YesNoUnknown.YES and knows != YesNoUnknown.YES:
        raise Refused("Somebody can only agree to what they know of. Check both answers.")
    agreement = Agreement.objects.create(
        family=family,
        team_id=family.team_id,
        person=person,
        knows=knows,
        agrees=agrees,
        asked_by=asked_by.strip(),
        asked_on=asked_on,
        created_by=by,
    )
    record("families.record_agreement", agreement, by=by, person=person.pk, knows=str(knows), agrees=str(agrees))
    if agrees != YesNoUnknown.UNKNOWN:
        for objector in objectors(family):
            open_disagreement(family=family, person=objector, by=by)
    contact_changed(family.pk)
    return agreement


@transaction.atomic
def record_consent(
    *,
    family: Family,
    person: Person,
    purpose: ConsentPurpose | str,
    recipient: str,
    given: bool,
    how: str,
    given_on: date,
    evidence: str = "",
    by: Actor,
) -> Consent:
    """Record what one adult allows or refuses, for one recipient; withdrawing is a new row with `given=False`.

    `recipient` is a professional's role ("health_visitor") or a professional's key; the giver is kept as they were.
    """
    must_belong(family, person)
    if given_on > timezone.localdate():
        raise Refused("The day it was said must be today or in the past.")
    consent = Consent.objects.create(
        family=family,
        team_id=family.team_id,
        person=person,
        purpose=purpose,
        recipient=recipient,
        given=given,
        how=how.strip(),
        given_on=given_on,
        evidence=evidence.strip(),
        giver=_snapshot(family, person),
        created_by=by,
    )
    record("families.record_consent", consent, by=by, person=person.pk, purpose=str(purpose), given=given)
    contact_changed(family.pk)
    return consent


def _snapshot(family: Family, person: Person) -> dict[str, str]:
    """Who gave it, as they were when they gave it."""
    member = FamilyMember.objects.filter(family=family, person=person).order_by("-pk").first()
    born = person.date_of_birth
    return {
        "name": person.legal_name or person.name,
        "role": FamilyRole(member.role).label if member else "",
        "date_of_birth": born.isoformat() if born else "",
    }
