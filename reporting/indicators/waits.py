"""Waits: from referral to the first and the second attended appointment, and who waits (domain.md §4.4)."""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import Any

from django.db.models import DateField, Exists, Max, OuterRef, Subquery, Value

from caseload.enums import SEEN
from caseload.models import Appointment, Episode
from referrals.enums import WaitingState
from referrals.models import Referral, WaitingEntry
from referrals.models.waiting import WaitingMove
from reporting.indicators.base import Centile, DaysBetween, Indicator, Line, Measure, Theme, london_day, number
from reporting.periods import Period

_LEFT = (WaitingState.ALLOCATED, WaitingState.LEFT, WaitingState.TAKEN_BACK)

_WAITS = (
    Measure("median", "Median (days)", Centile("days", fraction=0.5), number),
    Measure("centile-90", "90th centile (days)", Centile("days", fraction=0.9), number),
    Measure("longest", "Longest (days)", Max("days"), number),
)
_HOW_COUNTED = (
    " An appointment counts when somebody of the family was seen: attended, or late and seen (national codes 5 and 6), "
    "in person, by telephone or by video. Where several referrals led to one piece of work, the wait begins with the "
    "first. The 90th centile is the wait that nine in ten did not exceed."
)


def seen_for_the(nth: int) -> Callable[[Collection[int], Period], Any]:
    """Pieces of work whose nth attended appointment fell in the period, with `days` since their referral."""

    def rows(team_ids: Collection[int], period: Period) -> Any:
        start, end = period.moments
        seen = Appointment.objects.filter(episode=OuterRef("pk"), state__in=SEEN)
        days = seen.order_by("starts", "pk").annotate(day=london_day("starts")).values("day")
        received = Referral.objects.filter(episodes__episode=OuterRef("pk")).order_by("local_date")
        return (
            Episode.objects.filter(Exists(seen.filter(starts__gte=start, starts__lt=end)), team_id__in=team_ids)
            .annotate(
                day=Subquery(days[nth - 1 : nth], output_field=DateField()),
                received=Subquery(received.values("local_date")[:1], output_field=DateField()),
            )
            .filter(day__range=period.days, received__isnull=False)
            .annotate(days=DaysBetween("day", "received"))
        )

    return rows


def waiting_at_the_end(team_ids: Collection[int], period: Period) -> Any:
    """Places on the waiting list that stood at the end of the period's last day, with `days` since the referral."""
    left = WaitingMove.objects.filter(subject=OuterRef("pk"), to_state__in=_LEFT, at__lt=period.ends_before)
    entries = WaitingEntry.objects.filter(team_id__in=team_ids, since__lte=period.ends_on)
    return (
        entries.exclude(state=WaitingState.TAKEN_BACK)
        .filter(~Exists(left))
        .annotate(days=DaysBetween(Value(period.ends_on, output_field=DateField()), "since"))
    )


def _wait_line(episode: Any) -> Line:
    return Line(episode.day, f"Seen {number(episode.days)} days after the referral", episode.family)


FIRST = Indicator(
    key="wait-first",
    name="Referral to first appointment",
    noun=("family first seen", "families first seen"),
    theme=Theme.WAITS,
    definition="Days from the referral to the first attended appointment of a piece of work." + _HOW_COUNTED,
    date_rule="The day of the first attended appointment, in London time.",
    rows=seen_for_the(1),
    line=_wait_line,
    order=("-day", "-pk"),
    related=("family",),
    measures=_WAITS,
)

SECOND = Indicator(
    key="wait-second",
    name="Referral to second appointment",
    noun=("family seen a second time", "families seen a second time"),
    theme=Theme.WAITS,
    definition="Days from the referral to the second attended appointment of a piece of work." + _HOW_COUNTED,
    date_rule="The day of the second attended appointment, in London time.",
    rows=seen_for_the(2),
    line=_wait_line,
    order=("-day", "-pk"),
    related=("family",),
    measures=_WAITS,
)

WAITING = Indicator(
    key="waiting",
    name="Waiting at the end of the period",
    noun=("family waiting", "families waiting"),
    theme=Theme.WAITS,
    definition=(
        "Families on the waiting list whose referral had been received by the last day of the period and who had not "
        "been allocated or left the list by then, with the days they had then waited. In a period that is not over, "
        "those waiting now, with the days they will have waited by its end."
    ),
    date_rule="The end of the last day of the period, in London time.",
    rows=waiting_at_the_end,
    line=lambda entry: Line(entry.since, f"On the waiting list, {number(entry.days)} days", entry.family),
    order=("since", "pk"),
    related=("family",),
    measures=(_WAITS[0], _WAITS[2]),
)
