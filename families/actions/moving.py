"""An entry in the wrong family's record is moved to the family whose it is (P25)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone

from families.actions.warning import ask_before_anything_goes
from families.changes import must_belong, must_see
from families.entries import EntryKind, kind_of, people_fields
from families.enums import IncidentKind
from families.models import Correction, Family, Incident, MovedEntry, Person
from families.registry import contact_changed, gone_out
from pitservice.audit.actions import record
from pitservice.db.actor import Actor
from pitservice.db.errors import Refused
from pitservice.db.locks import lock

_WARNING = (
    "An entry that decides who may be told was moved out of this record. Check what waits before anything goes out."
)


@transaction.atomic
def move_entry(
    *,
    entry: Any,
    family: Family,
    to: Family,
    whose: Mapping[int, Person | None],
    reason: str,
    seen: int | None = None,
    by: Actor,
) -> MovedEntry:
    """Move an entry out of `family`, where it does not belong, into the record `to` (P25).

    The wrong record keeps one line: that something was moved, when and by whom. The content and its history go; the
    old versions and the reason are the guardian's. `whose` says for everybody the entry names who that is in the right
    family. An incident opens, with whatever was sent from the wrong record since.
    """
    kind = kind_of(entry)
    if kind is None or not kind.movable:
        raise Refused("An entry of this kind cannot be moved. Strike it through, and record it where it belongs.")
    entry = lock(entry, seen=seen)
    _may_be_moved(family, to, reason, by)
    since = entry.created_at
    for row in (*kind.parts(entry), entry):
        _put(row, kind, to, whose)
    Correction.objects.filter(entry_model=kind.model, entry_id=entry.pk).update(family=to)
    moved = MovedEntry.objects.create(
        family=family,
        team_id=family.team_id,
        to_family=to,
        entry_model=kind.model,
        entry_id=entry.pk,
        noun=kind.noun,
        created_by=by,
    )
    _open_incident(kind, entry, family, gone_out(family.pk, since), by)
    record("families.move_entry", moved, by=by, family_id=family.pk, reason=reason, to=to.pk, entry=entry.pk)
    if kind.contact:
        ask_before_anything_goes(family=family, text=_WARNING, by=by)
    contact_changed(family.pk)
    contact_changed(to.pk)
    return moved


def _may_be_moved(family: Family, to: Family, reason: str, by: Actor) -> None:
    if family.pk == to.pk:
        raise Refused("The entry stands in this family's record already.")
    if family.team_id != to.team_id:
        raise Refused("That record is another team's. Ask its lead; the entry stays here until then.")
    if to.merged_into_id is not None:
        raise Refused("That record has been merged into another. Look for the family again.")
    if not reason.strip():
        raise Refused("Enter how the entry came into this record.")
    must_see(by, [family.pk, to.pk])


def _put(row: Any, kind: EntryKind, to: Family, whose: Mapping[int, Person | None]) -> None:
    """Write the right family and its people on one row, in one UPDATE."""
    columns = kind.columns(row, to, whose)
    for name in people_fields(row):
        person_id = getattr(row, f"{name}_id")
        if person_id is None:
            continue
        person = whose.get(person_id)
        if person is not None:
            must_belong(to, person)
        elif not type(row)._meta.get_field(name).null:
            raise Refused("Say for everybody in this entry who they are in the right family.")
        columns[f"{name}_id"] = person.pk if person else None
    type(row)._base_manager.filter(pk=row.pk).update(**columns)


def _open_incident(kind: EntryKind, entry: Any, family: Family, sent: list[str], by: Actor) -> None:
    words = f"An entry ({kind.noun}) stood in this record and was moved to the record it belongs to."
    if sent:
        words += f" Since it was made this went out from here, and may carry it: {', '.join(sent)}."
    Incident.objects.create(
        kind=IncidentKind.MISFILED,
        family=family,
        team_id=family.team_id,
        about=f"{kind.model}:{entry.key}",
        words=words,
        known_on=timezone.now(),
        created_by=by,
    )
