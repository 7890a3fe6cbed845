"""Safeguarding concerns, what was done about them, and a child's standing with children's social care."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils import timezone

from families.changes import must_belong
from families.enums import AtOnce, ProtectionKind, StepKind
from families.models import Concern, ConcernStep, Family, Person, ProtectionStatus
from families.registry import at_once
from pitservice.audit.actions import record
from pitservice.db.actor import Actor
from pitservice.db.errors import Refused
from pitservice.db.locks import lock


@transaction.atomic
def raise_concern(
    *,
    family: Family,
    words: str,
    happened_on: date,
    next_step: str,
    next_on: date,
    person: Person | None = None,
    by: Actor,
) -> Concern:
    """Record a worry about somebody's safety. It is open, and on the worklist, until a person closes it (P4)."""
    if person is not None:
        must_belong(family, person)
    _must_be_past(happened_on, "The day it happened or was seen")
    _must_say(next_step, "Enter what happens next.")
    concern = Concern.objects.create(
        family=family,
        team_id=family.team_id,
        person=person,
        words=words.strip(),
        happened_on=happened_on,
        next_step=next_step.strip(),
        next_on=next_on,
        created_by=by,
    )
    record("families.raise_concern", concern, by=by, person=person.pk if person else None)
    at_once(AtOnce.SAFEGUARDING, family, f"concern:{concern.pk}", by)
    return concern


@transaction.atomic
def add_step(
    *,
    concern: Concern,
    kind: StepKind | str,
    done_on: date,
    words: str,
    next_step: str,
    next_on: date,
    who: str = "",
    seen: int | None = None,
    by: Actor,
) -> ConcernStep:
    """Record what was done about a concern, and what happens next and when: an open concern always has a next step."""
    concern = _open(concern, seen)
    _must_be_past(done_on, "The day it was done")
    _must_say(words, "Enter what was done.")
    _must_say(next_step, "Enter what happens next. If nothing more is needed, close the concern with its outcome.")
    step = ConcernStep.objects.create(
        family_id=concern.family_id,
        team_id=concern.team_id,
        concern=concern,
        kind=kind,
        done_on=done_on,
        who=who.strip(),
        words=words.strip(),
        created_by=by,
    )
    concern.next_step, concern.next_on = next_step.strip(), next_on
    concern.save(update_fields=["next_step", "next_on"])
    record("families.add_step", step, by=by, concern=concern.pk, kind=str(kind))
    return step


@transaction.atomic
def close_concern(*, concern: Concern, outcome: str, seen: int | None = None, by: Actor) -> Concern:
    """A person says how it ended. Not while children's social care owe an acknowledgement (P32)."""
    concern = _open(concern, seen)
    _must_say(outcome, "Enter the outcome.")
    if concern.social_care_referrals.filter(acknowledged_on=None).exists():
        raise Refused(
            "Children’s social care have not acknowledged a referral about this. Record their answer, chase it or "
            "escalate it first."
        )
    concern.outcome, concern.closed_at, concern.closed_by = outcome.strip(), timezone.now(), by
    concern.next_step, concern.next_on = "", None
    concern.save(update_fields=["outcome", "closed_at", "closed_by", "next_step", "next_on"])
    record("families.close_concern", concern, by=by)
    return concern


@transaction.atomic
def reopen_concern(
    *, concern: Concern, reason: str, next_step: str, next_on: date, seen: int | None = None, by: Actor
) -> Concern:
    """Something new came to light: the concern is open again, with a next step. Its outcome stays in its history."""
    concern = lock(concern, seen=seen)
    if concern.closed_at is None:
        raise Refused("This concern is open already.")
    _must_say(reason, "Enter why it is opened again.")
    _must_say(next_step, "Enter what happens next.")
    concern.closed_at = concern.closed_by = None
    concern.outcome, concern.next_step, concern.next_on = "", next_step.strip(), next_on
    concern.save(update_fields=["outcome", "closed_at", "closed_by", "next_step", "next_on"])
    record("families.reopen_concern", concern, by=by, reason=reason)
    return concern


@transaction.atomic
def add_status(
    *, family: Family, person: Person, kind: ProtectionKind | str, starts_on: date, category: str = "", by: Actor
) -> ProtectionStatus:
    """Record a child's standing with children's social care; while it is in force it stands in the banner."""
    must_belong(family, person)
    _must_be_past(starts_on, "The first day")
    if family.protection_statuses.filter(person=person, kind=kind, ends_on=None).exists():
        raise Refused("This is recorded for this child already. End the one in force first, if it began anew.")
    status = ProtectionStatus.objects.create(
        family=family,
        team_id=family.team_id,
        person=person,
        kind=kind,
        category=category.strip(),
        starts_on=starts_on,
        created_by=by,
    )
    record("families.add_status", status, by=by, person=person.pk, kind=str(kind))
    return status


@transaction.atomic
def end_status(*, status: ProtectionStatus, ends_on: date, seen: int | None = None, by: Actor) -> ProtectionStatus:
    """It was in force until that day."""
    status = lock(status, seen=seen)
    if status.ends_on is not None:
        raise Refused("This has ended already.")
    _must_be_past(ends_on, "The last day")
    status.ends_on = ends_on
    status.save(update_fields=["ends_on"])
    record("families.end_status", status, by=by, person=status.person_id, kind=status.kind)
    return status


def _open(concern: Concern, seen: int | None) -> Concern:
    concern = lock(concern, seen=seen)
    if concern.closed_at is not None:
        raise Refused("This concern is closed. Open it again to add to it.")
    return concern


def _must_be_past(day: date, what: str) -> None:
    if day > timezone.localdate():
        raise Refused(f"{what} must be today or in the past.")


def _must_say(words: str, sentence: str) -> None:
    if not words.strip():
        raise Refused(sentence)
