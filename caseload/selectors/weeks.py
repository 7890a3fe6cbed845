"""Capacity of some weeks, with leave taken off, and what came in and went on in a quarter (CAP-1, domain.md §7.2)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from django.db.models import Count, Exists, F, OuterRef, Q, Sum

from caseload.capa import QUARTER_WEEKS, Flow, Hours
from caseload.enums import NOT_AGREED, SEEN, AppointmentKind, EpisodeState
from caseload.models import Appointment, Episode, Session
from caseload.rules import Load
from caseload.selectors.capacity import loads, rhythms
from caseload.selectors.groups import group_hours_between
from caseload.selectors.hours import hours_in
from caseload.selectors.new_to import new_to_of
from caseload.selectors.people import leads
from caseload.selectors.rota import rota_of
from caseload.selectors.work import counted
from caseload.times import day_bounds
from pitservice.accounts.models import Team, User
from pitservice.accounts.viewer import Viewer
from pitservice.configuration.models import TeamSettings
from pitservice.configuration.selectors import settings_of
from referrals.enums import Outcome
from referrals.models import Decision

_ACCEPTED = (Outcome.WAITING_LIST, Outcome.ALLOCATE)


@dataclass(frozen=True, slots=True)
class OneColleague:
    """What one has in the weeks, and carries now; `hours` is None where nobody recorded on which days they work."""

    user: User
    hours: Hours | None
    load: Load
    rhythms: Counter[str]


@dataclass(frozen=True, slots=True)
class TeamWeeks:
    """A team in some weeks: its colleagues, what came in and went on in the last quarter, and what it has set."""

    team: Team
    weeks: int
    colleagues: list[OneColleague]
    flow: Flow
    settings: TeamSettings

    @property
    def together(self) -> Hours:
        """The hours of everybody of whom they are known."""
        known = [one.hours for one in self.colleagues if one.hours is not None]
        return Hours(
            self.weeks,
            self.settings.families_a_day,
            sum((one.contracted for one in known), Decimal(0)),
            sum((one.leave for one in known), Decimal(0)),
            sum((one.protected for one in known), Decimal(0)),
            sum((one.groups for one in known), Decimal(0)),
            sum(one.days_off for one in known),
        )


def weeks_of(team: Team, viewer: Viewer, first: date, weeks: int, today: date) -> TeamWeeks:
    """So many weeks of a team from a Monday on, in a fixed number of queries; families as far as the viewer sees."""
    settings = settings_of(team.pk)
    users = list(leads(team.pk))
    rota = rota_of(team, first, weeks * 7)
    new = new_to_of(users, team.pk, viewer, today)
    groups = group_hours_between(users, team.pk, day_bounds(first, weeks * 7), new)
    carried, by_rhythm = loads(users, team, viewer), rhythms(users, team, viewer)
    colleagues = [
        OneColleague(
            user,
            hours_in(rota, user, groups.get(user.pk, Decimal(0)), settings.families_a_day),
            carried[user.pk],
            by_rhythm.get(user.pk, Counter()),
        )
        for user in users
    ]
    return TeamWeeks(team, weeks, colleagues, flow_of(team, viewer, today), settings)


def quarter_before(today: date) -> tuple[date, date]:
    """The first and the last day of the thirteen whole weeks before this one."""
    monday = today - timedelta(days=today.weekday())
    return monday - timedelta(weeks=QUARTER_WEEKS), monday - timedelta(days=1)


def flow_of(team: Team, viewer: Viewer, today: date) -> Flow:
    """What came in and went on in the thirteen whole weeks before this one, of families that the viewer sees."""
    first, last = quarter_before(today)
    begins, ends = day_bounds(first, QUARTER_WEEKS * 7)
    accepted = Decision.objects.visible_to(viewer).filter(
        team=team, outcome__in=_ACCEPTED, taken_back_at=None, created_at__gte=begins, created_at__lt=ends
    )
    seen = Appointment.objects.visible_to(viewer).filter(
        team=team, kind=AppointmentKind.FIRST, state__in=SEEN, starts__gte=begins, starts__lt=ends
    )
    here = OuterRef("pk")
    later = Appointment.objects.filter(episode=here, state__in=SEEN).exclude(
        kind__in=[AppointmentKind.FIRST, *NOT_AGREED]
    )
    begun = Episode.objects.visible_to(viewer).filter(Exists(seen.filter(episode=here)), team=team)
    begun_known = begun.annotate(went_on=Exists(later)).filter(Q(went_on=True) | Q(state=EpisodeState.CLOSED))
    held = Session.objects.filter(episode=here, appointment__state__in=SEEN).exclude(kind__in=NOT_AGREED)
    ended = Episode.objects.visible_to(viewer).filter(team=team, closed_on__range=(first, last))
    sums = ended.annotate(held=counted(held)).filter(held__gt=1).aggregate(n=Count("pk"), all=Sum(F("held") - 1))
    on: Mapping[str, int] = begun_known.aggregate(known=Count("pk"), on=Count("pk", filter=Q(went_on=True)))
    return Flow(accepted.count(), seen.count(), on["known"], on["on"], sums["n"], sums["all"] or 0)
