"""Capacity over some weeks and CAPA's arithmetic, by the examples of its own (CAP-1; domain.md §7.1 and §7.2)."""

from __future__ import annotations

from decimal import Decimal

import pytest

from caseload.capa import Balance, Flow, Hours, first_slots, multiplier, needed, offered, slot_hours
from caseload.rules import group_hours

pytestmark = pytest.mark.rule("CAP-1")
D = Decimal


def test_the_example_of_a_part_time_week() -> None:
    week = Hours(1, 4, contracted=D("22.5"), protected=D(3), groups=group_hours(D(2)))

    assert (slot_hours(4), week.left, week.slots) == (D("1.875"), D("15.5"), 8)


def test_leave_is_off_and_a_quarter_is_averaged_over_its_weeks() -> None:
    quarter = Hours(13, 4, contracted=D("292.5"), leave=D("22.5"), protected=D(36))

    assert (quarter.left, quarter.slots) == (D(234), 9)  # 124.8 slots in 13 weeks are 9.6
    assert quarter.full_time == D("0.6")
    assert Hours(1, 4, contracted=D(7), leave=D(7), groups=D(4)).slots == 0


def test_whole_slots_stay_whole_over_thirteen_weeks() -> None:
    assert Hours(13, 4, contracted=D(195), protected=D(0)).slots == 8


@pytest.mark.parametrize(
    ("half_day", "weeks", "sessions", "each"),
    [
        ("2", "11.25", "7.5", "3.0"),
        ("1.5", "11.25", "7.5", "2.3"),
        ("1.5", "11.5", "7.5", "2.3"),
        ("1", "11.5", "10", "1.2"),  # home visits: "about 1"
    ],
)
def test_the_multiplier_of_capa(half_day: str, weeks: str, sessions: str, each: str) -> None:
    found = multiplier(D(half_day), D(weeks), D(sessions))

    assert found.quantize(D("0.1"), rounding="ROUND_HALF_UP") == D(each)


@pytest.mark.parametrize(("accepted", "slots"), [(0, 0), (13, 1), (14, 2), (39, 3)])
def test_first_appointments_are_as_many_as_are_accepted_in_a_week(accepted: int, slots: int) -> None:
    assert first_slots(accepted) == slots


@pytest.mark.parametrize("percent", [66, 70])
def test_a_quarter_needs_eight_to_nine_times_the_accepted_of_a_week(percent: int) -> None:
    a_week = 4

    assert D("8.5") * a_week <= needed(D(a_week * 13), D(percent)) <= D("9.1") * a_week


@pytest.mark.parametrize("core", [35, 40])
def test_one_full_time_practitioner_takes_on_ten_to_twelve_and_so_answers_one_accepted_a_week(core: int) -> None:
    found = offered(D(1), core, multiplier(D(2), D("11.25"), D("7.5")))

    assert 10 <= found <= 12
    assert found >= needed(D(13), D(68))


def test_what_is_measured_takes_the_place_of_what_capa_begins_with() -> None:
    little, enough = Flow(8, 6, 4, 4, 4, 40), Flow(8, 6, 5, 4, 5, 40)

    assert (little.transfer_percent(68), little.sessions(D("7.5"))) == (D(68), D("7.5"))
    assert (enough.transfer_percent(68), enough.sessions(D("7.5"))) == (D(80), D(8))


@pytest.mark.parametrize(
    ("asked", "there", "said"),
    [
        ("8.2", "8.9", "1 family more each quarter than can be taken on: the wait for work grows."),
        ("12", "10.5", "2 families more each quarter than can be taken on: the wait for work grows."),
        ("9", "9.9", "As many can be taken on as need it: the wait for work stays as it is."),
        ("8.1", "10", "Room for 1 more family each quarter: the wait for work can shrink."),
        ("0", "10.5", "Room for 10 more families each quarter: the wait for work can shrink."),
    ],
)
def test_the_balance_in_words(asked: str, there: str, said: str) -> None:
    assert str(Balance.of(D(asked), D(there))) == said
