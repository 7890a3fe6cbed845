"""The private address of a colleague's calendar (P61): made, made anew, stopped."""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction

from caseload.rules import FEED
from pitservice.accounts.models import Team, User
from pitservice.db.actor import Actor
from pitservice.db.errors import Refused
from pitservice.links import actions as links
from pitservice.links.actions import Issued

#: A forgotten calendar programme stops reading after a year.
LASTS = timedelta(days=365)


@transaction.atomic
def renew_feed(*, user: User, team: Team, by: Actor) -> Issued:
    """Make the address of a colleague's calendar; the one before opens nothing any more (P61).

    Refused for anybody but the colleague. The token is told once and only its hash is kept.
    """
    stop_feed(user=user, by=by)
    return links.issue(purpose=FEED, subject_key=user.key, team=team, lasts=LASTS, by=by)


@transaction.atomic
def stop_feed(*, user: User, by: Actor) -> int:
    """Close the address of a colleague's calendar; returns how many were open. Refused for anybody else."""
    if by.user_id != user.pk:
        raise Refused("A calendar address is its colleague's own.")
    User.objects.select_for_update().get(pk=user.pk)  # two presses at once leave one address
    return links.close(subject_keys=[user.key], by=by)
