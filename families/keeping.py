"""Reading what retention follows from, for many families at once: one query, and those of each app above."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.utils import timezone

from families.enums import CARING_ROLES, FamilyRole
from families.models import Family, FamilyMember, Incident, Person
from families.registry import last_contacts
from families.retention import Kept, Retention, Subject, incident_retention, retention_of
from pitservice.accounts.enums import Nation
from pitservice.configuration.enums import RecordNaming


def retention(families: Sequence[Family], naming: RecordNaming | None = None) -> dict[int, Retention]:
    """When each is reviewed, by the family's id; `naming` asks what it would be in the other name (toolkit ch. 6).

    Fetch `team` with them. A family counts with everybody who ever was in it, so that nobody's leaving shortens it.
    """
    return {family_id: retention_of(kept) for family_id, kept in kept_of(families, naming).items()}


def kept_of(families: Sequence[Family], naming: RecordNaming | None = None) -> dict[int, Kept]:
    """The facts of each, by the family's id."""
    ids = [family.pk for family in families]
    contacts = _last_contacts(families)
    members: dict[int, list[FamilyMember]] = {family_id: [] for family_id in ids}
    for member in FamilyMember.objects.filter(family__in=ids).select_related("person").order_by("pk"):
        members[member.family_id].append(member)
    found = {}
    for family in families:
        named = naming or RecordNaming(family.naming)
        whose = {FamilyRole.BABY} if named == RecordNaming.CHILD else CARING_ROLES
        theirs = members[family.pk]
        found[family.pk] = Kept(
            naming=named,
            subjects=[_subject(member.person) for member in theirs if member.role in whose],
            births=[
                member.person.date_of_birth
                for member in theirs
                if member.role == FamilyRole.BABY and member.person.date_of_birth
            ],
            last_contact=contacts[family.pk],
            nation=Nation(family.team.nation),
        )
    return found


def retention_of_incident(incident: Incident) -> Retention:
    """When an incident about no single family is looked at; one that is open counts from today (decision 0015)."""
    closed = timezone.localdate(incident.closed_at) if incident.closed_at else timezone.localdate()
    nation = Nation(incident.team.nation)
    return incident_retention(closed, reported=incident.reported_on is not None, nation=nation)


def _subject(person: Person) -> Subject:
    return Subject(
        born_on=person.date_of_birth,
        expected_on=person.expected_date,
        died_on=person.died_on,
        lost_unborn=person.lost and person.date_of_birth is None,
    )


def _last_contacts(families: Sequence[Family]) -> dict[int, date]:
    """The last day on which somebody had to do with each: at least the day its record was opened."""
    found = {family.pk: timezone.localtime(family.created_at).date() for family in families}
    for source in last_contacts():
        for family_id, day in source(list(found)).items():
            found[family_id] = max(found[family_id], day)
    return found
