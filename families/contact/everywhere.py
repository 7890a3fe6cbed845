"""Comparing numbers and addresses across the whole organisation (P20).

Looks across teams and into restricted records on purpose, and answers no more than that something must not be used:
never whose it is, nor in which record.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
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
    """By what points are compared by: the rows that make it unsafe, and whether texts were stopped.

    `homes`: rows of families to whose home no letter goes, each with its family: unsafe for every other family.
    """

    unsafe: dict[str, set[str]] = field(default_factory=dict)
    homes: dict[str, set[tuple[str, int]]] = field(default_factory=dict)
    stopped: set[str] = field(default_factory=set)

    @property
    def normals(self) -> set[str]:
        """All about which something is recorded."""
        return {*self.unsafe, *self.homes, *self.stopped}

    def refs(self, normal: str, own_family: int | None) -> set[str]:
        """The rows that make it unsafe for a family, or for a referral that has none."""
        homes = {ref for ref, family in self.homes.get(normal, ()) if family != own_family}
        return self.unsafe.get(normal, set()) | homes


def unsafe_anywhere(normals: Iterable[str]) -> set[str]:
    """Which of these numbers and addresses are unsafe, stopped, or a restricted person's anywhere (P20)."""
    return _look(normals).normals


def compared(facts: Facts) -> Facts:
    """The facts with every point of everybody, professionals too, compared with every other row (P20)."""
    return compared_all({facts.about: facts})[facts.about]


def compared_all(known: Mapping[str, Facts]) -> Mapping[str, Facts]:
    """The same for many: one query for all, and one of each app above that keeps points of its own."""
    found = _look(point.normal for facts in known.values() for point in _points(facts))
    recorded = found.normals
    return {
        about: _compare(facts, found) if any(point.normal in recorded for point in _points(facts)) else facts
        for about, facts in known.items()
    }


def _points(facts: Facts) -> Iterator[Point]:
    people: list[Adult | Outsider] = [*facts.adults, *facts.outsiders]
    return (point for who in people for point in who.points)


def _compare(facts: Facts, found: _Found) -> Facts:
    return replace(
        facts,
        adults=tuple(_with_points(adult, found, facts.family_id) for adult in facts.adults),
        outsiders=tuple(_with_points(outsider, found, facts.family_id) for outsider in facts.outsiders),
    )


def _look(normals: Iterable[str]) -> _Found:
    """What is recorded against these. No letter goes to a home to which another family's letters must not go."""
    wanted = {normal for normal in normals if normal.strip("|")}
    if not wanted:
        return _Found()
    no_letters = Alert.objects.filter(kind=AlertKind.UNSAFE_ADDRESS, lifted_at=None, family=OuterRef("family"))
    restricted = Alert.objects.filter(kind=AlertKind.RESTRICTED_PERSON, lifted_at=None, person=OuterRef("person"))
    in_force = Q(ends_on=None) | Q(ends_on__gte=timezone.localdate())
    home = Q(Exists(no_letters), in_force, kind=PointKind.ADDRESS)
    unsafe = Q(safe=YesNoUnknown.NO) | (Q(Exists(restricted)) & in_force)
    rows = ContactPoint.objects.filter(unsafe | home | Q(opted_out_at__isnull=False), normal__in=wanted)
    found = _Found(unsafe=shunned(wanted))
    columns = ("pk", "normal", "family_id", "unsafe", "home", "opted_out_at")
    for pk, normal, family, is_unsafe, is_home, opted_out_at in rows.annotate(unsafe=unsafe, home=home).values_list(
        *columns
    ):
        if is_unsafe:
            found.unsafe.setdefault(normal, set()).add(f"point:{pk}")
        if is_home:
            found.homes.setdefault(normal, set()).add((f"point:{pk}", family))
        if opted_out_at is not None:
            found.stopped.add(normal)
    return found


def _with_points(who: W, found: _Found, own_family: int | None) -> W:
    return replace(who, points=tuple(_with_answers(point, found, own_family) for point in who.points))


def _with_answers(point: Point, found: _Found, own_family: int | None) -> Point:
    others = found.refs(point.normal, own_family) - {point.ref}
    return replace(
        point,
        unsafe_elsewhere=point.unsafe_elsewhere or (bool(others) and not point.restricted_here),
        opted_out=point.opted_out or point.normal in found.stopped,
    )
