"""Reading reports, their figures, and the rows behind a figure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, MutableMapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from django.db import connection, transaction
from django.db.models import Exists, Func, JSONField, OuterRef, QuerySet, Value
from django.utils import timezone

from pitservice.accounts.models import Team
from pitservice.accounts.viewer import TeamQuerySet, Viewer
from pitservice.configuration.selectors import settings_of
from pitservice.jobs.models import Job
from referrals.enums import ReferralState
from referrals.models import Referral
from reporting.beside import Seen, held_against
from reporting.differences import differences
from reporting.enums import ReportState
from reporting.figures import MONTH, OVER_TIME_KEY, Figure, figure_of, flat, from_json, months_of, with_before
from reporting.indicators import indicator, indicators
from reporting.indicators.base import Indicator
from reporting.models import Benchmark, Export, Report, Target
from reporting.overlaps import overlapping
from reporting.periods import Period, quarter_before, quarter_of
from reporting.targets import for_commissioner, number_of, service_words, with_aims, year_of_service


def reports(viewer: Viewer) -> TeamQuerySet[Report]:
    """Reports of the viewer's teams, newest period first; without the figures, which name every row they counted."""
    found = Report.objects.visible_to(viewer).select_related("team", "replaces", "replaced_by")
    return found.defer("figures", "replaces__figures", "replaced_by__figures").order_by("-starts_on", "-pk")


def job_of(report: Report) -> Job | None:
    """The job that makes, or made, this report."""
    jobs = Job.objects.filter(kind="reporting.freeze", team_id=report.team_id, payload__report=report.pk)
    return jobs.order_by("-pk").first()


def exports(viewer: Viewer) -> TeamQuerySet[Export]:
    """Files of rows of the viewer's teams, newest first."""
    found = Export.objects.visible_to(viewer).select_related("team", "file")
    return found.defer("problems", "family_ids").order_by("-created_at", "-pk")


def export_job_of(export: Export) -> Job | None:
    """The job that makes, or made, this file."""
    jobs = Job.objects.filter(kind="reporting.export", team_id=export.team_id, payload__export=export.pk)
    return jobs.order_by("-pk").first()


def figures_of(report: Report) -> list[Figure]:
    """As they were frozen (without the rows behind them), or as they are now, with the period before beside them."""
    if report.state == ReportState.FROZEN:
        return list(_frozen(Report.objects.filter(pk=report.pk)))
    return list(figures_to_freeze(report))


def differences_of(report: Report, figures: Sequence[Figure]) -> Sequence[str]:
    """What is different from the last edition, in words: as frozen, or as it is now; nothing for a first edition."""
    if report.state == ReportState.FROZEN or report.replaces is None:
        return list(report.differences)
    return differences(from_json(report.replaces.figures or []), figures)


def one_figure(report: Report, indicator: Indicator, cut: str) -> Figure | None:
    """One of them, with this breakdown at least; None when the report was frozen before this indicator existed."""
    if report.state == ReportState.FROZEN:
        kept = Report.objects.filter(pk=report.pk).values_list(OfIndicator("figures", Value(indicator.key)), flat=True)
        return next(iter(from_json(kept.get() or [])), None)
    seen = _seen(report).get(indicator.key, ())
    only = None if seen else cut  # what may be shown beside other reports hangs together
    earlier = _reported(report, report.period).get(indicator.key, ())
    by_month = seen or cut in (MONTH, OVER_TIME_KEY)
    hidden = _hidden_months(report).get(indicator.key, set()) if by_month else set()
    figure = figure_of(
        indicator,
        {report.team_id},
        report.period,
        with_rows=bool(seen),
        only=only,
        earlier=earlier,
        hidden_months=hidden,
    )
    if cut == OVER_TIME_KEY:
        figure = replace(figure, months=months_of(indicator, {report.team_id}, _last_day(report), hidden))
    return held_against(figure, indicator, report.period, seen)


