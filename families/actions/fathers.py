"""Fathers and partners: whether and how each was asked to take part, and what came of it (P26)."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from families.changes import must_belong
from families.enums import ASKED_ANSWERS, ApproachAnswer
from families.models import Approach, Family, Person
from pitservice.audit.actions import record
from pitservice.db.actor import Actor
from pitservice.db.errors import Refused


@transaction.atomic
def record_approach(
    *,
    family: Family,
    person: Person | None,
    answer: ApproachAnswer | str,
    how: str = "",
    asked_on: date | None = None,
    words: str = "",
    by: Actor,
) -> Approach:
    """Record what came of asking a father or partner; the newest answer counts and the others stay (P26).

    *Not asked: unsafe* and *the mother asked us not to* are complete answers: nobody is asked for more.
    """
    if person is not None:
        must_belong(family, person)
    if person is None and answer in ASKED_ANSWERS:
        raise Refused("Add the father or partner to the family first, then record how they were asked.")
    approach = Approach.objects.create(
        family=family,
        team_id=family.team_id,
        person=person,
        answer=answer,
        how=how.strip(),
        asked_on=asked_on,
        words=words.strip(),
        created_by=by,
    )
    record("families.record_approach", approach, by=by, person=person.pk if person else None, answer=str(answer))
    return approach
