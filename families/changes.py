"""What several actions check before they write, and whom they tell afterwards."""

from __future__ import annotations

from collections.abc import Iterable

from families.models import ContactPoint, Family, FamilyMember, Person
from families.registry import contact_changed
from pitservice.accounts.enums import Permission
from pitservice.accounts.models import User
from pitservice.accounts.viewer import Viewer
from pitservice.db.actor import Actor
from pitservice.db.errors import Refused

ASK_GUARDIAN = "This cannot be done here. Ask the Caldicott guardian."


def must_belong(family: Family, person: Person) -> None:
    """Refused unless the person is, or once was, in this family."""
    if not FamilyMember.objects.filter(family=family, person=person).exists():
        raise Refused("This person is not in this family. Add them to the family first.")


def must_see(by: Actor, families: Iterable[int]) -> None:
    """Refused where a colleague would merge or move what lies in a record that does not exist for them."""
    if by.user_id is None:
        return
    wanted = set(families)
    viewer = Viewer.of(User.objects.get(pk=by.user_id), Permission.MERGE_RECORDS)
    if Family.objects.including_merged(viewer).filter(pk__in=wanted).count() != len(wanted):
        raise Refused(ASK_GUARDIAN)


def person_changed(person: Person) -> None:
    """Have every family the person is in looked at again."""
    families = FamilyMember.objects.filter(person=person, ends_on__isnull=True).order_by("family_id")
    for family_id in families.values_list("family_id", flat=True).distinct():
        contact_changed(family_id)


def point_changed(point: ContactPoint, *, before: str = "") -> None:
    """Have every family that uses the same number or address looked at again, wherever it is (P20)."""
    same = {point.normal, before} - {""}
    users = ContactPoint.objects.filter(normal__in=same).order_by("family_id")
    families = set(users.values_list("family_id", flat=True)) | {point.family_id}
    for family_id in sorted(families):
        contact_changed(family_id)


def family_of(person: Person) -> int | None:
    """The id of the family to which an audit event about this person belongs."""
    member = FamilyMember.objects.filter(person=person).order_by("-ends_on", "pk").first()
    return member.family_id if member else None
