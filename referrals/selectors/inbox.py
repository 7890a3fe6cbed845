"""Reading referrals: the inbox, its counts, what a page needs."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db import connection
from django.db.models import Case, Exists, F, OuterRef, Prefetch, QuerySet, When

from families.selectors import loss_stands
from pitservice.accounts.viewer import Viewer
from pitservice.configuration.models import RiskItem, RiskList
from pitservice.configuration.selectors import risk_list_of
from referrals.enums import UNDECIDED_STATES, MatchAnswer, ReferralState
from referrals.models import PossibleMatch, Referral, ReferredPerson
from referrals.selectors.amending import with_changes

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
    """Referrals that wait for a decision, an answer or the team's review.

    `grieves`: a loss stands in its family, so the clock stops (P22).
    """
    found = Referral.objects.visible_to(viewer).filter(state__in=UNDECIDED_STATES)
    return found.annotate(grieves=loss_stands())


def inbox_counts(open_ones: QuerySet[Referral], today: date) -> InboxCounts:
    """The `undecided`, counted in one statement, at most COUNT_LIMIT of them."""
    running = Case(When(grieves=False, then="due_on"))
    limited = open_ones.order_by().annotate(due=running).values("due", "state")[: COUNT_LIMIT + 1]
    statement, parameters = limited.query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT COUNT(*), COUNT(*) FILTER (WHERE due = %s), COUNT(*) FILTER (WHERE due < %s),"
            " COUNT(*) FILTER (WHERE state = %s), COUNT(*) FILTER (WHERE state = %s)"
            f" FROM ({statement}) AS open_ones",
            [today, today, ReferralState.AWAITING_INFORMATION, ReferralState.TEAM_REVIEW, *parameters],
        )
        everything, *others = (int(number) for number in cursor.fetchone())
    return InboxCounts(everything if everything <= COUNT_LIMIT else None, *others)


#: What words about those who are named are made of (`referrals.wording`), and what is missing is seen by.
_SAID = (
    *("role", "given_name", "family_name", "date_of_birth", "expected_date", "mobile_safe", "email_safe"),
    *("address_safe", "knows", "agrees", "must_not_know", "referral", "person"),
)
_SAID_OF_PERSON = (
    *("given_name", "family_name", "known_as", "date_of_birth", "expected_date", "died_on", "lost", "sealed"),
)
#: Of a referral a row of a list shows neither the submission nor what was written about the family at length.
NOT_IN_A_ROW = (
    *("submitted", "submission_hash", "hopes", "services_involved", "safeguarding", "siblings", "referrer_address"),
    *("health_visitor", "gp"),
)


def people_prefetch(path: str = "") -> Prefetch[str]:
    """Who is named, with whom they became in the record; `path` leads to the referral ("referral__")."""
    named = ReferredPerson.objects.select_related("person")
    return Prefetch(f"{path}people", named.only(*_SAID, *(f"person__{name}" for name in _SAID_OF_PERSON)))


def with_people(referrals: QuerySet[Referral]) -> QuerySet[Referral]:
    """With what a row of a list shows."""
    lean = referrals.select_related("screener").prefetch_related(people_prefetch()).defer(*NOT_IN_A_ROW)
    return with_changes(lean)


def with_matches(referrals: QuerySet[Referral], viewer: Viewer) -> QuerySet[Referral]:
    """With `asks_guardian`, and `may_match`: a record that nobody has answered about, here or another team's (P10)."""
    unanswered = PossibleMatch.objects.filter(referral=OuterRef("pk"), answer="", referral__family=None)
    elsewhere = unanswered.filter(record__restricted=False).exclude(team=F("referral__team"))
    mine = unanswered.filter(pk__in=PossibleMatch.objects.visible_to(viewer).values("pk"))
    guarded = PossibleMatch.objects.filter(
        referral=OuterRef("pk"), record__restricted=True, referral__family=None
    ).exclude(answer=MatchAnswer.NOT_SAME)
    return referrals.annotate(asks_guardian=Exists(guarded), may_match=Exists(mine) | Exists(elsewhere))


def edition_for(referral: Referral) -> RiskList | None:
    """The list that a referral is screened by: the edition in force when it came, so that the referrer's ticks and the
    screener's stand side by side; for one that came without a list, the edition in force now (SCR-1).
    """
    if referral.risk_list_id is None:
        return risk_list_of(referral.team_id)
    return RiskList.objects.prefetch_related("items").get(pk=referral.risk_list_id)


def ticked_by_referrer(referral: Referral) -> list[str]:
    """The risk factors that the referrer ticked, in the words of their edition."""
    if not referral.referrer_ticks:
        return []
    items = RiskItem.objects.filter(pk__in=referral.referrer_ticks, risk_list__team=referral.team_id)
    return list(items.order_by("risk_list", "position").values_list("text", flat=True))
