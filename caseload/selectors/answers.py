"""What adults said about somebody else in the room: the last answer of each counts (P64, P68)."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import TypeVar

from django.db.models import QuerySet

from caseload.models.answer import AdultAnswer
from families.models import Person

A = TypeVar("A", bound=AdultAnswer)


def last_of_each(answers: QuerySet[A], *, of: int | None = None) -> dict[int, A]:
    """What each adult said last, by person id; `of`: as it was when there were so many answers."""
    rows = answers.select_related("person").order_by("created_at", "pk")[:of]
    return {answer.person_id: answer for answer in rows}


def somebody_said_no(last: Mapping[int, AdultAnswer]) -> bool:
    """Whether an adult has said no, and has not said yes since."""
    return any(not answer.agrees for answer in last.values())


def without_a_yes(last: Mapping[int, AdultAnswer], adults: Iterable[Person], invited: Collection[int]) -> list[Person]:
    """Adults of the work among those invited who have not agreed: not asked, or no."""
    agreed = {pk for pk, answer in last.items() if answer.agrees}
    return [adult for adult in adults if adult.pk in invited and adult.pk not in agreed]