def figures_to_freeze(report: Report) -> Iterator[Figure]:
    """Each indicator's figure with the rows behind it, the period before and targets; take them in one `snapshot()`."""
    teams, period, aims = {report.team_id}, report.period, targets_in(report)
    hidden = _hidden_months(report)
    known, known_before = _reported(report, period), _reported(report, period.before())
    seen = _seen(report)
    for one in indicators():
        others, months = seen.get(one.key, []), hidden.get(one.key, set())
        before = figure_of(
            one, teams, period.before(), with_rows=bool(others), earlier=known_before.get(one.key, ()),
            hidden_months=months,
        )  # fmt: skip
        figure = figure_of(one, teams, period, with_rows=True, earlier=known.get(one.key, ()), hidden_months=months)
        figure = replace(figure, months=months_of(one, teams, _last_day(report), months))
        before = held_against(before, one, period.before(), others)
        figure = held_against(figure, one, period, [*others, Seen(period.before(), before)] if others else [])
        yield with_aims(with_before(figure, before), aims, period)


def _seen(report: Report) -> Mapping[str, list[Seen]]:
    """The figures of frozen reports whose periods overlap with this one's, by indicator, the first frozen first.

    Of a period the last edition; another edition of the same period is looked after by itself (`_reported`).
    """
    frozen = Report.objects.filter(team=report.team_id, state=ReportState.FROZEN).exclude(pk=report.pk)
    last = frozen.exclude(replaced_by__state=ReportState.FROZEN).order_by("pk")
    periods = {pk: Period(starts, ends) for pk, starts, ends in last.values_list("pk", "starts_on", "ends_on")}
    near = overlapping(report.period, periods.values())
    found: defaultdict[str, list[Seen]] = defaultdict(list)
    for pk, figures in last.filter(pk__in=[pk for pk in periods if periods[pk] in near]).values_list("pk", "figures"):
        for figure in from_json(figures or []):
            found[figure.key].append(Seen(periods[pk], figure))
    return found


def _last_day(report: Report) -> date:
    """The last day of what is shown over time: a month that is not over would look like a fall."""
    return min(report.ends_on, timezone.localdate() - timedelta(days=1))


def _hidden_months(report: Report) -> Mapping[str, set[str]]:
    """Months that any frozen report of the team's hid in a breakdown, by indicator."""
    found: defaultdict[str, set[str]] = defaultdict(set)
    for figure in _frozen(Report.objects.filter(team=report.team_id).exclude(pk=report.pk)):
        breakdown = figure.breakdown(MONTH)
        found[figure.key] |= {cell.key for cell in breakdown.cells if cell.is_hidden} if breakdown else set()
    return found


def _frozen(reports: QuerySet[Report]) -> Iterator[Figure]:
    """The figures of those that are frozen, without the rows behind them."""
    bare = reports.filter(state=ReportState.FROZEN).annotate(bare=WithoutRows("figures"))
    for figures in bare.order_by("pk").values_list("bare", flat=True):
        yield from from_json([{**one, "rows": ()} for one in figures or []])


class WithoutRows(Func):
    """Frozen figures without the ids behind them, which may be a hundred thousand."""

    template = "(SELECT jsonb_agg(one - 'rows') FROM jsonb_array_elements(%(expressions)s) AS one)"
    output_field = JSONField()


class OfIndicator(Func):
    """Frozen figures of one indicator, with the rows behind them."""

    template = (
        "(SELECT jsonb_agg(one) FROM (SELECT %(expressions)s) AS kept (figures, of_key),"
        " jsonb_array_elements(figures) AS one WHERE one->>'key' = of_key)"
    )
    output_field = JSONField()


def _reported(report: Report, period: Period) -> Mapping[str, Sequence[Figure]]:
    """What other reports of the team's that were frozen say of a period, by indicator: what they hid stays hidden."""
    same = Report.objects.filter(team=report.team_id, starts_on=period.starts_on, ends_on=period.ends_on)
    found: defaultdict[str, list[Figure]] = defaultdict(list)
    for figure in _frozen(same.exclude(pk=report.pk)):
        found[figure.key].append(figure)
    return found


def targets(viewer: Viewer) -> QuerySet[Target]:
    """Targets of the viewer's teams, the latest year first."""
    mine = Target.objects.visible_to(viewer).select_related("team")
    return mine.order_by("team__name", "-year", "commissioner", "indicator", "pk")


