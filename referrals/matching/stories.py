"""Whether two accounts are of one family, and which of their babies are one (P16).

An unborn baby and the born one of the same pregnancy are one; the next pregnancy is another baby of the same family.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from referrals.matching.facts import NOTHING, Certainty, Described, Likeness, Story
from referrals.matching.people import same_adult, same_baby


@dataclass(frozen=True, slots=True)
class Pair:
    """Two people, one of each account, who may be one."""

    one: str
    other: str
    likeness: Likeness


@dataclass(frozen=True, slots=True)
class StoryMatch:
    """How sure it is that two accounts are of one family, why, and who in them may be one.

    `another_baby`: the family is known, and none of its babies can be the one that this is about.
    """

    other: str
    certainty: Certainty
    reasons: tuple[str, ...]
    babies: tuple[Pair, ...] = ()
    adults: tuple[Pair, ...] = ()
    another_baby: bool = False


def compare(new: Story, known: Story) -> StoryMatch:
    """Compare two accounts. NONE where nobody in them can be one person."""
    by_number = [_same_number(one, other) for one in new.babies for other in known.babies]
    adults = _pair([(same_adult(one, other), one, other) for one in new.adults for other in known.adults])
    found = [*by_number, *(pair.likeness for pair in adults)]
    sure = max((likeness.certainty for likeness in found), default=Certainty.NONE)
    if sure == Certainty.NONE:
        return StoryMatch(known.ref, sure, ())
    babies = _pair([(same_baby(one, other), one, other) for one in new.babies for other in known.babies])
    reasons = [word for likeness in (*found, *(pair.likeness for pair in babies)) for word in likeness.reasons]
    another = bool(new.babies and known.babies) and not babies
    return StoryMatch(known.ref, sure, tuple(dict.fromkeys(reasons)), babies, adults, another)


def _same_number(one: Described, other: Described) -> Likeness:
    """A baby's NHS number leads to its family; certain only where the date of birth does not speak against it."""
    if not one.nhs or one.nhs != other.nhs:
        return NOTHING
    agrees = one.born is not None and one.born == other.born
    return Likeness(Certainty.CERTAIN if agrees else Certainty.POSSIBLE, ("same NHS number of the baby",))


def _pair(found: Sequence[tuple[Likeness, Described, Described]]) -> tuple[Pair, ...]:
    """Each person with at most one of the other account, the surest first: twins are two people."""
    likely = [entry for entry in found if entry[0].certainty]
    pairs: list[Pair] = []
    for likeness, one, other in sorted(likely, key=lambda entry: (-entry[0].certainty, -len(entry[0].reasons))):
        if all(one.ref != pair.one and other.ref != pair.other for pair in pairs):
            pairs.append(Pair(one.ref, other.ref, likeness))
    return tuple(pairs)
