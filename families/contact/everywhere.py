"""Comparing numbers and addresses across the whole organisation (P20).

Looks across teams and into restricted records on purpose, and answers no more than that something must not be used:
never whose it is, nor in which record.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import TypeVar

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from families.contact.facts import Adult, Facts, Outsider, Point
from families.contact.registry import shunned
from families.enums import AlertKind, PointKind
from families.models import Alert, ContactPoint
from pitservice.configuration.enums import YesNoUnknown

W = TypeVar("W", Adult, Outsider)


@dataclass(frozen=True)
class _Found:
    """By what points are compared by: the rows that make it unsafe, and whether texts were stopped."""

    unsafe: dict[str, set[str]] = field(default_factory=dict)
    stopped: set[str] = field(default_factory=set)


def unsafe_anywhere(normals: Iterable[str]) -> set[str]:
    """Which of these numbers and addresses are unsafe, stopped, or a restricted person's anywhere (P20)."""
    found = _look(normals)
    return set(found.unsafe) | found.stopped


def compared(facts: Facts) -> Facts:
    """The facts with every point of everybody, professionals too, compared with every other row (P20).

    One query, and one of each app above that keeps points of its own.
    """
    people: list[Adult | Outsider] = [*facts.adults, *facts.outsiders]
    found = _look((point.normal for who in people for point in who.points), own_family=facts.family_id)
    if not (found.unsafe or found.stopped):
        return facts
    return replace(
        facts,
        adults=tuple(_with_points(adult, found) for adult in facts.adults),
        outsiders=tuple(_with_points(outsider, found) for outsider in facts.outsiders),
    )


def _look(normals: Iterable[str], *, own_family: int | None = None) -> _Found:
    """What is recorded against these. No letter goes to a home to which another family's letters must not go."""
    wanted = {normal for normal in normals if normal.strip("|")}
    if not wanted:
        return _Found()
    no_letters = Alert.objects.filter(kind=AlertKind.UNSAFE_ADDRESS, lifted_at=None, family=OuterRef("family"))
    homes = Q(Exists(no_letters.exclude(family=own_family)), kind=PointKind.ADDRESS)
    restricted = Alert.objects.filter(kind=AlertKind.RESTRICTED_PERSON, lifted_at=None, person=OuterRef("person"))
    in_force = Q(ends_on=None) | Q(ends_on__gte=timezone.localdate())
    unsafe = Q(safe=YesNoUnknown.NO) | ((Q(Exists(restricted)) | homes) & in_force)
    rows = ContactPoint.objects.filter(unsafe | Q(opted_out_at__isnull=False), normal__in=wanted)
    found = _Found(unsafe=shunned(wanted))
    for pk, normal, is_unsafe, opted_out_at in rows.annotate(unsafe=Q(unsafe)).values_list(
        "pk", "normal", "unsafe", "opted_out_at"
    ):
        if is_unsafe:
            found.unsafe.setdefault(normal, set()).add(f"point:{pk}")
        if opted_out_at is not None:
            found.stopped.add(normal)
    return found


def _with_points(who: W, found: _Found) -> W:
    return replace(who, points=tuple(_with_answers(point, found) for point in who.points))


def _with_answers(point: Point, found: _Found) -> Point:
    others = found.unsafe.get(point.normal, set()) - {point.ref}
    return replace(
        point,
        unsafe_elsewhere=point.unsafe_elsewhere or (bool(others) and not point.restricted_here),
        opted_out=point.opted_out or point.normal in found.stopped,
    )
