"""Reading what was asked of whoever referred."""

from __future__ import annotations

from referrals.enums import ReferralState
from referrals.models import InformationRequest, Referral


def open_request(referral: Referral) -> InformationRequest | None:
    """The question of a referral that waits for its answer."""
    return referral.requests.filter(answered_at=None, chased_at=None).last()


def asked_by_key(key: str) -> InformationRequest | None:
    """The question with this key while it waits for its answer: for the page behind its private link."""
    waits = InformationRequest.objects.filter(
        answered_at=None, chased_at=None, referral__state=ReferralState.AWAITING_INFORMATION
    )
    return waits.select_related("referral", "team").filter(key=key).first()
