"""Setting consent to share with one professional aside, to protect somebody (P21)."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from families.models import Family, FamilyProfessional, Override, Professional
from families.registry import contact_changed
from pitservice.audit.actions import record
from pitservice.db.actor import Actor
from pitservice.db.errors import Refused
from pitservice.db.locks import lock

#: The longest that consent may be set aside; then somebody thinks anew.
LONGEST = timedelta(days=30)


@transaction.atomic
def set_consent_aside(
    *, family: Family, professional: Professional, reason: str, until: datetime, seen: int | None = None, by: Actor
) -> Override:
    """Consent to share with one professional is set aside until a moment, to protect somebody (P21).

    It lifts consent for words that protect, and nothing else: never an unsafe number or address, a restricted person
    or a loss.
    """
    family = lock(family, seen=seen)
    now = timezone.now()
    if not reason.strip():
        raise Refused("Enter who must be protected, from what, and why it cannot wait for consent.")
    if not now < until <= now + LONGEST:
        raise Refused(f"Choose a last day within the next {LONGEST.days} days. After that, think anew.")
    today = timezone.localdate()
    part = FamilyProfessional.objects.filter(Q(ends_on=None) | Q(ends_on__gte=today), family=family)
    if not part.filter(professional=professional).exists():
        raise Refused(f"{professional.name} is not on this family's list. Add them first.")
    known = Override.objects.filter(family=family, professional=professional, ended_at=None, until__gt=now)
    if known.exists():
        raise Refused(f"Consent towards {professional.name} is set aside already. End that first to change it.")
    override = Override.objects.create(
        family=family, team_id=family.team_id, professional=professional, until=until, created_by=by
    )
    record("families.set_consent_aside", override, by=by, reason=reason, professional=professional.pk)
    contact_changed(family.pk)
    return override


@transaction.atomic
def end_override(*, override: Override, reason: str, seen: int | None = None, by: Actor) -> Override:
    """Consent counts again, from now on (P21)."""
    override = lock(override, seen=seen)
    if override.ended_at is not None or override.until <= timezone.now():
        raise Refused("This has ended already.")
    if not reason.strip():
        raise Refused("Enter why consent counts again.")
    override.ended_at, override.ended_by = timezone.now(), by
    override.save(update_fields=["ended_at", "ended_by"])
    record("families.end_override", override, by=by, reason=reason, professional=override.professional_id)
    contact_changed(override.family_id)
    return override
