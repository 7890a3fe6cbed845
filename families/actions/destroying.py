"""A record whose time is over: proposed by one person, approved by a second, destroyed by a command (P31)."""

from __future__ import annotations

from django.db import models, transaction
from django.utils import timezone

from families.actions.erasing import as_owner, erase, files_of, forget_files
from families.belongings import Belongings, belongings_of
from families.keeping import retention
from families.models import Destruction, Family
from pitservice.audit.actions import record
from pitservice.db.actor import Actor
from pitservice.db.errors import Refused
from pitservice.db.locks import lock


@transaction.atomic
def propose_destruction(*, family: Family, by: Actor) -> Destruction:
    """Put a record whose retention date is past down for destruction; a second person must approve (P31)."""
    family = lock(family)
    _must_not_be_needed(family)
    kept = retention([family])[family.pk]
    if kept.review_on > timezone.localdate():
        raise Refused("This record must still be kept: its retention date is not past.")
    if Destruction.objects.filter(team_id=family.team_id, reference=family.key).exists():
        raise Refused("This record is down for destruction already.")
    destruction = Destruction.objects.create(
        team_id=family.team_id, reference=family.key, rule=kept.rule, due_on=kept.review_on, created_by=by
    )
    record("families.propose_destruction", destruction, by=by, family_id=family.pk)
    return destruction


@transaction.atomic
def approve_destruction(*, destruction: Destruction, seen: int | None = None, by: Actor) -> Destruction:
    """A second person agrees. The record is there until the command destroys it (P31)."""
    destruction = lock(destruction, seen=seen)
    if destruction.approved_at is not None:
        raise Refused("This has been approved already.")
    if destruction.created_by == by:
        raise Refused("You proposed this yourself: somebody else must look at the record and approve.")
    family = _family_of(destruction)
    _must_not_be_needed(family)
    destruction.approved_at, destruction.approved_by = timezone.now(), by
    destruction.save(update_fields=["approved_at", "approved_by"])
    record("families.approve_destruction", destruction, by=by, family_id=family.pk)
    return destruction


@transaction.atomic
def withdraw_destruction(*, destruction: Destruction, reason: str, seen: int | None = None, by: Actor) -> None:
    """The record is kept after all: the proposal is gone, and that it was made stands in the audit."""
    destruction = lock(destruction, seen=seen)
    if destruction.destroyed_at is not None:
        raise Refused("This record has been destroyed.")
    if not reason.strip():
        raise Refused("Enter why the record is kept.")
    record("families.withdraw_destruction", destruction, by=by, family_id=_family_of(destruction).pk, reason=reason)
    destruction.delete()


@transaction.atomic
def destroy_record(*, destruction: Destruction, by: Actor) -> Destruction:
    """Remove everything of the family from every app, and leave the certificate. Only as the owner (P25, P31).

    Rows, their history, messages and letters as sent, stored files, and the words of reasons: the audit keeps what
    was done and by whom, with its hashes. A hold, an open request, concern or incident stops it.
    """
    as_owner()
    destruction = lock(destruction)
    if destruction.approved_at is None:
        raise Refused("A second person has not approved this.")
    if destruction.destroyed_at is not None:
        raise Refused("This record has been destroyed already.")
    family = _family_of(destruction)
    _must_not_be_needed(family)
    if retention([family])[family.pk].review_on > timezone.localdate():
        raise Refused("This record must be kept longer than when it was proposed: look at it again.")
    found = belongings_of(family)
    files = files_of(found)
    erase(found, by=by)
    destruction.destroyed_at, destruction.destroyed_by = timezone.now(), by
    destruction.counts = _counts(found)
    destruction.save(update_fields=["destroyed_at", "destroyed_by", "counts"])
    record("families.destroy_record", destruction, by=by, family_id=family.pk)
    transaction.on_commit(lambda: forget_files(files))
    return destruction


def _family_of(destruction: Destruction) -> Family:
    family = Family.objects.filter(team_id=destruction.team_id, key=destruction.reference).first()
    if family is None:
        raise Refused("There is no record with this reference.")
    return lock(family)


def _must_not_be_needed(family: Family) -> None:
    """Nothing about the record is held, asked for or open."""
    if family.merged_into_id is not None:
        raise Refused("This record was merged into another: it goes with that one.")
    if family.holds.filter(lifted_at=None).exists():
        raise Refused("This record is held: it must not be destroyed until the hold is lifted.")
    if family.record_requests.filter(decided_at=None).exists():
        raise Refused("Somebody has asked for this record, and it has not been decided.")
    if family.concerns.filter(closed_at=None).exists() or family.incidents.filter(closed_at=None).exists():
        raise Refused("A concern or an incident about this family is still open.")


def _counts(found: Belongings) -> dict[str, int]:
    """How many rows of each kind, for the certificate."""
    return {model._meta.label_lower: len(ids) for model, ids in sorted(found.rows.items(), key=_by_label) if ids}


def _by_label(pair: tuple[type[models.Model], set[int]]) -> str:
    return pair[0]._meta.label_lower
