"""A parent under 18 is a child too: whether they can agree for themselves (P27)."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from families.changes import must_belong
from families.models import Competence, Family, Person
from families.registry import contact_changed
from pitservice.audit.actions import record
from pitservice.configuration.enums import YesNoUnknown
from pitservice.db.actor import Actor
from pitservice.db.errors import Refused
from pitservice.db.locks import lock

#: Below this age a thought about their own safety is asked for (P27).
THOUGHT_BELOW = 16


@transaction.atomic
def record_competence(
    *,
    family: Family,
    person: Person,
    competent: YesNoUnknown | str,
    found_by: str,
    found_on: date,
    words: str = "",
    safeguarding_thought: str = "",
    by: Actor,
) -> Competence:
    """Record whether a parent under 18 can agree for themselves, as somebody found it on a day (P27)."""
    must_belong(family, person)
    person = lock(person)
    if not person.is_under_18(found_on):
        raise Refused(
            "Only of a parent who was under 18 on that day is it asked whether they can agree for themselves."
        )
    if person.is_younger_than(THOUGHT_BELOW, found_on) and not safeguarding_thought.strip():
        raise Refused("They were under 16: enter what was thought about their own safety.")
    competence = Competence.objects.create(
        family=family,
        team_id=family.team_id,
        person=person,
        competent=competent,
        found_by=found_by.strip(),
        found_on=found_on,
        words=words.strip(),
        safeguarding_thought=safeguarding_thought.strip(),
        created_by=by,
    )
    record("families.record_competence", competence, by=by, person=person.pk, competent=str(competent))
    contact_changed(family.pk)
    return competence
