"""Loss: everything outgoing stops at once, and only a person lets it go again (P22)."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils import timezone

from families.actions.holding import FOR_REVIEW, hold_record
from families.actions.resuming import resume_clocks
from families.changes import must_belong, person_changed
from families.enums import AlertKind, FamilyRole, LossKind
from families.models import Alert, Family, FamilyMember, LegalHold, Loss, Person
from families.registry import everything_stops
from pitservice.audit.actions import record
from pitservice.configuration.enums import YesNoUnknown
from pitservice.db.actor import Actor
from pitservice.db.errors import Refused
from pitservice.db.locks import lock
from pitservice.links.actions import close as close_links

_CHILDREN = (FamilyRole.BABY, FamilyRole.SIBLING)
_UNDONE = "A loss was recorded here by mistake and has been undone. Check what is waiting before anything goes out."


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
    _stop(person, by)
    person_changed(person)
    return loss


@transaction.atomic
def decide_after_loss(
    *,
    loss: Loss,
    who_tells: str,
    goes_on: YesNoUnknown | str,
    lift: bool,
    hold: bool,
    seen: int | None = None,
    by: Actor,
) -> Loss:
    """The lead settles who tells whom, whether the work goes on, and whether the record is kept for a review (P22).

    Words stay held unless `lift` says that they may go out again. `hold` keeps the record from destruction.
    """
    loss = lock(loss, seen=seen)
    _must_stand(loss)
    if not who_tells.strip():
        raise Refused("Enter who tells whom.")
    loss.who_tells, loss.goes_on = who_tells.strip(), goes_on
    loss.decided_at, loss.decided_by = timezone.now(), by
    loss.save(update_fields=["who_tells", "goes_on", "decided_at", "decided_by"])
    record("families.decide_after_loss", loss, by=by, person=loss.person_id, goes_on=str(goes_on))
    if hold and not LegalHold.objects.filter(family_id=loss.family_id, lifted_at=None).exists():
        hold_record(family=loss.family, why=FOR_REVIEW, by=by)
    return lift_loss(loss=loss, reason=who_tells, by=by) if lift else loss


@transaction.atomic
def lift_loss(*, loss: Loss, reason: str, seen: int | None = None, by: Actor) -> Loss:
    """A person has decided who tells whom: words may go out again to those who remain, by their own rules (P22).

    Clocks that stood still are longer by the days of the pause. The loss itself stays: nothing is ever said to, or
    asked about, the one who was lost.
    """
    loss = lock(loss, seen=seen)
    _must_stand(loss)
    if not reason.strip():
        raise Refused("Enter what was decided: who tells whom, and whether the work goes on.")
    loss.lifted_at, loss.lifted_by = timezone.now(), by
    loss.save(update_fields=["lifted_at", "lifted_by"])
    record("families.lift_loss", loss, by=by, reason=reason, person=loss.person_id)
    resume_clocks(loss, by)
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
    resume_clocks(loss, by)
    person_changed(person)
    return loss


def _must_stand(loss: Loss) -> None:
    if loss.undone_at is not None or loss.lifted_at is not None:
        raise Refused("This has been lifted or undone already.")


def _stop(person: Person, by: Actor) -> None:
    """In every family of theirs: private links close, and what a person confirmed before is asked anew."""
    families = Family.objects.filter(members__person=person, members__ends_on=None).order_by("pk").distinct()
    people = Person.objects.filter(memberships__family__in=families).order_by("pk").distinct()
    keys = [*families.values_list("key", flat=True), *people.values_list("key", flat=True)]
    close_links(subject_keys=keys, by=by)
    for family in families:
        everything_stops(family.pk, by)


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
