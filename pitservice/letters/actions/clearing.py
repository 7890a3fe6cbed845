"""Clearing the list of all correspondence: a person has seen what went, and says so (P49)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from pitservice.accounts.models import Team
from pitservice.audit.actions import record
from pitservice.db.actor import Actor
from pitservice.db.errors import Refused
from pitservice.letters.correspondence import Group
from pitservice.messaging.models import ListCleared


@transaction.atomic
def clear_list(*, team: Team, until: datetime, counts: Mapping[Group, int], by: Actor) -> ListCleared:
    """Let what had ended by `until`, the moment at which the page was drawn, leave the team's list.

    What has not gone and needs somebody, and what is being dealt with, stays whatever its age. What went after the
    page was drawn stays too: nobody has seen it.
    """
    if until > timezone.now():
        raise Refused("The list cannot be cleared of what has not happened yet.")
    Team.objects.select_for_update(of=("self",)).get(pk=team.pk)
    last = ListCleared.objects.filter(team=team).order_by("-until").first()
    if last is not None and last.until >= until:
        raise Refused(f"{last.created_by.name} has cleared the list meanwhile. Look at what is left of it.")
    cleared = ListCleared.objects.create(
        team=team,
        until=until,
        not_gone=counts[Group.NOT_GONE],
        in_hand=counts[Group.IN_HAND],
        gone=counts[Group.GONE],
        created_by=by,
    )
    record("letters.clear_list", cleared, by=by)
    return cleared
