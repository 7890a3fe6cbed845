"""Entries of a record that can be put right: moved to the family whose they are (P25), or struck through.

Families registers its own kinds here; an app above adds its own in `AppConfig.ready()`. A kind says how an entry and
what hangs on it are put into another family's record, and what takes it out of force when it was entered in error.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.apps import apps
from django.db import models
from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from families.models import Correction, Family, MovedEntry, Person
from pitservice.accounts.enums import Permission
from pitservice.accounts.viewer import Viewer
from pitservice.audit.models import Event
from pitservice.db.actor import Actor
from pitservice.db.errors import Refused

Row = Any
#: People of the record it stood in → people of the record it belongs to; None where a row may be about nobody.
Whose = Mapping[int, Person | None]


def _own_family(row: Row, family: Family, whose: Whose) -> dict[str, Any]:  # noqa: ARG001 - as every `columns`
    return {"family_id": family.pk}


def _no_parts(entry: Row) -> Sequence[Row]:  # noqa: ARG001 - as every `parts`
    return ()


def _nothing(entry: Row, by: Actor) -> dict[str, Any]:  # noqa: ARG001 - as every `out_of_force`
    return {}


@dataclass(frozen=True)
class EntryKind:
    """One kind of entry. `name` stands in addresses, `noun` is all that the old record says of one that was moved.

    `parts`: rows that go where the entry goes. `columns`: what is written on each of them for another family, beside
    its people. `out_of_force`: columns that end it when it was entered in error. `contact`: the contact rules read it,
    so that moving or striking it asks a person before anything goes out (P1).
    """

    name: str
    model: str
    noun: str
    permission: Permission = Permission.SEE_FAMILIES
    contact: bool = False
    movable: bool = True
    correctable: bool = True
    parts: Callable[[Row], Sequence[Row]] = _no_parts
    columns: Callable[[Row, Family, Whose], dict[str, Any]] = _own_family
    out_of_force: Callable[[Row, Actor], dict[str, Any]] = _nothing

    family_path: str = "family"

    def rows_of(self, family: Family, viewer: Viewer) -> QuerySet[Any]:
        """Entries of this kind in a family's record that are visible to the viewer."""
        model: Any = apps.get_model(self.model)
        rows: QuerySet[Any] = model.objects.visible_to(viewer).filter(**{self.family_path: family})
        return rows

    def people(self, entry: Row) -> list[Person]:
        """Everybody whom the entry and its parts name, once each."""
        found: dict[int, Person] = {}
        for row in (entry, *self.parts(entry)):
            for field in people_fields(row):
                if person := getattr(row, field):
                    found.setdefault(person.pk, person)
        return list(found.values())


def people_fields(row: Row) -> list[str]:
    """Names of a row's columns that hold a person."""
    fields = type(row)._meta.concrete_fields
    return [f.name for f in fields if f.remote_field is not None and f.remote_field.model is Person]


_KINDS: dict[str, EntryKind] = {}


def register_entry(kind: EntryKind) -> None:
    """Add a kind of entry."""
    _KINDS[kind.name] = kind


def kind_named(name: str) -> EntryKind | None:
    """The kind that stands in an address."""
    return _KINDS.get(name)


def kind_of(row: models.Model) -> EntryKind | None:
    """The kind of a row; None where it cannot be put right this way."""
    label = row._meta.label_lower
    return next((kind for kind in _KINDS.values() if kind.model == label), None)


def kinds() -> Sequence[EntryKind]:
    """All of them."""
    return tuple(_KINDS.values())


# --- what was struck ---


def standing(rows: QuerySet[Any]) -> QuerySet[Any]:
    """Without those that were entered in error: the contact rules and every list of what is in force read this."""
    label = rows.model._meta.label_lower
    struck = Correction.objects.filter(entry_model=label, entry_id=OuterRef("pk"))
    return rows.filter(~Exists(struck))


def struck_in(family: Family) -> dict[tuple[str, int], str]:
    """What was entered in error in a family's record, with why; two queries, and one where there is nothing."""
    keys = [(row.entry_model, row.entry_id) for row in Correction.objects.filter(family=family).order_by("pk")]
    if not keys:
        return {}
    ids = [entry_id for _, entry_id in keys]
    said = Event.objects.filter(verb="families.strike_entry", subject_id__in=ids).select_related("reason")
    why = {(event.subject_type, event.subject_id): event.reason.text for event in said if event.reason}
    return {key: why.get(key, "") for key in keys}


def moved_away(family: Family, kind: EntryKind, key: str) -> bool:
    """Whether an entry with this key was moved out of this family's record."""
    ids = MovedEntry.objects.filter(family=family, entry_model=kind.model).values("entry_id")
    rows: QuerySet[Any] = apps.get_model(kind.model)._base_manager.filter(pk__in=ids, key=key)
    return rows.exists()


# --- kinds of this app ---


def _ended(entry: Row, by: Actor) -> dict[str, Any]:
    return {"ended_at": entry.ended_at or timezone.now(), "ended_by": entry.ended_by or by}


def _lifted(entry: Row, by: Actor) -> dict[str, Any]:
    return {"lifted_at": entry.lifted_at or timezone.now(), "lifted_by": entry.lifted_by or by}


def _no_longer_used(entry: Row, by: Actor) -> dict[str, Any]:  # noqa: ARG001 - as every `out_of_force`
    """It is not used from now on. That it was called unsafe goes on being compared everywhere (P20)."""
    yesterday = timezone.localdate() - timedelta(days=1)
    return {"ends_on": min(entry.ends_on or yesterday, yesterday)}


def _must_be_closed(entry: Row, by: Actor) -> dict[str, Any]:  # noqa: ARG001 - as every `out_of_force`
    if entry.closed_at is None:
        raise Refused("This concern is still open. Close it with its outcome first, so that it is not lost.")
    return {}


def _of_concern(entry: Row) -> Sequence[Row]:
    return [*entry.steps.order_by("pk"), *entry.social_care_referrals.order_by("pk")]


def _giver_too(row: Row, family: Family, whose: Whose) -> dict[str, Any]:
    """Whoever gave it is the person of the right family."""
    person = whose[row.person_id]
    assert person is not None
    born = person.date_of_birth.isoformat() if person.date_of_birth else ""
    giver = {"name": person.legal_name or person.name, "role": "", "date_of_birth": born}
    return {"family_id": family.pk, "giver": giver}


OWN = (
    EntryKind("need", "families.need", "need", contact=True, out_of_force=_ended),
    EntryKind("alert", "families.alert", "alert", contact=True, out_of_force=_lifted),
    EntryKind("agreement", "families.agreement", "answer about the referral", contact=True),
    EntryKind("consent", "families.consent", "consent", contact=True, columns=_giver_too),
    EntryKind("contact", "families.contactpoint", "phone or address", contact=True, out_of_force=_no_longer_used),
    EntryKind("document", "families.document", "document", Permission.SEE_DOCUMENTS),
    EntryKind("sharing", "families.sharing", "decision to share or not", Permission.SAFEGUARD),
    EntryKind(
        "concern",
        "families.concern",
        "safeguarding concern",
        Permission.SAFEGUARD,
        parts=_of_concern,
        out_of_force=_must_be_closed,
    ),
    EntryKind("protection", "families.protectionstatus", "standing with social care", Permission.SAFEGUARD),
    EntryKind("approach", "families.approach", "note on asking a father or partner"),
)
