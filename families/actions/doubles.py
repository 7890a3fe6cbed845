"""Two entries of the directory that are one professional or one organisation become one."""

from __future__ import annotations

from typing import TypeVar

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone

from families.actions.directory import unlink_professional
from families.belongings import references_to
from families.models import Consent, FamilyProfessional, Organisation, Professional
from families.registry import contact_changed
from pitservice.audit.actions import record
from pitservice.db.actor import Actor
from pitservice.db.errors import Refused
from pitservice.db.locks import lock

#: What the entry that stays takes over where it says nothing itself.
_FILLED = ("phone", "email", "address")
E = TypeVar("E", Professional, Organisation)


@transaction.atomic
def merge_professionals(*, keep: Professional, gone: Professional, seen: int | None = None, by: Actor) -> Professional:
    """Everything that hangs on one entry hangs on the other; what waits for the one that goes asks anew (CON-1).

    A part that both have in a family's life stays once. What either was allowed to be told counts for the one that
    stays: the newest answer, as always.
    """
    keep, gone = _both(keep, gone, seen)
    families = sorted(set(gone.families.values_list("family_id", flat=True)))
    same = FamilyProfessional.objects.filter(
        professional=keep, ends_on=None, family=OuterRef("family"), role=OuterRef("role")
    )
    for link in gone.families.filter(Exists(same), ends_on=None).order_by("pk"):
        unlink_professional(link=link, ends_on=timezone.localdate(), by=by)
    rows = 0
    for reference in references_to(Professional):
        pointing = reference.model._base_manager.filter(**{reference.name: gone})
        rows += pointing.update(**{reference.name: keep})
    rows += Consent.objects.filter(recipient=gone.key).update(recipient=keep.key)
    if keep.organisation is None:
        keep.organisation = gone.organisation
    _fill(keep, gone, ("organisation",))
    record("families.merge_professionals", keep, by=by, gone=gone.pk, rows=rows, families=families)
    for family_id in families:
        contact_changed(family_id)
    return keep


@transaction.atomic
def merge_organisations(*, keep: Organisation, gone: Organisation, seen: int | None = None, by: Actor) -> Organisation:
    """Everybody who works at the one works at the other. What a refusal named stays as it was said."""
    keep, gone = _both(keep, gone, seen)
    there = gone.professionals.all()
    links = FamilyProfessional.objects.filter(professional__in=there, ends_on=None)
    families = sorted(set(links.values_list("family_id", flat=True)))
    rows = there.update(organisation=keep)
    keep.is_alternative = keep.is_alternative or gone.is_alternative
    for name in ("kind", "offers", "for_whom"):
        setattr(keep, name, getattr(keep, name) or getattr(gone, name))
    _fill(keep, gone, ("is_alternative", "kind", "offers", "for_whom"))
    record("families.merge_organisations", keep, by=by, gone=gone.pk, rows=rows, families=families)
    for family_id in families:
        contact_changed(family_id)
    return keep


def _both(keep: E, gone: E, seen: int | None) -> tuple[E, E]:
    """Both anew, in the order of their ids, where they may become one."""
    if keep.pk == gone.pk:
        raise Refused("These are one and the same already.")
    for one in sorted((keep, gone), key=lambda entry: entry.pk):
        lock(one)
    keep, gone = lock(keep, seen=seen), lock(gone)
    if keep.team_id != gone.team_id:
        raise Refused("These are in the directories of two teams, and each team keeps its own.")
    if keep.ends_on is not None or gone.ends_on is not None:
        raise Refused("One of the two has ended already. Look at the directory again.")
    return keep, gone


def _fill(keep: E, gone: E, more: tuple[str, ...]) -> None:
    for name in _FILLED:
        setattr(keep, name, getattr(keep, name) or getattr(gone, name))
    keep.save(update_fields=[*_FILLED, *more])
    gone.ends_on = timezone.localdate()
    gone.save(update_fields=["ends_on"])
