"""The first of the two doors: who looks, with which permission, and so at which teams' records (design §6)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeVar

from django.db import models

from pitservice.accounts.enums import Permission
from pitservice.accounts.models import Team, User
from pitservice.accounts.roles import ROLES
from pitservice.db.actor import Actor


@dataclass(frozen=True)
class Viewer:
    """Somebody looking with one permission: only the teams where they hold *that* permission are theirs.

    `team_ids`: teams where they see every open record. `involved_team_ids`: teams where they see only families
    they are involved with (trainees, P7). Both empty: there is nothing for them to see.
    """

    user: User
    permission: Permission
    team_ids: frozenset[int]
    involved_team_ids: frozenset[int]

    @classmethod
    def of(cls, user: User, permission: Permission) -> Viewer:
        """From today's memberships. Costs one query for each request, however many viewers it makes."""
        full, involved = set[int](), set[int]()
        for membership in user.current_memberships:
            role = ROLES[membership.role]
            if permission in role.permissions:
                (involved if role.only_involved else full).add(membership.team_id)
        return cls(user, permission, frozenset(full), frozenset(involved - full))

    @property
    def all_team_ids(self) -> frozenset[int]:
        """Every team in which they hold the permission, whole or in part."""
        return self.team_ids | self.involved_team_ids

    @property
    def allowed(self) -> bool:
        """Whether they hold the permission anywhere."""
        return bool(self.all_team_ids)

    @property
    def teams(self) -> list[Team]:
        """Those teams, by name."""
        found = {m.team_id: m.team for m in self.user.current_memberships if m.team_id in self.all_team_ids}
        return sorted(found.values(), key=lambda team: team.name)

    @property
    def actor(self) -> Actor:
        """The same person as the doer of a write."""
        return self.user.actor

    def may(self, permission: Permission, team_id: int) -> bool:
        """Whether this person also holds another permission in one team (to offer or hide a button)."""
        return team_id in Viewer.of(self.user, permission).all_team_ids


M = TypeVar("M", bound=models.Model)


class TeamQuerySet(models.QuerySet[M]):
    """Records of a team that are about no family; families and what hangs on them use `families.scoping`."""

    def visible_to(self, viewer: Viewer) -> TeamQuerySet[M]:
        """Those of the viewer's teams; another team's record does not exist."""
        return self.filter(team_id__in=viewer.all_team_ids)
