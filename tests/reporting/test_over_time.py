"""XmR charts by the NHS Making data count rules: in the arithmetic, and in every output."""

from __future__ import annotations

import csv
import io
from datetime import UTC, date, datetime
from random import Random
from xml.etree import ElementTree

import pytest
from django.urls import reverse
from pypdf import PdfReader

from pitservice.accounts.enums import RoleName
from pitservice.db.actor import Actor
from pitservice.jobs.actions import work_one
from reporting import actions, chart
from reporting.figures import Figure
from reporting.models import Report
from reporting.periods import months_until
from reporting.selectors import figures_of
from reporting.spc import ABOVE, BELOW, NEAR, OUTSIDE, TREND, Spc, spc_of
from tests.make.accounts import client_of, make_team, make_user
from tests.make.reporting import Work

pytestmark = pytest.mark.rule("REP-1")


def chart_of(*counts: int) -> Spc:
    """The chart of months with these counts."""
    found = spc_of([(f"Month {place}", count) for place, count in enumerate(counts)])
    assert found
    return found


def places(spc: Spc, rule: str) -> list[int]:
    """The months to which a rule applies."""
    return [place for place, point in enumerate(spc.points) if rule in point.rules]


def test_mean_and_limits() -> None:
    spc = chart_of(*[10, 14] * 6)

    assert (spc.mean, spc.lower, spc.upper) == (12, pytest.approx(12 - 2.66 * 4), pytest.approx(12 + 2.66 * 4))
    assert chart_of(*[0, 9] * 6).lower == 0
    assert spc_of([("July 2026", 3)] * 11) is None


@pytest.mark.parametrize(
    ("counts", "rule", "found"),
    [
        ([10, 11] * 6 + [30], OUTSIDE, [12]),
        ([10, 11] * 6, OUTSIDE, []),
        ([9, 10] * 4 + [13] * 7, BELOW, [*range(8)]),
        ([9, 10] * 4 + [13] * 7, ABOVE, [*range(8, 15)]),
        ([9, 10] * 4 + [13] * 6 + [9, 13, 13], ABOVE, []),
        ([5, 6] * 3 + [4, 5, 6, 7, 8, 9, 10], TREND, [*range(6, 13)]),
        ([5, 6] * 4 + [5, 6, 7, 8, 9, 10, 10], TREND, []),
        ([10, 12] * 6 + [17, 10, 17], NEAR, [12, 14]),
        ([10, 12] * 6 + [17, 10, 10, 17], NEAR, []),
        ([7] * 12, OUTSIDE, []),
    ],
)
def test_each_rule(counts: list[int], rule: str, found: list[int]) -> None:
    assert places(chart_of(*counts), rule) == found


def test_the_chart_has_a_mark_for_each_month_and_larger_ones_for_what_is_unusual() -> None:
    spc = chart_of(*[10, 11] * 6, 30)

    svg = chart.draw_over_time(spc).decode()

    root = ElementTree.fromstring(svg)  # noqa: S314 - we drew it ourselves
    marks = [
        one.get("fill") for one in root.iter("{http://www.w3.org/2000/svg}path") if one.get("role") == "graphics-symbol"
    ]
    assert len([fill for fill in marks if fill and fill != "none"]) >= len(spc.points)
    for forbidden in ("<script", "<style", "style=", "href", "url(", "onload", "<foreignObject"):
        assert forbidden not in svg
    assert "Month 12: 30, outside the limits." in chart.over_time_in_words("Referrals", spc)


@pytest.mark.parametrize(
    ("day", "first", "last"),
    [
        (date(2026, 9, 30), date(2024, 10, 1), date(2026, 9, 30)),
        (date(2026, 9, 29), date(2024, 9, 1), date(2026, 8, 31)),
        (date(2026, 1, 1), date(2024, 1, 1), date(2025, 12, 31)),
    ],
)
def test_whole_months_until_a_day(day: date, first: date, last: date) -> None:
    assert months_until(day, 24).days == (first, last)


