"""Beginning, changing, freezing and sending a report."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from random import Random

import pytest
from django.db import IntegrityError, InternalError, transaction
from django.utils import timezone

from pitservice.accounts.enums import Permission, RoleName
from pitservice.db.actor import Actor
from pitservice.db.errors import Refused, Stale
from pitservice.files.models import StoredFile
from pitservice.jobs.actions import LEASE, claim, work_one
from pitservice.jobs.enums import JobState
from pitservice.jobs.models import Job
from referrals.models import Referral
from reporting import actions
from reporting.enums import REPORT_MOVES, ReportState
from reporting.figures import from_json
from reporting.indicators import indicators
from reporting.making import made_words, make
from reporting.models import Report
from reporting.periods import Period, quarter_of
from reporting.selectors import quarters_due
from reporting.worklist import items
from tests.make.accounts import BY, make_team, make_user, viewer_of
from tests.make.reporting import QUARTER, Work

pytestmark = pytest.mark.django_db
WORKER = Actor.system("jobs")


@pytest.fixture
def work() -> Work:
    """A team with a quarter's work."""
    team = make_team()
    made = Work(team=team, user=make_user(RoleName.ADMINISTRATOR, team), random=Random(4), size=10)
    made.make()
    return made


def begun(work: Work, period: Period = QUARTER) -> Report:
    """A report in preview, begun by the team's administrator."""
    return actions.add_report(team=work.team, period=period, commissioner="An ICB", by=work.user.actor)


def frozen(work: Work) -> Report:
    """A report that a worker has made."""
    report = begun(work)
    actions.freeze(report=report, by=work.user.actor)
    assert work_one(by=WORKER)
    report.refresh_from_db()
    return report


def test_a_report_begins_as_a_preview_named_by_its_period(work: Work) -> None:
    report = begun(work)

    assert (report.state, report.title) == (ReportState.PREVIEW, "Report for July to September 2026")
    assert [move.to_state for move in report.moves.all()] == [ReportState.PREVIEW]


@pytest.mark.rule("REP-1")
def test_freezing_keeps_figures_files_and_moves(work: Work) -> None:
    report = frozen(work)

    assert report.state == ReportState.FROZEN
    assert [one.key for one in from_json(report.figures or [])] == [one.key for one in indicators()]
    assert [file.name for file in (report.pdf, report.csv, report.xlsx)] == [  # type: ignore[union-attr]  # it is frozen
        f"{report.title} - {work.team.name}.pdf",
        f"{report.title} - {work.team.name}.csv",
        f"{report.title} - {work.team.name}.xlsx",
    ]
    assert [move.to_state for move in report.moves.all()] == ["preview", "making", "frozen"]
    job = Job.objects.get()
    assert (job.state, job.done, job.total) == (JobState.DONE, len(indicators()) + 3, len(indicators()) + 3)
    assert job.note == "The report is frozen and ready to send."


@pytest.mark.rule("REP-1")
def test_frozen_figures_stay_when_the_records_change(work: Work) -> None:
    report = frozen(work)
    before = [one.total for one in from_json(report.figures or [])]

    Referral.objects.filter(team=work.team).update(received_at=datetime(2020, 1, 1, tzinfo=UTC))
    work.make()
    report.refresh_from_db()

    assert [one.total for one in from_json(report.figures or [])] == before


@pytest.mark.rule("REP-1")
@pytest.mark.parametrize("column", ["narrative", "figures", "state", "starts_on", "pdf", "xlsx", "differences"])
def test_the_database_refuses_to_change_a_frozen_report(work: Work, column: str) -> None:
    report = frozen(work)
    changes: dict[str, object] = {
        "narrative": "New",
        "figures": [],
        "state": "preview",
        "starts_on": "2026-07-02",
        "pdf": None,
        "xlsx": None,
        "differences": ["Other"],
    }

    with pytest.raises((IntegrityError, InternalError)), transaction.atomic():
        Report.objects.filter(pk=report.pk).update(**{column: changes[column]})


def test_a_period_that_has_not_begun_is_not_frozen(work: Work) -> None:
    report = begun(work, quarter_of(timezone.localdate() + timedelta(days=100)))

    with pytest.raises(Refused, match="There is nothing to count yet"):
        actions.freeze(report=report, by=BY)


def test_a_report_frozen_before_its_period_is_over_says_so(work: Work) -> None:
    assert "The period was not over" in made_words(begun(work, quarter_of(timezone.localdate())))
    assert "The period was not over" not in made_words(begun(work))


def test_freezing_twice_makes_one_job(work: Work) -> None:
    report = begun(work)
    actions.freeze(report=report, by=BY)

    with pytest.raises(Refused, match="cannot become"):
        actions.freeze(report=report, by=BY)

    assert Job.objects.count() == 1


@pytest.mark.rule("REP-1")
def test_a_worker_that_dies_leaves_the_report_to_the_next_one_and_it_is_made_once(work: Work) -> None:
    report = begun(work)
    actions.freeze(report=report, by=BY)
    died = claim(by=WORKER)
    assert died is not None
    assert not work_one(by=WORKER)  # the lease holds

    Job.objects.filter(pk=died.pk).update(lease_until=timezone.now() - timedelta(seconds=1))
    assert work_one(by=WORKER)
    assert make(died) == "The report was made already."  # the dead one wakes up late

    report.refresh_from_db()
    assert report.state == ReportState.FROZEN
    assert StoredFile.objects.exclude(name="a.pdf").count() == 3
    assert timedelta(seconds=300) < LEASE


