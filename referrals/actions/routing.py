"""A referral goes to the team that looks after the family."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from pitservice.accounts.models import Team
from pitservice.audit.actions import record
from pitservice.db.actor import Actor
from pitservice.db.errors import Refused
from pitservice.db.locks import lock
from pitservice.db.models import TeamOwned
from pitservice.ui.dates import day
from referrals.actions.matching import keep_matches
from referrals.actions.receiving import decision_due
from referrals.enums import UNDECIDED_STATES
from referrals.models import Draft, PossibleMatch, ProposedChange, Referral
from referrals.selectors.matching import is_held
from referrals.wording import ASK_GUARDIAN


@transaction.atomic
def move_to_team(*, referral: Referral, team: Team, reason: str, seen: int | None = None, by: Actor) -> Referral:
    """Another team looks after this family: the referral goes there with everything about it, undecided (P10, P15).

    The day on which a decision is due is that team's, counted from the day of receipt. Its private links go on opening.
    """
    referral = lock(referral, seen=seen)
    before = referral.team
    if referral.state not in UNDECIDED_STATES or referral.family_id is not None:
        raise Refused("Only a referral that is not decided, and not attached to a family, goes to another team.")
    if is_held(referral.pk):
        raise Refused(ASK_GUARDIAN)
    if team == before:
        raise Refused("The referral is with this team already.")
    if not reason.strip():
        raise Refused("Enter why it goes to another team.")
    referral.team, referral.screener = team, None
    referral.due_on = decision_due(team, referral.local_date) if referral.due_on else None
    referral.routed = f"From {before.name}, {day(timezone.localdate())}, by {by.name}: {reason.strip()}"
    referral.save(update_fields=["team", "screener", "due_on", "routed"])
    for rows in _with_it(referral):
        rows.update(team=team)
    record("referrals.move_to_team", referral, by=by, reason=reason, before=before.pk, after=team.pk)
    keep_matches(referral=referral, by=by)
    return referral


def _with_it(referral: Referral) -> Iterator[QuerySet[Any]]:
    """The rows that are about a referral and have a team of their own; a match is the team's whose record it names."""
    for relation in Referral._meta.related_objects:
        model: Any = relation.related_model
        if issubclass(model, TeamOwned) and model is not PossibleMatch:
            yield model._base_manager.filter(**{relation.field.name: referral})
    yield ProposedChange.objects.filter(amendment__referral=referral)
    yield Draft.objects.filter(amends=referral)
