"""What the page of allocating by locality shows of one team, in a fixed number of queries (toolkit ch. 6)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from caseload.localities import Localities
from caseload.selectors.localities import grouped
from caseload.selectors.meeting import Colleague, colleagues_of
from caseload.selectors.people import leads, workers
from pitservice.accounts.enums import RoleName
from pitservice.accounts.models import Team
from pitservice.accounts.selectors import colleagues
from pitservice.accounts.viewer import Viewer
from referrals.selectors.waiting import waiting, with_row


@dataclass(frozen=True)
class Worker:
    """One who works in a locality, as whoever allocates sees them; a trainee works along (P7)."""

    colleague: Colleague
    leads: bool
    trainee: bool


@dataclass(frozen=True)
class Group:
    """Families that live in one locality, or in none: how many wait, and the first of them in the order in force."""

    number: int
    first: Sequence[Any]


def workers_of(team: Team, localities: Localities, viewer: Viewer, today: date) -> Mapping[int, Worker]:
    """By id, everybody who works in any of these localities and still works with families in the team."""
    ids = {user for row in localities.rows for user in row.worker_ids}
    found = colleagues_of(list(workers(team.pk).filter(pk__in=ids)), team, viewer, today)
    may_lead = set(leads(team.pk).filter(pk__in=ids).values_list("pk", flat=True))
    learn = set(colleagues(team.pk, RoleName.TRAINEE).filter(pk__in=ids).values_list("pk", flat=True))
    return {
        one.user.pk: Worker(one, one.user.pk in may_lead, one.user.pk in learn - may_lead)
        for one in found
    }  # fmt: skip


def groups_of(team: Team, localities: Localities, viewer: Viewer, today: date, *, first: int) -> Mapping[str, Group]:
    """The groups with the first so many families of each that the viewer may see."""
    found = grouped(team, viewer, localities, today)
    shown = [pk for ids in found.values() for pk in ids[:first]]
    rows = {row.pk: row for row in with_row(waiting(viewer).filter(pk__in=shown))}
    return {
        group: Group(len(ids), [rows[pk] for pk in ids[:first] if pk in rows])
        for group, ids in found.items()
    }  # fmt: skip
