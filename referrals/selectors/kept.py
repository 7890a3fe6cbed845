"""The last day on which a family's referrals moved, from which its record's retention is counted (domain.md §4.6)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from django.utils import timezone

from referrals.enums import OPEN_STATES
from referrals.models import Referral, ReferralMove


def last_contacts(family_ids: Sequence[int]) -> Mapping[int, date]:
    """Today while a referral waits for something; else its last move."""
    today = timezone.localdate()
    found: dict[int, date] = {}
    waits = Referral.objects.filter(family__in=family_ids, state__in=OPEN_STATES).order_by("pk")
    found.update(dict.fromkeys(waits.values_list("family_id", flat=True), today))
    moves = ReferralMove.objects.filter(subject__family__in=family_ids).order_by("at", "pk")
    for family_id, at in moves.values_list("subject__family_id", "at"):
        day = timezone.localtime(at).date()
        found[family_id] = max(found.get(family_id, day), day)
    return found
