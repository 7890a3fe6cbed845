"""Names that somebody had before: they are found by them, and never called by them."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from families.changes import must_belong
from families.models import Family, FormerName, Person
from pitservice.audit.actions import record
from pitservice.db.actor import Actor
from pitservice.db.errors import Refused
from pitservice.db.locks import lock


@transaction.atomic
def add_former_name(
    *,
    family: Family,
    person: Person,
    given_name: str = "",
    family_name: str = "",
    until: date | None = None,
    by: Actor,
) -> FormerName:
    """Record a name that somebody had before, and until when if that is known."""
    must_belong(family, person)
    if not (given_name.strip() or family_name.strip()):
        raise Refused("Enter the former name.")
    name = FormerName.objects.create(
        team_id=family.team_id,
        person=person,
        given_name=given_name.strip(),
        family_name=family_name.strip(),
        until=until,
        created_by=by,
    )
    record("families.add_former_name", family, by=by, person=person.pk, name=name.pk)
    return name


@transaction.atomic
def remove_former_name(*, family: Family, name: FormerName, reason: str, seen: int | None = None, by: Actor) -> None:
    """It was entered in error: nobody is found by it any more. The row's history keeps what stood there."""
    name = lock(name, seen=seen)
    must_belong(family, name.person)
    record("families.remove_former_name", family, by=by, reason=reason, person=name.person_id, name=name.pk)
    name.delete()
