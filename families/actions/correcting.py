"""An entry was made in error: it stays, struck through, with who said so and why."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from families.actions.warning import ask_before_anything_goes, ask_wherever_they_are_reached
from families.entries import EntryKind, kind_of
from families.enums import AlertKind
from families.models import Correction, Family
from families.registry import contact_changed
from pitservice.audit.actions import record
from pitservice.db.actor import Actor
from pitservice.db.errors import Refused
from pitservice.db.locks import lock

_WARNING = (
    "An entry that decides who may be told was struck through as made in error. Check what waits before it goes out."
)


@transaction.atomic
def strike_entry(*, entry: Any, family: Family, reason: str, seen: int | None = None, by: Actor) -> Correction:
    """Strike an entry through: it stays on the timeline with the reason, and no longer counts (P1, P3).

    What the contact rules read is taken out of force, and nothing is released by that: a read-first alert takes its
    place until a person has looked, here and wherever a restricted person's number is used.
    """
    kind = kind_of(entry)
    if kind is None or not kind.correctable:
        raise Refused("An entry of this kind cannot be struck through.")
    entry = lock(entry, seen=seen)
    if not reason.strip():
        raise Refused("Enter what is wrong with it.")
    correction = Correction.objects.create(
        family=family, team_id=family.team_id, entry_model=kind.model, entry_id=entry.pk, created_by=by
    )
    if columns := kind.out_of_force(entry, by):
        type(entry)._base_manager.filter(pk=entry.pk).update(**columns)
    record("families.strike_entry", entry, by=by, family_id=family.pk, reason=reason)
    if kind.contact:
        _release_nothing(kind, entry, family, by)
    contact_changed(family.pk)
    return correction


def _release_nothing(kind: EntryKind, entry: Any, family: Family, by: Actor) -> None:
    ask_before_anything_goes(family=family, text=_WARNING, by=by)
    must_not_know = kind.name == "alert" and entry.kind == AlertKind.RESTRICTED_PERSON
    if entry.person is not None and (must_not_know or kind.name == "contact"):
        ask_wherever_they_are_reached(person=entry.person, beside=family, by=by)
