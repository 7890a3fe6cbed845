"""Requests for a record: received, who asks checked, decided in one calendar month (P31, domain.md §4.6)."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils import timezone

from families.changes import must_belong
from families.deadlines import request_due, request_extended
from families.enums import FamilyRole, RequestDecision, RequestKind
from families.models import Family, FamilyMember, Person, RecordRequest
from pitservice.audit.actions import record
from pitservice.db.actor import Actor
from pitservice.db.errors import Refused
from pitservice.db.locks import lock

_NOT_GIVEN = (RequestDecision.REFUSED, RequestDecision.WITHDRAWN)
_CHILDREN = (FamilyRole.BABY, FamilyRole.SIBLING)


@transaction.atomic
def receive_request(
    *,
    family: Family,
    kind: RequestKind | str,
    asked_by: str,
    received_on: date,
    words: str = "",
    whose: Person | None = None,
    by: Actor,
) -> RecordRequest:
    """Somebody asked, by word of mouth or in writing: the month begins on the day it was received (P31)."""
    if whose is not None:
        must_belong(family, whose)
    if received_on > timezone.localdate():
        raise Refused("The day it was received must be today or in the past.")
    request = RecordRequest.objects.create(
        family=family,
        team_id=family.team_id,
        kind=kind,
        asked_by=asked_by.strip(),
        whose=whose,
        words=words.strip(),
        received_on=received_on,
        due_on=request_due(received_on),
        created_by=by,
    )
    record("families.receive_request", request, by=by, kind=str(kind))
    return request


@transaction.atomic
def check_request(
    *,
    request: RecordRequest,
    identity_how: str,
    responsibility_how: str = "",
    seen: int | None = None,
    by: Actor,
) -> RecordRequest:
    """Who asks is who they say, and may ask: how that was seen (P31)."""
    request = _undecided(request, seen)
    if not identity_how.strip():
        raise Refused("Enter how the identity was checked.")
    request.identity_how, request.responsibility_how = identity_how.strip(), responsibility_how.strip()
    request.identity_checked_at, request.identity_checked_by = timezone.now(), by
    request.save(update_fields=["identity_how", "responsibility_how", "identity_checked_at", "identity_checked_by"])
    record("families.check_request", request, by=by)
    return request


@transaction.atomic
def extend_request(*, request: RecordRequest, reason: str, seen: int | None = None, by: Actor) -> RecordRequest:
    """A complex request takes two months more; whoever asked is told so, with the reason, in the first month."""
    request = _undecided(request, seen)
    if not reason.strip():
        raise Refused("Enter why it takes longer, as it was told to whoever asked.")
    if request.due_on >= request_extended(request.received_on):
        raise Refused("This has been extended already.")
    if timezone.localdate() > request.due_on:
        raise Refused("It can be extended only within the first month. Answer it as soon as you can.")
    request.due_on = request_extended(request.received_on)
    request.save(update_fields=["due_on"])
    record("families.extend_request", request, by=by, reason=reason)
    return request


@transaction.atomic
def decide_request(
    *, request: RecordRequest, decision: RequestDecision | str, reason: str, seen: int | None = None, by: Actor
) -> RecordRequest:
    """What was decided, and why. Nothing is given before it is known who asks, and whether they may (P31)."""
    request = _undecided(request, seen)
    if not reason.strip():
        raise Refused("Enter the reason for the decision.")
    if decision not in _NOT_GIVEN:
        _must_be_checked(request)
    request.decision, request.decided_at, request.decided_by = str(decision), timezone.now(), by
    request.save(update_fields=["decision", "decided_at", "decided_by"])
    record("families.decide_request", request, by=by, reason=reason, decision=str(decision))
    return request


def _must_be_checked(request: RecordRequest) -> None:
    if request.identity_checked_at is None:
        raise Refused("Check who asks before anything is given.")
    about_a_child = (
        request.whose_id
        and (
            FamilyMember.objects.filter(family_id=request.family_id, person_id=request.whose_id, role__in=_CHILDREN)
        ).exists()
    )
    if about_a_child and not request.responsibility_how:
        raise Refused("It is about a child: check first whether the one who asks has parental responsibility.")


def _undecided(request: RecordRequest, seen: int | None) -> RecordRequest:
    request = lock(request, seen=seen)
    if request.decided_at is not None:
        raise Refused("This request has been decided already.")
    return request
