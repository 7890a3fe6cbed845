"""Ways to reach people. Nothing is safe until somebody asked (CON-1)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone

from families.changes import must_belong, point_changed
from families.contact.normal import normal_point, postcode_of
from families.enums import Place, PointKind
from families.models import ContactPoint, Family, Person
from families.numbers import PHONES, every_point_with
from pitservice.audit.actions import record
from pitservice.configuration.enums import YesNoUnknown
from pitservice.db.actor import Actor
from pitservice.db.errors import Refused
from pitservice.db.locks import lock

#: Columns of a point that `change_point` may change.
POINT_FIELDS = (
    "value",
    "postcode",
    "safe",
    "may_text",
    "may_leave_message",
    "shared_with",
    "preferred",
    "place",
    "starts_on",
    "returned_on",
)


@transaction.atomic
def add_point(
    *,
    family: Family,
    person: Person,
    kind: PointKind | str,
    value: str,
    postcode: str = "",
    safe: YesNoUnknown | str = YesNoUnknown.UNKNOWN,
    may_text: YesNoUnknown | str = YesNoUnknown.UNKNOWN,
    may_leave_message: YesNoUnknown | str = YesNoUnknown.UNKNOWN,
    shared_with: str = "",
    preferred: bool = False,
    place: Place | str = "",
    starts_on: date | None = None,
    secret_from: Sequence[Person] = (),
    by: Actor,
) -> ContactPoint:
    """Add a phone, e-mail or address of a person; not known to be safe until somebody asked (CON-1).

    `place`: what kind of place an address is. No word to anybody in `secret_from` names it (P24).
    """
    must_belong(family, person)
    _must_be_kept_from(person, secret_from)
    if not value.strip():
        raise Refused("Enter the number or address.")
    point = ContactPoint.objects.create(
        family=family,
        team_id=family.team_id,
        person=person,
        kind=kind,
        value=value.strip(),
        postcode=_postcode(kind, value, postcode),
        normal=normal_point(kind, value, postcode),
        safe=safe,
        may_text=may_text,
        may_leave_message=may_leave_message,
        shared_with=shared_with.strip(),
        preferred=preferred,
        place=place if kind == PointKind.ADDRESS else "",
        starts_on=starts_on or timezone.localdate(),
        created_by=by,
    )
    _stop_as_elsewhere(point)
    point.secret_from.set(secret_from)
    shut_out = sorted(one.pk for one in secret_from)
    record("families.add_point", point, by=by, kind=str(kind), safe=str(safe), place=str(place), secret_from=shut_out)
    point_changed(point)
    return point


@transaction.atomic
def change_point(*, point: ContactPoint, seen: int | None = None, by: Actor, **changes: Any) -> ContactPoint:
    """Correct a contact point, or what was said about it; only the columns named in `changes` are written."""
    point = lock(point, seen=seen)
    unknown = set(changes) - set(POINT_FIELDS)
    if unknown:
        raise TypeError(f"A contact point has no {', '.join(sorted(unknown))} that can be changed.")
    before = point.normal
    for name, value in changes.items():
        setattr(point, name, value.strip() if isinstance(value, str) else value)
    if not point.value:
        raise Refused("Enter the number or address.")
    if point.starts_on and point.ends_on and point.ends_on < point.starts_on:
        raise Refused("The last day must be on or after the first.")
    point.postcode = _postcode(point.kind, point.value, point.postcode)
    point.normal = normal_point(point.kind, point.value, point.postcode)
    point.save(update_fields=[*changes.keys() - {"postcode"}, "postcode", "normal"])
    if before != point.normal:
        _stop_as_elsewhere(point)
    record("families.change_point", point, by=by, fields=sorted(changes), safe=str(point.safe))
    point_changed(point, before=before)
    return point


@transaction.atomic
def keep_secret(
    *, point: ContactPoint, secret_from: Sequence[Person], seen: int | None = None, by: Actor
) -> ContactPoint:
    """Say anew from whom a number or address is secret: no word to them names it, nor goes where they are (P24).

    The audit keeps who was added, who was taken off, when and by whom (`families.past.secrets_of`).
    """
    point = lock(point, seen=seen)
    _must_be_kept_from(point.person, secret_from)
    before, now = set(point.secret_from.values_list("pk", flat=True)), {one.pk for one in secret_from}
    point.secret_from.set(secret_from)
    point.save(update_fields=["safe"])  # nothing of it is new but its version: a page that is out of date is told
    added, removed = sorted(now - before), sorted(before - now)
    record("families.keep_secret", point, by=by, secret_from=sorted(now), added=added, removed=removed)
    point_changed(point)
    return point


@transaction.atomic
def end_point(*, point: ContactPoint, ends_on: date, seen: int | None = None, by: Actor) -> ContactPoint:
    """A number or address is no longer theirs, from the day after `ends_on`. It stays on record."""
    point = lock(point, seen=seen)
    if point.ends_on is not None:
        raise Refused("This has been ended already.")
    if point.starts_on and ends_on < point.starts_on:
        raise Refused("The last day must be on or after the day it was added.")
    point.ends_on = ends_on
    point.save(update_fields=["ends_on"])
    record("families.end_point", point, by=by)
    point_changed(point)
    return point


@transaction.atomic
def mark_returned(*, point: ContactPoint, on: date, seen: int | None = None, by: Actor) -> ContactPoint:
    """A letter to this address came back: a person is asked before the next one goes (CON-1)."""
    point = lock(point, seen=seen)
    if point.kind != PointKind.ADDRESS:
        raise Refused("Only letters to a postal address come back.")
    point.returned_on = on
    point.save(update_fields=["returned_on"])
    record("families.mark_returned", point, by=by)
    point_changed(point)
    return point


@transaction.atomic
def opt_out(*, point: ContactPoint, by: Actor) -> ContactPoint:
    """They asked for no texts to this number (a bare STOP, or by word of mouth): none goes from now on (CON-1, P20).

    It counts by the number: every record that holds it says so from then on.
    """
    now = timezone.now()
    for one in _with_its_number(point):
        if one.opted_out_at is None:
            one.opted_out_at, one.opted_out_by = now, by
            one.save(update_fields=["opted_out_at", "opted_out_by"])
            record("families.opt_out", one, by=by)
            point_changed(one)
    point.refresh_from_db()
    return point


@transaction.atomic
def opt_in(*, point: ContactPoint, seen: int | None = None, by: Actor) -> ContactPoint:
    """They asked for texts again: as by the number they were stopped, so by the number they are allowed (P20)."""
    point = lock(point, seen=seen)
    stopped = [one for one in _with_its_number(point) if one.opted_out_at is not None]
    if not stopped:
        raise Refused("Texts to this number were not stopped.")
    for one in stopped:
        one.opted_out_at, one.opted_out_by = None, None
        one.save(update_fields=["opted_out_at", "opted_out_by"])
        record("families.opt_in", one, by=by)
        point_changed(one)
    point.refresh_from_db()
    return point


def _with_its_number(point: ContactPoint) -> list[ContactPoint]:
    """Every entry of this number anywhere, locked in one order; of what is no telephone number, this one alone."""
    same = every_point_with(point.value) if point.kind in PHONES else ContactPoint.objects.filter(pk=point.pk)
    return list(same.select_for_update(of=("self",)))


def _stop_as_elsewhere(point: ContactPoint) -> None:
    """A number to which texts were stopped before it was entered here is stopped here too (P20)."""
    stopped = next((one for one in _with_its_number(point) if one.opted_out_at is not None), None)
    if stopped is not None:
        point.opted_out_at, point.opted_out_by = stopped.opted_out_at, stopped.opted_out_by
        point.save(update_fields=["opted_out_at", "opted_out_by"])


def _postcode(kind: str, value: str, postcode: str) -> str:
    return postcode_of(value, postcode) if kind == PointKind.ADDRESS else ""


def _must_be_kept_from(person: Person, secret_from: Sequence[Person]) -> None:
    if any(one.pk == person.pk for one in secret_from):
        raise Refused("It cannot be kept secret from the person whose it is.")
