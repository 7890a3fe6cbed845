"""Asking a person before anything goes out, after something that held words back was taken away (P1, P3)."""

from __future__ import annotations

from families.enums import AlertKind
from families.models import Alert, ContactPoint, Family, Person
from families.registry import contact_changed
from pitservice.db.actor import Actor

ELSEWHERE = "What was recorded about a number or address used here was put right. Check what waits before it goes out."


def ask_before_anything_goes(*, family: Family, text: str, by: Actor) -> None:
    """A read-first alert, unless the same one stands already: nothing is released by putting something right."""
    standing = Alert.objects.filter(family=family, kind=AlertKind.READ_FIRST, lifted_at=None, text=text)
    if not standing.exists():
        Alert.objects.create(family=family, team_id=family.team_id, kind=AlertKind.READ_FIRST, text=text, created_by=by)


def ask_wherever_they_are_reached(*, person: Person, beside: Family, by: Actor) -> None:
    """The same in every other record that uses a number or address of this person (P20); it says no more than that."""
    normals = ContactPoint.objects.filter(person=person).exclude(normal="").values("normal")
    users = Family.objects.filter(points__normal__in=normals, merged_into=None).exclude(pk=beside.pk)
    for family in users.distinct().order_by("pk"):
        ask_before_anything_goes(family=family, text=ELSEWHERE, by=by)
        contact_changed(family.pk)
