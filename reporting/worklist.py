"""What reports put on the home page (P4): a quarter's report due, one that failed, one frozen and not yet sent."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from django.urls import reverse

from pitservice.accounts.viewer import Viewer
from pitservice.jobs.enums import JobState
from pitservice.ui.components import Colour, Link, Tag
from pitservice.ui.dates import count
from pitservice.ui.worklist import Item
from reporting import gaps
from reporting.enums import ReportState
from reporting.models import Report
from reporting.presenters import gap_href, href, state_tag
from reporting.selectors import job_of, quarters_due, reports

#: A quarter's report is due this long after its end.
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


#: It has an item of its own on the home page.
_SAID_ELSEWHERE = ("outcome",)


def gap_items(viewer: Viewer, today: date) -> Sequence[Item]:  # noqa: ARG001 - as every source of items
    """What is missing or contradictory in the records this colleague answers for, one item a gap (P4, P87)."""
    counted = gaps.counts(viewer, who=viewer.user)
    asked = [one for one in gaps.gaps() if one.key not in _SAID_ELSEWHERE and counted[one.key]]
    return [_gap_item(one, counted[one.key][viewer.user.pk], viewer) for one in asked]


def _gap_item(gap: gaps.Gap, number: int, viewer: Viewer) -> Item:
    action = Link("Open", gap_href(gap, viewer.user), hidden=gap.name)
    return Item(what=gap.name, whose=count(number, *gap.noun), action=action, mine=True)
