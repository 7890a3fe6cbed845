"""Where a merged record or person is now (design §6: a merged person's key leads to the survivor)."""

from __future__ import annotations

from django.db.models import Q

from families.models import Family, FamilyMember, Merge, Person
from families.rules import CHILDREN
from pitservice.accounts.viewer import Viewer

#: A chain longer than this is no chain of merges.
_MOST = 50


def surviving_family(pk: int) -> int:
    """The id of the record that this one was merged into, and that into; its own where it was not."""
    for _ in range(_MOST):
        into = Family.objects.filter(pk=pk).values_list("merged_into_id", flat=True).first()
        if into is None:
            return pk
        pk = into
    raise RecursionError(f"Family {pk} is merged in a circle.")


def surviving_person(pk: int) -> int:
    """The same for an entry of a person."""
    for _ in range(_MOST):
        into = Person.objects.filter(pk=pk).values_list("merged_into_id", flat=True).first()
        if into is None:
            return pk
        pk = into
    raise RecursionError(f"Person {pk} is merged in a circle.")


def merged_in(family: Family) -> list[Family]:
    """Every record that was put together with this one, through however many merges."""
    found: list[Family] = []
    level = [family.pk]
    while level:
        rows = list(Family.objects.filter(merged_into__in=level).order_by("pk"))
        found += rows
        level = [row.pk for row in rows]
    return found


def phrases_of(family: Family) -> list[str]:
    """What the family agreed to say on the telephone: of records put together each, for either may be said (P47)."""
    said = [one.pass_phrase for one in (family, *merged_in(family)) if one.pass_phrase]
    return list(dict.fromkeys(said))


def surviving_recipient(recipient: str) -> str:
    """ "person:12" as it reads after a merge: words queued for the entry that went are asked about the one that stays.

    What was sent stays as it was sent; only the asking follows (P1).
    """
    kind, _, number = recipient.partition(":")
    return f"person:{surviving_person(int(number))}" if kind == "person" and number.isdigit() else recipient


def leads_on_family(key: str, viewer: Viewer) -> str:
    """The key of the record that this merged one leads to, where the viewer may see that; else empty."""
    pk = Family.objects.filter(key=key, merged_into__isnull=False).values_list("pk", flat=True).first()
    if pk is None:
        return ""
    seen = Family.objects.visible_to(viewer).filter(pk=surviving_family(pk))
    return seen.values_list("key", flat=True).first() or ""


def leads_on_person(key: str, viewer: Viewer) -> str:
    """The same for an entry of a person."""
    pk = Person.objects.filter(key=key, merged_into__isnull=False).values_list("pk", flat=True).first()
    if pk is None:
        return ""
    seen = Person.objects.visible_to(viewer).filter(pk=surviving_person(pk))
    return seen.values_list("key", flat=True).first() or ""


def families_in(pk: int) -> list[int]:
    """This record and all that were merged into it: their looks and their acts are shown together."""
    found, edge = [pk], [pk]
    while edge:
        edge = list(Family.objects.filter(merged_into__in=edge).order_by("pk").values_list("pk", flat=True))
        found += edge
    return found


def open_merges(family: Family, viewer: Viewer) -> list[Merge]:
    """Merges of this record that were not undone, newest first."""
    rows = Merge.objects.visible_to(viewer).filter(family=family, undone_at=None)
    return list(rows.select_related("merged_family", "merged_person", "person").order_by("-pk"))


def alike(person: Person, family: Family, viewer: Viewer) -> list[Person]:
    """Who may be the same person: others of this family, then those alike in number, name or birthday.

    Of this family children are offered for a child and adults for an adult.
    """
    same = Q(given_name__iexact=person.given_name, family_name__iexact=person.family_name) & ~Q(family_name="")
    if person.nhs_number:
        same |= Q(nhs_number=person.nhs_number)
    if person.date_of_birth and person.family_name:
        same |= Q(date_of_birth=person.date_of_birth, family_name__iexact=person.family_name)
    members = dict(FamilyMember.objects.filter(family=family, ends_on=None).values_list("person_id", "role"))
    child = members.get(person.pk) in CHILDREN
    here = Q(pk__in=[pk for pk, role in members.items() if (role in CHILDREN) is child])
    rows = Person.objects.visible_to(viewer).filter(here | same, team_id=person.team_id).exclude(pk=person.pk)
    return list(rows.order_by("family_name", "given_name", "pk")[:50])


def places_of(people: list[Person], viewer: Viewer) -> dict[int, list[FamilyMember]]:
    """Their places in families that this viewer may see, by person id."""
    rows = FamilyMember.objects.visible_to(viewer).filter(person__in=people).select_related("family").order_by("pk")
    found: dict[int, list[FamilyMember]] = {person.pk: [] for person in people}
    for row in rows:
        found[row.person_id].append(row)
    return found
