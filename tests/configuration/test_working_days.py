"""Working days by nation and by team: the vectors of the gov.uk list (domain.md §8)."""

from __future__ import annotations

from datetime import date

import pytest

from pitservice.accounts.actions import add_team
from pitservice.accounts.enums import Nation
from pitservice.configuration.actions import set_day
from pitservice.configuration.selectors import holidays_of, next_check
from pitservice.configuration.working_days import add_working_days, bank_holidays, is_working, working_days_between
from tests.make.accounts import BY

VECTORS = (
    # received, England and Wales, Scotland, Northern Ireland
    ("2026-07-10", "2026-07-17", "2026-07-17", "2026-07-20"),
    ("2026-07-31", "2026-08-07", "2026-08-10", "2026-08-07"),
    ("2026-08-28", "2026-09-07", "2026-09-04", "2026-09-07"),
    ("2026-11-27", "2026-12-04", "2026-12-07", "2026-12-04"),
    ("2026-12-24", "2027-01-05", "2027-01-06", "2027-01-05"),
    ("2027-03-25", "2027-04-05", "2027-04-02", "2027-04-05"),
    ("2027-04-30", "2027-05-10", "2027-05-10", "2027-05-10"),
)
CASES = [
    (received, nation, due)
    for received, england, scotland, northern_ireland in VECTORS
    for nation, due in (
        (Nation.ENGLAND, england),
        (Nation.WALES, england),
        (Nation.SCOTLAND, scotland),
        (Nation.NORTHERN_IRELAND, northern_ireland),
    )
]


@pytest.mark.rule("SCR-2")
@pytest.mark.parametrize(("received", "nation", "due"), CASES)
def test_due_five_working_days_after_receipt(received: str, nation: Nation, due: str) -> None:
    assert add_working_days(date.fromisoformat(received), 5, bank_holidays(nation)) == date.fromisoformat(due)


def test_received_at_a_weekend_counts_from_monday() -> None:
    assert add_working_days(date(2026, 11, 21), 5, frozenset()) == date(2026, 11, 27)


def test_days_between_are_counted_both_ways() -> None:
    friday, monday = date(2026, 11, 20), date(2026, 11, 23)

    assert (working_days_between(friday, monday, frozenset()), working_days_between(monday, friday, frozenset())) == (
        1,
        -1,
    )
    assert working_days_between(monday, monday, frozenset()) == 0


@pytest.mark.rule("SCR-2")
@pytest.mark.django_db
def test_a_team_closes_days_and_opens_days_of_its_own_alone() -> None:
    north = add_team(name="North", slug="north", nation=Nation.SCOTLAND, by=BY)
    south = add_team(name="South", slug="south", nation=Nation.SCOTLAND, by=BY)
    st_andrew, closed = date(2026, 11, 30), date(2026, 12, 1)

    set_day(team=north, day=st_andrew, closed=False, why="We work on St Andrew's Day", by=BY)
    set_day(team=north, day=closed, closed=True, why="Away day", by=BY)

    assert (is_working(st_andrew, holidays_of(north)), is_working(closed, holidays_of(north))) == (True, False)
    assert (is_working(st_andrew, holidays_of(south)), is_working(closed, holidays_of(south))) == (False, True)


@pytest.mark.rule("WL-2")
@pytest.mark.django_db
@pytest.mark.parametrize(
    ("today", "due"),
    [
        ("2026-11-25", "2026-12-23"),  # a Wednesday, four weeks on
        ("2026-11-28", "2026-12-29"),  # four weeks on: Saturday, Sunday, and the day after, kept for Boxing Day
        ("2026-11-27", "2026-12-29"),  # Christmas Day itself
    ],
)
def test_a_holding_check_falls_due_on_a_day_on_which_somebody_works(today: str, due: str) -> None:
    team = add_team(name="North", slug="north", nation=Nation.ENGLAND, by=BY)

    assert next_check(team, date.fromisoformat(today)) == date.fromisoformat(due)


@pytest.mark.rule("WL-2")
@pytest.mark.django_db
def test_a_holding_check_does_not_fall_due_on_a_day_the_team_is_closed() -> None:
    team = add_team(name="North", slug="north", nation=Nation.ENGLAND, by=BY)
    set_day(team=team, day=date(2026, 12, 23), closed=True, why="Away day", by=BY)

    assert next_check(team, date(2026, 11, 25)) == date(2026, 12, 24)
