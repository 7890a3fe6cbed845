"""Every figure equals an independent reckoning, and the list behind it is as long as it says (REP-1)."""

from __future__ import annotations

import copy
from datetime import UTC, date, datetime
from random import Random

import pytest

from caseload.enums import AppointmentState
from pitservice.accounts.enums import Permission
from pitservice.accounts.models import Team
from referrals.enums import ReferralState
from reporting.figures import Breakdown, Figure, compute, figure_of, from_json, to_json
from reporting.indicators import indicator, indicators
from reporting.indicators.base import number
from reporting.suppression import WITHHELD
from tests.make.accounts import make_team, make_user, viewer_of
from tests.make.reporting import QUARTER, Work
from tests.reporting.oracle import Oracle

pytestmark = pytest.mark.django_db


def work_of(team: Team, seed: int = 0, size: int = 12) -> Work:
    """A maker of rows for a team."""
    return Work(team=team, user=make_user(team=team), random=Random(seed), size=size)


def decided_at(work: Work, made: datetime, in_time: bool | None) -> None:
    """A decision to put on the waiting list, in force."""
    in_force = {"outcome": "waiting_list", "reason": "", "taken_back_at": None, "taken_back_by": None}
    work.decision(work.referral(), **in_force, in_time=in_time, created_at=made)


def counts_of(figures: list[Figure]) -> dict[tuple[str, str, str], int]:
    """Every count, by indicator, cut and group."""
    totals = {(one.key, "", ""): one.total.count for one in figures}
    cells = {
        (one.key, cut.key, cell.key): cell.count for one in figures for cut in one.breakdowns for cell in cut.cells
    }
    return totals | cells


def of_each_group(cut: Breakdown) -> dict[str, str]:
    """What is said of each group besides its count."""
    return {value.name: value.shown for value in cut.shares if value.key == "each"}


def expected_of_each_group(oracle: Oracle, key: str, cut: Breakdown) -> dict[str, str]:
    """The same by the oracle: medians where the group's count is shown, sums where every count is."""
    expected = {}
    for each in indicator(key).cut(cut.key).each:  # type: ignore[union-attr]  # the figure came out of it
        all_shown = not any(cell.is_hidden for cell in cut.cells)
        for cell in cut.cells:
            if each.adds_up:
                words = number(oracle.sums[(key, each.key, cell.key)]) if all_shown else WITHHELD
            else:
                words = WITHHELD if cell.is_hidden else number(oracle.each.get((key, cut.key, cell.key)))
            expected[f"{each.name}: {cell.name}"] = words
    return expected


