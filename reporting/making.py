"""The job that makes a frozen report: count, draw, write, keep. Safe to run twice: only the last step writes."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils import timezone

from pitservice.db.actor import Actor
from pitservice.jobs.actions import progress
from pitservice.jobs.models import Job
from pitservice.ui.dates import day, moment
from reporting import sheets, workbook
from reporting.actions import Made, keep_frozen
from reporting.enums import ReportState
from reporting.figures import Figure
from reporting.indicators import indicators
from reporting.models import Report
from reporting.render import Cover, render_report
from reporting.selectors import differences_of, figures_to_freeze, service_of, snapshot
from reporting.words import edition_words, paragraphs

#: Steps after counting: PDF, CSV and workbook, keeping.
_LATER_STEPS = 3


def make(job: Job) -> str:
    """Handler of `reporting.freeze` jobs; the note says what was made."""
    report = Report.objects.select_related("team", "replaces").get(pk=job.payload["report"])
    if report.state == ReportState.FROZEN:
        return "The report was made already."
    by, total = Actor.system("reporting"), len(indicators()) + _LATER_STEPS
    figures: list[Figure] = []
    with snapshot():
        figures.extend(figures_to_freeze(report))
        service = service_of(report)
    progress(job=job, done=len(figures), total=total, by=by)
    different = differences_of(report, figures)
    cover = cover_of(report, made_words(report), different, service)
    pdf = render_report(cover, figures)
    progress(job=job, done=len(figures) + 1, total=total, by=by)
    csv = sheets.write(
        team=report.team.name,
        starts_on=report.starts_on.isoformat(),
        ends_on=report.ends_on.isoformat(),
        figures=figures,
    )
    xlsx = workbook.write(about=about(cover), figures=figures)
    progress(job=job, done=len(figures) + 2, total=total, by=by)
    made = Made(figures=figures, differences=different, pdf=pdf, csv=csv, xlsx=xlsx, service=service)
    keep_frozen(report=report, made=made, by=by)
    progress(job=job, done=total, total=total, by=by)
    return "The report is frozen and ready to send."


def made_words(report: Report) -> str:
    """When it was made, and that the period was not over then."""
    made = f"Made on {moment(timezone.now())}."
    if report.ends_on < timezone.localdate():
        return made
    return f"{made} The period was not over: it ends on {day(report.ends_on)}."


def about(cover: Cover) -> list[tuple[str, str]]:
    """The cover as lines of a sheet."""
    said = [("Title", cover.title), ("Team", cover.team_name), ("For", cover.commissioner), ("Period", cover.period)]
    said += [
        ("Service", cover.service),
        ("Compared with", cover.before),
        ("Edition", cover.edition),
        ("Made", cover.made),
    ]
    said += [("What the team says", line) for line in cover.narrative]
    said += [(f"About {theme.lower()}", line) for theme, lines in cover.remarks.items() for line in lines]
    return said + [("Different from the last edition", line) for line in cover.differences]


def cover_of(report: Report, made: str, different: Sequence[str] = (), service: str = "") -> Cover:
    """The top of the PDF."""
    return Cover(
        title=report.title,
        team_name=report.team.name,
        commissioner=report.commissioner,
        period=report.period.in_words(),
        made=made,
        narrative=paragraphs(report.narrative),
        before=report.period.before().in_words(),
        edition=edition_words(report),
        service=service,
        differences=different,
        remarks={theme: paragraphs(said) for theme, said in report.remarks.items()},
    )