def benchmarks(viewer: Viewer) -> QuerySet[Benchmark]:
    """Figures of elsewhere brought in for the viewer's teams, the latest period first, as the registry orders them."""
    mine = Benchmark.objects.visible_to(viewer).select_related("team")
    return mine.order_by("-ends_on", "-starts_on", "indicator", "cut", "number", "source", "pk")


def own_number(benchmark: Benchmark, counted: MutableMapping[tuple[object, ...], Mapping[tuple[str, str], str]]) -> str:
    """Our number of the same period, as it is shown; empty where the registry has it no longer.

    `counted` keeps what was counted, so that numbers of one figure and period are counted once.
    """
    number, found = number_of(benchmark), indicator(benchmark.indicator)
    if number is None or found is None:
        return ""
    asked = (benchmark.team_id, benchmark.indicator, benchmark.starts_on, benchmark.ends_on)
    if asked not in counted:
        figure = figure_of(found, {benchmark.team_id}, Period(benchmark.starts_on, benchmark.ends_on))
        counted[asked] = {(line.breakdown, line.group): line.shown for line in flat([figure])}
    return counted[asked].get((number.breakdown, number.group), "")


def targets_in(report: Report) -> Sequence[Target]:
    """Those that count in a report: of its commissioner, in the year of service of its first day (P83)."""
    year = year_of_service(settings_of(report.team_id).service_began_on, report.starts_on)
    set_for = Target.objects.filter(team_id=report.team_id, year=year) if year else Target.objects.none()
    return for_commissioner(set_for, report.commissioner)


def service_of(report: Report) -> str:
    """How old the service was on the first day of the report: as frozen, or as the settings say now (P83)."""
    if report.state == ReportState.FROZEN:
        return report.service
    return service_words(settings_of(report.team_id).service_began_on, report.starts_on)


def ages(teams: Sequence[Team], today: date) -> list[tuple[Team, str]]:
    """Each team's service and how old it is; no words where nobody said when it began."""
    return [(team, service_words(settings_of(team.pk).service_began_on, today)) for team in teams]


@contextmanager
def snapshot() -> Iterator[None]:
    """Everything read inside is of one moment, whatever is written meanwhile."""
    outermost = not connection.in_atomic_block
    with transaction.atomic():
        if outermost:  # PostgreSQL takes it only before a transaction's first query
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        yield


@dataclass(frozen=True)
class Behind:
    """The rows behind one number, for one viewer, today (REP-1, P81).

    `rows` are those the viewer may see; `restricted` says that there are others, never how many; `gone` is how many
    rows of a frozen number exist no longer.
    """

    rows: Any
    restricted: bool
    gone: int = 0


def behind(report: Report, indicator: Indicator, cut: str, group: str, viewer: Viewer) -> Behind:
    """What one number of a report counted: of a preview as of now, of a frozen one by the rows it was frozen with."""
    if report.state == ReportState.FROZEN:
        figure = one_figure(report, indicator, cut)
        ids = figure.ids(cut, group) if figure else []
        counted = indicator.every(report.period).filter(pk__in=ids)
    else:
        ids = []
        counted = indicator.rows({report.team_id}, report.period)
        known = indicator.cut(cut)
        counted = indicator.in_group(counted, known, group, report.period) if known else counted
    here = counted.count()
    seen = counted.visible_to(viewer)
    gone = len(ids) - here if report.state == ReportState.FROZEN else 0
    return Behind(seen.select_related(*indicator.related).order_by(*indicator.order), here > seen.count(), gone)


def quarters_due(viewer: Viewer, today: date) -> list[tuple[Team, Period]]:
    """Teams whose last full quarter had referrals and has no frozen report yet."""
    period = quarter_before(quarter_of(today))
    frozen = Report.objects.filter(
        team=OuterRef("pk"), starts_on=period.starts_on, ends_on=period.ends_on, state=ReportState.FROZEN
    )
    known = Referral.objects.exclude(state=ReferralState.UNDONE)
    referred = known.filter(team=OuterRef("pk"), local_date__range=period.days)
    teams = Team.objects.filter(~Exists(frozen), Exists(referred), pk__in=viewer.team_ids)
    return [(team, period) for team in teams.order_by("name")]
