"""Waits: from referral to the first and the second attended appointment, and who waits (domain.md §4.4)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db.models import DateField, Exists, Max, OuterRef, Subquery, Value
from django.utils import timezone

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


def waits_for_the(nth: int) -> Callable[[Period], Any]:
    """Pieces of work with the `day` of their nth attended appointment and the `days` to it since their referral."""
    seen = Appointment.objects.filter(episode=OuterRef("pk"), state__in=SEEN)
    days = seen.order_by("starts", "pk").annotate(day=london_day("starts")).values("day")[nth - 1 : nth]
    referrals = Referral.objects.filter(episodes__episode=OuterRef("pk")).order_by("local_date")
    first = referrals.values("local_date")[:1]
    return lambda _: Episode.objects.annotate(
        day=Subquery(days, output_field=DateField()), received=Subquery(first, output_field=DateField())
    ).annotate(days=DaysBetween("day", "received"))


def seen_in(episodes: Any, period: Period) -> Any:
    """Those whose day lies in the period; the first condition only spares looking at all the others."""
    start, end = period.moments
    seen = Appointment.objects.filter(episode=OuterRef("pk"), state__in=SEEN, starts__gte=start, starts__lt=end)
    return episodes.filter(Exists(seen), day__range=period.days, received__isnull=False)


def places_on_the_list(period: Period) -> Any:
    """Places on the waiting list, with the `days` since the referral at the end of the period, or by today."""
    last_day = Value(min(period.ends_on, timezone.localdate()), output_field=DateField())
    return WaitingEntry.objects.annotate(days=DaysBetween(last_day, "since"))


def waiting_at_the_end(entries: Any, period: Period) -> Any:
    """Those that stood at the end of the period's last day."""
    left = WaitingMove.objects.filter(subject=OuterRef("pk"), to_state__in=_LEFT, at__lt=period.ends_before)
    return entries.filter(~Exists(left), since__lte=period.ends_on).exclude(state=WaitingState.TAKEN_BACK)


def _wait_line(episode: Any) -> Line:
    return Line(episode.day, f"Seen {number(episode.days)} days after the referral", episode.family)


FIRST = Indicator(
    key="wait-first",
    name="Referral to first appointment",
    noun=("family first seen", "families first seen"),
    theme=Theme.WAITS,
    definition="Days from the referral to the first attended appointment of a piece of work." + _HOW_COUNTED,
    date_rule="The day of the first attended appointment, in London time.",
    every=waits_for_the(1),
    counted=seen_in,
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
    every=waits_for_the(2),
    counted=seen_in,
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
        "those waiting now."
    ),
    date_rule="The end of the last day of the period, in London time.",
    every=places_on_the_list,
    counted=waiting_at_the_end,
    line=lambda entry: Line(entry.since, f"On the waiting list, {number(entry.days)} days", entry.family),
    order=("since", "pk"),
    related=("family",),
    measures=(_WAITS[0], _WAITS[2]),
    adds_up=False,
)
