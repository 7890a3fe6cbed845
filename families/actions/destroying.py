"""A record whose time is over: proposed by one person, approved by a second, destroyed by a command (P31)."""

from __future__ import annotations

from django.db import models, transaction
from django.utils import timezone

from families.actions.erasing import as_owner, erase, files_of, forget_files
from families.belongings import Belongings, belongings_of, belongings_of_incident
from families.enums import DestructionOf
from families.keeping import retention, retention_of_incident
from families.merged import families_in
from families.models import Destruction, Family, Incident
from families.retention import Retention
from pitservice.audit.actions import record
from pitservice.db.actor import Actor
from pitservice.db.errors import Refused
from pitservice.db.locks import lock


@transaction.atomic
def propose_destruction(*, family: Family, by: Actor) -> Destruction:
    """Put a record whose retention date is past down for destruction; a second person must approve (P31)."""
    return _propose(lock(family), by)


@transaction.atomic
def propose_incident_destruction(*, incident: Incident, by: Actor) -> Destruction:
    """The same for an incident about no single family, which no record takes with it (P31, decision 0015)."""
    return _propose(lock(incident), by)


def _propose(subject: Family | Incident, by: Actor) -> Destruction:
    _must_not_be_needed(subject)
    kept = _retention(subject)
    if kept.review_on > timezone.localdate():
        raise Refused("This record must still be kept: its retention date is not past.")
    if Destruction.objects.filter(team_id=subject.team_id, reference=subject.key).exists():
        raise Refused("This record is down for destruction already.")
    destruction = Destruction.objects.create(
        of=DestructionOf.RECORD if isinstance(subject, Family) else DestructionOf.INCIDENT,
        team_id=subject.team_id,
        reference=subject.key,
        also=_also(subject),
        rule=kept.rule,
        due_on=kept.review_on,
        created_by=by,
    )
    record("families.propose_destruction", destruction, by=by, family_id=_family_id(subject))
    return destruction


@transaction.atomic
def approve_destruction(*, destruction: Destruction, seen: int | None = None, by: Actor) -> Destruction:
    """A second person agrees. The record is there until the command destroys it (P31)."""
    destruction = lock(destruction, seen=seen)
    if destruction.approved_at is not None:
        raise Refused("This has been approved already.")
    if destruction.created_by == by:
        raise Refused("You proposed this yourself: somebody else must look at the record and approve.")
    subject = _subject_of(destruction)
    _must_not_be_needed(subject)
    _must_be_the_same(destruction, subject)
    destruction.approved_at, destruction.approved_by = timezone.now(), by
    destruction.save(update_fields=["approved_at", "approved_by"])
    record("families.approve_destruction", destruction, by=by, family_id=_family_id(subject))
    return destruction


@transaction.atomic
def withdraw_destruction(*, destruction: Destruction, reason: str, seen: int | None = None, by: Actor) -> None:
    """The record is kept after all: the proposal is gone, and that it was made stands in the audit."""
    destruction = lock(destruction, seen=seen)
    if destruction.destroyed_at is not None:
        raise Refused("This record has been destroyed.")
    if not reason.strip():
        raise Refused("Enter why the record is kept.")
    family_id = _family_id(_subject_of(destruction))
    record("families.withdraw_destruction", destruction, by=by, family_id=family_id, reason=reason)
    destruction.delete()


@transaction.atomic
def destroy_record(*, destruction: Destruction, by: Actor) -> Destruction:
    """Remove everything of the family from every app, and leave the certificate. Only as the owner (P25, P31).

    Rows, their history, messages and letters as sent, stored files, and the words of reasons: the audit keeps what
    was done and by whom, with its hashes. Records that were merged into it go with it, and the certificate names
    their references. A hold, an open request, concern or incident stops it.
    """
    as_owner()
    destruction = lock(destruction)
    if destruction.approved_at is None:
        raise Refused("A second person has not approved this.")
    if destruction.destroyed_at is not None:
        raise Refused("This record has been destroyed already.")
    subject = _subject_of(destruction)
    _must_not_be_needed(subject)
    _must_be_the_same(destruction, subject)
    if _retention(subject).review_on > timezone.localdate():
        raise Refused("This record must be kept longer than when it was proposed: look at it again.")
    family_id = _family_id(subject)
    found = belongings_of(subject) if isinstance(subject, Family) else belongings_of_incident(subject)
    files = files_of(found)
    erase(found, by=by)
    destruction.destroyed_at, destruction.destroyed_by = timezone.now(), by
    destruction.counts = _counts(found)
    destruction.save(update_fields=["destroyed_at", "destroyed_by", "counts"])
    record("families.destroy_record", destruction, by=by, family_id=family_id)
    transaction.on_commit(lambda: forget_files(files))
    return destruction


def _subject_of(destruction: Destruction) -> Family | Incident:
    model: type[Family | Incident] = Family if destruction.of == DestructionOf.RECORD else Incident
    found = model.objects.filter(team_id=destruction.team_id, key=destruction.reference).first()
    if found is None:
        raise Refused("There is no record with this reference.")
    return lock(found)


def _family_id(subject: Family | Incident) -> int | None:
    return subject.pk if isinstance(subject, Family) else None


def _retention(subject: Family | Incident) -> Retention:
    return retention([subject])[subject.pk] if isinstance(subject, Family) else retention_of_incident(subject)


def _also(subject: Family | Incident) -> list[str]:
    """References of the records that were merged into it."""
    if isinstance(subject, Incident):
        return []
    rows = Family.objects.filter(pk__in=families_in(subject.pk)).exclude(pk=subject.pk)
    return list(rows.order_by("key").values_list("key", flat=True))


def _must_be_the_same(destruction: Destruction, subject: Family | Incident) -> None:
    """What would go is what was proposed."""
    if sorted(destruction.also) != _also(subject):
        raise Refused("A merge was made or undone since this was proposed. Keep the record, then propose it anew.")


def _must_not_be_needed(subject: Family | Incident) -> None:
    """Nothing about the record is held, asked for or open."""
    if isinstance(subject, Incident):
        if subject.family_id is not None:
            raise Refused("This incident is part of a family's record, and goes with that.")
        if subject.closed_at is None:
            raise Refused("This incident is still open.")
        return
    if subject.merged_into_id is not None:
        raise Refused("This record was merged into another: it goes with that one.")
    if subject.holds.filter(lifted_at=None).exists():
        raise Refused("This record is held: it must not be destroyed until the hold is lifted.")
    if subject.record_requests.filter(decided_at=None).exists():
        raise Refused("Somebody has asked for this record, and it has not been decided.")
    if subject.concerns.filter(closed_at=None).exists() or subject.incidents.filter(closed_at=None).exists():
        raise Refused("A concern or an incident about this family is still open.")


def _counts(found: Belongings) -> dict[str, int]:
    """How many rows of each kind, for the certificate."""
    return {model._meta.label_lower: len(ids) for model, ids in sorted(found.rows.items(), key=_by_label) if ids}


def _by_label(pair: tuple[type[models.Model], set[int]]) -> str:
    return pair[0]._meta.label_lower
