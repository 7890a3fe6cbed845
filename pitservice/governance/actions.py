"""Setting up a team out of another one (P86)."""

from __future__ import annotations

from collections.abc import Collection

from django.db import transaction

from pitservice.accounts.actions import add_team, give_role
from pitservice.accounts.enums import Nation, RoleName
from pitservice.accounts.models import Team, User
from pitservice.audit.actions import record
from pitservice.configuration.actions import change_settings
from pitservice.db.actor import Actor
from pitservice.db.errors import Refused
from pitservice.db.locks import lock
from pitservice.governance.copying import COPIES


@transaction.atomic
def set_up_team(
    *, source: Team, name: str, slug: str, nation: Nation | str, what: Collection[str], manager: User, by: Actor
) -> Team:
    """Open a team with what is chosen of another one's lists, wording and settings; all of it or nothing (P86).

    No family, nobody's account and no history goes along. Its public forms are closed until somebody opens them.
    `manager`, who opens it, looks after it from the first minute, and like every system manager sees no family; every
    other role is given by them, and their own by nobody but the system.
    """
    lock(source)
    if Team.objects.filter(name__iexact=name.strip()).exists():
        raise Refused("There is a team of this name already.")
    if Team.objects.filter(slug=slug).exists():
        raise Refused("Another team’s forms have this address already. Choose another.")
    team = add_team(name=name.strip(), slug=slug, nation=Nation(nation), by=by)
    give_role(user=manager, team=team, role=RoleName.MANAGER, by=Actor.system("governance"))
    chosen = [one for one in COPIES if one.key in what]
    for one in chosen:
        one.copy(source, team, by)
    change_settings(team=team, professionals_open=False, families_open=False, consultations_open=False, by=by)
    record("governance.set_up_team", team, by=by, source=source.pk, what=[one.key for one in chosen])
    return team
