"""Gaps in restricted records that neither whoever checks them nor the clinical lead may see (P4, P87).

They stand with those who are named for the record: what is missing there would otherwise wait for nobody.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping

from families.guarding import restricted_for
from families.models import Family
from pitservice.accounts.enums import Permission
from pitservice.accounts.selectors import holders
from pitservice.accounts.viewer import Viewer
from reporting.enums import DataKind
from reporting.gaps import Gap, counts_in_families, gaps, kinds


def unseen_gaps(viewer: Viewer, checkers: Mapping[tuple[int, DataKind], int]) -> list[tuple[Gap, Family, int]]:
    """Gaps with their family and number of rows, in the records that this colleague is named for.

    `checkers`: by team and kind of data, who checks it and is still here. A gap whose rows those named answer for
    themselves stands with them already.
    """
    named = restricted_for(viewer)
    if not named:
        return []
    counted = counts_in_families(viewer, _asked(named, checkers))
    return [
        (one, family, sum(by_person.values()))
        for one in gaps()
        for family, users in named.items()
        if (by_person := counted.get(one.key, {}).get(family.pk)) and not by_person.keys() <= users
    ]


def _asked(
    named: Mapping[Family, Collection[int]], checkers: Mapping[tuple[int, DataKind], int]
) -> Mapping[DataKind, Collection[int]]:
    """By kind of data, the ids of the families that nobody who answers for that kind may see."""
    teams = {family.team_id for family in named}
    leads = {team: set(holders(team, Permission.ALLOCATE).values_list("pk", flat=True)) for team in teams}
    asked: dict[DataKind, list[int]] = {kind: [] for kind in kinds()}
    for kind, families in asked.items():
        for family, users in named.items():
            checks = checkers.get((family.team_id, kind))
            see = leads[family.team_id] if checks is None else {checks}
            if see.isdisjoint(users):
                families.append(family.pk)
    return asked
