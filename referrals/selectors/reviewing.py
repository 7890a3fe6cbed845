"""Reading reviews by the team."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import Exists, OuterRef, QuerySet, Subquery

from families.selectors import loss_stands
from pitservice.accounts.viewer import Viewer
from referrals.enums import Outcome, ReferralState
from referrals.models import Decision, Opinion, Referral


def review_of(referral: Referral) -> Decision | None:
    """The decision that left a referral to the team, while the team is asked."""
    if referral.state != ReferralState.TEAM_REVIEW:
        return None
    return referral.decisions.filter(outcome=Outcome.TEAM_REVIEW, taken_back_at=None).last()


def opinions_in(review: Decision) -> Sequence[Opinion]:
    """Every opinion given, the oldest first."""
    return list(Opinion.objects.filter(review=review).select_related("colleague"))


def without_mine(viewer: Viewer) -> QuerySet[Referral]:
    """Referrals left to the team, of which this colleague has not said what they think; the oldest first."""
    reviews = Decision.objects.filter(referral=OuterRef("referral"), outcome=Outcome.TEAM_REVIEW, taken_back_at=None)
    mine = Opinion.objects.filter(
        referral=OuterRef("pk"), colleague=viewer.user.pk, review=Subquery(reviews.order_by("-pk").values("pk")[:1])
    )
    found = Referral.objects.visible_to(viewer).filter(~loss_stands(), state=ReferralState.TEAM_REVIEW)
    return found.filter(~Exists(mine)).defer("submitted").order_by("due_on", "pk")
