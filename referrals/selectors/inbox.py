"""Reading referrals: the inbox, its counts, possible matches, what a page needs."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db import connection
from django.db.models import Q, QuerySet

from families.contact.normal import normal_phone
from families.enums import PointKind
from families.models import ContactPoint, Family, FamilyMember
from pitservice.accounts.viewer import Viewer
from referrals.enums import UNDECIDED_STATES, PartyRole, ReferralState
from referrals.models import Referral, ReferredPerson

#: Counts stop here, so that no page counts a whole big table.
COUNT_LIMIT = 1000


@dataclass(frozen=True, slots=True)
class InboxCounts:
    """What waits to be decided: all of it (None: more than the limit), due today, late, and by state."""

    all: int | None
    due_today: int
    late: int
    information: int
    review: int


def undecided(viewer: Viewer) -> QuerySet[Referral]:
    """Referrals that wait for a decision, an answer or the team's review."""
    return Referral.objects.visible_to(viewer).filter(state__in=UNDECIDED_STATES)


def inbox_counts(viewer: Viewer, today: date) -> InboxCounts:
    """Counted in one statement over the open ones alone, at most COUNT_LIMIT of them."""
    limited = undecided(viewer).order_by().values("due_on", "state")[: COUNT_LIMIT + 1]
    statement, parameters = limited.query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT COUNT(*), COUNT(*) FILTER (WHERE due_on = %s), COUNT(*) FILTER (WHERE due_on < %s),"
            " COUNT(*) FILTER (WHERE state = %s), COUNT(*) FILTER (WHERE state = %s)"
            f" FROM ({statement}) AS open_ones",
            [today, today, ReferralState.AWAITING_INFORMATION, ReferralState.TEAM_REVIEW, *parameters],
        )
        everything, *others = (int(number) for number in cursor.fetchone())
    return InboxCounts(everything if everything <= COUNT_LIMIT else None, *others)


def with_people(referrals: QuerySet[Referral]) -> QuerySet[Referral]:
    """With what a row of a list shows; without the submission itself, which is large."""
    return referrals.select_related("screener", "team").prefetch_related("people").defer("submitted")


@dataclass(frozen=True, slots=True)
class Match:
    """A family that a referral may be about, and why."""

    family: Family
    reason: str


def possible_matches(referral: Referral, viewer: Viewer) -> list[Match]:
    """Families with somebody of the same NHS number, or whose mother has the same name and phone.

    Only families that this viewer may see in the referral's own team.
    """
    parties = list(referral.people.all())
    reasons: dict[int, list[str]] = {}
    for family_id, number in _by_nhs_number(parties, referral.team_id):
        name = next(party.name or "the baby" for party in parties if party.nhs_number == number)
        reasons.setdefault(family_id, []).append(f"same NHS number ({name})")
    for family_id in _by_mother(parties, referral.team_id):
        reasons.setdefault(family_id, []).append("a mother of the same name and phone")
    families = Family.objects.visible_to(viewer).filter(pk__in=reasons, merged_into=None).order_by("title", "pk")
    return [Match(family, " and ".join(reasons[family.pk])) for family in families]


def _by_nhs_number(parties: list[ReferredPerson], team_id: int) -> list[tuple[int, str]]:
    numbers = {party.nhs_number for party in parties} - {""}
    members = FamilyMember.objects.filter(team_id=team_id, ends_on=None, person__nhs_number__in=numbers)
    return list(members.order_by("pk").values_list("family_id", "person__nhs_number")) if numbers else []


def _by_mother(parties: list[ReferredPerson], team_id: int) -> set[int]:
    found = Q(pk__in=[])
    for party in parties:
        if party.role == PartyRole.MOTHER and party.mobile and party.given_name:
            found |= Q(
                normal=normal_phone(party.mobile),
                person__given_name__iexact=party.given_name,
                person__family_name__iexact=party.family_name,
            )
    points = ContactPoint.objects.filter(found, team_id=team_id, kind=PointKind.MOBILE)
    return set(points.values_list("family_id", flat=True))
