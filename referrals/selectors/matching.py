"""Families that a referral may be about, compared with reasons (P16). A person decides; nothing attaches by itself."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet
from django.db.models.functions import Lower
from django.utils import timezone

from families.models import ContactPoint, Family, FamilyMember
from pitservice.accounts.viewer import Viewer
from referrals.matching.facts import Certainty, Story
from referrals.matching.reading import party_ref, story_of_parties, story_of_record
from referrals.matching.stories import StoryMatch, compare
from referrals.models import Referral, ReferredPerson

#: So many records are compared at most, those with the most in common first.
MOST_COMPARED = 60


@dataclass(frozen=True, slots=True)
class Match:
    """A family that a referral may be about: how sure, why, who of the two may be one person, and who is in it.

    `same` leads from the keys of `people` (the record's) to ids of the referral's people.
    """

    family: Family
    certain: bool
    reason: str
    another_baby: bool
    people: Sequence[FamilyMember]
    points: Sequence[ContactPoint]
    same: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class _Known:
    """A record as it is compared and as it is shown."""

    story: Story
    members: Sequence[FamilyMember]
    points: Sequence[ContactPoint]


def possible_matches(referral: Referral, viewer: Viewer) -> list[Match]:
    """Families of the referral's own team that it may be about, the surest first.

    Only families that this viewer may see. Six queries at most, however many there are.
    """
    parties = list(referral.people.all())
    told = story_of_parties(referral.key, parties)
    known = _records(_worth_comparing(told, parties, referral.team_id))
    found = {key: compare(told, one.story) for key, one in known.items()}
    keys = [key for key, match in found.items() if match.certainty]
    families = Family.objects.visible_to(viewer).filter(key__in=keys, merged_into=None).order_by("title", "pk")
    ids = {party_ref(referral.key, number): party.pk for number, party in enumerate(parties)}
    matches = [_match(family, found[family.key], known[family.key], ids) for family in families]
    return sorted(matches, key=lambda match: not match.certain)


def _match(family: Family, found: StoryMatch, known: _Known, ids: Mapping[str, int]) -> Match:
    return Match(
        family=family,
        certain=found.certainty == Certainty.CERTAIN,
        reason=", ".join(found.reasons),
        another_baby=found.another_baby,
        people=known.members,
        points=known.points,
        same={pair.other: ids[pair.one] for pair in (*found.babies, *found.adults)},
    )


def _records(family_ids: Sequence[int]) -> dict[str, _Known]:
    """These records by the families' keys; two queries."""
    today = timezone.localdate()
    members: defaultdict[str, list[FamilyMember]] = defaultdict(list)
    points: defaultdict[int, list[ContactPoint]] = defaultdict(list)
    rows = FamilyMember.objects.filter(family__in=family_ids, ends_on=None, person__sealed=False)
    for member in rows.select_related("person", "family").order_by("pk"):
        members[member.family.key].append(member)
    in_force = ContactPoint.objects.filter(
        Q(ends_on=None) | Q(ends_on__gte=today), family__in=family_ids, person__sealed=False
    )
    for point in in_force.order_by("pk"):
        points[point.family_id].append(point)
    found = {}
    for key, listed in members.items():
        own = points[listed[0].family_id]
        found[key] = _Known(story_of_record(key, listed, own), listed, own)
    return found


def _worth_comparing(told: Story, parties: Sequence[ReferredPerson], team_id: int) -> list[int]:
    """Records that share a number, an address, or a name and a date of birth (as `blocks` does it in memory)."""
    members = FamilyMember.objects.filter(team_id=team_id, ends_on=None, person__sealed=False)
    points = ContactPoint.objects.filter(team_id=team_id, person__sealed=False)
    numbers = {one.nhs for one in (*told.adults, *told.babies)} - {""}
    ways = {way for one in told.adults for way in (*one.phones, *one.emails, one.address)} - {""}
    shared: defaultdict[int, int] = defaultdict(int)
    found: list[QuerySet[Any]] = [members.filter(person__nhs_number__in=numbers)] if numbers else []
    if named := _named(parties):
        found.append(members.alias(given=Lower("person__given_name"), last=Lower("person__family_name")).filter(named))
    if ways:
        found.append(points.filter(normal__in=ways))
    for rows in found:
        for family_id in rows.order_by("pk").values_list("family_id", flat=True)[: 10 * MOST_COMPARED]:
            shared[family_id] += 1
    return sorted(shared, key=lambda family_id: (-shared[family_id], family_id))[:MOST_COMPARED]


def _named(parties: Sequence[ReferredPerson]) -> Q:
    """An adult of the same date of birth and one of the names."""
    found = Q()
    for party in parties:
        if party.date_of_birth is None or not (party.given_name or party.family_name):
            continue
        names = Q(given=party.given_name.lower()) if party.given_name else Q()
        names |= Q(last=party.family_name.lower()) if party.family_name else Q()
        found |= Q(person__date_of_birth=party.date_of_birth) & names
    return found
