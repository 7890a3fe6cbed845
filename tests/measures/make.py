"""Measures for tests: a team that uses some, and families with scores."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from django.utils import timezone

from caseload.actions import set_duty
from measures import actions
from measures.enums import How, Point
from measures.models import Definition, Score
from pitservice.accounts.enums import RoleName
from pitservice.accounts.models import User
from tests.make.accounts import BY, make_user
from tests.make.caseload import MadeWork


def use(work: MadeWork, code: str = "PHQ-9") -> Definition:
    """The team uses a shipped measure."""
    return actions.take_into_use(team=work.team, code=code, by=BY)


def filled(
    answers: Mapping[int, int] | None = None, *, days: int = 0, point: Point = Point.START, **more: Any
) -> actions.Filled:
    """A form filled in so many days ago."""
    on: date = timezone.localdate() - timedelta(days=days)
    return actions.Filled(on=on, point=point, how=How.TOGETHER, answers=answers or {}, **more)


def phq(total: int, *, risk: int = 0) -> dict[int, int]:
    """Nine answers that come to a total; the ninth is given."""
    left, answers = total - risk, {9: risk}
    for number in range(1, 9):
        answers[number] = min(3, left)
        left -= answers[number]
    assert left == 0
    return answers


def score(work: MadeWork, code: str = "PHQ-9", answers: Mapping[int, int] | None = None, **more: Any) -> Score:
    """A score of the mother's, by the baby too where the measure is of both."""
    definition = use(work, code)
    side = definition.spec.side
    about = actions.About(
        adult=work.made.mother if side in ("parent", "relationship", "experience") else None,
        baby=work.made.baby if side in ("infant", "relationship") else None,
    )
    given = answers if answers is not None or more.get("totals") else phq(12)
    return actions.record_score(
        family=work.family, definition=definition, about=about, filled=filled(given, **more), by=BY
    )


def on_duty(work: MadeWork) -> User:
    """Somebody is on duty for the team today."""
    user = make_user(RoleName.PRACTITIONER, work.team, "Dee Duty")
    set_duty(team=work.team, turns={timezone.localdate(): user}, by=BY)
    return user
