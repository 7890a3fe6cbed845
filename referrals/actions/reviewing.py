"""A review by the team: each colleague gives an opinion; one of them decides (`deciding`)."""

from __future__ import annotations

from django.db import transaction

from pitservice.accounts.models import User
from pitservice.audit.actions import record
from pitservice.db.actor import Actor
from pitservice.db.errors import Refused
from pitservice.db.locks import lock
from referrals.enums import Recommendation, ReferralState
from referrals.models import Opinion, Referral
from referrals.selectors.reviewing import review_of


@transaction.atomic
def give_opinion(
    *, referral: Referral, colleague: User, recommends: Recommendation | str, reason: str, by: Actor
) -> Opinion:
    """A colleague recommends something, with the reason; as long as nobody has decided it can be changed."""
    referral = lock(referral)
    review = review_of(referral)
    if review is None:
        label = ReferralState(referral.state).label
        raise Refused(f"This referral is “{label}”: the team is not asked about it any more.")
    if not reason.strip():
        raise Refused("Enter why you recommend it.")
    given = {"recommends": Recommendation(recommends), "reason": reason.strip()}
    opinion = Opinion.objects.select_for_update().filter(review=review, colleague=colleague).first()
    if opinion is None:
        opinion = Opinion.objects.create(
            referral=referral, team_id=referral.team_id, review=review, colleague=colleague, created_by=by, **given
        )
    else:
        opinion.recommends, opinion.reason = given["recommends"], given["reason"]
        opinion.save(update_fields=["recommends", "reason"])
    record("referrals.give_opinion", referral, by=by, opinion=opinion.pk, recommends=str(recommends))
    return opinion
