"""Goals: what a family wants to be different, in its own words."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils import timezone

from families.models import Family, Person
from measures.models import Goal
from pitservice.audit.actions import record
from pitservice.db.actor import Actor
from pitservice.db.errors import Refused
from pitservice.db.locks import lock

#: Goals at once, as Goal-based outcomes count them (domain.md §3.1).
MOST = 3


@transaction.atomic
def add_goal(
    *, family: Family, words: str, person: Person | None = None, agreed_on: date | None = None, by: Actor
) -> Goal:
    """Keep a goal; at most three stand at once."""
    lock(family)
    agreed_on = agreed_on or timezone.localdate()
    if agreed_on > timezone.localdate():
        raise Refused("A goal cannot be agreed on a day to come.")
    if Goal.objects.filter(family=family, ended_on=None).count() >= MOST:
        raise Refused("There are three goals already. Say that one of them is over first.")
    goal = Goal.objects.create(
        team_id=family.team_id, family=family, person=person, words=words, agreed_on=agreed_on, created_by=by
    )
    record("measures.add_goal", goal, by=by)
    return goal


@transaction.atomic
def end_goal(*, goal: Goal, seen: int | None = None, by: Actor) -> Goal:
    """It is no longer rated; its ratings stay."""
    goal = lock(goal, seen=seen)
    if goal.ended_on is not None:
        raise Refused("This goal is over already.")
    goal.ended_on = timezone.localdate()
    goal.save(update_fields=["ended_on"])
    record("measures.end_goal", goal, by=by)
    return goal
