"""Families, the people in them, and what they are to each other."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone

from families.changes import family_of, must_belong, person_changed
from families.enums import FamilyRole, Gender, NhsNumberStatus
from families.merged import merged_in
from families.models import Family, FamilyMember, Person, Relationship
from families.registry import contact_changed
from pitservice.accounts.models import Team
from pitservice.audit.actions import record
from pitservice.configuration.enums import Ethnicity, RecordNaming, Sex, YesNoUnknown
from pitservice.db.actor import Actor
from pitservice.db.errors import Refused
from pitservice.db.locks import lock

#: Columns of a person that `change_person` may change. In a merge, the entry that stays takes over what it lacks.
PERSON_FIELDS = (
    "given_name",
    "family_name",
    "known_as",
    "pronouns",
    "date_of_birth",
    "expected_date",
    "sex",
    "gender",
    "nhs_number",
    "nhs_status",
    "ethnicity",
    "ethnicity_local",
    "first_language",
)


@transaction.atomic
def open_family(*, team: Team, title: str, naming: RecordNaming | str = RecordNaming.CHILD, by: Actor) -> Family:
    """Open a record for people who belong together, in the child's name or a parent's (toolkit ch. 6)."""
    family = Family.objects.create(team=team, title=title.strip(), naming=naming, created_by=by)
    record("families.open_family", family, by=by)
    return family


@transaction.atomic
def rename_family(
    *, family: Family, title: str, naming: RecordNaming | str, seen: int | None = None, by: Actor
) -> Family:
    """Change the record's title, and in whose name it is kept (toolkit ch. 6, "Recording clinical notes")."""
    family = lock(family, seen=seen)
    if not title.strip():
        raise Refused("Enter the title of the record.")
    family.title, family.naming = title.strip(), naming
    family.save(update_fields=["title", "naming"])
    record("families.rename_family", family, by=by, naming=str(naming))
    return family


@transaction.atomic
def set_pass_phrase(*, family: Family, words: str, seen: int | None = None, by: Actor) -> Family:
    """What the family agreed to say on the telephone; empty when they agreed nothing (P47). It stands in no log.

    It takes the place of whatever was agreed on records that were put together with this one.
    """
    family = lock(family, seen=seen)
    family.pass_phrase = words.strip()
    family.save(update_fields=["pass_phrase"])
    for other in merged_in(family):
        other.pass_phrase = ""
        other.save(update_fields=["pass_phrase"])
    record("families.set_pass_phrase", family, by=by, agreed=bool(family.pass_phrase))
    return family


@transaction.atomic
def add_person(
    *,
    family: Family,
    role: FamilyRole | str,
    given_name: str = "",
    family_name: str = "",
    known_as: str = "",
    pronouns: str = "",
    date_of_birth: date | None = None,
    expected_date: date | None = None,
    sex: Sex | str = Sex.UNKNOWN,
    gender: Gender | str = Gender.UNKNOWN,
    nhs_number: str = "",
    nhs_status: NhsNumberStatus | str = NhsNumberStatus.GIVEN,
    ethnicity: Ethnicity | str = Ethnicity.UNKNOWN,
    ethnicity_local: str = "",
    first_language: str = "",
    lives_here: YesNoUnknown | str = YesNoUnknown.UNKNOWN,
    by: Actor,
) -> Person:
    """Add somebody to a family: fathers and partners as well as mothers, babies before they are born.

    An unborn baby has an expected date and no date of birth; the expected date is never taken for a birth
    (domain.md §4.2).
    """
    person = Person.objects.create(
        team_id=family.team_id,
        given_name=given_name.strip(),
        family_name=family_name.strip(),
        known_as=known_as.strip(),
        pronouns=pronouns.strip(),
        date_of_birth=date_of_birth,
        expected_date=expected_date,
        sex=sex,
        gender=gender,
        nhs_number=nhs_number,
        nhs_status=nhs_status,
        ethnicity=ethnicity,
        ethnicity_local=ethnicity_local.strip(),
        first_language=first_language.strip(),
        created_by=by,
    )
    FamilyMember.objects.create(
        family=family,
        team_id=family.team_id,
        person=person,
        role=role,
        lives_here=lives_here,
        starts_on=timezone.localdate(),
        created_by=by,
    )
    record("families.add_person", family, by=by, person=person.pk, role=str(role))
    contact_changed(family.pk)
    return person


