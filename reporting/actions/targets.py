"""Writes about targets (P83)."""

from __future__ import annotations

from django.db import transaction

from pitservice.accounts.models import Team
from pitservice.audit.actions import record
from pitservice.db.actor import Actor
from pitservice.db.errors import Refused
from pitservice.db.locks import lock
from reporting.models import Target
from reporting.targets import Number

MOST_PERCENT = 100


@transaction.atomic
def set_target(
    *, team: Team, number: Number, year: int, direction: str, amount: int, commissioner: str = "", by: Actor
) -> Target:
    """Agree a target; the same number has one for each commissioner and year (P83). Refused over 100 per cent."""
    _must_be_possible(number.cut, amount)
    target = Target.objects.create(
        team=team,
        commissioner=commissioner.strip(),
        indicator=number.indicator,
        cut=number.cut,
        number=number.number,
        year=year,
        direction=direction,
        amount=amount,
        created_by=by,
    )
    record("reporting.set_target", target, by=by)
    return target


@transaction.atomic
def change_target(*, target: Target, direction: str, amount: int, seen: int | None = None, by: Actor) -> Target:
    """Change what the number should reach; reports that were frozen keep what they said. Refused over 100 per cent."""
    target = lock(target, seen=seen)
    _must_be_possible(target.cut, amount)
    target.direction, target.amount = direction, amount
    target.save(update_fields=["direction", "amount"])
    record("reporting.change_target", target, by=by)
    return target


@transaction.atomic
def remove_target(*, target: Target, seen: int | None = None, by: Actor) -> None:
    """Take a target back; reports that were frozen keep what they said, and its history stays."""
    target = lock(target, seen=seen)
    record("reporting.remove_target", target, by=by)
    target.delete()


def _must_be_possible(cut: str, amount: int) -> None:
    if cut and amount > MOST_PERCENT:
        raise Refused("A percentage cannot be over 100.")
