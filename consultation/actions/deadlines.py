"""Writes about bids and deadlines: put down, changed, settled with what came of it (toolkit ch. 6; P4)."""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import date

from django.db import transaction
from django.utils import timezone

from consultation.models import Deadline
from pitservice.accounts.enums import Permission
from pitservice.accounts.models import Team, User
from pitservice.accounts.viewer import Viewer
from pitservice.audit.actions import record
from pitservice.db.actor import Actor
from pitservice.db.errors import Refused
from pitservice.db.locks import lock

SETTLED = "Somebody has said already what came of this."


@dataclass(frozen=True, slots=True)
class Term:
    """One bid or deadline, as it was typed."""

    kind: str
    what: str
    due_on: date
    remind_on: date
    owner: User
    with_whom: str = ""
    every_year: bool = False


@transaction.atomic
def add_deadline(*, team: Team, term: Term, by: Actor) -> Deadline:
    """Put a bid or a deadline down; its owner is reminded from its day on. Refused for who makes no reports here."""
    _may_own(team.pk, term)
    made = Deadline.objects.create(team=team, created_by=by, **_columns(term))
    record("consultation.add_deadline", made, by=by, user=term.owner.pk)
    return made


@transaction.atomic
def change_deadline(*, deadline: Deadline, term: Term, seen: int | None = None, by: Actor) -> Deadline:
    """Put it right or off; what it said before stays in its history. Refused once it is settled."""
    deadline = _open(deadline, seen)
    _may_own(deadline.team_id, term)
    columns = _columns(term)
    for name, value in columns.items():
        setattr(deadline, name, value)
    deadline.save(update_fields=list(columns))
    record("consultation.change_deadline", deadline, by=by, user=term.owner.pk)
    return deadline


@transaction.atomic
def settle_deadline(*, deadline: Deadline, came_of_it: str, seen: int | None = None, by: Actor) -> Deadline | None:
    """Say what came of it; it leaves home by nothing else (P4). Gives the next year's, if it comes again."""
    deadline = _open(deadline, seen)
    if not came_of_it.strip():
        raise Refused("Enter what came of it.")
    deadline.came_of_it, deadline.done_at, deadline.done_by = came_of_it.strip(), timezone.now(), by
    deadline.save(update_fields=["came_of_it", "done_at", "done_by"])
    record("consultation.settle_deadline", deadline, by=by)
    if not deadline.every_year:
        return None
    term = Term(
        deadline.kind,
        deadline.what,
        _a_year_after(deadline.due_on),
        _a_year_after(deadline.remind_on),
        deadline.owner,
        deadline.with_whom,
        every_year=True,
    )
    made = Deadline.objects.create(team_id=deadline.team_id, created_by=by, **_columns(term))
    record("consultation.add_deadline", made, by=by, user=term.owner.pk)
    return made


def _open(deadline: Deadline, seen: int | None) -> Deadline:
    deadline = lock(deadline, seen=seen)
    if deadline.done_at is not None:
        raise Refused(SETTLED)
    return deadline


def _may_own(team_id: int, term: Term) -> None:
    if team_id not in Viewer.of(term.owner, Permission.SEE_REPORTS).all_team_ids:
        raise Refused(f"{term.owner.name} does not see this page in this team. Choose somebody else.")
    if term.remind_on > term.due_on:
        raise Refused("The reminder must not be after the day itself.")


def _columns(term: Term) -> dict[str, object]:
    given = {field.name: getattr(term, field.name) for field in fields(term)}
    return given | {"what": term.what.strip(), "with_whom": term.with_whom.strip()}


def _a_year_after(day: date) -> date:
    try:
        return day.replace(year=day.year + 1)
    except ValueError:  # 29 February
        return day.replace(year=day.year + 1, day=28)
