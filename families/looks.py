"""Looks to think about: by a colleague of the same last name, or from the same postcode, as the family (P33).

A look is at a page about this family; a list that also shows it is none. Everything is read for all colleagues and
families of the guardian's teams at once, in a constant number of queries.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Max, Min, Q
from django.db.models.functions import Lower
from django.utils import timezone

from families.contact.normal import normal_postcode
from families.enums import InvolvementKind as Kind
from families.enums import LookOutcome
from families.models import ContactPoint, Family, FamilyMember, FormerName, Involvement, LookReview
from pitservice.accounts.models import User
from pitservice.accounts.selectors import ever_colleagues
from pitservice.accounts.viewer import Viewer
from pitservice.audit.models import Access
from pitservice.ui.pages import every_page

#: Looks of longer ago are no longer brought up.
KEPT = timedelta(days=180)
NAME, POSTCODE = "Same last name", "Same postcode"


@dataclass(frozen=True, slots=True)
class Looks:
    """One colleague's looks at one family since a guardian last thought about them."""

    user: User
    family: Family
    first: datetime
    last: datetime
    count: int
    why: tuple[str, ...]
    works_here: bool


@dataclass(frozen=True, slots=True)
class Near:
    """Last names and postcodes of a family's people, as they are compared."""

    names: frozenset[str]
    postcodes: frozenset[str]

    def why(self, user: User) -> tuple[str, ...]:
        """What this colleague has in common with the family."""
        home = normal_postcode(user.home_postcode)
        said = [NAME] if last_names(user.name) & self.names else []
        return tuple(said + ([POSTCODE] if home and home in self.postcodes else []))


def last_names(name: str) -> frozenset[str]:
    """The last name, lower case, whole and by its parts: "Dr Ann Reed-Khan" gives reed-khan, reed and khan."""
    words = name.lower().split()
    last = words[-1] if len(words) > 1 else ""
    return frozenset(part for part in (last, *last.split("-")) if len(part) > 1)


def near(families: Iterable[int]) -> dict[int, Near]:
    """What is compared of each of these families, by its id; three queries."""
    ids = list(families)
    names: dict[int, set[str]] = {pk: set() for pk in ids}
    codes: dict[int, set[str]] = {pk: set() for pk in ids}
    members = FamilyMember.objects.filter(family__in=ids, person__sealed=False)
    for family, name in members.annotate(last=Lower("person__family_name")).values_list("family_id", "last"):
        names[family] |= last_names(f"- {name}")
    former = FormerName.objects.filter(person__memberships__family__in=ids, person__sealed=False)
    for family, name in former.values_list("person__memberships__family_id", "family_name"):
        if family in names:
            names[family] |= last_names(f"- {name}")
    points = ContactPoint.objects.filter(family__in=ids, person__sealed=False).exclude(postcode="")
    for family, code in points.values_list("family_id", "postcode"):
        codes[family].add(normal_postcode(code))
    return {pk: Near(frozenset(names[pk]), frozenset(codes[pk])) for pk in ids}


def screens_of_many() -> frozenset[str]:
    """Pages that show many families: to stand in one of them is not to be looked up."""
    return frozenset(page.screen_name() for page in every_page() if page.of_many)


def looks_to_think_about(viewer: Viewer, now: datetime | None = None) -> list[Looks]:
    """What the guardian has not thought about yet, the newest first; never the guardian's own."""
    people = {user.pk: user for user in ever_colleagues(viewer.all_team_ids) if user.pk != viewer.user.pk}
    common = _in_common(viewer, people)
    if not common:
        return []
    rows = (
        Access.objects.filter(
            team_id__in=viewer.all_team_ids,
            user_id__in={user for user, _ in common},
            family_id__in={family for _, family in common},
            at__gte=(now or timezone.now()) - KEPT,
        )
        .exclude(screen__in=screens_of_many())
        .values("user_id", "family_id")
        .order_by("user_id", "family_id")
        .annotate(first=Min("at"), last=Max("at"), count=Count("pk"))
    )
    families = {f.pk: f for f in Family.objects.visible_to(viewer).filter(pk__in={pk for _, pk in common})}
    reviews = _reviews(viewer, families)
    at_work = _at_work(families)
    found = []
    for row in rows:
        pair = (row["user_id"], row["family_id"])
        family, review = families.get(pair[1]), reviews.get(pair)
        if family is None or pair not in common or _is_thought_about(review, row["last"]):
            continue
        when = (row["first"], row["last"], row["count"])
        found.append(Looks(people[pair[0]], family, *when, common[pair], pair in at_work))
    return sorted(found, key=lambda looks: looks.last, reverse=True)


def _is_thought_about(review: LookReview | None, last: datetime) -> bool:
    return review is not None and (review.outcome == LookOutcome.CHANCE or last <= review.looked_until)


def _in_common(viewer: Viewer, people: Mapping[int, User]) -> dict[tuple[int, int], tuple[str, ...]]:
    """What colleagues and families of the viewer's teams have in common, by the ids of both."""
    names = {name for user in people.values() for name in last_names(user.name)}
    codes = {normal_postcode(user.home_postcode) for user in people.values() if user.home_postcode}
    ours = viewer.all_team_ids
    members = FamilyMember.objects.filter(family__team_id__in=ours).annotate(last=Lower("person__family_name"))
    alike = Q(last__in=names) | Q(last__contains="-") | Q(last__contains=" ")
    former = FormerName.objects.filter(team_id__in=ours).annotate(last=Lower("family_name")).filter(alike)
    points = ContactPoint.objects.filter(family__team_id__in=ours, postcode__in=codes)
    families = {
        *members.filter(alike).values_list("family_id", flat=True),
        *former.values_list("person__memberships__family_id", flat=True),
        *points.values_list("family_id", flat=True),
    }
    found = {
        (user.pk, family): close.why(user)
        for family, close in near(pk for pk in families if pk is not None).items()
        for user in people.values()
    }
    return {pair: why for pair, why in found.items() if why}


def _reviews(viewer: Viewer, families: Mapping[int, Family]) -> dict[tuple[int, int], LookReview]:
    """The last one of each pair."""
    rows: Sequence[LookReview] = list(LookReview.objects.visible_to(viewer).filter(family__in=families))
    return {(row.user_id, row.family_id): row for row in rows}


def _at_work(families: Mapping[int, Family]) -> set[tuple[int, int]]:
    """Who is or was allocated to which of these families, or covered."""
    kinds = (Kind.ALLOCATED, Kind.COVER)
    rows = Involvement.objects.filter(family__in=families, kind__in=kinds)
    return set(rows.values_list("user_id", "family_id"))
