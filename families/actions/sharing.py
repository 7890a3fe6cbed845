"""Decisions to share something about a family, or not to (domain.md §4.7; toolkit ch. 6, "Sharing information")."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.db import transaction
from django.utils import timezone

from families.contact.snapshot import consent_snapshot
from families.enums import FamilyRole, SharingBasis
from families.models import Consent, Family, Professional, Sharing
from families.selectors import adults_of
from pitservice.audit.actions import record
from pitservice.configuration.enums import YesNoUnknown
from pitservice.db.actor import Actor
from pitservice.db.errors import Refused

Snapshot = Sequence[dict[str, str]]


@transaction.atomic
def record_sharing(
    *,
    family: Family,
    what: str,
    purpose: str,
    basis: SharingBasis | str,
    shared: bool,
    decided_on: date,
    decided_name: str,
    professional: Professional | None = None,
    with_whom: str = "",
    why: str = "",
    by: Actor,
) -> Sharing:
    """Record what was shared with whom and on what footing, or that it was not and why (the seventh rule).

    What each adult's consent was at that moment is kept with it. By consent only where it was given; on any other
    footing with the reason (toolkit ch. 6).
    """
    if professional is None and not with_whom.strip():
        raise Refused("Say with whom.")
    if decided_on > timezone.localdate():
        raise Refused("The day of the decision must be today or in the past.")
    snapshot = _consent_now(family, professional)
    _check_footing(snapshot, str(basis), shared=shared, why=why)
    sharing = Sharing.objects.create(
        family=family,
        team_id=family.team_id,
        what=what.strip(),
        professional=professional,
        with_whom=with_whom.strip() or (professional.name if professional else ""),
        purpose=purpose.strip(),
        basis=basis,
        shared=shared,
        why=why.strip(),
        consent=snapshot,
        decided_on=decided_on,
        decided_name=decided_name.strip(),
        created_by=by,
    )
    record("families.record_sharing", sharing, by=by, basis=str(basis), shared=shared)
    return sharing


def _consent_now(family: Family, professional: Professional | None) -> list[dict[str, str]]:
    """What each adult says now about this professional, by name before by role."""
    adults = [(one.person_id, one.person.name, FamilyRole(one.role).label) for one in adults_of(family)]
    recipients: list[str] = []
    if professional is not None:
        links = family.professionals.filter(professional=professional).order_by("pk")
        recipients = [professional.key, *dict.fromkeys(links.values_list("role", flat=True))]
    return consent_snapshot(adults, Consent.objects.filter(family=family), recipients)


def _check_footing(snapshot: Snapshot, basis: str, *, shared: bool, why: str) -> None:
    """By consent only where somebody agreed and nobody refused; otherwise the reason is written down."""
    answers = {row["answer"] for row in snapshot}
    if not shared and not why.strip():
        raise Refused("Enter why it was not shared.")
    if not shared:
        return
    agreed = YesNoUnknown.YES in answers and YesNoUnknown.NO not in answers
    if basis == SharingBasis.CONSENT and not agreed:
        raise Refused(
            "The record does not show that the adults agree to this. Record their consent first, or choose on what "
            "other footing it was shared."
        )
    if basis != SharingBasis.CONSENT and not why.strip():
        raise Refused("It was shared without relying on consent: enter why.")
