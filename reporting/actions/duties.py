"""Writes about who enters, checks and analyses what (P87)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from django.db import transaction
from django.utils import timezone

from pitservice.accounts.models import Team, User
from pitservice.audit.actions import record
from pitservice.db.actor import Actor
from pitservice.db.errors import Refused
from pitservice.db.locks import lock
from reporting.duties import PARTS, who_may
from reporting.enums import DataKind
from reporting.models import DataDuty


@transaction.atomic
def share_out(
    *,
    team: Team,
    kind: DataKind,
    colleagues: Mapping[str, User | None],
    review_on: date,
    seen: int | None = None,
    by: Actor,
) -> DataDuty:
    """Say who enters, checks and analyses one kind of a team's data, and when that is looked at again (P87).

    `colleagues`: by part; nobody is an answer. Refused for somebody who is not here, or cannot see what they check,
    for a day that does not lie ahead, and where somebody else filled the row in meanwhile.
    """
    if review_on <= timezone.localdate():
        raise Refused("The day on which you look at this again must be in the future.")
    for part in PARTS:
        who = colleagues.get(part)
        if who and not who_may(team.pk, part).filter(pk=who.pk).exists():
            raise Refused(f"{who.name} cannot be named here. Choose a colleague from the list.")
    duty = DataDuty.objects.filter(team=team, kind=kind).first()
    if duty is None:
        duty = DataDuty(team=team, kind=kind, created_by=by)
    elif seen is None:
        raise Refused("Somebody has filled this in meanwhile. Look at it, then send yours again.")
    else:
        duty = lock(duty, seen=seen)
    for part in PARTS:
        setattr(duty, part, colleagues.get(part))
    duty.review_on = review_on
    duty.save()
    record("reporting.share_out", duty, by=by)
    return duty
