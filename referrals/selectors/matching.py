"""Families that a referral may be about, compared with reasons (P10, P16). A person decides: nothing attaches alone.

`everywhere` looks across teams and past restrictions, because the same family must not stand twice unseen. What it
finds is never shown as it is: `look` gives a viewer the records they may see, and of all others a team's name or
that the guardian must be asked, never a name or a key.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet
from django.db.models.functions import Lower
from django.utils import timezone

from families.enums import InvolvementKind
from families.models import ContactPoint, Family, FamilyMember, Person
from families.selectors import involved_with
from pitservice.accounts.enums import Permission
from pitservice.accounts.models import Team
from pitservice.accounts.selectors import holders
from pitservice.accounts.viewer import Viewer
from referrals.enums import UNDECIDED_STATES, MatchAnswer
from referrals.matching.facts import Certainty, Story
from referrals.matching.reading import party_ref, story_of_parties, story_of_record
from referrals.matching.stories import StoryMatch, compare
from referrals.models import LeadAsked, PossibleMatch, Referral, ReferredPerson

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

    def who(self) -> dict[int, Person | None]:
        """By the id of somebody named, whom of the record they stand beside."""
        return {self.same[one.person.key]: one.person for one in self.people if one.person.key in self.same}


@dataclass(frozen=True, slots=True)
class Look:
    """What a viewer may learn of whom a referral may be about (P10).

    `matches` are records that they may see, the surest first, without those that are not the same. `guardian`: there
    is something that only the guardian may answer, asked on `asked_at` (None: not yet). `teams` are other teams whose
    lead is to be asked, `leads` what leads of other teams said. `not_same` are records that they may see and that a
    person said it is not about.
    """

    matches: Sequence[Match] = ()
    guardian: bool = False
    asked_at: datetime | None = None
    teams: Sequence[Team] = ()
    leads: Sequence[LeadAsked] = ()
    not_same: Sequence[PossibleMatch] = ()


@dataclass(frozen=True, slots=True)
class _Known:
    """A record as it is compared and as it is shown."""

    family: Family
    story: Story
    members: Sequence[FamilyMember]
    points: Sequence[ContactPoint]


def look(referral: Referral, viewer: Viewer) -> Look:
    """What this viewer may learn. Nine queries at most, however many records there are."""
    found = everywhere(referral)
    rows = {row.record_id: row for row in _rows(referral)}
    seen = _seen(viewer, [*(match.family.pk for match in found), *rows])
    guarded = _guarded(found, rows) - seen
    open_ones = [match for match in found if _answer(rows, match.family.pk) != MatchAnswer.NOT_SAME]
    elsewhere = [one.family for one in open_ones if one.family.team_id != referral.team_id]
    return Look(
        matches=[one for one in open_ones if one.family.team_id == referral.team_id and one.family.pk in seen],
        guardian=bool(guarded),
        asked_at=min((rows[pk].created_at for pk in guarded & rows.keys()), default=None),
        teams=_teams(one for one in elsewhere if not (one.restricted or _answer(rows, one.pk))),
        leads=list(LeadAsked.objects.filter(referral=referral).select_related("other_team")) if elsewhere else (),
        not_same=[
            row
            for pk, row in rows.items()
            if pk in seen and row.answer == MatchAnswer.NOT_SAME and row.team_id == referral.team_id
        ],
    )


def _teams(families: Iterable[Family]) -> list[Team]:
    return sorted({one.team for one in families}, key=lambda team: team.name)


def possible_matches(referral: Referral, viewer: Viewer) -> Sequence[Match]:
    """Families of the referral's own team that it may be about, of those this viewer may see, the surest first."""
    return look(referral, viewer).matches


def guardian_must_answer(referral: Referral, *, chosen: Family | None = None) -> bool:
    """Whether something about a referral that is not settled is the guardian's to answer, whoever asks (P10).

    `chosen`: a record that somebody who may see it says the referral is about.
    """
    rows = {row.record_id: row for row in _rows(referral)}
    return bool(_guarded(everywhere(referral), rows) - ({chosen.pk} if chosen else set()))


def is_held(referral_id: int, *, chosen: Family | None = None) -> bool:
    """The same of what was asked already, in one query: nothing goes out meanwhile (P10)."""
    asked = PossibleMatch.objects.filter(referral=referral_id, record__restricted=True).exclude(record=chosen)
    return asked.exclude(answer=MatchAnswer.NOT_SAME).exists()


def to_match(viewer: Viewer) -> QuerySet[PossibleMatch]:
    """What waits for the guardian: referrals that may be about a restricted record of theirs, the oldest first."""
    rows = PossibleMatch.objects.visible_to(viewer).filter(
        record__restricted=True, referral__family=None, referral__state__in=UNDECIDED_STATES
    )
    found = rows.exclude(answer=MatchAnswer.NOT_SAME).select_related("referral__team", "record")
    return found.defer("referral__submitted").order_by("created_at", "pk")


def answered_by_guardian(viewer: Viewer) -> QuerySet[PossibleMatch]:
    """Referrals that are still open and of which the guardian said that they are about another family."""
    found = PossibleMatch.objects.visible_to(viewer).filter(
        record__restricted=True,
        referral__family=None,
        referral__state__in=UNDECIDED_STATES,
        answer=MatchAnswer.NOT_SAME,
    )
    return found.select_related("referral__team", "record").defer("referral__submitted").order_by("-answered_at", "pk")


