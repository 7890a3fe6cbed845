"""Reading families: with what a banner needs, by what people type, and what waits."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet, prefetch_related_objects
from django.utils import timezone

from families.contact.normal import normal_phone, normal_postcode
from families.entries import standing
from families.enums import CARING_ROLES, FamilyRole, InvolvementKind
from families.models import (
    Agreement,
    Alert,
    ContactPoint,
    Family,
    FamilyMember,
    FamilyProfessional,
    Involvement,
    Loss,
    Need,
    Person,
    ProtectionStatus,
)
from families.registry import lookups
from pitservice.accounts.models import User
from pitservice.accounts.viewer import Viewer
from pitservice.db.keys import ALPHABET, LENGTH

_KEY = re.compile(f"[{ALPHABET}]{{{LENGTH}}}")
_POSTCODE = re.compile(r"[A-Z]{1,2}[0-9][A-Z0-9]? ?[0-9][A-Z]{2}")
#: How many words of a search are looked at.
MOST_WORDS = 6


def for_banner(*families: Family) -> None:
    """Fetch, for all of them at once, what `presenters.banner` and names of unborn babies need (5 queries)."""
    prefetch_related_objects(list(families), *banner_prefetches())


def banner_prefetches(path: str = "") -> tuple[Prefetch[str], ...]:
    """The same for `prefetch_related`; `path` leads from the row to its family ("family__")."""
    return (
        Prefetch(f"{path}members", _open(FamilyMember.objects.all())),
        Prefetch(f"{path}alerts", _open(Alert.objects.filter(lifted_at=None))),
        Prefetch(f"{path}needs", _open(Need.objects.filter(ended_at=None))),
        Prefetch(
            f"{path}protection_statuses",
            _open(ProtectionStatus.objects.filter(Q(ends_on=None) | Q(ends_on__gte=timezone.localdate()))).order_by(
                "starts_on", "pk"
            ),
        ),
        Prefetch(f"{path}losses", _open(Loss.objects.filter(undone_at=None))),
    )


def _open(rows: QuerySet[Any]) -> QuerySet[Any]:
    """With whom each is about, without a former identity that was sealed (P23)."""
    return rows.exclude(person__sealed=True).select_related("person").order_by("pk")


def loss_stands(path: str = "family") -> Exists:
    """Whether a loss stands that nobody has lifted, in a row's family or of anybody in it now: its clocks stop (P22).

    `path` leads from the row to its family ("episode__family").
    """
    family = OuterRef(f"{path}_id")
    theirs = FamilyMember.objects.filter(person=OuterRef("person"), family=OuterRef(family), ends_on=None)
    return Exists(Loss.objects.filter(Q(family=family) | Exists(theirs), lifted_at=None, undone_at=None))


def members_of(family: Family) -> list[FamilyMember]:
    """Who belongs to the family now, in the order they were added; reads nothing when they were fetched already."""
    if "members" in getattr(family, "_prefetched_objects_cache", {}):
        return [member for member in family.members.all() if member.ends_on is None]
    return list(family.members.filter(ends_on=None, person__sealed=False).select_related("person"))


def babies_of(family: Family) -> list[FamilyMember]:
    """The babies, born or expected."""
    return [member for member in members_of(family) if member.role == FamilyRole.BABY]


def adults_of(family: Family) -> list[FamilyMember]:
    """Parents and carers: fathers and partners as well as mothers."""
    return [member for member in members_of(family) if member.role in CARING_ROLES]


def professionals_of(family: Family) -> list[FamilyProfessional]:
    """The professionals in the family's life now."""
    today = timezone.localdate()
    rows = family.professionals.filter(Q(ends_on=None) | Q(ends_on__gte=today))
    return list(rows.select_related("professional__organisation").order_by("pk"))


def involved_with(family: Family, *kinds: InvolvementKind) -> QuerySet[Involvement]:
    """Involvements of these kinds in force now, with the colleague."""
    now = timezone.now()
    in_force = Involvement.objects.filter(Q(until=None) | Q(until__gt=now), family=family, starts__lte=now)
    return in_force.filter(kind__in=kinds).select_related("user").order_by("user__name", "pk")


def mine(families: QuerySet[Family], user: User) -> QuerySet[Family]:
    """Those this colleague is allocated to or covers."""
    now = timezone.now()
    kinds = (InvolvementKind.ALLOCATED, InvolvementKind.COVER)
    involved = Involvement.objects.filter(Q(until=None) | Q(until__gt=now), user=user, kind__in=kinds, starts__lte=now)
    return families.filter(pk__in=involved.values("family_id"))


def matching(viewer: Viewer, words: str) -> QuerySet[Family]:
    """Families visible to the viewer that fit what was typed.

    A name or part of one in any order, a key or a reference, a phone however written, an e-mail address, an NHS
    number or a postcode. What is found is always taken from `visible_to`: a person who is only in a record that the
    viewer may not see leads nowhere.
    """
    words = " ".join(words.split())
    seen: QuerySet[Family] = Family.objects.visible_to(viewer)
    if not words:
        return seen.none()
    return seen.filter(_by_name(words) | _by_number(words) | _by_key(words, viewer))


def _by_name(words: str) -> Q:
    members = FamilyMember.objects.filter(ends_on=None, person__sealed=False)
    title = Q()
    for word in words.lower().split()[:MOST_WORDS]:
        members = members.filter(person__searched__contains=word)
        title &= Q(title__icontains=word)
    return Q(pk__in=members.values("family_id")) | title


def _by_number(words: str) -> Q:
    """By what has digits or an @ in it: compared as numbers and addresses are compared everywhere."""
    found = Q(pk__in=[])
    digits = re.sub(r"[\s\-]", "", words)
    if re.fullmatch(r"[0-9]{10}", digits):
        members = FamilyMember.objects.filter(person__nhs_number=digits, person__sealed=False)
        found |= Q(pk__in=members.values("family_id"))
    if re.fullmatch(r"\+?[0-9()\s\-.]{6,25}", words):
        found |= _by_points(normal=normal_phone(words))
    if "@" in words:
        found |= _by_points(normal=words.lower())
    if _POSTCODE.fullmatch(words.upper()):
        found |= _by_points(postcode=normal_postcode(words))
    return found


def _by_points(**lookup: str) -> Q:
    return Q(pk__in=ContactPoint.objects.filter(**lookup, person__sealed=False).values("family_id"))


def _by_key(words: str, viewer: Viewer) -> Q:
    known = {family_id for lookup in lookups() for family_id in lookup(words, viewer)}
    key = words.upper().replace(" ", "")
    return Q(pk__in=known) | (Q(key=key) if _KEY.fullmatch(key) else Q(pk__in=[]))


def sealed_places(people: Sequence[int]) -> dict[int, list[Family]]:
    """The records of these people, sealed or not: for the guardian's list alone (P23)."""
    found: dict[int, list[Family]] = {}
    for member in FamilyMember.objects.filter(person__in=people).select_related("family").order_by("pk"):
        found.setdefault(member.person_id, []).append(member.family)
    return found


def numbered(viewer: Viewer, team_id: int, nhs_number: str) -> Person | None:
    """Who has this NHS number in a team, of those visible to the viewer and not sealed."""
    people = Person.objects.visible_to(viewer).filter(team_id=team_id, nhs_number=nhs_number, sealed=False)
    return people.order_by("pk").first()


def newest_agreements(family: Family) -> dict[int, Agreement]:
    """The last answer of each adult, by person id."""
    return {row.person_id: row for row in standing(Agreement.objects.filter(family=family))}
