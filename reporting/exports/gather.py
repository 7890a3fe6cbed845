"""What a file of rows is made of: referrals that were open in a period, who they are about, and how they ended."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import QuerySet

from caseload.enums import END_CODES
from caseload.models import Episode, EpisodeBaby, EpisodeReferral
from caseload.times import local_day
from families.models import Person
from pitservice.accounts.models import Team
from pitservice.configuration.enums import NOT_ACCEPTED_CODES
from referrals.enums import LeftWhy, Outcome, PartyRole, ReferralState, WithdrawnBy
from referrals.models import Decision, Referral, ReferralMove, ReferredPerson, WaitingEntry
from reporting.periods import Period

#: REFERRAL CLOSURE REASON of what was withdrawn or left the waiting list (domain.md §4.3, labels unverified there).
_LEFT_CODES: Mapping[str, str] = {
    LeftWhy.ELSEWHERE: "08",
    LeftWhy.DECLINED: "09",
    LeftWhy.NOT_NEEDED: "04",
    LeftWhy.MOVED: "03",
    LeftWhy.NO_CONTACT: "05",
    LeftWhy.AGE: "04",
    LeftWhy.OTHER: "04",
}
_WITHDRAWN_CODES: Mapping[str, str] = {WithdrawnBy.FAMILY: "07", WithdrawnBy.REFERRER: "04"}


@dataclass(slots=True)
class Request:
    """A referral as far as it was known on the last day of a period, with who its patients are."""

    referral: Referral
    episode: Episode | None = None
    babies: Sequence[Person] = ()
    mother: Person | None = None
    ended_on: date | None = None
    end_code: str = ""
    rejected_on: date | None = None
    rejected_code: str = ""
    patients: list[Person] = field(default_factory=list)

    @property
    def family_id(self) -> int | None:
        """Whose it is, once a person has settled it."""
        return self.referral.family_id

    def was_open_in(self, period: Period) -> bool:
        """Whether it had not ended before the period."""
        over = self.ended_on or self.rejected_on
        return over is None or over >= period.starts_on

    def as_of(self, day: date) -> None:
        """Forget what happened after a day."""
        if self.ended_on and self.ended_on > day:
            self.ended_on, self.end_code = None, ""
        if self.rejected_on and self.rejected_on > day:
            self.rejected_on, self.rejected_code = None, ""

    def settle_patients(self, day: date) -> None:
        """The babies born by a day; before the birth the mother: an expected date is no date of birth (§4.2)."""
        born = [one for one in self.babies if not _is_unborn(one, day)]
        self.patients = born or ([self.mother] if self.mother else [])


def _is_unborn(person: Person, day: date) -> bool:
    """Whether somebody was expected on a day: also who has been born since."""
    return person.date_of_birth > day if person.date_of_birth else person.expected_date is not None


def requests_in(team: Team, period: Period, allowed: frozenset[int]) -> list[Request]:
    """The referrals that were open in a period, oldest first; of those about nobody settled too, without patients."""
    rows = Referral.objects.filter(team=team, local_date__lte=period.ends_on)
    rows = rows.exclude(state__in=[ReferralState.UNDONE, ReferralState.RECORDED_BEFORE]).order_by("local_date", "pk")
    found = [Request(one) for one in rows if one.family_id is None or one.family_id in allowed]
    _add_work(found)
    _add_decisions(found)
    for one in found:
        one.as_of(period.ends_on)
    found = [one for one in found if one.was_open_in(period)]
    _add_people(found)
    for one in found:
        one.settle_patients(period.ends_on)
    return found


def _add_work(requests: Sequence[Request]) -> None:
    """The piece of work that each led to, and how that ended."""
    links = EpisodeReferral.objects.filter(referral__in=[one.referral for one in requests])
    works = {link.referral_id: link.episode for link in links.select_related("episode")}
    for one in requests:
        one.episode = works.get(one.referral.pk)
        if one.episode and one.episode.closed_on:
            one.ended_on, one.end_code = one.episode.closed_on, END_CODES.get(one.episode.end_reason, "")


def _add_decisions(requests: Sequence[Request]) -> None:
    """When and why those were turned down, withdrawn, or left the waiting list, that led to no work."""
    over = [one for one in requests if one.referral.state in (ReferralState.NOT_ACCEPTED, ReferralState.WITHDRAWN)]
    ids = [one.referral.pk for one in over]
    moves = ReferralMove.objects.filter(subject__in=ids).order_by("at", "pk")
    ended = {move.subject_id: (move.to_state, local_day(move.at)) for move in moves}
    in_force = Decision.objects.filter(referral__in=ids, taken_back_at__isnull=True).order_by("created_at", "pk")
    decisions = {one.referral_id: one for one in in_force}
    left = dict(WaitingEntry.objects.filter(referral__in=ids).order_by("pk").values_list("referral", "left_why"))
    for one in over:
        state, day = ended.get(one.referral.pk, ("", one.referral.local_date))
        day = day if state == one.referral.state else one.referral.local_date
        decision = decisions.get(one.referral.pk)
        if decision and decision.outcome == Outcome.NOT_ACCEPTED:
            one.rejected_on, one.rejected_code = day, NOT_ACCEPTED_CODES.get(decision.reason, "")
            continue
        by = decision.withdrawn_by if decision else ""
        one.ended_on = day
        one.end_code = _LEFT_CODES.get(left.get(one.referral.pk, ""), "") or _WITHDRAWN_CODES.get(by, "")


def _add_people(requests: Sequence[Request]) -> None:
    """Who the work is for, or who was referred where there is none yet; and the mother."""
    works = [one.episode for one in requests if one.episode]
    of_work = grouped(EpisodeBaby.objects.filter(episode__in=works).select_related("person"), "episode_id")
    named = ReferredPerson.objects.filter(referral__in=[one.referral for one in requests], person__isnull=False)
    referred = grouped(
        named.filter(role__in=[PartyRole.BABY, PartyRole.MOTHER]).select_related("person"), "referral_id"
    )
    for one in requests:
        mine = referred[one.referral.pk]
        babies = of_work[one.episode.pk] if one.episode else []
        babies = babies or [row for row in mine if row.role == PartyRole.BABY]
        one.babies = list(dict.fromkeys(row.person for row in babies))
        one.mother = next((row.person for row in mine if row.role == PartyRole.MOTHER), None)


def grouped(rows: QuerySet[Any], column: str) -> defaultdict[int, list[Any]]:
    """The rows by what stands in a column, each in the order in which they were made."""
    found: defaultdict[int, list[Any]] = defaultdict(list)
    for row in rows.order_by("pk"):
        found[getattr(row, column)].append(row)
    return found
