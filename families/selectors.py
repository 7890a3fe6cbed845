"""Reading families: with what a banner needs, and who belongs to them (`families.searching` finds them)."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any, TypeVar

from django.db import models
from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet, prefetch_related_objects
from django.utils import timezone

from families.entries import standing
from families.enums import CARING_ROLES, FamilyRole, InvolvementKind
from families.models import (
    Agreement,
    Alert,
    Family,
    FamilyMember,
    FamilyProfessional,
    Involvement,
    Loss,
    Need,
    Organisation,
    Person,
    ProtectionStatus,
)
from families.scoping import not_closed
from families.there import Kind
from pitservice.accounts.models import User
from pitservice.accounts.viewer import Viewer

M = TypeVar("M", bound=models.Model)
#: What a banner is made of beside the people: a model, and the way from its rows to their family.
BANNER: tuple[Kind, ...] = (
    (Alert, "family"),
    (Need, "family"),
    (ProtectionStatus, "family"),
    (Loss, "family"),
)


def for_banner(*families: Family, held: Collection[Kind] = BANNER) -> None:
    """Fetch, for all of them at once, what `presenters.banner` and names of unborn babies need (5 queries).

    `held`: of which kinds there is anything, where that was asked already (`families.there`); no others are read.
    """
    people, *others = banner_prefetches()
    for kind, prefetch in zip(BANNER, others, strict=True):
        if kind not in held:
            prefetch.queryset = kind[0]._default_manager.none()
    prefetch_related_objects(list(families), people, *others)


def banner_prefetches(path: str = "") -> tuple[Prefetch[str], ...]:
    """The same for `prefetch_related`; `path` leads from the row to its family ("family__")."""
    return (
        Prefetch(f"{path}members", _open(FamilyMember.objects.with_what_to_know())),
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


def without_sealed(rows: QuerySet[M]) -> QuerySet[M]:
    """Without entries about a former identity that was sealed, and those closed because they name it (P23).

    `rows` have a `person`. For words of a family's record that a page shows and that did not come by `visible_to`.
    """
    found: QuerySet[M] = not_closed(rows.exclude(person__sealed=True))
    return found


def _open(rows: QuerySet[Any]) -> QuerySet[Any]:
    """With whom each is about."""
    return without_sealed(rows).select_related("person").order_by("pk")


def loss_stands(path: str = "family") -> Q:
    """Whether a loss stands that nobody has lifted, in a row's family or of anybody in it now: its clocks stop (P22).

    `path` leads from the row to its family ("episode__family"). Two questions, because the database answers each once
    for a whole list, and a single one with "or" inside again for every row.
    """
    family = OuterRef(f"{path}_id")
    stands = Loss.objects.filter(lifted_at=None, undone_at=None)
    members = FamilyMember.objects.filter(family=family, ends_on=None, person__in=stands.values("person"))
    return Q(Exists(stands.filter(family=family))) | Q(Exists(members))


def loss_stood(ends: datetime, path: str = "family") -> Q:
    """Whether a loss stood just before a moment, by when it was recorded, lifted and undone (P22); as `loss_stands`."""
    family, day = OuterRef(f"{path}_id"), timezone.localdate(ends)
    stood = Loss.objects.filter(
        Q(lifted_at=None) | Q(lifted_at__gte=ends), Q(undone_at=None) | Q(undone_at__gte=ends), created_at__lt=ends
    )
    there = Q(ends_on=None) | Q(ends_on__gte=day)
    members = FamilyMember.objects.filter(there, family=family, person__in=stood.values("person"))
    return Q(Exists(stood.filter(family=family))) | Q(Exists(members))


def grieving(family_ids: Collection[int]) -> set[int]:
    """Those of these families in which a loss stands that nobody has lifted: nothing is proposed there (P22)."""
    rows = Family.objects.filter(pk__in=family_ids)
    stands = Loss.objects.filter(lifted_at=None, undone_at=None)
    members = FamilyMember.objects.filter(ends_on=None, person__in=stands.values("person"), family__in=family_ids)
    own = rows.filter(pk__in=stands.values("family"))
    return {*own.values_list("pk", flat=True), *members.values_list("family_id", flat=True)}


def members_of(family: Family) -> list[FamilyMember]:
    """Who belongs to the family now, in the order they were added; reads nothing when they were fetched already."""
    if "members" in getattr(family, "_prefetched_objects_cache", {}):
        return [member for member in family.members.all() if member.ends_on is None]
    return list(family.members.filter(ends_on=None, person__sealed=False).select_related("person"))


def known_members(family: Family) -> list[FamilyMember]:
    """Everybody who is or was in the family; a former identity that was sealed is not there (P23)."""
    return [member for member in family.members.all() if not member.person.sealed]


def shown_members(family: Family) -> list[FamilyMember]:
    """Who belongs to the family now, without a sealed former identity (P23)."""
    return [member for member in members_of(family) if not member.person.sealed]


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


def organisation_named(name: str, team_id: int, viewer: Viewer) -> Organisation | None:
    """The entry of a team's directory that is called this, as the viewer may see it; no query without a name."""
    if not name.strip() or team_id not in viewer.all_team_ids:
        return None
    found = Organisation.objects.visible_to(viewer).filter(team=team_id, name__iexact=name.strip())
    return found.order_by("ends_on", "pk").first()
