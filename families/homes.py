"""Where families live, for whoever must know only roughly: which practitioners work there (P24).

The one answer for every list and sentence about it. An address itself never leaves here: only its postcode, and that
not of a home which is kept secret.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import JSONObject

from families.entries import standing
from families.enums import CARING_ROLES, HIDDEN_PLACES, HOME_PLACES, AlertKind, FamilyRole, PointKind
from families.models import Alert, CareChange, ContactPoint, FamilyMember
from pitservice.configuration.enums import YesNoUnknown


@dataclass(frozen=True)
class Home:
    """Where a family lives today, as far as a list may know it.

    `postcodes`: of the baby's home; several where it has several. `hidden`: it is kept secret from somebody, a refuge
    or a foster home, or nobody has settled yet who may know; then there are no postcodes. `returned`: a letter came
    back, so that the address on record says nothing.
    """

    postcodes: frozenset[str] = frozenset()
    hidden: bool = False
    returned: bool = False


def homes_of(family_ids: Iterable[int], today: date) -> Mapping[int, Home]:
    """The home of each of these families by id, in one query; a family without an address has one without postcodes.

    Whose address counts: the baby's own, else that of those who live with it, else the mother's, else another carer's
    (not a grandparent's); of one person the preferred one. Never that of somebody who must not learn of the work.
    """
    ids = set(family_ids)
    points = defaultdict[int, list[Any]](list)
    for point in _addresses(ids, today):
        points[point.family_id].append(point)
    return {one: _home(points[one]) for one in ids}


def _addresses(ids: set[int], today: date) -> QuerySet[Any]:
    now = Q(starts_on=None) | Q(starts_on__lte=today)
    still = Q(ends_on=None) | Q(ends_on__gte=today)
    theirs = {"family": OuterRef("family"), "person": OuterRef("person")}
    place = FamilyMember.objects.filter(**theirs, ends_on=None).order_by("pk")
    secret = ContactPoint.secret_from.through.objects.filter(contactpoint=OuterRef("pk"))
    must_not_learn = Alert.objects.filter(**theirs, kind=AlertKind.RESTRICTED_PERSON, lifted_at=None)
    unsettled = standing(CareChange.objects.filter(family=OuterRef("family"), settled_at=None))
    rows = standing(ContactPoint.objects.filter(now, still, family__in=ids, kind=PointKind.ADDRESS))
    found: QuerySet[Any] = rows.filter(person__sealed=False).annotate(
        member=Subquery(place.values(json=JSONObject(role="role", lives_here="lives_here"))[:1]),
        secret=Exists(secret),
        must_not_learn=Exists(must_not_learn),
        unsettled=Exists(unsettled),
    )
    return found.order_by("-preferred", "pk")


def _home(points: Sequence[Any]) -> Home:
    if any(point.secret or point.unsettled or point.place in HIDDEN_PLACES for point in points):
        return Home(hidden=True)
    counted = [point for point in points if point.member and point.place in HOME_PLACES and not point.must_not_learn]
    nearest = min((_tier(point) for point in counted), default=_NOBODY)
    if nearest == _NOBODY:
        return Home()
    here = _preferred([point for point in counted if _tier(point) == nearest])
    kept = [point for point in here if point.returned_on is None]
    return Home(frozenset(point.postcode for point in kept if point.postcode), returned=not kept)


_NOBODY = 4


def _tier(point: Any) -> int:
    """Whose address counts first; `_NOBODY` for one that never does."""
    role, lives_here = point.member["role"], point.member["lives_here"]
    if role == FamilyRole.BABY:
        return 0
    if lives_here == YesNoUnknown.YES:
        return 1
    if lives_here == YesNoUnknown.NO or role not in CARING_ROLES - {FamilyRole.GRANDPARENT}:
        return _NOBODY
    return 2 if role == FamilyRole.MOTHER else 3


def _preferred(points: Sequence[Any]) -> list[Any]:
    """Of each person the addresses they prefer, or all where they prefer none."""
    choosy = {point.person_id for point in points if point.preferred}
    return [point for point in points if point.preferred or point.person_id not in choosy]
