"""A child goes to other carers, or with a parent elsewhere: everything outgoing waits until it is settled (P24)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from django.db import transaction
from django.utils import timezone

from families.actions.alerts import raise_alert
from families.actions.consent import record_agreement
from families.actions.directory import unlink_professional
from families.actions.people import add_person, end_membership
from families.actions.points import add_point
from families.changes import must_belong, person_changed
from families.enums import AlertKind, CareKind, FamilyRole, Place, PointKind
from families.models import Agreement, Alert, CareChange, Family, FamilyMember, FamilyProfessional, Person, Relationship
from pitservice.audit.actions import record
from pitservice.configuration.enums import YesNoUnknown
from pitservice.db.actor import Actor
from pitservice.db.errors import Refused
from pitservice.db.locks import lock

#: Stands in the banner until it is settled.
UNSETTLED = "Lives elsewhere or with others. Nothing goes out until a person has settled who is told what now."
YES, NO, UNKNOWN = YesNoUnknown.YES, YesNoUnknown.NO, YesNoUnknown.UNKNOWN


class Told(StrEnum):
    """What one adult or professional is told from now on, as a person settled it."""

    AS_BEFORE = "as_before"  # by their own rules, as the record says
    ASK = "ask"  # each word asks a person first
    NOTHING = "nothing"  # an adult must not learn of the work; a professional is no longer in the family's life


@dataclass(frozen=True, slots=True)
class Carer:
    """Who cares for the child now, where nobody of the family does."""

    given_name: str
    family_name: str
    role: FamilyRole | str


@dataclass(frozen=True, slots=True)
class NewHome:
    """Where the child lives now, and who must not learn where."""

    address: str
    postcode: str
    place: Place | str
    secret_from: Sequence[Person] = ()


@transaction.atomic
def change_care(
    *,
    family: Family,
    person: Person,
    kind: CareKind | str,
    happened_on: date,
    responsible: str,
    may_agree: str,
    carer: Carer | None = None,
    home: NewHome | None = None,
    apart: Sequence[FamilyMember] = (),
    leaving: Sequence[FamilyMember] = (),
    by: Actor,
) -> CareChange:
    """Record that somebody lives with others, or elsewhere; who is responsible and may agree now (P24).

    The record stays with the child. `apart` are adults who no longer live with the child, and stay in the record;
    `leaving` are former carers who belong to it no more. Nothing goes out until `settle_care`.
    """
    must_belong(family, person)
    if happened_on > timezone.localdate():
        raise Refused("The date must be today or in the past.")
    if CareChange.objects.filter(family=family, person=person, settled_at=None).exists():
        raise Refused("A change is recorded already that nobody has settled. Settle it first: who is told what now?")
    change = CareChange.objects.create(
        family=family,
        team_id=family.team_id,
        person=person,
        kind=kind,
        happened_on=happened_on,
        responsible=responsible.strip(),
        may_agree=may_agree.strip(),
        created_by=by,
    )
    Alert.objects.create(
        family=family, team_id=family.team_id, person=person, kind=AlertKind.OTHER, text=UNSETTLED, created_by=by
    )
    record("families.change_care", change, by=by, person=person.pk, kind=str(kind))
    _mark_apart(person, apart, leaving, happened_on, by)
    lives_with = _add_carer(family, person, carer, by) if carer else person
    if home is not None:
        add_point(
            family=family,
            person=lives_with,
            kind=PointKind.ADDRESS,
            value=home.address,
            postcode=home.postcode,
            place=home.place,
            secret_from=home.secret_from,
            by=by,
        )
    person_changed(person)
    return change


def _mark_apart(
    child: Person, apart: Sequence[FamilyMember], leaving: Sequence[FamilyMember], on: date, by: Actor
) -> None:
    """Adults with whom the child no longer lives; those who leave the record leave it on that day."""
    for member in (*apart, *leaving):
        member = lock(member)
        member.lives_here = NO
        member.save(update_fields=["lives_here"])
    ids = [member.person_id for member in (*apart, *leaving)]
    Relationship.objects.filter(child=child, person__in=ids).update(lives_with=NO)
    for member in leaving:
        end_membership(member=member, ends_on=max(on, member.starts_on or on), by=by)


def _add_carer(family: Family, child: Person, carer: Carer, by: Actor) -> Person:
    """The new carer belongs to the family, and the child lives with them; responsibility is not assumed."""
    person = add_person(
        family=family,
        role=carer.role,
        given_name=carer.given_name,
        family_name=carer.family_name,
        lives_here=YES,
        by=by,
    )
    Relationship.objects.create(
        family=family,
        team_id=family.team_id,
        person=person,
        child=child,
        kind=carer.role,
        responsibility=UNKNOWN,
        lives_with=YES,
        created_by=by,
    )
    return person


@transaction.atomic
def settle_care(
    *,
    change: CareChange,
    adults: Mapping[int, Told],
    professionals: Mapping[int, Told],
    note: str,
    seen: int | None = None,
    by: Actor,
) -> CareChange:
    """A person has asked again, of each adult and professional, who is told what: words may go out again (P24).

    Keys are ids of people, and of the family's links to professionals. Each must be answered.
    """
    change = lock(change, seen=seen)
    if change.settled_at is not None:
        raise Refused("This has been settled already.")
    if not note.strip():
        raise Refused("Enter with whom it was settled.")
    for person_id, told in adults.items():
        _settle_adult(change, Person.objects.get(pk=person_id), told, by)
    for link in FamilyProfessional.objects.filter(pk__in=professionals, family=change.family, ends_on=None):
        if professionals[link.pk] is Told.NOTHING:
            unlink_professional(link=link, ends_on=timezone.localdate() - timedelta(days=1), by=by)
    change.settled_at, change.settled_by = timezone.now(), by
    change.save(update_fields=["settled_at", "settled_by"])
    waiting = Alert.objects.filter(family=change.family, person=change.person, text=UNSETTLED, lifted_at=None)
    waiting.update(lifted_at=change.settled_at, lifted_by=by)
    said = [f"{person_id}:{told}" for person_id, told in adults.items()]
    record("families.settle_care", change, by=by, reason=note, adults=said)
    person_changed(change.person)
    return change


def _settle_adult(change: CareChange, person: Person, told: Told, by: Actor) -> None:
    must_belong(change.family, person)
    if told is Told.NOTHING:
        raise_alert(
            family=change.family,
            kind=AlertKind.RESTRICTED_PERSON,
            person=person,
            text="Settled after the child's care changed.",
            by=by,
        )
    elif told is Told.ASK:
        last = Agreement.objects.filter(family=change.family, person=person).last()
        if last is None or last.knows != NO:  # who does not know is asked about already, and never told unawares
            record_agreement(family=change.family, person=person, knows=UNKNOWN, agrees=UNKNOWN, by=by)
