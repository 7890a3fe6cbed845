"""What reports put on the home page (P4): reports due, failed or not yet sent; gaps in the data; whose the data is."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from django.urls import reverse

from families.models import Family
from pitservice.accounts.models import Team
from pitservice.accounts.viewer import Viewer
from pitservice.jobs.enums import JobState
from pitservice.ui.components import Colour, Link, Tag
from pitservice.ui.dates import count
from pitservice.ui.worklist import Item
from reporting import gaps
from reporting.duties import checked_by, checkers, to_look_at
from reporting.enums import ReportState
from reporting.models import DataDuty, Report
from reporting.presenters import duty_href, gap_href, href, left_in_words, state_tag
from reporting.restricted import unseen_gaps
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


def check_items(viewer: Viewer, today: date) -> Sequence[Item]:  # noqa: ARG001 - as every source of items
    """What is missing or contradictory in the whole team, for who checks that kind of data, one item a gap (P87).

    Where nobody who is still here is named, for the clinical lead. Each counts what this colleague may see; what
    neither of the two may see stands with those who are named for the restricted record, family by family.
    """
    known = checkers(viewer)
    asked = checked_by(viewer, known)
    counted = gaps.counts_in_teams(viewer, asked)
    unseen = [_unseen_item(one, family, number) for one, family, number in unseen_gaps(viewer, known)]
    return unseen + [
        _check_item(one, team, counted[one.key][team.pk], by_name=asked[one.about][team.pk])
        for one in gaps.gaps()
        for team in viewer.teams
        if one.key in counted and counted[one.key].get(team.pk)
    ]


def _unseen_item(gap: gaps.Gap, family: Family, number: int) -> Item:
    return Item(
        what=f"To check: {gap.name}",
        whose=f"{count(number, *gap.noun)}, {family.title}",
        action=Link("Open", gap_href(gap, family=family), hidden=f"{gap.name}, {family.title}"),
        mine=True,
        tag=Tag("Restricted", Colour.YELLOW),
        family=(family.pk, family.team_id),
    )


def _check_item(gap: gaps.Gap, team: Team, number: int, *, by_name: bool) -> Item:
    return Item(
        what=f"To check: {gap.name}",
        whose=f"{count(number, *gap.noun)}, {team.name}",
        action=Link("Open", gap_href(gap, team=team), hidden=f"{gap.name}, {team.name}"),
        mine=by_name,
        tag=None if by_name else Tag("Nobody named", Colour.YELLOW),
    )


def duty_items(viewer: Viewer, today: date) -> Sequence[Item]:
    """Rows of the table of who does what that are due, or name somebody who has left, for the clinical lead."""
    return [_duty_item(duty) for duty in to_look_at(viewer, today)]


def _duty_item(duty: DataDuty) -> Item:
    label = duty.get_kind_display()
    return Item(
        what=left_in_words(duty) or "Look again at who enters, checks and analyses",
        whose=f"{label}, {duty.team.name}",
        action=Link("Open", duty_href(duty.team, duty.kind), hidden=label),
        mine=False,
        due=duty.review_on,
    )
