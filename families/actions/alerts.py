"""Needs and alerts."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils import timezone

from families.changes import must_belong
from families.enums import AlertKind, NeedKind
from families.models import Alert, Family, Need, Person
from families.registry import contact_changed
from pitservice.audit.actions import record
from pitservice.db.actor import Actor
from pitservice.db.errors import Refused
from pitservice.db.locks import lock


@transaction.atomic
def add_need(
    *,
    family: Family,
    person: Person,
    kind: NeedKind | str,
    text: str,
    review_on: date | None = None,
    by: Actor,
) -> Need:
    """Record what a person needs to understand and be understood (DAPB1605; P29, P46)."""
    must_belong(family, person)
    if not text.strip():
        raise Refused("Enter what is needed.")
    need = Need.objects.create(
        family=family,
        team_id=family.team_id,
        person=person,
        kind=kind,
        text=text.strip(),
        review_on=review_on,
        created_by=by,
    )
    record("families.add_need", need, by=by, person=person.pk, kind=str(kind))
    contact_changed(family.pk)
    return need


@transaction.atomic
def change_need(*, need: Need, text: str, review_on: date | None, seen: int | None = None, by: Actor) -> Need:
    """Correct a need, or say when it is looked at again."""
    need = lock(need, seen=seen)
    if need.ended_at is not None:
        raise Refused("This need has ended. Add a new one instead.")
    if not text.strip():
        raise Refused("Enter what is needed.")
    need.text, need.review_on = text.strip(), review_on
    need.save(update_fields=["text", "review_on"])
    record("families.change_need", need, by=by)
    contact_changed(need.family_id)
    return need


@transaction.atomic
def end_need(*, need: Need, seen: int | None = None, by: Actor) -> Need:
    """A need no longer stands; it stays on record."""
    need = lock(need, seen=seen)
    if need.ended_at is not None:
        raise Refused("This need has ended already.")
    need.ended_at, need.ended_by = timezone.now(), by
    need.save(update_fields=["ended_at", "ended_by"])
    record("families.end_need", need, by=by)
    contact_changed(need.family_id)
    return need


@transaction.atomic
def raise_alert(
    *,
    family: Family,
    kind: AlertKind | str,
    text: str,
    person: Person | None = None,
    review_on: date | None = None,
    by: Actor,
) -> Alert:
    """Record what must not be missed; a restricted person must be named (CON-1, P3)."""
    if person is not None:
        must_belong(family, person)
    if not text.strip():
        raise Refused("Enter what must not be missed.")
    alert = Alert.objects.create(
        family=family,
        team_id=family.team_id,
        person=person,
        kind=kind,
        text=text.strip(),
        review_on=review_on,
        created_by=by,
    )
    record("families.raise_alert", alert, by=by, kind=str(kind), person=person.pk if person else None)
    contact_changed(family.pk)
    return alert


@transaction.atomic
def review_alert(*, alert: Alert, text: str, review_on: date | None, seen: int | None = None, by: Actor) -> Alert:
    """An alert was looked at again: it stands, in these words, until the next review."""
    alert = lock(alert, seen=seen)
    if alert.lifted_at is not None:
        raise Refused("This alert has been lifted. Raise a new one instead.")
    if not text.strip():
        raise Refused("Enter what must not be missed.")
    alert.text, alert.review_on = text.strip(), review_on
    alert.save(update_fields=["text", "review_on"])
    record("families.review_alert", alert, by=by)
    contact_changed(alert.family_id)
    return alert


@transaction.atomic
def lift_alert(*, alert: Alert, reason: str, seen: int | None = None, by: Actor) -> Alert:
    """An alert no longer stands; only a person lifts it, with a reason."""
    alert = lock(alert, seen=seen)
    if alert.lifted_at is not None:
        raise Refused("This alert has been lifted already.")
    if not reason.strip():
        raise Refused("Enter why the alert can be lifted.")
    alert.lifted_at, alert.lifted_by = timezone.now(), by
    alert.save(update_fields=["lifted_at", "lifted_by"])
    record("families.lift_alert", alert, by=by, reason=reason, kind=str(alert.kind))
    contact_changed(alert.family_id)
    return alert