@transaction.atomic
def change_person(*, person: Person, seen: int | None = None, by: Actor, **changes: Any) -> Person:
    """Correct what is known of a person; only the columns named in `changes` are written."""
    person = lock(person, seen=seen)
    unknown = set(changes) - set(PERSON_FIELDS)
    if unknown:
        raise TypeError(f"A person has no {', '.join(sorted(unknown))} that can be changed.")
    for name, value in changes.items():
        setattr(person, name, value.strip() if isinstance(value, str) else value)
    person.save(update_fields=list(changes))
    record("families.change_person", person, by=by, family_id=family_of(person), fields=sorted(changes))
    person_changed(person)
    return person


@transaction.atomic
def change_member(
    *,
    member: FamilyMember,
    role: FamilyRole | str,
    lives_here: YesNoUnknown | str,
    seen: int | None = None,
    by: Actor,
) -> FamilyMember:
    """Change what somebody is to this family, and whether they live here."""
    member = lock(member, seen=seen)
    member.role, member.lives_here = role, lives_here
    member.save(update_fields=["role", "lives_here"])
    record("families.change_member", member, by=by, role=str(role), lives_here=str(lives_here))
    contact_changed(member.family_id)
    return member


@transaction.atomic
def end_membership(*, member: FamilyMember, ends_on: date, seen: int | None = None, by: Actor) -> FamilyMember:
    """Somebody no longer belongs to this family; what was recorded stays."""
    member = lock(member, seen=seen)
    if member.ends_on is not None:
        raise Refused(f"{member.person.name} left this family already.")
    if member.starts_on and ends_on < member.starts_on:
        raise Refused("The last day must be on or after the day they were added to this family.")
    member.ends_on = ends_on
    member.save(update_fields=["ends_on"])
    record("families.end_membership", member, by=by, person=member.person_id)
    contact_changed(member.family_id)
    return member


@transaction.atomic
def relate(
    *,
    family: Family,
    person: Person,
    child: Person,
    kind: FamilyRole | str,
    responsibility: YesNoUnknown | str = YesNoUnknown.UNKNOWN,
    basis: str = "",
    evidence: str = "",
    seen_on: date | None = None,
    court_limits: str = "",
    lives_with: YesNoUnknown | str = YesNoUnknown.UNKNOWN,
    by: Actor,
) -> Relationship:
    """Record that `person` is `kind` of `child`, with or without parental responsibility (domain.md §4.6).

    What a court has limited or forbidden stands in the banner, whatever else is known.
    """
    must_belong(family, person)
    must_belong(family, child)
    _check_basis(responsibility, basis)
    relationship = Relationship.objects.create(
        family=family,
        team_id=family.team_id,
        person=person,
        child=child,
        kind=kind,
        responsibility=responsibility,
        basis=basis,
        evidence=evidence.strip(),
        seen_on=seen_on,
        court_limits=court_limits.strip(),
        lives_with=lives_with,
        created_by=by,
    )
    record("families.relate", relationship, by=by, person=person.pk, child=child.pk)
    return relationship


@transaction.atomic
def change_relationship(
    *,
    relationship: Relationship,
    kind: FamilyRole | str,
    responsibility: YesNoUnknown | str,
    basis: str,
    evidence: str,
    seen_on: date | None,
    court_limits: str,
    lives_with: YesNoUnknown | str,
    seen: int | None = None,
    by: Actor,
) -> Relationship:
    """Correct how two people are related; what stood before stays in the row's history."""
    relationship = lock(relationship, seen=seen)
    _check_basis(responsibility, basis)
    relationship.kind, relationship.responsibility, relationship.basis = kind, responsibility, basis
    relationship.evidence, relationship.lives_with = evidence.strip(), lives_with
    relationship.seen_on, relationship.court_limits = seen_on, court_limits.strip()
    changed = ["kind", "responsibility", "basis", "evidence", "seen_on", "court_limits", "lives_with"]
    relationship.save(update_fields=changed)
    record("families.change_relationship", relationship, by=by)
    return relationship


def _check_basis(responsibility: str, basis: str) -> None:
    if basis and responsibility != YesNoUnknown.YES:
        raise Refused("Say why somebody has parental responsibility only where they have it.")
