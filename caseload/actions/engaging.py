"""At the limit of attempts to reach a family: a person decides to go on; returning them is an ending (ENG-1)."""

from __future__ import annotations

from datetime import date, timedelta

from django.db import transaction
from django.utils import timezone

from caseload.enums import EpisodeState
from caseload.models import Episode, GoingOn
from caseload.selectors.episode import work
from pitservice.audit.actions import record
from pitservice.db.actor import Actor
from pitservice.db.errors import Refused
from pitservice.db.locks import lock

#: No decision to go on trying holds for longer than this: then a person looks again.
LONGEST = timedelta(days=91)


@transaction.atomic
def go_on_trying(*, episode: Episode, until: date, why: str, seen: int | None = None, by: Actor) -> GoingOn:
    """Decide to go on trying to reach a family near or past the team's limit, until a day (ENG-1; toolkit ch. 6).

    Until that day the limit rests; then it is asked again. Raises Refused once the family is engaged, before the limit
    is near, without a reason, and for a day that is not to come or further off than three months.
    """
    episode = lock(episode, seen=seen)
    today = timezone.localdate()
    if episode.state != EpisodeState.ENGAGING:
        raise Refused("This family is no longer being engaged, so there is nothing to decide about attempts.")
    if not work(episode).engagement(today).near:
        raise Refused("The team’s limit of attempts is not near yet.")
    if not why.strip():
        raise Refused("Enter why you go on trying.")
    if not today < until <= today + LONGEST:
        raise Refused("Choose a day to come, within three months.")
    row = GoingOn.objects.create(team_id=episode.team_id, episode=episode, until=until, why=why.strip(), created_by=by)
    record("caseload.go_on_trying", row, by=by, family_id=episode.family_id, until=until.isoformat())
    return row
