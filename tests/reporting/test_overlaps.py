"""Reports of periods that overlap give nothing away by subtraction (REP-1)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import UTC, date, datetime
from itertools import product
from random import Random

import pytest

from pitservice.accounts.enums import RoleName
from pitservice.db.actor import Actor
from pitservice.jobs.actions import work_one
from reporting import actions
from reporting.figures import Figure, from_json
from reporting.indicators import indicator
from reporting.models import Report
from reporting.overlaps import Told, count_of, overlapping, tell, totals_tell
from reporting.periods import Period
from reporting.selectors import figures_of, one_figure
from reporting.suppression import FEW, WITHHELD, protect, shown
from tests.make.accounts import make_team, make_user
from tests.make.reporting import QUARTER, Work

FIRST, SECOND = Period(date(2026, 4, 1), date(2026, 6, 30)), Period(date(2026, 7, 1), date(2026, 9, 30))
BOTH = Period(date(2026, 4, 1), date(2026, 9, 30))
Words = tuple[tuple[str, ...], ...]  # of either half and of both
Table = tuple[tuple[int, ...], ...]  # rows of each group, for each half


def told(table: Table, period: Period) -> Told:
    """What a report of the period says, left to itself."""
    halves = [place for place, half in enumerate((FIRST, SECOND)) if period in (half, BOTH)]
    rows = {
        1000 * half + 100 * group + number: str(group)
        for half in halves
        for group, many in enumerate(table[half])
        for number in range(many)
    }
    counts = [sum(table[half][group] for half in halves) for group in range(len(table[0]))]
    return Told(period, dict(zip(map(str, range(len(counts))), protect(counts), strict=True)), rows)


def read(table: Table, order: Sequence[Period], *, alone: bool = False) -> Words:
    """What the three reports say, frozen in this order, each total first; `alone`: as if none knew of the others."""
    frozen: list[Told] = []
    totals: list[int | None] = []
    words: dict[Period, tuple[str, ...]] = {}
    for period in order:
        one = told(table, period)
        total = shown(len(one.rows))
        if not alone and totals_tell([*frozen, one], [*totals, count_of(total)]):
            total = WITHHELD
        if not alone and (total == WITHHELD or tell([*frozen, one])):
            one = Told(period, dict.fromkeys(one.words, WITHHELD), one.rows)
        totals.append(count_of(total))
        frozen.append(one)
        words[period] = (total, *one.words.values())
    nothing = (WITHHELD,) * (1 + len(table[0]))
    return tuple(words.get(period, nothing) for period in (FIRST, SECOND, BOTH))


def given_away(order: Sequence[Period], groups: int, most: int, *, alone: bool = False) -> list[tuple[Table, Words]]:
    """Tables of which a small count, of a group or in all, of a half or of both, can be got by arithmetic.

    The reader knows what the words of all three reports can stand for, and that the halves make the whole.
    """
    tables = [
        (numbers[:groups], numbers[groups:])
        for numbers in product(range(most + 1), repeat=2 * groups)
        if sum(numbers) <= most
    ]
    by_totals: defaultdict[tuple[int, int], list[Table]] = defaultdict(list)
    for table in tables:
        by_totals[(sum(table[0]), sum(table[1]))].append(table)
    behind: defaultdict[Words, list[Table]] = defaultdict(list)
    for table in tables:
        behind[read(table, order, alone=alone)].append(table)
    found = []
    for words, real in behind.items():
        possible = [table for totals in by_totals for table in _told_by(words, totals, by_totals[totals])]
        columns = [set(column) for column in zip(*map(_numbers, possible), strict=True)]
        if any(len(numbers) == 1 and numbers & {1, 2, 3, 4} for numbers in columns):
            found.append((real[0], words))
    return found


def _told_by(words: Words, totals: tuple[int, int], tables: Sequence[Table]) -> list[Table]:
    """Those of the tables that the words can stand for."""
    if not all(_says(total[0], count) for total, count in zip(words, (*totals, sum(totals)), strict=True)):
        return []
    return [table for table in tables if all(map(_says, [w for said in words for w in said[1:]], _numbers(table)))]


def _says(word: str, count: int) -> bool:
    return word == WITHHELD or (0 < count < 5 if word == FEW else word == str(count))


def _numbers(table: Table) -> list[int]:
    """Each group of either half and of both, then the totals."""
    first, second = table
    both = [one + two for one, two in zip(first, second, strict=True)]
    return [*first, *second, *both, sum(first), sum(second)]


ORDERS = {
    "halves-first": (FIRST, SECOND, BOTH),
    "whole-first": (BOTH, FIRST, SECOND),
    "whole-between": (FIRST, BOTH, SECOND),
    "to-date": (FIRST, BOTH),
}


@pytest.mark.rule("REP-1")
@pytest.mark.parametrize("order", ORDERS)
def test_quarters_and_the_year_to_date_together_tell_no_small_count(order: str) -> None:
    assert not given_away(ORDERS[order], groups=2, most=16)


@pytest.mark.rule("REP-1")
def test_three_groups_tell_none_either() -> None:
    assert not given_away(ORDERS["halves-first"], groups=3, most=11)


@pytest.mark.rule("REP-1")
def test_without_this_care_they_would() -> None:
    assert len(given_away(ORDERS["halves-first"], groups=2, most=14, alone=True)) > 500


def test_periods_that_hang_together_by_shared_days() -> None:
    apart = Period(date(2027, 1, 1), date(2027, 3, 31))

    assert overlapping(FIRST, [FIRST, SECOND, BOTH, apart]) == {SECOND, BOTH}
    assert overlapping(FIRST, [SECOND, apart]) == set()


# What a commissioner holds: reports that were frozen one after the other.

QUARTER_AND_A_MONTH = Period(date(2026, 7, 1), date(2026, 10, 31))


@pytest.fixture
def work() -> Work:
    """A team."""
    team = make_team()
    return Work(team=team, user=make_user(RoleName.ADMINISTRATOR, team), random=Random(1))


def referred(work: Work, month: int, **sources: int) -> None:
    """So many referrals of a month by source."""
    for source, many in sources.items():
        for _ in range(many):
            work.referral(source=source, received_at=datetime(2026, month, 5, 9, tzinfo=UTC))


def frozen(work: Work, period: Period) -> Report:
    """A report of the period, made by a worker."""
    report = actions.add_report(team=work.team, period=period, by=work.user.actor)
    actions.freeze(report=report, by=work.user.actor)
    assert work_one(by=Actor.system("worker"))
    report.refresh_from_db()
    return report


def received(figures: Sequence[Figure]) -> Figure:
    """The referrals of a report."""
    return next(one for one in figures if one.key == "referrals-received")


def shown_by_source(figure: Figure) -> dict[str, str]:
    """How each source reads that had any."""
    breakdown = figure.breakdown("source")
    assert breakdown
    return {cell.key: cell.shown for cell in breakdown.cells if cell.count}


@pytest.mark.django_db
@pytest.mark.rule("REP-1")
def test_a_report_to_date_leaves_out_what_one_could_subtract_the_quarter_from(work: Work) -> None:
    referred(work, 8, gp=9, midwife=8)
    frozen(work, QUARTER)
    referred(work, 10, gp=2, midwife=6)
    report = actions.add_report(team=work.team, period=QUARTER_AND_A_MONTH, by=work.user.actor)

    preview = received(figures_of(report))
    of_list = one_figure(report, indicator("referrals-received"), "source")  # type: ignore[arg-type]  # there is one
    made = received(from_json(frozen(work, QUARTER_AND_A_MONTH).figures or []))

    assert preview.total.shown == made.total.shown == "25"
    for figure in (preview, of_list, made):
        assert figure is not None
        assert shown_by_source(figure) == {"gp": WITHHELD, "midwife": WITHHELD}


@pytest.mark.django_db
@pytest.mark.rule("REP-1")
def test_a_total_that_tells_a_small_one_is_not_shown_and_nothing_under_it(work: Work) -> None:
    referred(work, 8, gp=9)
    frozen(work, QUARTER)
    referred(work, 10, gp=2)

    made = received(from_json(frozen(work, QUARTER_AND_A_MONTH).figures or []))

    assert made.total.shown == WITHHELD
    assert {cell.shown for cut in made.breakdowns for cell in cut.cells} == {WITHHELD}
    assert {share.shown for cut in made.breakdowns for share in cut.shares} == {WITHHELD}


@pytest.mark.django_db
@pytest.mark.rule("REP-1")
def test_a_report_to_date_shows_what_nothing_can_be_got_from(work: Work) -> None:
    referred(work, 8, gp=9, midwife=2, self=7)
    frozen(work, QUARTER)
    referred(work, 10, gp=6, midwife=6, self=9)

    made = received(from_json(frozen(work, QUARTER_AND_A_MONTH).figures or []))

    assert shown_by_source(made) == {"gp": "15", "midwife": "8", "self": "16"}


@pytest.mark.django_db
@pytest.mark.rule("REP-1")
def test_a_month_that_a_quarter_hid_is_hidden_in_a_report_of_the_month(work: Work) -> None:
    referred(work, 7, gp=9)
    referred(work, 8, gp=3)
    referred(work, 9, gp=12)
    quarter = received(from_json(frozen(work, QUARTER).figures or []))
    by_month = quarter.breakdown("month")
    assert by_month
    assert [cell.shown for cell in by_month.cells] == [WITHHELD, "fewer than 5", "12"]

    july = received(from_json(frozen(work, Period(date(2026, 7, 1), date(2026, 7, 31))).figures or []))

    assert july.total.shown == WITHHELD
