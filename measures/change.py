"""Pairing and change, exactly as counted nationally (domain.md §3.4). Pure: rows in, words out.

Levels (LOAF) are ordinal: a move of level is told and nothing is subtracted for judging. Two scores of different age
forms (ASQ:SE-2) are never subtracted: each is compared with its own form's cut-off.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Generic, TypeVar

from measures.enums import Change
from measures.spec import Scale

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Dated(Generic[T]):
    """One value of one scale by one rater on a day; `row` is whatever it came from. `form`: months of the age form."""

    on: date
    value: Decimal
    row: T
    form: str = ""


def valid(values: Iterable[Dated[T]], scale: Scale) -> list[Dated[T]]:
    """Those inside the permitted range, oldest first; the others are ignored (rule 8)."""
    return sorted((one for one in values if scale.low <= one.value <= scale.high), key=lambda one: one.on)


def pair(
    values: Iterable[Dated[T]], scale: Scale, first_contact: date | None, second_contact: date | None
) -> tuple[Dated[T], Dated[T]] | None:
    """First and last assessment of one measure by one rater, or None where it is not paired (rules 2 to 5).

    The first is the earliest on or after the first attended contact; the last is the latest, another one, on or after
    the second attended contact.
    """
    if first_contact is None or second_contact is None:
        return None
    counted = valid(values, scale)
    at = next((place for place, one in enumerate(counted) if one.on >= first_contact), None)
    if at is None:
        return None
    later = [one for one in counted[at + 1 :] if one.on >= second_contact]
    return (counted[at], later[-1]) if later else None


def judge(first: Dated[T], last: Dated[T], scale: Scale, *, ordinal: bool = False) -> Change:
    """Reliably better, worse, no reliable change; unclassified without a threshold, by levels, or across forms (6)."""
    if scale.reliable is None or ordinal or first.form != last.form:
        return Change.UNCLASSIFIED
    difference = last.value - first.value
    if abs(difference) < scale.reliable:
        return Change.SAME
    return Change.BETTER if (difference > 0) == scale.high_is_good else Change.WORSE


def recovered(first: Dated[T], last: Dated[T], scale: Scale) -> bool | None:
    """Moved from the far side of the cut-off to the near one; None where there is none, or it began on the near one."""
    if first.form != last.form or not scale.past_cutoff(first.value):
        return None
    return not scale.past_cutoff(last.value)


def reliably_recovered(first: Dated[T], last: Dated[T], scale: Scale) -> bool:
    """Both: a clinically significant change (domain.md §3.4)."""
    return judge(first, last, scale) == Change.BETTER and recovered(first, last, scale) is True


def roll_up(changes: Sequence[Change]) -> Change:
    """All measures of one rater in one word: worse if any is, better only if none is worse (rule 7)."""
    if Change.WORSE in changes:
        return Change.WORSE
    if Change.BETTER in changes:
        return Change.BETTER
    return Change.SAME if Change.SAME in changes else Change.UNCLASSIFIED


def reliable_change_index(sd: Decimal, reliability: Decimal) -> Decimal:
    """RCI = 1.96 × SD × √(2(1 − r)), to two places (Jacobson and Truax), for a team that has both numbers."""
    return (Decimal("1.96") * sd * (2 * (1 - reliability)).sqrt()).quantize(Decimal("0.01"))