def compared(referral: Referral, family: Family) -> Match:
    """The referral beside one record of its team, whether or not anything in them is alike."""
    known = records([family.pk])
    found = _matches(referral, list(referral.people.all()), known, [family])
    if found:
        return found[0]
    listed = known.get(family.key)
    return Match(
        family=family,
        certain=False,
        reason="",
        another_baby=False,
        people=listed.members if listed else (),
        points=listed.points if listed else (),
        same={},
    )


def colleagues_who_could_go_on(family: Family) -> list[str]:
    """Names of those who are named for a restricted record and may decide referrals."""
    named = involved_with(family, InvolvementKind.NAMED).values_list("user_id", flat=True)
    deciding = holders(family.team_id, Permission.DECIDE_REFERRALS)
    return list(deciding.filter(pk__in=named).order_by("name").values_list("name", flat=True))


def beside(row: PossibleMatch) -> Match:
    """The referral beside the record that the guardian is asked about, as sure as it was when they were asked."""
    return replace(compared(row.referral, row.record), certain=row.certain, reason=row.reason)


def everywhere(referral: Referral) -> list[Match]:
    """Every record of the organisation that a referral may be about, the surest first; for nobody's eyes as it is."""
    parties = list(referral.people.all())
    known = records(_worth_comparing(story_of_parties(referral.key, parties), parties))
    families = [one.family for one in known.values() if one.family.merged_into_id is None]
    return _matches(referral, parties, known, sorted(families, key=lambda one: (one.title, one.pk)))


def _matches(
    referral: Referral, parties: Sequence[ReferredPerson], known: Mapping[str, _Known], families: Any
) -> list[Match]:
    told = story_of_parties(referral.key, parties)
    ids = {party_ref(referral.key, number): party.pk for number, party in enumerate(parties)}
    found = {key: compare(told, one.story) for key, one in known.items()}
    likely = [one for one in families if one.key in found and found[one.key].certainty]
    matches = [_match(family, found[family.key], known[family.key], ids) for family in likely]
    return sorted(matches, key=lambda match: not match.certain)


def _rows(referral: Referral) -> list[PossibleMatch]:
    return list(PossibleMatch.objects.filter(referral=referral).select_related("record").order_by("pk"))


def _answer(rows: Mapping[int, PossibleMatch], family_id: int) -> str:
    return rows[family_id].answer if family_id in rows else ""


def _guarded(found: Sequence[Match], rows: Mapping[int, PossibleMatch]) -> set[int]:
    """Restricted records that are offered now, or were when the guardian was asked, and are not another family."""
    offered = {one.family.pk for one in found if one.family.restricted}
    offered |= {pk for pk, row in rows.items() if row.record.restricted}
    return {pk for pk in offered if _answer(rows, pk) != MatchAnswer.NOT_SAME}


def _seen(viewer: Viewer, ids: Sequence[int]) -> set[int]:
    return set(Family.objects.visible_to(viewer).filter(pk__in=ids).values_list("pk", flat=True)) if ids else set()


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


def records(family_ids: Sequence[int]) -> dict[str, _Known]:
    """These records by the families' keys; two queries, and none for no records."""
    if not family_ids:
        return {}
    today = timezone.localdate()
    members: defaultdict[str, list[FamilyMember]] = defaultdict(list)
    points: defaultdict[int, list[ContactPoint]] = defaultdict(list)
    rows = FamilyMember.objects.filter(family__in=family_ids, ends_on=None, person__sealed=False)
    for member in rows.select_related("person", "family__team").order_by("pk"):
        members[member.family.key].append(member)
    in_force = ContactPoint.objects.filter(
        Q(ends_on=None) | Q(ends_on__gte=today), family__in=family_ids, person__sealed=False
    )
    for point in in_force.order_by("pk"):
        points[point.family_id].append(point)
    found = {}
    for key, listed in members.items():
        family = listed[0].family
        own = points[family.pk]
        found[key] = _Known(family, story_of_record(key, listed, own), listed, own)
    return found


def _worth_comparing(told: Story, parties: Sequence[ReferredPerson]) -> list[int]:
    """Records that share a number, an address, or a name and a date of birth (as `blocks` does it in memory)."""
    members = FamilyMember.objects.filter(ends_on=None, person__sealed=False)
    points = ContactPoint.objects.filter(person__sealed=False)
    numbers = {one.nhs for one in (*told.adults, *told.babies)} - {""}
    ways = {way for one in told.adults for way in (*one.phones, *one.emails, one.address)} - {""}
    found: list[QuerySet[Any]] = [members.filter(person__nhs_number__in=numbers)] if numbers else []
    if named := _named(parties):
        found.append(members.alias(given=Lower("person__given_name"), last=Lower("person__family_name")).filter(named))
    if ways:
        found.append(points.filter(normal__in=ways))
    if not found:
        return []
    first, *others = (rows.order_by("pk").values_list("family_id", flat=True)[: 10 * MOST_COMPARED] for rows in found)
    shared = Counter(first.union(*others, all=True) if others else first)
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
