"""Anonymised families, outcomes and outputs of a quarter, for the Parent-Infant Foundation's portal (domain.md §2.3).

The portal's own list of fields was not found (§2.3): these are the three kinds of data that it is said to take. No
table has anything by which its rows could be joined with another's, or with the record.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from caseload.enums import SEEN
from caseload.models import Appointment, Ending
from caseload.times import local_day
from measures.enums import Change
from measures.models import Score
from measures.selectors.scores import standing_scores
from measures.series import Series, in_series
from pitservice.accounts.models import Team
from pitservice.configuration.enums import ReferralSource
from referrals.enums import ReferralState
from referrals.models import Referral
from reporting.exports.anonymous import ALIKE, anonymous
from reporting.exports.leaving_out import families_that_may_be_in
from reporting.figures import flat
from reporting.indicators import babies, consultations, other
from reporting.models import Report
from reporting.periods import Period, quarter_in_words
from reporting.selectors import one_figure

#: Describing first, the one that is given up last at the front; then what became of it.
FAMILY_COLUMNS = ("Age of the baby at referral", "Referred by", "Ethnic group of the baby", "What became of it")
_DESCRIBING = 3
OUTCOME_COLUMNS = ("Measure", "Scale", "First score", "Last score", "Change")
OUTPUT_COLUMNS = ("What", "By", "Group", "Number")
_S = ReferralSource
#: As national dashboards group them (domain.md §2.5).
_GROUPS: Mapping[str, Sequence[ReferralSource]] = {
    "GP": (_S.GP,),
    "Health visitor": (_S.HEALTH_VISITOR,),
    "Maternity": (_S.MIDWIFE, _S.NEONATAL),
    "Family themselves": (_S.SELF, _S.RELATIVE),
    "Social care or early help": (_S.SOCIAL_CARE, _S.FAMILY_HUB, _S.NURSERY, _S.VOLUNTARY),
    "Mental health or hospital": (_S.PERINATAL, _S.TALKING_THERAPIES, _S.PAEDIATRICS),
}
_BY: Mapping[str, str] = {source: group for group, sources in _GROUPS.items() for source in sources}
_BECAME: Mapping[str, str] = {
    ReferralState.ALLOCATED: "Accepted",
    ReferralState.WAITING: "Accepted",
    ReferralState.NOT_ACCEPTED: "Not accepted",
    ReferralState.WITHDRAWN: "Withdrawn",
}
_CHANGES: Mapping[Change, str] = {
    Change.BETTER: "Reliably better",
    Change.SAME: "No reliable change",
    Change.WORSE: "Reliably worse",
    Change.UNCLASSIFIED: "No threshold to judge by",
}


@dataclass(frozen=True)
class Sheet:
    """One table: its name, its columns and its rows."""

    name: str
    columns: Sequence[str]
    rows: Sequence[Sequence[str]]


def sheets_of(team: Team, period: Period) -> list[Sheet]:
    """The three tables of a quarter; what is too few to be told is not in them."""
    allowed = families_that_may_be_in(team, period.ends_on)
    return [
        Sheet("Families", ("Quarter", *FAMILY_COLUMNS), _families(team, period, allowed)),
        Sheet("Outcomes", ("Quarter", *OUTCOME_COLUMNS), _outcomes(team, period, allowed)),
        Sheet("Outputs", ("Quarter", *OUTPUT_COLUMNS), _outputs(team, period)),
    ]


def _families(team: Team, period: Period, allowed: frozenset[int]) -> list[Sequence[str]]:
    """A row for each referral of the quarter, in bands and groups."""
    ages, groups = dict(babies.AGE_BANDS), dict(babies.ETHNIC_GROUPS)
    found = Referral.objects.filter(team=team, local_date__range=period.days, family__in=allowed)
    found = found.exclude(state__in=[ReferralState.UNDONE, ReferralState.RECORDED_BEFORE])
    told = found.annotate(age=babies.age_band(), group=babies.ethnic_group())
    rows = [
        (ages[age], _BY.get(source, "Somebody else"), groups[group], _BECAME.get(state, "Not decided yet"))
        for age, group, source, state in told.values_list("age", "group", "source", "state")
    ]
    return [(quarter_in_words(period), *row) for row in anonymous(rows, _DESCRIBING)]


def _outcomes(team: Team, period: Period, allowed: frozenset[int]) -> list[Sequence[str]]:
    """First and last score of each measure in work that ended, of measures that five families have such a pair of."""
    endings = Ending.objects.filter(episode__team=team, ended_on__range=period.days, episode__family__in=allowed)
    families: defaultdict[tuple[str, str], set[int]] = defaultdict(set)
    rows: defaultdict[tuple[str, str], list[tuple[str, ...]]] = defaultdict(list)
    for ending in endings.select_related("episode").order_by("pk"):
        for one in _series(ending):
            if one.paired and one.change:
                first, last = one.paired
                key = (one.spec.code, one.scale.name)
                families[key].add(ending.episode.family_id)
                rows[key].append((*key, str(first.value), str(last.value), _CHANGES[one.change]))
    enough = sorted(key for key in rows if len(families[key]) >= ALIKE)
    return [(quarter_in_words(period), *row) for key in enough for row in sorted(rows[key])]


def _series(ending: Ending) -> list[Series]:
    """The measures of a piece of work, as the report judges them."""
    episode = ending.episode
    theirs = Score.objects.filter(family=episode.family_id, taken_on__range=(episode.opened_on, ending.ended_on))
    seen = Appointment.objects.filter(episode=episode, state__in=SEEN).order_by("starts", "pk")
    return in_series(standing_scores(theirs), {}, [local_day(day) for day in seen.values_list("starts", flat=True)])


def _outputs(team: Team, period: Period) -> list[Sequence[str]]:
    """Consultation, training and other work, as a report of the quarter says it: its small counts are hidden."""
    asked = ((consultations.CONSULTATIONS, "consultee"), (other.OTHER_WORK, "category"))
    report = Report(team=team, starts_on=period.starts_on, ends_on=period.ends_on)
    figures = [figure for indicator, cut in asked if (figure := one_figure(report, indicator, cut))]
    quarter = quarter_in_words(period)
    return [(quarter, line.indicator, line.breakdown or "Total", line.group, line.shown) for line in flat(figures)]