def test_a_job_that_failed_is_said_and_can_be_tried_again_or_given_up(work: Work) -> None:
    report = begun(work)
    job = actions.freeze(report=report, by=work.user.actor)
    with pytest.raises(Refused, match="still being made"):
        actions.back_to_preview(report=report, by=BY)
    Job.objects.filter(pk=job.pk).update(state=JobState.FAILED, note="It did not work.")
    viewer = viewer_of(work.user, Permission.SEE_REPORTS)

    said = [(one.what, one.urgent) for one in items(viewer, QUARTER.ends_on) if one.mine]
    actions.try_again(report=report, by=BY)
    again = Job.objects.get(pk=job.pk).state
    Job.objects.filter(pk=job.pk).update(state=JobState.FAILED)
    given_up = actions.back_to_preview(report=report, by=BY)

    assert said == [("Report for July to September 2026 could not be made", True)]
    assert (again, given_up.state) == (JobState.QUEUED, ReportState.PREVIEW)


def test_words_change_only_in_a_preview_and_never_over_somebody_elses(work: Work) -> None:
    report = begun(work)
    changed = actions.change_report(report=report, commissioner="B", narrative="Words", seen=1, by=BY)

    with pytest.raises(Stale):
        actions.change_report(report=report, commissioner="C", narrative="", seen=1, by=BY)
    actions.freeze(report=report, by=BY)
    with pytest.raises(Refused, match="no longer a preview"):
        actions.change_report(report=report, commissioner="C", narrative="", by=BY)

    assert changed.commissioner == "B"


def test_sent_is_noted_once_and_only_of_a_frozen_report(work: Work) -> None:
    with pytest.raises(Refused, match="Freeze the report before it is sent"):
        actions.mark_sent(report=begun(work), by=BY)
    report = frozen(work)
    viewer = viewer_of(work.user, Permission.SEE_REPORTS)
    ready = [one.what for one in items(viewer, QUARTER.ends_on) if one.mine]

    sent = actions.mark_sent(report=report, by=work.user.actor)
    with pytest.raises(Refused, match="already marked"):
        actions.mark_sent(report=report, by=BY)

    assert ready == ["Report for July to September 2026 is ready"]
    assert sent.sent_by == work.user.actor
    assert [one.what for one in items(viewer, QUARTER.ends_on) if one.mine] == []


@pytest.mark.parametrize(
    ("columns", "name"),
    [
        ({"state": "frozen"}, "report_frozen"),
        ({"ends_on": "2020-01-01"}, "report_period"),
        ({"sent_at": timezone.now()}, "report_sent"),
        ({"sent_at": timezone.now(), "sent_by": BY}, "report_sent_frozen"),
    ],
)
def test_the_database_refuses_nonsense(work: Work, columns: dict[str, object], name: str) -> None:
    report = begun(work)

    with pytest.raises(IntegrityError, match=name):
        Report.objects.filter(pk=report.pk).update(**columns)


@pytest.mark.rule("P4")
def test_a_quarters_report_is_due_until_it_is_frozen(work: Work) -> None:
    october = QUARTER.ends_on + timedelta(days=3)
    work.referral(received_at=datetime(2026, 8, 3, tzinfo=UTC))
    viewer = viewer_of(work.user, Permission.SEE_REPORTS)
    stranger = viewer_of(make_user(RoleName.ADMINISTRATOR), Permission.SEE_REPORTS)

    before = quarters_due(viewer, october)
    said = [one.what for one in items(viewer, october)]
    frozen(work)

    assert before == [(work.team, QUARTER)]
    assert said == ["Commissioner report for July to September 2026"]
    assert quarters_due(viewer, october) == []
    assert quarters_due(stranger, october) == []


def test_every_state_is_reachable_and_frozen_is_the_end() -> None:
    assert REPORT_MOVES.reachable() == set(ReportState.values)
    assert REPORT_MOVES.ends == {ReportState.FROZEN}


@pytest.mark.rule("REP-1")
def test_the_next_edition_says_why_and_what_is_different_and_the_last_one_stays(work: Work) -> None:
    for _ in range(9):
        work.referral(source="gp", received_at=datetime(2026, 8, 3, 9, tzinfo=UTC))
    first = frozen(work)
    was = next(one for one in from_json(first.figures or []) if one.key == "referrals-received").total.count
    work.referral(source="gp", received_at=datetime(2026, 8, 4, 9, tzinfo=UTC))

    second = actions.make_again(report=first, why="A referral was entered late.", by=work.user.actor)
    actions.freeze(report=second, by=work.user.actor)
    assert work_one(by=WORKER)
    second.refresh_from_db()
    first.refresh_from_db()

    assert (second.edition, second.title, second.differences != []) == (2, first.title, True)
    said = next(one for one in second.differences if one.startswith("Referrals received,"))
    assert f"in all: {was + 1} (was {was})" in said
    assert said.endswith("Records were entered or dated into the period since.")
    assert all(one.startswith("Referrals received") for one in second.differences)
    assert next(one for one in from_json(first.figures or []) if one.key == "referrals-received").total.count == was
    with pytest.raises(Refused, match="later edition"):
        actions.make_again(report=first, why="Again", by=BY)


def test_only_a_frozen_report_is_made_again_and_with_a_reason(work: Work) -> None:
    with pytest.raises(Refused, match="not frozen"):
        actions.make_again(report=begun(work), why="Wrong", by=BY)
    with pytest.raises(Refused, match="Say why"):
        actions.make_again(report=frozen(work), why=" ", by=BY)


def test_what_is_said_about_a_part_is_kept_where_it_says_something(work: Work) -> None:
    report = actions.change_report(
        report=begun(work), commissioner="", narrative="", remarks={"Waiting": "Shorter.", "Consultation": " "}, by=BY
    )

    assert report.remarks == {"Waiting": "Shorter."}
