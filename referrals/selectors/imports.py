"""Reading imports: lists and counts for pages, and what rows of a sheet have in common with what is here already."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date
from itertools import groupby, islice
from typing import Any

from django.db.models import Count, F, Func, Q, QuerySet, Value
from django.db.models.functions import Lower, Replace, Right, Upper
from django.utils import timezone

from families.models import ContactPoint, Family, FamilyMember
from pitservice.accounts.models import Team
from pitservice.accounts.viewer import Viewer
from pitservice.db.errors import Refused
from referrals.enums import ImportState, ReferralState, RowMatch, Standing
from referrals.importing import reading
from referrals.importing.cells import plain
from referrals.importing.checking import account_of
from referrals.matching.blocks import Index
from referrals.matching.facts import Certainty, Story, fold
from referrals.matching.reading import story_of_parties
from referrals.matching.stories import StoryMatch, compare
from referrals.models import Import, ImportMove, ImportRow, Referral, ReferredPerson
from referrals.selectors.matching import MOST_COMPARED, records

_S = Standing
#: Rows looked at to show what stands under a heading; cells shown of each; letters of a cell.
_SAMPLED, _MOST_SAMPLES, _SHOWN = 20, 3, 40
_OPEN = Q(standing__in=[_S.PROBLEM, _S.COMMENT, _S.READY])

#: What of a sheet can be shown, by its name in the address: the same condition counts it and lists it.
PARTS: Mapping[str, Q] = {
    "new": Q(standing=_S.READY, match=""),
    "match": _OPEN & ~Q(match=""),
    "problem": Q(standing=_S.PROBLEM),
    "comment": Q(standing__in=[_S.PROBLEM, _S.COMMENT], answered_at=None) & ~Q(comment=""),
    "ready": Q(standing=_S.READY),
    "here": Q(standing=_S.HERE),
    "left_out": Q(standing=_S.LEFT_OUT),
    "taken_in": Q(standing=_S.TAKEN_IN),
}


def imports(viewer: Viewer) -> QuerySet[Import]:
    """Imports of the viewer's teams, the newest first, without the file."""
    found = Import.objects.visible_to(viewer).exclude(state=ImportState.DISCARDED)
    return found.select_related("team").defer("content").order_by("-created_at", "-pk")


def rows_of(sheet: Import, viewer: Viewer) -> QuerySet[ImportRow]:
    """Its rows that exist for this viewer, in the order of the sheet."""
    return ImportRow.objects.visible_to(viewer).filter(sheet=sheet).order_by("number")


def counts_of(rows: QuerySet[ImportRow]) -> dict[str, int]:
    """How many rows each part has, and `all`, in one query."""
    counted: dict[str, int] = rows.order_by().aggregate(
        all=Count("pk"), **{name: Count("pk", filter=part) for name, part in PARTS.items()}
    )
    return counted


def counts_in_lists(rows: QuerySet[ImportRow]) -> QuerySet[Any]:
    """The same for many imports at once: values by `sheet`."""
    parts = {name: Count("pk", filter=part) for name, part in PARTS.items()}
    return rows.order_by().values("sheet").annotate(all=Count("pk"), **parts)


def taken_in(sheet: Import) -> QuerySet[ImportRow]:
    """Its rows that are referrals, whoever may see them."""
    return ImportRow.objects.filter(sheet=sheet, standing=Standing.TAKEN_IN)


def last_taking(sheet: Import) -> ImportMove | None:
    """When somebody last had its rows taken in."""
    return sheet.moves.filter(to_state=ImportState.TAKING_IN).order_by("-at", "-pk").first()


def referrals_of(sheet: Import, viewer: Viewer, numbers: Sequence[int]) -> dict[int, str]:
    """By number of the row, the key of the referral it became, of those this viewer may see."""
    rows = rows_of(sheet, viewer).filter(number__in=numbers, referral__isnull=False)
    return dict(rows.values_list("number", "referral__key"))


def samples_of(sheet: Import) -> dict[str, list[str]]:
    """What stands under each heading in the first rows: up to three different cells, cut short."""
    rows: list[list[str]] = []
    if sheet.content is not None:
        with suppress(Refused):  # further down than anybody has looked yet: the job will say so
            rows += [line for _, line in islice(reading.lines_of(bytes(sheet.content)), 1, 1 + _SAMPLED)]
    else:
        rows += list(
            ImportRow.objects.filter(sheet=sheet).order_by("number").values_list("cells", flat=True)[:_SAMPLED]
        )
    found: dict[str, list[str]] = {heading: [] for heading in sheet.headings}
    for line in rows:
        for heading, cell in reading.by_heading(sheet.headings, line).items():
            shown = plain(cell)[:_SHOWN]
            if shown and heading in found and shown not in found[heading] and len(found[heading]) < _MOST_SAMPLES:
                found[heading].append(shown)
    return found


