"""Waits: from referral to the first and the second attended appointment, and who waits (domain.md §4.4)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db.backends.postgresql.psycopg_any import DateRange
from django.db.models import Case, CharField, DateField, Exists, Max, OuterRef, Q, Subquery, Value, When
from django.db.models.functions import Greatest, Least
from django.utils import timezone

from caseload.enums import SEEN, AppointmentKind
from caseload.models import Appointment, Episode, EpisodeReferral
from families.entries import standing
from measures.enums import Side
from measures.models import Goal, Score
from referrals.enums import PartyRole, WaitingState
from referrals.models import Referral, ReferredPerson, WaitingEntry
from referrals.models.waiting import WaitingMove
from reporting.indicators import babies
from reporting.indicators.base import (
    Centile,
    Cut,
    DaysBetween,
    Indicator,
    Line,
    Measure,
    Share,
    Theme,
    london_day,
    number,
)
from reporting.periods import Period

_LEFT = (WaitingState.ALLOCATED, WaitingState.LEFT, WaitingState.TAKEN_BACK)

_WAITS = (
    Measure("median", "Median (days)", Centile("days", fraction=0.5), number),
    Measure("centile-90", "90th centile (days)", Centile("days", fraction=0.9), number),
    Measure("longest", "Longest (days)", Max("days"), number),
)
_MEDIAN = (_WAITS[0],)
_OUTCOMES = tuple(side for side in Side if side != Side.EXPERIENCE)
#: Days of four weeks, and of 52, 78 and 104 (domain.md §4.4).
_WITHIN = (28, 364, 546, 728)
_BANDS = (
    ("4", "Within 4 weeks"),
    ("52", "Over 4 and up to 52 weeks"),
    ("78", "Over 52 and up to 78 weeks"),
    ("104", "Over 78 and up to 104 weeks"),
    ("over-104", "Over 104 weeks"),
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
    return lambda _: Episode.objects.annotate(
        day=Subquery(days, output_field=DateField()), received=_received()
    ).annotate(days=DaysBetween("day", "received"))


def seen_in(episodes: Any, period: Period) -> Any:
    """Those with a referral, and a `day` in the period; of a range the day is worked out once, not for either end."""
    referred = EpisodeReferral.objects.filter(episode=OuterRef("pk"))
    return episodes.filter(Exists(referred), day__contained_by=DateRange(*period.days, "[]"))


def waits_for_help(_: Period) -> Any:
    """Pieces of work with the three days that stop the national clock, the last of which is its `day`."""
    seen = Appointment.objects.filter(episode=OuterRef("pk"), state__in=SEEN).annotate(day=london_day("starts"))
    treated = seen.filter(kind=AppointmentKind.INTERVENTION)
    scores = standing(Score.objects.filter(family=OuterRef("family"), replaced_by=None))
    baseline = scores.filter(definition__body__side__in=_OUTCOMES, taken_on__gte=OuterRef("received"))
    agreed = standing(Goal.objects.filter(family=OuterRef("family"), agreed_on__gte=OuterRef("received")))
    works = Episode.objects.annotate(received=_received()).annotate(
        contact=_first(seen, "day"),
        measured=_first(baseline, "taken_on"),
        helped=Least(_first(treated, "day"), _first(agreed, "agreed_on")),  # of the two whichever there is
    )
    stopped = Q(contact__isnull=False, measured__isnull=False, helped__isnull=False)
    last = Case(When(stopped, then=Greatest("contact", "measured", "helped")), output_field=DateField())
    return works.annotate(day=last).annotate(days=DaysBetween("day", "received"))


def helped_in(episodes: Any, period: Period) -> Any:
    """Those whose clock stopped in the period."""
    _, end = period.moments
    begun = Appointment.objects.filter(episode=OuterRef("pk"), state__in=SEEN, starts__lt=end)
    return seen_in(episodes.filter(Exists(begun)), period)


def _received() -> Subquery:
    """The day of the first referral that led to the piece of work."""
    referrals = Referral.objects.filter(episodes__episode=OuterRef("pk")).order_by("local_date")
    return Subquery(referrals.values("local_date")[:1], output_field=DateField())


def _first(rows: Any, day: str) -> Subquery:
    return Subquery(rows.order_by(day).values(day)[:1], output_field=DateField())


def places_on_the_list(period: Period) -> Any:
    """Places on the waiting list, with the `days` since the referral at the end of the period, or by today."""
    last_day = Value(min(period.ends_on, timezone.localdate()), output_field=DateField())
    return WaitingEntry.objects.annotate(days=DaysBetween(last_day, "since"))


def waiting_at_the_end(entries: Any, period: Period) -> Any:
    """Those that stood at the end of the period's last day."""
    left = WaitingMove.objects.filter(subject=OuterRef("pk"), to_state__in=_LEFT, at__lt=period.ends_before)
    return entries.filter(~Exists(left), since__lte=period.ends_on).exclude(state=WaitingState.TAKEN_BACK)


def _weeks() -> Any:
    bands = [When(days__lte=days, then=Value(key)) for days, (key, _) in zip(_WITHIN, _BANDS, strict=False)]
    return Case(*bands, default=Value("over-104"), output_field=CharField())


def _by_area() -> Cut:
    people = ReferredPerson.objects.filter(referral__episodes__episode=OuterRef("pk"))
    unknown = [(babies.NOT_KNOWN, "Not known")]
    return Cut("area", "By postcode area", babies.area(people), lambda _: unknown, each=_MEDIAN)


def _referred_babies() -> Any:
    return ReferredPerson.objects.filter(referral=OuterRef("referral"), role=PartyRole.BABY)


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
    cuts=(babies.by_ethnic_group(babies.babies_of_work(), each=_MEDIAN), _by_area()),
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

HELP = Indicator(
    key="wait-help",
    name="Referral to help",
    noun=("family whose wait for help was over", "families whose wait for help was over"),
    theme=Theme.WAITS,
    definition=(
        "Days from the referral to help by the national three-part clock. It stops at the last of three: the first "
        "attended appointment; the first measure or goal score; and the first goal agreed with the family or the first "
        "attended intervention appointment, whichever came first. Measures and goals count from the day of the "
        "referral. A family for whom one of the three is missing is still waiting and not counted."
    ),
    date_rule="The day on which the last of the three came, in London time.",
    every=waits_for_help,
    counted=helped_in,
    line=lambda one: Line(one.day, f"Helped {number(one.days)} days after the referral", one.family),
    order=("-day", "-pk"),
    related=("family",),
    cuts=(
        Cut(
            "weeks",
            "By weeks",
            _weeks(),
            lambda _: _BANDS,
            shares=(Share("Helped within 4 weeks", frozenset({"4"}), frozenset(key for key, _ in _BANDS)),),
        ),
        babies.by_ethnic_group(babies.babies_of_work(), each=_MEDIAN),
    ),
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
    cuts=(babies.by_ethnic_group(_referred_babies(), each=_MEDIAN),),
    measures=(_WAITS[0], _WAITS[2]),
    adds_up=False,
)
