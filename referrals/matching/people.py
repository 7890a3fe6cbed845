"""Whether two descriptions are of one person. Two different valid NHS numbers are two people."""

from __future__ import annotations

from datetime import date, timedelta
from enum import IntEnum

from referrals.matching.facts import NOTHING, Certainty, Described, Likeness

CERTAIN, POSSIBLE = Certainty.CERTAIN, Certainty.POSSIBLE
#: A baby born this long before or after its expected date is of that pregnancy.
_EARLIEST, _LATEST = timedelta(weeks=18), timedelta(weeks=3)
#: Two expected dates of one pregnancy differ by no more (dates are corrected by scans).
_SCAN = timedelta(weeks=4)


class Names(IntEnum):
    """How two names compare."""

    DIFFER = 0
    PART = 1  # one of them is not whole, and what there is agrees
    NEAR = 2  # one letter wrong, missing, too much or swapped
    SAME = 3


def same_adult(one: Described, other: Described) -> Likeness:
    """Whether two adults are one. A shared number, address or surname alone never makes a match."""
    if one.nhs and other.nhs and one.nhs != other.nhs:
        return NOTHING
    names = compare_names(one, other)
    reasons = _reasons(one, other, names)
    if one.nhs and one.nhs == other.nhs:
        return Likeness(CERTAIN if names != Names.DIFFER else POSSIBLE, reasons)
    if names == Names.DIFFER or _differ(one.born, other.born):
        return NOTHING
    born = one.born is not None and one.born == other.born
    reach = _ways(one, other)
    if born and names == Names.SAME and reach:
        return Likeness(CERTAIN, reasons)
    if born and (names >= Names.NEAR or reach):
        return Likeness(POSSIBLE, reasons)
    if names >= Names.NEAR and ({"phone", "email"} & reach or len(reach) > 1):
        return Likeness(POSSIBLE, reasons)
    return NOTHING


def same_baby(one: Described, other: Described) -> Likeness:
    """Whether two babies of one family are one: twins are two, the next pregnancy is another (never asked of others).

    Unborn babies alike may be twins, or one: possible, never certain.
    """
    if one.nhs and other.nhs:
        if one.nhs != other.nhs:
            return NOTHING
        return Likeness(CERTAIN, ("same NHS number of the baby",))
    if one.unborn or other.unborn:
        return _same_pregnancy(one, other)
    names = compare_given(one, other)
    if one.born != other.born or names == Names.DIFFER:
        return NOTHING
    words = ("same date of birth of the baby", _name_words(names))
    return Likeness(CERTAIN if names == Names.SAME else POSSIBLE, tuple(filter(None, words)))


def _same_pregnancy(one: Described, other: Described) -> Likeness:
    if one.unborn and other.unborn:
        if one.expected is None or other.expected is None:
            return Likeness(POSSIBLE, ("no date of the baby in one of them",))
        if abs(one.expected - other.expected) > _SCAN:
            return NOTHING
        return Likeness(POSSIBLE, ("expected at the same time",))
    born, unborn = (one, other) if other.unborn else (other, one)
    if unborn.expected is None or born.born is None:
        return Likeness(POSSIBLE, ("no date of the baby in one of them",))
    if unborn.expected - _EARLIEST <= born.born <= unborn.expected + _LATEST:
        return Likeness(POSSIBLE, ("born when that baby was expected",))
    return NOTHING


def compare_names(one: Described, other: Described) -> Names:
    """Given and family name together: the worse of both counts; who changed their surname is near."""
    given, family = compare_given(one, other), _compare(one.family, other.family)
    if family == Names.DIFFER and given == Names.SAME:
        return Names.NEAR if one.born is not None and one.born == other.born else Names.DIFFER
    return min(given, family)


def compare_given(one: Described, other: Described) -> Names:
    """Given names; one that is missing agrees with any, in part."""
    return _compare(one.given, other.given)


def _compare(one: str, other: str) -> Names:
    if not one or not other:
        return Names.PART
    if one == other:
        return Names.SAME
    if one_letter_apart(one, other):
        return Names.NEAR
    return Names.PART if set(one.split()) & set(other.split()) else Names.DIFFER


def one_letter_apart(one: str, other: str) -> bool:
    """One letter wrong, missing, too much, or two neighbours swapped; names of under three letters must be equal.

    >>> [one_letter_apart("niamh", x) for x in ("niaamh", "naimh", "niam", "niall")]
    [True, True, True, False]
    """
    if min(len(one), len(other)) < 3 or abs(len(one) - len(other)) > 1:
        return False
    start = next((n for n, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
    rest, others = one[start:], other[start:]
    if len(rest) == len(others):
        return rest[1:] == others[1:] or (rest[:2] == others[1::-1] and rest[2:] == others[2:])
    return rest == others[1:] or rest[1:] == others


def _differ(one: date | None, other: date | None) -> bool:
    return one is not None and other is not None and one != other


def _ways(one: Described, other: Described) -> set[str]:
    """By which ways both are reached."""
    found = set()
    if one.phones & other.phones:
        found.add("phone")
    if one.emails & other.emails:
        found.add("email")
    if one.postcode and one.postcode == other.postcode:
        found.add("postcode")
    if one.address and one.address == other.address:
        found.add("address")
    return found


def _reasons(one: Described, other: Described, names: Names) -> tuple[str, ...]:
    ways = _ways(one, other)
    said = [
        "same NHS number" if one.nhs and one.nhs == other.nhs else "",
        _name_words(names),
        "same date of birth" if one.born is not None and one.born == other.born else "",
        *(f"same {way}" for way in ("phone", "email", "address", "postcode") if way in ways),
    ]
    return tuple(filter(None, said))


def _name_words(names: Names) -> str:
    return {Names.SAME: "same name", Names.NEAR: "names differ by a letter or in the surname"}.get(names, "")