def made(counts: dict[tuple[int, int], int]) -> Work:
    """A team with so many referrals in each month."""
    team = make_team()
    work = Work(team=team, user=make_user(RoleName.ADMINISTRATOR, team), random=Random(1))
    for (year, month), count in counts.items():
        for _ in range(count):
            work.referral(source="gp", received_at=datetime(year, month, 14, 9, tzinfo=UTC), state="received")
    return work


LAST_YEAR = {(2025, month): 6 for month in (10, 11, 12)} | {(2026, month): 7 for month in range(1, 10)}


def received(report: Report) -> Figure:
    """The figure of referrals received."""
    return next(one for one in figures_of(report) if one.key == "referrals-received")


@pytest.mark.django_db
def test_the_months_are_the_same_in_every_output_and_the_chart_is_frozen() -> None:
    work = made(LAST_YEAR)
    report = work.report()
    preview = received(report)
    actions.freeze(report=report, by=work.user.actor)
    assert work_one(by=Actor.system("jobs"))
    report.refresh_from_db()
    client = client_of(work.user)

    def got(name: str, *more: str) -> bytes:
        return client.get(reverse(f"reporting:{name}", args=[report.key, *more])).content

    rows = csv.DictReader(io.StringIO(got("csv").decode("utf-8-sig")))
    months = [(row["Group"], row["Figure"]) for row in rows if row["Breakdown"] == "Over time"]
    page, pdf = got("report").decode(), PdfReader(io.BytesIO(got("pdf")))
    printed = " ".join(" ".join(one.extract_text() for one in pdf.pages).split())
    spc = received(report).over_time
    assert spc
    assert spc == preview.over_time
    assert months == [*spc.numbers]
    assert [point.count for point in spc.points] == [*LAST_YEAR.values()]
    for name, number in spc.numbers:
        assert f"{name} {number}" in printed
        assert name in page
    assert b"<svg" in got("chart", "referrals-received", "over-time")
    assert client.get(reverse("reporting:chart", args=[report.key, "wait-first", "over-time"])).status_code == 404


@pytest.mark.django_db
@pytest.mark.parametrize("month", [(2025, 11), (2026, 9)])
def test_a_month_with_a_small_count_is_never_drawn(month: tuple[int, int]) -> None:
    assert received(made(LAST_YEAR).report()).over_time
    assert received(made(LAST_YEAR | {month: 3}).report()).over_time is None
    assert received(made(LAST_YEAR | {month: 0}).report()).over_time


@pytest.mark.django_db
def test_a_month_that_a_report_hid_is_not_drawn_by_the_next_though_a_late_entry_made_it_larger() -> None:
    work = made(LAST_YEAR | {(2026, 5): 4})
    spring = work.report(starts_on=date(2026, 4, 1), ends_on=date(2026, 6, 30))
    actions.freeze(report=spring, by=work.user.actor)
    assert work_one(by=Actor.system("jobs"))
    work.referral(received_at=datetime(2026, 5, 14, 9, tzinfo=UTC), state="received")

    assert received(work.report()).over_time is None


@pytest.mark.django_db
def test_what_was_hidden_stays_hidden_in_the_next_edition_and_beside_the_next_period() -> None:
    work = made({})
    for source, count in (("gp", 3), ("midwife", 8), ("self", 20)):
        for _ in range(count):
            work.referral(source=source, received_at=datetime(2026, 8, 3, 9, tzinfo=UTC), state="received")
    first = work.report()
    actions.freeze(report=first, by=work.user.actor)
    assert work_one(by=Actor.system("jobs"))
    first.refresh_from_db()
    for _ in range(2):
        work.referral(source="gp", received_at=datetime(2026, 8, 4, 9, tzinfo=UTC), state="received")
    second = actions.make_again(report=first, why="Two came late.", by=work.user.actor)
    after = work.report(starts_on=date(2026, 10, 1), ends_on=date(2026, 12, 31))

    told = {cell.key: cell.shown for cell in received(second).breakdown("source").cells if cell.count}  # type: ignore[union-attr]  # it has one
    beside = {cell.key: cell.before for cell in received(after).breakdown("source").cells}  # type: ignore[union-attr]  # it has one
    assert told == {"gp": "not shown", "midwife": "not shown", "self": "20"}
    assert [beside[key] for key in told] == ["not shown", "not shown", "20"]
