"""Adoption: a new identity, and the former one sealed for everybody but the guardian (P23)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction

from families.actions.people import add_person, open_family
from families.actions.sealing import must_be_decided
from families.actions.seeing import restrict
from families.changes import must_belong, person_changed
from families.enums import CARING_ROLES, AlertKind, FamilyRole
from families.models import Alert, Family, FamilyMember, Person, SealedLink
from families.registry import everything_stops
from pitservice.accounts.models import User
from pitservice.audit.actions import record
from pitservice.configuration.enums import RecordNaming
from pitservice.db.actor import Actor
from pitservice.db.errors import Refused
from pitservice.db.locks import lock
from pitservice.links.actions import close as close_links

_CHILDREN = (FamilyRole.BABY, FamilyRole.SIBLING)
_SEALED = "This record is closed to all but named colleagues. Ask the Caldicott guardian before anything is sent."
#: Why a birth family's record is restricted: it does not say more than that.
_WHY = "Restricted by the guardian."


@dataclass(frozen=True, slots=True)
class NewIdentity:
    """The child's new name, and its new NHS number where it is known already."""

    given_name: str
    family_name: str
    nhs_number: str = ""


@transaction.atomic
def record_adoption(
    *, family: Family, person: Person, new: NewIdentity, named: Sequence[User], seen: int | None = None, by: Actor
) -> Family:
    """The child gets a new identity in a new record; nothing leads from one to the other but the guardian (P23).

    What is the child's own goes along: date of birth, sex, ethnicity. No former name, number, relationship, contact,
    entry or document does. The birth family's record is restricted to the colleagues named. Returns the new record.
    """
    must_belong(family, person)
    person = lock(person, seen=seen)
    if not FamilyMember.objects.filter(family=family, person=person, role__in=_CHILDREN).exists():
        raise Refused("Choose the child who was adopted.")
    if person.is_unborn or person.lost:
        raise Refused("Only a child whose birth is recorded, and who lives, can be adopted.")
    if new.nhs_number and new.nhs_number == person.nhs_number:
        raise Refused("After an adoption the child has a new NHS number. This is the former one.")
    name = f"{new.given_name} {new.family_name}".strip()
    fresh = open_family(team=family.team, title=f"{name}'s family"[:200], naming=RecordNaming.CHILD, by=by)
    present = add_person(
        family=fresh,
        role=FamilyRole.BABY,
        given_name=new.given_name,
        family_name=new.family_name,
        date_of_birth=person.date_of_birth,
        sex=person.sex,
        nhs_number=new.nhs_number,
        ethnicity=person.ethnicity,
        by=by,
    )
    _seal(person, present, named, by)
    return fresh


@transaction.atomic
def declare_one_child(*, former: Person, present: Person, named: Sequence[User], reason: str, by: Actor) -> SealedLink:
    """The guardian says that two numbers are one child's: the former identity is sealed from now on (P23)."""
    if former.pk == present.pk:
        raise Refused("These are one entry already. Enter the former number and the present one.")
    if not reason.strip():
        raise Refused("Enter how you know.")
    former = lock(former)
    link = _seal(former, present, named, by)
    record("families.declare_one_child", link, by=by, reason=reason)
    return link


def _seal(former: Person, present: Person, named: Sequence[User], by: Actor) -> SealedLink:
    """From this moment the former identity exists on no screen; its families' records are restricted.

    Refused until it was decided for every place where its names stand in words.
    """
    if former.sealed:
        raise Refused("This identity is sealed already.")
    families = Family.objects.filter(members__person=former).exclude(members__person=present).order_by("pk").distinct()
    for family in families:
        must_be_decided(family, former)
    link = SealedLink.objects.create(team_id=former.team_id, former=former, present=present, created_by=by)
    former.sealed = True
    former.save(update_fields=["sealed"])
    for family in families:
        _close(family, named, by)
    close_links(subject_keys=[former.key], by=by)
    record("families.seal", link, by=by)
    person_changed(former)
    return link


def _close(family: Family, named: Sequence[User], by: Actor) -> None:
    """Restricted, called by a parent's name, and nothing goes out before the guardian was asked."""
    restrict(family=family, reason=_WHY, named=named, by=by)
    adults = FamilyMember.objects.filter(family=family, role__in=CARING_ROLES, ends_on=None).select_related("person")
    names = [member.person.name for member in adults.order_by("pk")]
    title = f"{names[0]}'s family" if names else "A family"
    Family.objects.filter(pk=family.pk).update(title=title[:200], naming=RecordNaming.PARENT)
    Alert.objects.create(family=family, team_id=family.team_id, kind=AlertKind.READ_FIRST, text=_SEALED, created_by=by)
    close_links(subject_keys=[family.key], by=by)
    everything_stops(family.pk, by)
