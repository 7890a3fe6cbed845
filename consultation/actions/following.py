"""What follows a consultation: concerns taken further, and what was agreed to be done (toolkit ch. 6, P80)."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils import timezone

from consultation.actions.recording import must_name_nobody
from consultation.enums import Anonymity, Owner
from consultation.models import Consultation, ConsultationAction, ConsultationConcern
from pitservice.accounts.enums import Permission
from pitservice.accounts.models import User
from pitservice.accounts.viewer import Viewer
from pitservice.audit.actions import record
from pitservice.db.actor import Actor
from pitservice.db.errors import Refused
from pitservice.db.locks import lock

CLOSED = "This concern is closed already."
DONE = "Somebody has said already what came of this."


@transaction.atomic
def raise_concern(
    *,
    consultation: Consultation,
    kind: str,
    words: str,
    taken_to: str = "",
    taken_on: date | None = None,
    checked: bool = False,
    by: Actor,
) -> ConsultationConcern:
    """Write down a significant concern, and to whom it was taken if it was (CNS-1). It waits until it is closed (P4).

    `checked` as for the consultation: the words of an anonymous one are read by the same guard (P80).
    """
    if not words.strip():
        raise Refused("Enter what the concern is.")
    _guard(consultation, words, checked=checked)
    _taken(taken_to, taken_on)
    concern = ConsultationConcern.objects.create(
        consultation=consultation,
        team_id=consultation.team_id,
        kind=kind,
        words=words.strip(),
        taken_to=taken_to.strip(),
        taken_on=taken_on,
        created_by=by,
    )
    record("consultation.raise_concern", concern, by=by, family_id=consultation.family_id, kind=kind)
    return concern


@transaction.atomic
def take_further(
    *, concern: ConsultationConcern, taken_to: str, taken_on: date, seen: int | None = None, by: Actor
) -> ConsultationConcern:
    """Say to whom the concern was taken, and on which day."""
    concern = _open(concern, seen)
    if not taken_to.strip():
        raise Refused("Enter to whom you took the concern.")
    _taken(taken_to, taken_on)
    concern.taken_to, concern.taken_on = taken_to.strip(), taken_on
    concern.save(update_fields=["taken_to", "taken_on"])
    record("consultation.take_further", concern, by=by, family_id=concern.consultation.family_id)
    return concern


@transaction.atomic
def close_concern(
    *, concern: ConsultationConcern, outcome: str, checked: bool = False, seen: int | None = None, by: Actor
) -> ConsultationConcern:
    """Say how the concern ended; it leaves the worklist by nothing else (P4)."""
    concern = _open(concern, seen)
    if not outcome.strip():
        raise Refused("Enter how it ended.")
    _guard(concern.consultation, outcome, checked=checked)
    concern.outcome, concern.closed_at, concern.closed_by = outcome.strip(), timezone.now(), by
    concern.save(update_fields=["outcome", "closed_at", "closed_by"])
    record("consultation.close_concern", concern, by=by, family_id=concern.consultation.family_id)
    return concern


@transaction.atomic
def agree_action(
    *,
    consultation: Consultation,
    what: str,
    colleague: User | None = None,
    due_on: date | None = None,
    checked: bool = False,
    by: Actor,
) -> ConsultationAction:
    """Write down what was agreed to be done: by a colleague of ours by a day, else by the consultee (P4).

    Refused for a colleague who may not see what it is about: it would stand on no page of theirs.
    """
    if not what.strip():
        raise Refused("Enter what is to be done.")
    if colleague is not None and due_on is None:
        raise Refused("Enter by when it is to be done.")
    if colleague is not None and not _sees(colleague, consultation):
        raise Refused(f"{colleague.name} may not see what this is about. Choose somebody who may.")
    _guard(consultation, what, checked=checked)
    action = ConsultationAction.objects.create(
        consultation=consultation,
        team_id=consultation.team_id,
        what=what.strip(),
        owner=Owner.US if colleague else Owner.CONSULTEE,
        colleague=colleague,
        due_on=due_on,
        created_by=by,
    )
    record("consultation.agree_action", action, by=by, family_id=consultation.family_id)
    return action


@transaction.atomic
def finish_action(
    *, action: ConsultationAction, came_of_it: str = "", checked: bool = False, seen: int | None = None, by: Actor
) -> ConsultationAction:
    """Say that it is done, or what came of it instead."""
    action = lock(action, seen=seen)
    if action.done_at is not None:
        raise Refused(DONE)
    _guard(action.consultation, came_of_it, checked=checked)
    action.came_of_it, action.done_at, action.done_by = came_of_it.strip(), timezone.now(), by
    action.save(update_fields=["came_of_it", "done_at", "done_by"])
    record("consultation.finish_action", action, by=by, family_id=action.consultation.family_id)
    return action


def _open(concern: ConsultationConcern, seen: int | None) -> ConsultationConcern:
    concern = lock(concern, seen=seen)
    if concern.closed_at is not None:
        raise Refused(CLOSED)
    return concern


def _sees(colleague: User, consultation: Consultation) -> bool:
    seen = Consultation.objects.visible_to(Viewer.of(colleague, Permission.CONSULT))
    return seen.filter(pk=consultation.pk).exists()


def _guard(consultation: Consultation, words: str, *, checked: bool) -> None:
    if consultation.anonymity == Anonymity.ANONYMOUS:
        must_name_nobody([words], checked=checked)


def _taken(taken_to: str, taken_on: date | None) -> None:
    if bool(taken_to.strip()) != (taken_on is not None):
        raise Refused("Say to whom the concern was taken, and when.")
    if taken_on is not None and taken_on > timezone.localdate():
        raise Refused("The day the concern was taken further must be in the past.")
