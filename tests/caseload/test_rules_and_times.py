"""What follows from what is recorded, and wall time over both changes of the clocks."""

from __future__ import annotations

from datetime import UTC, date, datetime, time

import pytest
from django.utils import timezone

from caseload.enums import EndReason, EpisodeState
from caseload.rules import Engagement, Progress, may_follow_up, months_after
from caseload.times import day_bounds, moment_at, reminder_moment
from pitservice.configuration.enums import FollowUpPolicy
from pitservice.db.errors import Refused


@pytest.mark.rule("ENG-1")
@pytest.mark.parametrize(
    ("attempts", "days", "reached"), [(0, 0, False), (4, 41, False), (5, 1, True), (1, 42, True), (9, 99, True)]
)
def test_the_limit_of_attempts_is_by_number_or_by_days(attempts: int, days: int, reached: bool) -> None:
    engagement = Engagement(attempts, days, attempts_limit=5, days_limit=42)

    assert engagement.reached is reached


@pytest.mark.rule("END-1")
@pytest.mark.parametrize(
    ("sessions", "reviews", "due", "used"),
    [(0, 0, False, False), (2, 0, False, False), (3, 0, True, False), (3, 1, False, False), (6, 0, False, True)],
)
def test_a_review_is_due_mid_way_and_the_agreed_sessions_run_out(
    sessions: int, reviews: int, due: bool, used: bool
) -> None:
    progress = Progress(EpisodeState.INTERVENTION, sessions, 6, reviews)

    assert (progress.review_due, progress.reached) == (due, used)


@pytest.mark.rule("END-1")
def test_nothing_is_due_once_the_ending_has_begun() -> None:
    progress = Progress(EpisodeState.ENDING, 6, 6)

    assert (progress.review_due, progress.reached) == (False, False)


@pytest.mark.rule("FUP-1")
@pytest.mark.rule("P63")
@pytest.mark.parametrize(
    ("policy", "reason", "agreed", "due"),
    [
        (FollowUpPolicy.ALL, EndReason.COMPLETED, True, True),
        (FollowUpPolicy.CHOSEN, EndReason.MOVED, True, True),
        (FollowUpPolicy.ALL, EndReason.COMPLETED, False, False),
        (FollowUpPolicy.OFF, EndReason.COMPLETED, True, False),
        (FollowUpPolicy.ALL, EndReason.DIED, True, False),
    ],
)
def test_a_follow_up_needs_policy_and_agreement(policy: str, reason: str, agreed: bool, due: bool) -> None:
    assert may_follow_up(policy, reason, agreed=agreed) is due


@pytest.mark.parametrize(
    ("start", "months", "end"),
    [
        (date(2026, 8, 31), 6, date(2027, 2, 28)),
        (date(2027, 8, 31), 6, date(2028, 2, 29)),
        (date(2026, 11, 23), 6, date(2027, 5, 23)),
        (date(2026, 12, 31), 12, date(2027, 12, 31)),
        (date(2026, 12, 1), 1, date(2027, 1, 1)),
    ],
)
def test_months_after_keeps_the_day_or_takes_the_last(start: date, months: int, end: date) -> None:
    assert months_after(start, months) == end


@pytest.mark.rule("REM-1")
@pytest.mark.parametrize(
    ("day", "utc"),
    [
        # The clocks go forward on 28 March 2027 and back on 25 October 2026: two days before, at ten by the wall.
        (date(2027, 3, 27), datetime(2027, 3, 25, 10, tzinfo=UTC)),
        (date(2027, 3, 29), datetime(2027, 3, 27, 10, tzinfo=UTC)),
        (date(2027, 3, 30), datetime(2027, 3, 28, 9, tzinfo=UTC)),
        (date(2026, 10, 26), datetime(2026, 10, 24, 9, tzinfo=UTC)),
        (date(2026, 10, 27), datetime(2026, 10, 25, 10, tzinfo=UTC)),
    ],
)
def test_a_reminder_goes_at_ten_by_the_wall_clock(day: date, utc: datetime) -> None:
    when = reminder_moment(moment_at(day, time(14, 30)), 2)

    assert when == utc
    assert timezone.localtime(when).time() == time(10)


@pytest.mark.rule("REM-1")
def test_a_reminder_goes_before_the_days_on_which_the_team_is_closed() -> None:
    easter = {date(2027, 3, 26), date(2027, 3, 29)}  # Good Friday, Easter Monday
    starts = moment_at(date(2027, 3, 31), time(9))

    assert reminder_moment(starts, 2, easter) == datetime(2027, 3, 28, 9, tzinfo=UTC)
    assert reminder_moment(starts, 5, easter) == datetime(2027, 3, 25, 10, tzinfo=UTC)


def test_a_time_that_the_clocks_skip_is_refused_in_a_sentence() -> None:
    with pytest.raises(Refused, match="There is no 1:30am on Sun 28 March 2027: the clocks go forward then"):
        moment_at(date(2027, 3, 28), time(1, 30))


def test_a_time_that_comes_twice_is_the_first() -> None:
    assert moment_at(date(2026, 10, 25), time(1, 30)) == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)


@pytest.mark.parametrize(("day", "hours"), [(date(2027, 3, 28), 23), (date(2026, 10, 25), 25), (date(2026, 6, 1), 24)])
def test_a_day_is_as_long_as_it_is(day: date, hours: int) -> None:
    begins, ends = day_bounds(day)

    assert (ends - begins).total_seconds() == hours * 3600
