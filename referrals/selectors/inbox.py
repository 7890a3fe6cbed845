"""Reading referrals: the inbox, its counts, what a page needs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.db import connection
from django.db.models import Case, Exists, F, OuterRef, Prefetch, Q, QuerySet, When

from families.selectors import loss_stands
from pitservice.accounts.viewer import Viewer
from pitservice.configuration.models import RiskItem, RiskList
from pitservice.configuration.selectors import risk_list_of
from referrals.enums import UNDECIDED_STATES, MatchAnswer, ReferralState, Show
from referrals.models import PossibleMatch, Referral, ReferredPerson, Screening
from referrals.selectors.amending import with_changes

#: Counts stop here, so that no page counts a whole big table.
COUNT_LIMIT = 1000


@dataclass(frozen=True, slots=True)
class InboxCounts:
    """How long each list of the inbox is (`Show`). `more`: there are more than were counted."""

    by_list: Mapping[str, int]
    more: bool

    def of(self, show: str) -> int | None:
        """The length of a list; None where not everything was counted."""
        return None if self.more else self.by_list[show]


@dataclass(frozen=True, slots=True)
class Ticked:
    """A risk factor, and who ticked it."""

    label: str
    by_referrer: bool
    by_screener: bool


def undecided(viewer: Viewer) -> QuerySet[Referral]:
    """Referrals that wait for a decision, an answer or the team's review.

    `grieves`: a loss stands in its family, so the clock stops (P22).
    """
    found = Referral.objects.visible_to(viewer).filter(state__in=UNDECIDED_STATES)
    return found.annotate(grieves=loss_stands())


def listed(open_ones: QuerySet[Referral], show: str, today: date, user_id: int) -> QuerySet[Referral]:
    """Of the `undecided` those of one list; what is put aside stands in its own list until its day has come.

    Its clock runs on, so that it stands among the late ones too once it is late (SCR-2).
    """
    aside, late = Q(hold_until__gt=today), Q(grieves=False, due_on__lt=today)
    if show == Show.ASIDE:
        return open_ones.filter(aside)
    if show == Show.LATE:
        return open_ones.filter(late)
    chosen = {
        Show.ALL: Q(),
        Show.MINE: Q(screener=user_id),
        Show.NOBODYS: Q(screener=None),
        Show.TODAY: Q(grieves=False, due_on=today),
        Show.INFORMATION: Q(state=ReferralState.AWAITING_INFORMATION),
        Show.REVIEW: Q(state=ReferralState.TEAM_REVIEW),
    }
    return open_ones.filter(chosen[Show(show)]).exclude(aside)


def inbox_counts(open_ones: QuerySet[Referral], today: date, user_id: int) -> InboxCounts:
    """Each list of the `undecided`, counted in one statement, at most COUNT_LIMIT of them."""
    running = Case(When(grieves=False, then="due_on"))
    named = open_ones.order_by().annotate(due=running, mine=F("screener"), aside=F("hold_until"))
    limited = named.values("due", "state", "mine", "aside")[: COUNT_LIMIT + 1]
    statement, parameters = limited.query.sql_with_params()
    here = "NOT COALESCE(aside > %s, FALSE)"
    conditions: Mapping[str, tuple[str, list[date | int | str]]] = {
        Show.ALL: (here, [today]),
        Show.MINE: (f"{here} AND mine = %s", [today, user_id]),
        Show.NOBODYS: (f"{here} AND mine IS NULL", [today]),
        Show.LATE: ("due < %s", [today]),
        Show.TODAY: (f"{here} AND due = %s", [today, today]),
        Show.INFORMATION: (f"{here} AND state = %s", [today, ReferralState.AWAITING_INFORMATION]),
        Show.REVIEW: (f"{here} AND state = %s", [today, ReferralState.TEAM_REVIEW]),
        Show.ASIDE: ("aside > %s", [today]),
    }
    columns = ", ".join(f"COUNT(*) FILTER (WHERE {condition})" for condition, _ in conditions.values())
    given = [value for _, values in conditions.values() for value in values]
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT COUNT(*), {columns} FROM ({statement}) AS open_ones", [*given, *parameters])
        everything, *others = (int(number) for number in cursor.fetchone())
    return InboxCounts(dict(zip(conditions, others, strict=True)), everything > COUNT_LIMIT)


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
    mine = PossibleMatch.objects.visible_to(viewer).filter(referral=OuterRef("pk"), answer="", referral__family=None)
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


def ticked(referral: Referral, screening: Screening | None) -> list[Ticked]:
    """Every risk factor that the referrer or this screening ticked, side by side, in the words and order of the edition
    that it was ticked in (SCR-1).
    """
    theirs, ours = set(referral.referrer_ticks), set(screening.ticks) if screening else set()
    if not theirs | ours:
        return []
    items = RiskItem.objects.filter(pk__in=theirs | ours).order_by("risk_list", "position")
    return [Ticked(item.label, item.pk in theirs, item.pk in ours) for item in items]
