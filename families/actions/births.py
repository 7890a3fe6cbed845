"""Birth: an unborn baby becomes a named child, or two or more of them (P22, domain.md §4.2)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils import timezone

from families.changes import family_of, person_changed
from families.enums import FamilyRole
from families.models import Family, FamilyMember, Person, Relationship
from families.registry import born
from pitservice.audit.actions import record
from pitservice.configuration.enums import RecordNaming, Sex
from pitservice.db.actor import Actor
from pitservice.db.errors import Refused
from pitservice.db.locks import lock
from pitservice.ui.words import listed

#: How the title of a record begins that waits for the child's name.
UNNAMED = ("Baby of ", "Babies of ")
_SUFFIX = "'s family"


@dataclass(frozen=True, slots=True)
class Newborn:
    """What is known of one baby on the day."""

    given_name: str = ""
    family_name: str = ""
    sex: Sex | str = Sex.UNKNOWN
    nhs_number: str = ""


@transaction.atomic
def record_birth(
    *,
    person: Person,
    date_of_birth: date,
    given_name: str = "",
    family_name: str = "",
    sex: Sex | str = Sex.UNKNOWN,
    nhs_number: str = "",
    others: Sequence[Newborn] = (),
    seen: int | None = None,
    by: Actor,
) -> Person:
    """An unborn baby was born: the date of birth stands beside the expected date, which stays (domain.md §4.2).

    Names already known are kept where none is given here, and a record called "Baby of …" gets the child's name
    (toolkit ch. 6, "Recording clinical notes"). `others` are babies that nobody expected: each becomes a person of
    its own, with the same places, relationships and open work. Refused after a loss.
    """
    person = lock(person, seen=seen)
    if not person.is_unborn:
        raise Refused("A birth is recorded already, or no baby was expected.")
    if person.lost:
        raise Refused("A loss is recorded for this baby. Undo it first if it was a mistake.")
    if date_of_birth > timezone.localdate():
        raise Refused("The date of birth must be today or in the past.")
    titles = {family: _auto_title(family) for family in Family.objects.filter(members__person=person).order_by("pk")}
    person.date_of_birth, person.sex = date_of_birth, sex
    person.given_name = given_name.strip() or person.given_name
    person.family_name = family_name.strip() or person.family_name
    person.nhs_number = nhs_number or person.nhs_number
    person.save(update_fields=["date_of_birth", "sex", "given_name", "family_name", "nhs_number"])
    twins = [_another(person, newborn, by) for newborn in others]
    for family, before in titles.items():
        _retitle(family, before)
    ids = [twin.pk for twin in twins]
    record("families.record_birth", person, by=by, family_id=family_of(person), twins=ids)
    if ids:
        born(person.pk, ids, by)
    person_changed(person)
    return person


def _another(first: Person, newborn: Newborn, by: Actor) -> Person:
    """A twin of `first`: a person, with its places in the families and its relationships."""
    twin = Person.objects.create(
        team_id=first.team_id,
        given_name=newborn.given_name.strip(),
        family_name=newborn.family_name.strip() or first.family_name,
        date_of_birth=first.date_of_birth,
        expected_date=first.expected_date,
        sex=newborn.sex or Sex.UNKNOWN,
        nhs_number=newborn.nhs_number,
        ethnicity=first.ethnicity,
        ethnicity_local=first.ethnicity_local,
        created_by=by,
    )
    for place in FamilyMember.objects.filter(person=first, ends_on=None).order_by("pk"):
        FamilyMember.objects.create(
            family_id=place.family_id,
            team_id=place.team_id,
            person=twin,
            role=place.role,
            lives_here=place.lives_here,
            starts_on=timezone.localdate(),
            created_by=by,
        )
    for known in Relationship.objects.filter(child=first).order_by("pk"):
        _copy(known, person=known.person, child=twin, by=by)
    for known in Relationship.objects.filter(person=first).order_by("pk"):
        _copy(known, person=twin, child=known.child, by=by)
    return twin


def _copy(known: Relationship, *, person: Person, child: Person, by: Actor) -> None:
    """The same relationship of a twin, with its evidence and what a court has limited."""
    Relationship.objects.create(
        family_id=known.family_id,
        team_id=known.team_id,
        person=person,
        child=child,
        kind=known.kind,
        responsibility=known.responsibility,
        basis=known.basis,
        evidence=known.evidence,
        seen_on=known.seen_on,
        court_limits=known.court_limits,
        lives_with=known.lives_with,
        created_by=by,
    )


def _auto_title(family: Family) -> str:
    """The names of the family's babies who have one: "Ada Osei and Ben Osei"."""
    places = FamilyMember.objects.filter(family=family, role=FamilyRole.BABY, ends_on=None).select_related("person")
    named = (place.person for place in places.order_by("pk"))
    names = [baby.name for baby in named if (baby.given_name or baby.known_as) and not baby.lost]
    return listed(names)


def _retitle(family: Family, before: str) -> None:
    """A record in the child's name that waited for it, or is called by a twin's, gets the names known now."""
    now = _auto_title(family)
    suffix = _SUFFIX if family.title.endswith(_SUFFIX) else ""
    waits = family.title.startswith(UNNAMED) or (before != "" and family.title == before + suffix)
    if family.naming == RecordNaming.CHILD and waits and now:
        Family.objects.filter(pk=family.pk).update(title=(now + suffix)[:200])