def remembered(team: Team) -> dict[str, str]:
    """What this team last said of each heading, whichever sheet it stood in."""
    found: dict[str, str] = {}
    recent = Import.objects.filter(team=team).exclude(mapping={}).order_by("-pk").values_list("mapping", flat=True)
    for mapping in reversed(recent[:20]):
        found |= mapping
    return found


def hashes_here(team: Team, digests: Iterable[str]) -> set[str]:
    """Which of these rows were taken in before."""
    standing = Referral.objects.exclude(state=ReferralState.UNDONE)
    found = standing.filter(team=team, submission_hash__in=list(digests))
    return set(found.values_list("submission_hash", flat=True))


def references_here(team: Team, references: Iterable[str]) -> dict[str, str]:
    """Which of these references are a referral's already: its key, or "" where it is about a record in hiding (P10)."""
    wanted = [reference for reference in references if reference]
    found = Referral.objects.filter(team=team, sheet_reference__in=wanted).order_by("pk")
    rows = found.values_list("sheet_reference", "key", "family__restricted")
    return {reference: "" if restricted else key for reference, key, restricted in rows}


def reference_is_here(team: Team, reference: str) -> bool:
    """Whether a reference is a referral's by now."""
    return bool(reference) and Referral.objects.filter(team=team, sheet_reference=reference).exists()


def rows_known(sheet: Import, ids: Sequence[int], today: date) -> set[int]:
    """Which of these rows some record of the organisation is like, as the records are now."""
    rows = ImportRow.objects.filter(pk__in=ids).only("sheet", "number", "cells", "corrected").order_by("pk")
    stories = {str(row.number): (row.pk, account_of(row, sheet, today=today)) for row in rows}
    return {stories[ref][0] for ref in records_like([story for _, story in stories.values()])}


def row_numbers_of(sheet: Import, references: Iterable[str]) -> dict[str, list[int]]:
    """Which rows of the sheet, in their order, have these references; those that were left out do not count."""
    wanted = {reference for reference in references if reference}
    rows = ImportRow.objects.filter(sheet=sheet, reference__in=wanted, left_out=False).order_by("number")
    found: defaultdict[str, list[int]] = defaultdict(list)
    for reference, number in rows.values_list("reference", "number"):
        found[reference].append(number)
    return dict(found)


@dataclass(frozen=True, slots=True)
class RecordMatch:
    """A record that a row may be about; for nobody's eyes as it is (P10)."""

    family: Family
    found: StoryMatch


@dataclass(frozen=True, slots=True)
class RowLook:
    """What a viewer may learn of whom a row may be about (P10): records, other teams, or that the guardian is asked."""

    matches: Sequence[RecordMatch] = ()
    teams: Sequence[str] = ()
    guardian: bool = False
    alike: Sequence[tuple[int, str]] = field(default_factory=tuple)
    unsettled: Sequence[tuple[str, str]] = field(default_factory=tuple)


def records_like(stories: Sequence[Story]) -> dict[str, list[RecordMatch]]:
    """Every record of the organisation that each of these rows may be about, by the row; a few queries in all."""
    known = records(_families_like(stories))
    if not known:
        return {}
    found_families = Family.objects.filter(key__in=known, merged_into=None).select_related("team")
    families = {family.key: family for family in found_families.order_by("pk")}
    index = Index(one.story for key, one in known.items() if key in families)
    found: dict[str, list[RecordMatch]] = {}
    for story in stories:
        pairs = [(other, compare(story, other)) for other in index.alike(story)[:MOST_COMPARED]]
        likely = [RecordMatch(families[other.ref], likeness) for other, likeness in pairs if likeness.certainty]
        if likely:
            found[story.ref] = sorted(likely, key=lambda match: -match.found.certainty)
    return found


def match_of(team_id: int, likely: Sequence[RecordMatch]) -> str:
    """What the row's line says; a record in hiding says no more than whom to ask, whatever else there is (P10)."""
    if any(match.family.restricted for match in likely):
        return RowMatch.GUARDIAN
    if any(match.family.team_id == team_id for match in likely):
        return RowMatch.RECORD
    return RowMatch.ELSEWHERE if likely else ""


