"""What a guardian thought of the looks of a colleague who may know the family (P33)."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from families.actions.emergencies import OWN, declare_connection
from families.enums import LookOutcome
from families.models import Family, LookReview
from pitservice.accounts.models import User
from pitservice.audit.actions import record
from pitservice.db.actor import Actor
from pitservice.db.errors import Refused
from pitservice.db.locks import lock


@transaction.atomic
def review_looks(
    *,
    family: Family,
    user: User,
    looked_until: datetime,
    outcome: LookOutcome | str,
    words: str = "",
    by: Actor,
) -> LookReview:
    """Looks up to a moment have been thought about; a later look is brought up again, unless the name is chance (P33).

    Where they know the family after all, the record closes to them as if they had said so themselves.
    """
    family = lock(family)
    if user.pk == by.user_id:
        raise Refused(OWN)
    if outcome == LookOutcome.WRONG and not words.strip():
        raise Refused("Enter what was looked at, and what you did about it.")
    review = LookReview.objects.create(
        family=family,
        team_id=family.team_id,
        user=user,
        looked_until=min(looked_until, timezone.now()),
        outcome=outcome,
        created_by=by,
    )
    if outcome == LookOutcome.CLOSED:
        declare_connection(family=family, user=user, why=words, by=by)
    record("families.review_looks", review, by=by, reason=words, user=user.pk, outcome=str(outcome))
    return review
