"""Who of a team enters, checks and analyses each kind of data, and whose its gaps are (P87; toolkit ch. 6)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from pitservice.accounts.enums import Permission, RoleName
from pitservice.accounts.models import Membership, Team, User
from pitservice.accounts.roles import ROLES
from pitservice.accounts.selectors import colleagues
from pitservice.accounts.viewer import Viewer
from reporting.enums import DataKind
from reporting.gaps import kinds
from reporting.models import DataDuty

#: Who sees every open record of the team's work can check it; a trainee sees those they are involved with.
CHECKING = tuple(
    RoleName(name)
    for name, role in ROLES.items()
    if Permission.SEE_CASELOAD in role.permissions and not role.only_involved
)
#: What a colleague can be named for, by the field.
PARTS = ("enters", "checks", "analyses")


def who_may(team_id: int, part: str) -> QuerySet[User]:
    """Who of a team can be named for a part: of those who check, whoever sees the work; otherwise everybody."""
    return colleagues(team_id, *(CHECKING if part == "checks" else ()))


def duties(viewer: Viewer) -> Any:
    """The rows of the viewer's teams with whoever is named, and whether each is still here (`checks_here`)."""
    here = {f"{part}_here": Exists(_here(part)) for part in PARTS}
    return DataDuty.objects.visible_to(viewer).annotate(**here).select_related("team", *PARTS)


def _here(part: str) -> QuerySet[Membership]:
    of_team = Membership.objects.current(timezone.localdate()).filter(team=OuterRef("team"), user=OuterRef(part))
    return of_team.filter(role__in=CHECKING) if part == "checks" else of_team


def named(duty: DataDuty, part: str) -> User | None:
    """Who is named for a part and still here to do it; expects a row of `duties`."""
    return getattr(duty, part) if getattr(duty, f"{part}_here") else None


def gone(duty: DataDuty) -> Sequence[User]:
    """Those whom a row of `duties` names and who are no longer here to do it."""
    found = [getattr(duty, part) for part in PARTS if not named(duty, part)]
    return list(dict.fromkeys(one for one in found if one))


def by_team(viewer: Viewer) -> Sequence[tuple[Team, Sequence[tuple[DataKind, DataDuty | None]]]]:
    """The whole table: each of the viewer's teams with every kind of data, named or not."""
    known = {(one.team_id, one.kind): one for one in duties(viewer)}
    return [(team, [(kind, known.get((team.pk, kind))) for kind in kinds()]) for team in viewer.teams]


def to_look_at(viewer: Viewer, today: date) -> Sequence[DataDuty]:
    """Rows whose day has come, or that name somebody who has left."""
    left: Any = Q()
    for part in PARTS:
        left |= Q(**{f"{part}__isnull": False, f"{part}_here": False})
    return list(duties(viewer).filter(Q(review_on__lte=today) | left).order_by("review_on", "pk"))


def checkers(viewer: Viewer) -> Mapping[tuple[int, DataKind], int]:
    """By team and kind of data, the id of whoever checks it and is still here."""
    rows = duties(viewer).filter(checks_here=True).values_list("team_id", "kind", "checks_id")
    return {(team, DataKind(kind)): user for team, kind, user in rows}


def checked_by(viewer: Viewer, known: Mapping[tuple[int, DataKind], int]) -> Mapping[DataKind, Mapping[int, bool]]:
    """By kind of data, the ids of the teams whose gaps this colleague looks at, and whether that is by name.

    `known`: the `checkers`. Where there is none for a kind, it is the clinical lead's: no gap belongs to nobody.
    """
    found: dict[DataKind, dict[int, bool]] = {}
    for team in viewer.team_ids:
        lead = viewer.may(Permission.ALLOCATE, team)
        for kind in kinds():
            checks = known.get((team, kind))
            if checks == viewer.user.pk or (checks is None and lead):
                found.setdefault(kind, {})[team] = checks is not None
    return found
