"""That a colleague is new to a way of working or a group: recorded, and ended (P85)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from django.db import transaction
from django.utils import timezone

from caseload.models import Group, Intervention, NewTo
from caseload.selectors.new_to import still, with_done
from caseload.selectors.people import may_work
from pitservice.accounts.models import Team, User
from pitservice.audit.actions import record
from pitservice.db.actor import Actor
from pitservice.db.errors import Refused
from pitservice.db.locks import lock


@dataclass(frozen=True, slots=True)
class Longer:
    """How much longer it takes, and until a day or for so many pieces of work or sessions: one of the two."""

    percent: int
    until: date | None = None
    pieces: int | None = None


@transaction.atomic
def record_new_to(*, team: Team, user: User, what: Intervention | Group, longer: Longer, by: Actor) -> NewTo:
    """Keep that somebody is new to this from today on, and takes so much longer over it (P85).

    Refused for who does not work with families in the team, for what another team offers, and where it stands already;
    a row whose time is over is ended on the way.
    """
    team = lock(team)
    if not may_work(team.pk, user):
        raise Refused(f"{user.name} does not work with families in {team.name}.")
    if what.team_id != team.pk:
        raise Refused("This belongs to another team.")
    about = {"intervention": what} if isinstance(what, Intervention) else {"group": what}
    today = timezone.localdate()
    before = NewTo.objects.filter(team=team, user=user, ended_on=None, **about)
    for row in with_done(before, None).exclude(pk__in=with_done(before, None).filter(still(today)).values("pk")):
        _end(row, max(row.starts_on, row.until or today - timedelta(days=1)))
    made = NewTo.objects.create(
        team=team,
        user=user,
        percent=longer.percent,
        starts_on=today,
        until=longer.until,
        pieces=longer.pieces,
        created_by=by,
        **about,
    )
    record("caseload.record_new_to", made, by=by)
    return made


@transaction.atomic
def end_new_to(*, row: NewTo, seen: int | None = None, by: Actor) -> NewTo:
    """It takes no longer any more, from tomorrow on; what stood until today stays (P85)."""
    row = lock(row, seen=seen)
    if row.ended_on is not None:
        raise Refused("This has ended already.")
    _end(row, timezone.localdate())
    record("caseload.end_new_to", row, by=by)
    return row


def _end(row: NewTo, on: date) -> None:
    row.ended_on = on
    row.save(update_fields=["ended_on"])