@pytest.mark.rule("REP-1")
@pytest.mark.parametrize("seed", range(30))
def test_figures_equal_a_reckoning_in_plain_python(seed: int) -> None:
    team, other = make_team(), make_team()
    work_of(team, seed, size=4 + seed // 2).make()
    work_of(other, seed + 1000).make()

    figures = compute({team.pk}, QUARTER)

    oracle = Oracle(team, QUARTER.starts_on, QUARTER.ends_on)
    found = counts_of(figures)
    assert {key: count for key, count in found.items() if count} == {k: n for k, n in oracle.counts.items() if n}
    for figure in figures:
        for value in figure.values:
            expected = number(oracle.values[(figure.key, value.key)])
            hidden = 0 < figure.total.count < 5
            assert (figure.key, value.key, value.shown) == (figure.key, value.key, WITHHELD if hidden else expected)
        for cut in figure.breakdowns:
            assert sum(cell.count for cell in cut.cells) == figure.total.count
            assert of_each_group(cut) == expected_of_each_group(oracle, figure.key, cut)


@pytest.mark.rule("REP-1")
@pytest.mark.parametrize("seed", range(5))
def test_the_list_behind_every_number_is_as_long_as_it_says(seed: int) -> None:
    team = make_team()
    work_of(team, seed, size=20).make()
    viewer = viewer_of(make_user(team=team), Permission.SEE_REPORTS)

    for one in indicators():
        figure = figure_of(one, {team.pk}, QUARTER, with_rows=True)
        rows = one.rows({team.pk}, QUARTER)
        assert rows.visible_to(viewer).count() == figure.total.count == len(figure.ids())
        assert set(rows.values_list("pk", flat=True)) == set(figure.ids())
        for cut in one.cuts:
            for cell in figure.breakdown(cut.key).cells:  # type: ignore[union-attr]  # the indicator has this cut
                listed = one.in_group(rows, cut, cell.key, QUARTER).visible_to(viewer)
                assert listed.count() == cell.count
                assert sorted(listed.values_list("pk", flat=True)) == sorted(figure.ids(cut.key, cell.key))


@pytest.mark.rule("REP-1")
def test_a_session_half_an_hour_into_the_month_belongs_to_it_though_utc_is_still_in_the_last() -> None:
    work = work_of(make_team())
    family = work.family()
    work.appointment(
        work.episode(family), starts=datetime(2026, 6, 30, 23, 30, tzinfo=UTC), state=AppointmentState.ATTENDED
    )
    work.appointment(
        work.episode(family), starts=datetime(2026, 9, 30, 23, 30, tzinfo=UTC), state=AppointmentState.ATTENDED
    )

    found = {key: n for key, n in counts_of(compute({work.team.pk}, QUARTER)).items() if n}

    assert found == {
        ("appointments", "", ""): 1,
        ("appointments", "attendance", "attended"): 1,
        ("appointments", "month", "2026-07"): 1,
        ("appointments", "length", "60"): 1,
        ("families-seen", "", ""): 1,
        ("families-seen", "ethnicity", "not_known"): 1,
        ("caseload", "", ""): 2,
        ("caseload", "seen", "seen"): 1,
        ("caseload", "seen", "not_seen"): 1,
        ("caseload", "ethnicity", "not_known"): 2,
    }


@pytest.mark.rule("REP-1")
def test_referrals_recorded_before_are_received_and_never_decided() -> None:
    work = work_of(make_team())
    work.referral(state=ReferralState.RECORDED_BEFORE, source="gp", received_at=datetime(2026, 8, 3, 9, tzinfo=UTC))

    found = {key: n for key, n in counts_of(compute({work.team.pk}, QUARTER)).items() if n}

    assert found == {
        ("referrals-received", "", ""): 1,
        ("referrals-received", "source", "gp"): 1,
        ("referrals-received", "month", "2026-08"): 1,
        ("referrals-received", "age", "not_known"): 1,
        ("referrals-received", "ethnicity", "not_known"): 1,
        ("referrals-received", "area", "not_known"): 1,
        ("referrals-received", "health-visitor", "not_told"): 1,
        ("referrals-received", "gp", "not_told"): 1,
        ("referrals-received", "self-referrals", "others"): 1,
    }


@pytest.mark.rule("SCR-2")
def test_the_share_decided_in_time_is_out_of_those_with_a_due_date() -> None:
    work = work_of(make_team())
    made = datetime(2026, 8, 3, 9, tzinfo=UTC)
    for in_time in [True] * 9 + [False] * 6 + [None] * 5:
        work.decision(
            work.referral(),
            outcome="waiting_list",
            reason="",
            in_time=in_time,
            created_at=made,
            taken_back_at=None,
            taken_back_by=None,
        )

    decided = indicator("decisions-made")
    assert decided
    cut = figure_of(decided, {work.team.pk}, QUARTER).breakdown("in-time")

    assert cut is not None
    assert ([cell.shown for cell in cut.cells], cut.shares[0].shown) == (["9", "6", "5"], "60%")


@pytest.mark.rule("REP-1")
def test_a_share_of_a_hidden_count_is_not_shown() -> None:
    work = work_of(make_team())
    made = datetime(2026, 8, 3, 9, tzinfo=UTC)
    for in_time in [True] * 9 + [False] * 3:
        work.decision(
            work.referral(),
            outcome="waiting_list",
            reason="",
            in_time=in_time,
            created_at=made,
            taken_back_at=None,
            taken_back_by=None,
        )

    decided = indicator("decisions-made")
    assert decided
    cut = figure_of(decided, {work.team.pk}, QUARTER).breakdown("in-time")

    assert cut is not None
    assert cut.shares[0].shown == WITHHELD


def test_figures_survive_being_frozen() -> None:
    work = work_of(make_team(), seed=7)
    work.make()
    figures = [figure_of(one, {work.team.pk}, QUARTER, with_rows=True) for one in indicators()]

    again = from_json(to_json(figures))

    assert to_json(again) == to_json(figures)
    assert [one.total for one in again] == [one.total for one in figures]


@pytest.mark.rule("P81")
def test_a_report_frozen_when_a_breakdown_had_one_share_is_still_read() -> None:
    work = work_of(make_team(), seed=7)
    work.make()
    decided = next(one for one in indicators() if one.key == "decisions-made")
    now = to_json([figure_of(decided, {work.team.pk}, QUARTER)])
    then = copy.deepcopy(now)
    for one in then[0]["breakdowns"]:
        one["share"] = next(iter(one.pop("shares")), None)

    again = from_json(then)

    assert [[share.shown for share in cut.shares] for cut in again[0].breakdowns] == [
        [share["shown"] for share in one["shares"][:1]] for one in now[0]["breakdowns"]
    ]
    assert any(cut.shares for cut in again[0].breakdowns)


def test_every_indicator_says_what_it_counts_and_by_which_date() -> None:
    for one in indicators():
        assert one.definition.endswith(".")
        assert one.date_rule.endswith(".")
        assert len({cut.key for cut in one.cuts}) == len(one.cuts)
        for cut in one.cuts:
            names = [name for _, name in cut.groups(QUARTER)] + [share.name for share in cut.shares]
            assert len(set(names)) == len(names)
    assert len({one.key for one in indicators()}) == len(indicators()) >= 8


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (date(2026, 8, 15), "July to September 2026 (quarter 2 of 2026/27)"),
        (date(2027, 1, 1), "January to March 2027 (quarter 4 of 2026/27)"),
        (date(2026, 4, 1), "April to June 2026 (quarter 1 of 2026/27)"),
        (date(2099, 12, 31), "October to December 2099 (quarter 3 of 2099/00)"),
    ],
)
def test_quarters_of_the_financial_year_in_words(day: date, words: str) -> None:
    from reporting.periods import quarter_in_words, quarter_of

    assert quarter_in_words(quarter_of(day)) == words
