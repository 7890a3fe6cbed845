"""What measures say of work that ended: paired or not, and the change between the two (domain.md §3.4).

Pairing and judging are those of the outcome board (`measures.series`), for the scores of one piece of work. Nothing is
guessed where a second score is missing: such work stands under “not paired”, work without any under “no measure”.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import date
from typing import Any

from caseload.enums import SEEN
from caseload.models import Appointment
from caseload.times import local_day
from measures.change import roll_up
from measures.enums import Change, Side
from measures.models import Score
from measures.selectors.scores import standing_scores
from measures.series import in_series
from reporting.indicators.base import Cut, Share
from reporting.periods import Period

ONCE, NONE = "once", "none"
_GROUPS = (
    (str(Change.BETTER), "Reliably better"),
    (str(Change.SAME), "No reliable change"),
    (str(Change.WORSE), "Reliably worse"),
    (str(Change.UNCLASSIFIED), "Paired, with no threshold to judge by"),
    (ONCE, "Measured, not paired"),
    (NONE, "No measure"),
)
_JUDGED = frozenset({str(Change.BETTER), str(Change.SAME), str(Change.WORSE)})
_PAIRED = _JUDGED | {str(Change.UNCLASSIFIED)}


def by_change(key: str, name: str, sides: Collection[Side]) -> Cut:
    """Endings by what the measures of these sides say, each in one word: worse if any is, better if none is worse."""
    return Cut(
        key,
        name,
        None,
        lambda _: _GROUPS,
        shares=(
            Share("Paired", _PAIRED, _PAIRED | {ONCE, NONE}),
            Share("Reliably better, of those that can be judged", frozenset({str(Change.BETTER)}), _JUDGED),
        ),
        sort=_sorted_by_change(sides),
    )


def by_change_and(key: str, name: str, sides: Collection[Side], group: Any, groups: Sequence[tuple[str, str]]) -> Cut:
    """Endings by whether they changed for the better and by a group of the family, so that shares can be compared.

    A reader knows what the groups add up to both ways, from `measures` and `ethnicity`: it is shown only where none of
    the three hides anything.
    """
    words = (("better", "reliably better"), ("judged", "not reliably better"), ("rest", "cannot be judged"))
    sort = _sorted_by_change(sides)

    def both(rows: Any, period: Period) -> Mapping[int, str]:
        theirs = dict(rows.annotate(of=group).values_list("pk", "of"))
        return {pk: f"{theirs[pk]}:{_judged(change)}" for pk, change in sort(rows, period).items()}

    return Cut(
        key,
        name,
        None,
        lambda _: [(f"{one}:{of}", f"{title}: {said}") for one, title in groups for of, said in words],
        shares=tuple(
            Share(
                f"Reliably better, of those that can be judged: {title}",
                frozenset({f"{one}:better"}),
                frozenset({f"{one}:better", f"{one}:judged"}),
            )
            for one, title in groups
        ),
        crosses=("measures", "ethnicity"),
        sort=both,
    )


def _sorted_by_change(sides: Collection[Side]) -> Callable[[Any, Period], Mapping[int, str]]:
    def sort(rows: Any, period: Period) -> Mapping[int, str]:  # noqa: ARG001 - as every `Cut.sort`
        endings = list(rows.select_related("episode").order_by("pk"))
        contacts = _contacts([one.episode_id for one in endings])
        scores = _scores([one.episode.family_id for one in endings])
        return {
            one.pk: _word(
                [
                    score
                    for score in scores[one.episode.family_id]
                    if one.episode.opened_on <= score.taken_on <= one.ended_on
                ],
                contacts[one.episode_id],
                sides,
            )
            for one in endings
        }

    return sort


def _judged(change: str) -> str:
    if change == Change.BETTER:
        return "better"
    return "judged" if change in _JUDGED else "rest"


def _word(scores: Sequence[Score], contacts: Sequence[date], sides: Collection[Side]) -> str:
    series = [one for one in in_series(scores, {}, contacts) if one.spec.side in sides]
    changes = [one.change for one in series if one.change is not None]
    if changes:
        return str(roll_up(changes))
    return ONCE if series else NONE


def _contacts(episode_ids: Sequence[int]) -> Mapping[int, Sequence[date]]:
    """Days of attended contacts of each piece of work, oldest first."""
    found: defaultdict[int, list[date]] = defaultdict(list)
    rows = Appointment.objects.filter(episode__in=episode_ids, state__in=SEEN).order_by("starts", "pk")
    for episode, starts in rows.values_list("episode", "starts"):
        found[episode].append(local_day(starts))
    return found


def _scores(family_ids: Sequence[int]) -> Mapping[int, Sequence[Score]]:
    """Scores that stand, of each family, oldest first."""
    found: defaultdict[int, list[Score]] = defaultdict(list)
    for score in standing_scores(Score.objects.filter(family__in=family_ids)):
        found[score.family_id].append(score)
    return found
