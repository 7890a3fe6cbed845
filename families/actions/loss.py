"""Birth and loss: an unborn baby becomes a named child, or a loss is recorded and everything outgoing stops (P22)."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils import timezone

from families.changes import family_of, must_belong, person_changed
from families.enums import AlertKind, FamilyRole, LossKind
from families.models import Alert, Family, FamilyMember, Loss, Person
from pitservice.audit.actions import record
from pitservice.configuration.enums import RecordNaming, Sex
from pitservice.db.actor import Actor
from pitservice.db.errors import Refused
from pitservice.db.locks import lock

_CHILDREN = (FamilyRole.BABY, FamilyRole.SIBLING)
_UNDONE = "A loss was recorded here by mistake and has been undone. Check what is waiting before anything goes out."


@transaction.atomic
def record_birth(
    *,
    person: Person,
    date_of_birth: date,
    given_name: str = "",
    family_name: str = "",
    sex: Sex | str = Sex.UNKNOWN,
    nhs_number: str = "",
    seen: int | None = None,
    by: Actor,
) -> Person:
    """An unborn baby was born: the date of birth stands beside the expected date, which stays (domain.md §4.2).

    Names already known are kept where none is given here, and a record called "Baby of …" gets the child's name
    (toolkit ch. 6, "Recording clinical notes"). Refused after a loss.
    """
    person = lock(person, seen=seen)
    if not person.is_unborn:
        raise Refused("A birth is recorded already, or no baby was expected.")
    if person.lost:
        raise Refused("A loss is recorded for this baby. Undo it first if it was a mistake.")
    if date_of_birth > timezone.localdate():
        raise Refused("The date of birth must be today or in the past.")
    person.date_of_birth, person.sex = date_of_birth, sex
    person.given_name = given_name.strip() or person.given_name
    person.family_name = family_name.strip() or person.family_name
    person.nhs_number = nhs_number or person.nhs_number
    person.save(update_fields=["date_of_birth", "sex", "given_name", "family_name", "nhs_number"])
    if person.legal_name or person.known_as:
        unnamed = Family.objects.filter(members__person=person, naming=RecordNaming.CHILD, title__startswith="Baby of ")
        Family.objects.filter(pk__in=unnamed.values("pk")).update(title=person.name)
    record("families.record_birth", person, by=by, family_id=family_of(person))
    person_changed(person)
    return person


@transaction.atomic
def record_loss(
    *, family: Family, person: Person, kind: LossKind | str, happened_on: date | None = None, by: Actor
) -> Loss:
    """Record a loss, naming who. Nothing goes out about the family until a person lifts that (P22, CON-1).

    No reason is asked. A surviving twin, sibling or parent stays in the work.
    """
    must_belong(family, person)
    person = lock(person)
    _check_kind(family, person, kind)
    if happened_on and happened_on > timezone.localdate():
        raise Refused("The date must be today or in the past.")
    loss = Loss.objects.create(
        family=family, team_id=family.team_id, person=person, kind=kind, happened_on=happened_on, created_by=by
    )
    person.lost = True
    if kind != LossKind.PREGNANCY_ENDED and person.died_on is None:
        person.died_on = happened_on
    person.save(update_fields=["lost", "died_on"])
    record("families.record_loss", loss, by=by, person=person.pk)
    person_changed(person)
    return loss


@transaction.atomic
def lift_loss(*, loss: Loss, reason: str, seen: int | None = None, by: Actor) -> Loss:
    """A person has decided who tells whom: words may go out again to those who remain, by their own rules (P22).

    The loss itself stays: nothing is ever said to, or asked about, the one who was lost.
    """
    loss = lock(loss, seen=seen)
    if loss.undone_at is not None or loss.lifted_at is not None:
        raise Refused("This has been lifted or undone already.")
    if not reason.strip():
        raise Refused("Enter what was decided: who tells whom, and whether the work goes on.")
    loss.lifted_at, loss.lifted_by = timezone.now(), by
    loss.save(update_fields=["lifted_at", "lifted_by"])
    record("families.lift_loss", loss, by=by, reason=reason, person=loss.person_id)
    person_changed(loss.person)
    return loss


@transaction.atomic
def undo_loss(*, loss: Loss, reason: str, seen: int | None = None, by: Actor) -> Loss:
    """A loss was entered by mistake. Nothing is released by that: a read-first alert takes its place (P22, P3)."""
    loss = lock(loss, seen=seen)
    if loss.undone_at is not None:
        raise Refused("This has been undone already.")
    if not reason.strip():
        raise Refused("Enter how the mistake came about.")
    person = lock(loss.person)
    loss.undone_at, loss.undone_by = timezone.now(), by
    loss.save(update_fields=["undone_at", "undone_by"])
    person.lost = False
    if person.died_on == loss.happened_on:
        person.died_on = None
    person.save(update_fields=["lost", "died_on"])
    Alert.objects.create(
        family_id=loss.family_id, team_id=loss.team_id, kind=AlertKind.READ_FIRST, text=_UNDONE, created_by=by
    )
    record("families.undo_loss", loss, by=by, reason=reason, person=person.pk)
    person_changed(person)
    return loss


def _check_kind(family: Family, person: Person, kind: str) -> None:
    """The loss names the one who was lost, not the one who bears it."""
    roles = set(FamilyMember.objects.filter(family=family, person=person).values_list("role", flat=True))
    child = bool(roles & set(_CHILDREN))
    if kind == LossKind.PREGNANCY_ENDED and not (child and person.is_unborn):
        raise Refused("Choose the unborn baby: a pregnancy that ended is recorded for the baby, not for the mother.")
    if kind in (LossKind.STILLBIRTH, LossKind.BABY_DIED) and not child:
        raise Refused("Choose the baby or child who died.")
    if kind == LossKind.PARENT_DIED and child:
        raise Refused("Choose the parent or carer who died.")
