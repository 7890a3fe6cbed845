"""Every write about reports: begin, change, freeze, and that it was sent (REP-1)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from pitservice.accounts.models import Team
from pitservice.audit.actions import record
from pitservice.db.actor import Actor
from pitservice.db.errors import Refused
from pitservice.db.locks import lock
from pitservice.db.transitions import advance, begin
from pitservice.files import tables
from pitservice.files.actions import keep
from pitservice.jobs import actions as jobs
from pitservice.jobs.enums import JobState
from pitservice.jobs.models import Job
from pitservice.ui.dates import day
from reporting import workbook
from reporting.enums import ReportState
from reporting.figures import Figure, to_json
from reporting.indicators import EDITION
from reporting.models import Report
from reporting.periods import Period
from reporting.selectors import job_of

FREEZE = "reporting.freeze"


@transaction.atomic
def add_report(
    *,
    team: Team,
    period: Period,
    commissioner: str = "",
    narrative: str = "",
    remarks: Mapping[str, str] | None = None,
    by: Actor,
) -> Report:
    """Begin a report: a preview, whose figures are those of the moment at which it is looked at."""
    report = Report.objects.create(
        team=team,
        title=f"Report for {period.in_words()}",
        commissioner=commissioner,
        narrative=narrative,
        remarks=_said(remarks or {}),
        starts_on=period.starts_on,
        ends_on=period.ends_on,
        definitions_edition=EDITION,
        created_by=by,
    )
    begin(report, by=by)
    record("reporting.add", report, by=by)
    return report


@transaction.atomic
def change_report(
    *,
    report: Report,
    commissioner: str,
    narrative: str,
    remarks: Mapping[str, str] | None = None,
    seen: int | None = None,
    by: Actor,
) -> Report:
    """Change whom a preview is for and what is said in it; `remarks`: about each part of the report, by its name."""
    report = lock(report, seen=seen)
    if report.state != ReportState.PREVIEW:
        raise Refused("This report is no longer a preview, so its words stay as they are. Begin another one.")
    report.commissioner, report.narrative, report.remarks = commissioner, narrative, _said(remarks or {})
    report.save(update_fields=["commissioner", "narrative", "remarks"])
    record("reporting.change", report, by=by)
    report.refresh_from_db()
    return report


@transaction.atomic
def freeze(*, report: Report, seen: int | None = None, by: Actor) -> Job:
    """Have a worker count, draw, and freeze the report (REP-1). One whose period is not over says so on its cover."""
    report = lock(report, seen=seen)
    if report.starts_on > timezone.localdate():
        raise Refused(f"This period begins on {day(report.starts_on)}. There is nothing to count yet.")
    move = advance(report, ReportState.MAKING, by=by)
    job = jobs.start(
        kind=FREEZE,
        title=report.title,
        team=report.team,
        payload={"report": report.pk},
        dedupe_key=f"report:{report.pk}:freeze:{move.pk}",
        by=by,
    )
    record("reporting.freeze", report, by=by, job=job.pk)
    return job


@dataclass(frozen=True)
class Made:
    """What a worker has made of a report: the figures, what is different from the last edition, and the files."""

    figures: Sequence[Figure]
    differences: Sequence[str]
    pdf: bytes
    csv: bytes
    xlsx: bytes
    service: str = ""


@transaction.atomic
def keep_frozen(*, report: Report, made: Made, by: Actor) -> Report:
    """Keep what was made: figures and files, from now on unchangeable. Done once, however often it is called."""
    report = lock(report)
    if report.state == ReportState.FROZEN:
        return report
    again = f", edition {report.edition}" if report.replaces_id else ""
    name = f"{report.title}{again} - {report.team.name}"
    advance(
        report,
        ReportState.FROZEN,
        by=by,
        figures=to_json(made.figures),
        differences=list(made.differences),
        service=made.service,
        definitions_edition=EDITION,
        pdf=keep(content=made.pdf, name=f"{name}.pdf", content_type="application/pdf", team=report.team, by=by),
        csv=keep(content=made.csv, name=f"{name}.csv", content_type=tables.CONTENT_TYPE, team=report.team, by=by),
        xlsx=keep(content=made.xlsx, name=f"{name}.xlsx", content_type=workbook.CONTENT_TYPE, team=report.team, by=by),
    )
    record("reporting.frozen", report, by=by)
    return report


@transaction.atomic
def try_again(*, report: Report, by: Actor) -> Report:
    """Start the making of a report again that failed."""
    report = lock(report)
    job = job_of(report)
    if report.state != ReportState.MAKING or job is None:
        raise Refused("This report is not being made.")
    jobs.start_again(job=job, by=by)
    record("reporting.try_again", report, by=by, job=job.pk)
    return report


@transaction.atomic
def back_to_preview(*, report: Report, seen: int | None = None, by: Actor) -> Report:
    """Give up the making of a report that failed; it is a preview again."""
    report = lock(report, seen=seen)
    job = job_of(report)
    if report.state == ReportState.MAKING and job is not None and job.state != JobState.FAILED:
        raise Refused("This report is still being made. Wait until it is done.")
    advance(report, ReportState.PREVIEW, by=by)
    record("reporting.back_to_preview", report, by=by)
    return report


@transaction.atomic
def make_again(*, report: Report, why: str, seen: int | None = None, by: Actor) -> Report:
    """Begin the next edition of a frozen report, which corrects it and says why and what is different (REP-1).

    Refused while it is not frozen, and where a later edition has been begun already.
    """
    report = lock(report, seen=seen)
    if report.state != ReportState.FROZEN:
        raise Refused("This report is not frozen yet: change it, or freeze it first.")
    if Report.objects.filter(replaces=report).exists():
        raise Refused("A later edition of this report has been begun already.")
    if not why.strip():
        raise Refused("Say why the report is made again.")
    again = Report.objects.create(
        team=report.team,
        title=report.title,
        commissioner=report.commissioner,
        narrative=report.narrative,
        remarks=report.remarks,
        starts_on=report.starts_on,
        ends_on=report.ends_on,
        definitions_edition=EDITION,
        replaces=report,
        edition=report.edition + 1,
        why=why.strip(),
        created_by=by,
    )
    begin(again, by=by)
    record("reporting.make_again", again, by=by, replaces=report.key)
    return again


def _said(remarks: Mapping[str, str]) -> dict[str, str]:
    """Those that say something."""
    return {theme: words for theme, words in remarks.items() if words.strip()}


@transaction.atomic
def mark_sent(*, report: Report, seen: int | None = None, by: Actor) -> Report:
    """Note that a person has sent the frozen report to its commissioner; the product itself sends it nowhere."""
    report = lock(report, seen=seen)
    if report.state != ReportState.FROZEN:
        raise Refused("Freeze the report before it is sent.")
    if report.sent_at is not None:
        raise Refused("This report is already marked as sent.")
    report.sent_at, report.sent_by = timezone.now(), by
    report.save(update_fields=["sent_at", "sent_by"])
    record("reporting.mark_sent", report, by=by)
    report.refresh_from_db()
    return report