def look_at(row: ImportRow, sheet: Import, viewer: Viewer) -> RowLook:
    """What this viewer may learn of a row's matches, as the records are now (P10).

    Where the guardian is asked nothing else is said; another row only where this viewer may see what became of it.
    """
    story = account_of(row, sheet, today=timezone.localdate())
    likely = records_like([story]).get(story.ref, [])
    ids = [match.family.pk for match in likely]
    seen = set(Family.objects.visible_to(viewer).filter(pk__in=ids).values_list("pk", flat=True)) if ids else set()
    elsewhere = [match.family for match in likely if match.family.team_id != row.team_id]
    if any(match.family.restricted and match.family.pk not in seen for match in likely):
        return RowLook(guardian=True)
    alike = {int(number): str(why) for number, why in row.alike}
    rows = rows_of(sheet, viewer).filter(number__in=alike).values_list("number", flat=True) if alike else ()
    waiting = {str(key): str(why) for key, why in row.unsettled}
    keys = _unsettled(sheet.team).visible_to(viewer).filter(key__in=waiting).order_by("pk") if waiting else None
    return RowLook(
        matches=[match for match in likely if match.family.pk in seen and match.family.team_id == row.team_id],
        teams=sorted({family.team.name for family in elsewhere if not family.restricted}),
        alike=[(number, alike[number]) for number in rows],
        unsettled=[(key, waiting[key]) for key in keys.values_list("key", flat=True)] if keys is not None else (),
    )


def rows_alike(story: Story, index: Index) -> list[list[Any]]:
    """Other rows of the sheet that may be of the same family: [number, reason], at most ten."""
    return sorted([int(ref), why] for ref, why in _alike(story, index))[:10]


def referrals_alike(story: Story, index: Index) -> list[list[Any]]:
    """Referrals of `unsettled` that may be of the same family: [key, reason], at most ten."""
    return sorted([ref, why] for ref, why in _alike(story, index))[:10]


def _alike(story: Story, index: Index) -> Iterator[tuple[str, str]]:
    for other in index.alike(story)[:MOST_COMPARED]:
        likeness = compare(story, other)
        if likeness.certainty != Certainty.NONE:
            yield other.ref, ", ".join(likeness.reasons)


def unsettled(team: Team, like: Story | None = None) -> Index:
    """The accounts of the team's referrals of which nobody has settled who they are about, read in one query.

    `like`: only those that have a number, a date of birth, an e-mail, a postcode or a telephone's last digits in common
    with it, where one row is looked at and not a whole sheet.
    """
    people = ReferredPerson.objects.filter(referral__in=_unsettled(team)).order_by("referral_id", "pk")
    if like is not None:
        people = people.filter(referral__in=_in_common(people, like).values("referral"))
    stories = (
        story_of_parties(key, named)
        for key, named in groupby(people.select_related("referral").only(*_COMPARED), key=lambda one: one.referral.key)
    )
    return Index(stories)


_COMPARED = (
    *("referral__key", "role", "given_name", "family_name", "date_of_birth", "expected_date"),
    *("nhs_number", "mobile", "email", "address", "postcode"),
)


def _unsettled(team: Team) -> Any:
    return Referral.objects.filter(team=team, family=None).exclude(state=ReferralState.UNDONE)


def _in_common(people: QuerySet[ReferredPerson], like: Story) -> QuerySet[ReferredPerson]:
    """A coarse sieve; what passes is compared."""
    named = (*like.adults, *like.babies)
    digits = Func(F("mobile"), Value(r"\D"), Value(""), Value("g"), function="regexp_replace")
    return people.annotate(
        last_digits=Right(digits, _LAST_DIGITS), mail=Lower("email"), code=Upper(Replace("postcode", Value(" ")))
    ).filter(
        Q(nhs_number__in={one.nhs for one in named} - {""})
        | Q(date_of_birth__in={one.born for one in named} - {None})
        | Q(mail__in={mail for one in named for mail in one.emails})
        | Q(code__in={one.postcode.replace(" ", "").upper() for one in named} - {""})
        | Q(last_digits__in={phone[-_LAST_DIGITS:] for one in named for phone in one.phones})
    )


#: Of a telephone number, however it was typed ("+44 7700 …", "07700 …").
_LAST_DIGITS = 9


def _families_like(stories: Sequence[Story]) -> list[int]:
    """Records that share a number, an address, or a name and a date of birth with any of these."""
    people = [one for story in stories for one in (*story.adults, *story.babies)]
    adults = [one for story in stories for one in story.adults]
    members = FamilyMember.objects.filter(ends_on=None, person__sealed=False)
    numbers = {one.nhs for one in people} - {""}
    ways = {way for one in adults for way in (*one.phones, *one.emails, one.address)} - {""}
    found: set[int] = set()
    if numbers:
        found |= set(members.filter(person__nhs_number__in=numbers).values_list("family_id", flat=True))
    if ways:
        points = ContactPoint.objects.filter(person__sealed=False, normal__in=ways)
        found |= set(points.values_list("family_id", flat=True))
    born: defaultdict[Any, set[str]] = defaultdict(set)
    for one in adults:
        if one.born is not None:
            born[one.born] |= {one.given, one.family} - {""}
    if born:
        dated = members.filter(person__date_of_birth__in=list(born))
        named = dated.values_list("family_id", "person__date_of_birth", "person__given_name", "person__family_name")
        found |= {pk for pk, day, given, last in named if {fold(given), fold(last)} & born[day]}
    return sorted(found)
