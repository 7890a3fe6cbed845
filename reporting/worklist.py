"""What reports put on the home page (P4): a quarter's report due, one that failed, one frozen and not yet sent."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from django.urls import reverse

from pitservice.accounts.viewer import Viewer
from pitservice.jobs.enums import JobState
from pitservice.ui.components import Colour, Link, Tag
from pitservice.ui.worklist import Item
from reporting.enums import ReportState
from reporting.models import Report
from reporting.presenters import href, state_tag
from reporting.selectors import job_of, quarters_due, reports

#: A quarter's report is due this long after its end; commissioners' own dates come with targets.
DUE_AFTER = timedelta(days=30)


def items(viewer: Viewer, today: date) -> Sequence[Item]:
    """Items of the viewer's teams; what they began themselves is theirs."""
    open_reports = reports(viewer).filter(sent_at__isnull=True).exclude(state=ReportState.PREVIEW)
    found = [_item(report, viewer) for report in open_reports]
    return [*_due(viewer, today), *(one for one in found if one)]


def _due(viewer: Viewer, today: date) -> list[Item]:
    action = Link("Begin", reverse("reporting:new"), hidden="the report")
    return [
        Item(
            what=f"Commissioner report for {period.in_words()}",
            whose=team.name,
            action=action,
            mine=False,
            due=period.ends_on + DUE_AFTER,
        )
        for team, period in quarters_due(viewer, today)
    ]


def _item(report: Report, viewer: Viewer) -> Item | None:
    mine = report.created_by == viewer.actor
    if report.state == ReportState.FROZEN:
        action = Link("Download and send", href(report), hidden=report.title)
        return Item(
            what=f"{report.title} is ready", whose=report.team.name, action=action, mine=mine, tag=state_tag(report)
        )
    job = job_of(report)
    if job is None or job.state != JobState.FAILED:
        return None
    action = Link("See why", href(report), hidden=f"{report.title} failed")
    failed = Tag("Failed", Colour.RED)
    what = f"{report.title} could not be made"
    return Item(what=what, whose=report.team.name, action=action, mine=mine, tag=failed, urgent=True)
