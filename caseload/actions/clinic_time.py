"""Whose the time of an assessment clinic slot is: the slot's own while it is free, else its appointment's.

The database refuses two at once on every step: what is let go in a transaction is nobody else's before its end.
"""

from __future__ import annotations

from django.db import IntegrityError, transaction
from django.utils import timezone

from caseload.actions.time_kept import keep
from caseload.models import Appointment, Clearing, ClinicSlot, Slot
from caseload.selectors.clinic import is_taken
from pitservice.db.actor import Actor
from pitservice.db.locks import lock

OVERTAKEN = "Its time was taken when the family’s appointment moved."


def hold(slot: ClinicSlot) -> None:
    """Keep practitioner and room from now on; refused by the database where one of them is taken."""
    during, room = (slot.starts, slot.ends), slot.room_id
    keep(team_id=slot.team_id, during=during, practitioner_id=slot.practitioner_id, room_id=room, clinic_slot=slot)


def let_go(slot_id: int | None) -> None:
    """Keep nobody any more: an appointment takes the time, or nothing does."""
    if slot_id is not None:
        Slot.objects.filter(clinic_slot=slot_id, live=True).update(live=False)


def free_again(appointment: Appointment, by: Actor) -> None:
    """An appointment is off, or at another time: its slot is free for another family if it is still to come.

    Where the new time overlaps it, it is withdrawn instead, and says why.
    """
    if appointment.clinic_slot is None:
        return
    slot = lock(appointment.clinic_slot)
    if slot.withdrawn_at is not None or slot.starts <= timezone.now():
        return
    if not _held_again(slot):
        put_away(slot, OVERTAKEN, by)


def put_away(slot: ClinicSlot, why: str, by: Actor, *, clearing: Clearing | None = None) -> None:
    """Withdraw a slot that is locked: its time is free, and nobody is offered it."""
    slot.withdrawn_at, slot.withdrawn_by, slot.why, slot.clearing = timezone.now(), by, why, clearing
    slot.save(update_fields=["withdrawn_at", "withdrawn_by", "why", "clearing"])
    let_go(slot.pk)


def bring_back(slot: ClinicSlot) -> None:
    """Undo `put_away`: the slot is free again, or its family's again; where its time is taken it stays away."""
    slot = lock(slot)
    if slot.starts <= timezone.now() or not (is_taken(slot) or _held_again(slot)):
        return
    slot.withdrawn_at, slot.withdrawn_by, slot.why, slot.clearing = None, None, "", None
    slot.save(update_fields=["withdrawn_at", "withdrawn_by", "why", "clearing"])


def _held_again(slot: ClinicSlot) -> bool:
    try:
        with transaction.atomic():
            hold(slot)
    except IntegrityError:
        return False
    return True
