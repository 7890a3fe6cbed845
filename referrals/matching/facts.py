"""What is compared: people as they were described, folded, and the account of a family in which they stand."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from enum import IntEnum


class Certainty(IntEnum):
    """How sure it is that two are one."""

    NONE = 0
    POSSIBLE = 1
    CERTAIN = 2


@dataclass(frozen=True, slots=True)
class Described:
    """Somebody as they were described. `ref` is whatever the caller knows them by.

    `given` and `family` are folded (`fold`); `nhs` is valid or empty; `phones`, `emails`, `postcode` and `address` as
    `families.contact.normal` makes them.
    """

    ref: str
    given: str = ""
    family: str = ""
    born: date | None = None
    expected: date | None = None
    nhs: str = ""
    phones: frozenset[str] = frozenset()
    emails: frozenset[str] = frozenset()
    postcode: str = ""
    address: str = ""

    @property
    def unborn(self) -> bool:
        """Expected, and no birth known."""
        return self.born is None


@dataclass(frozen=True, slots=True)
class Story:
    """One account of a family: a referral, or a record. `ref` is whatever the caller knows it by."""

    ref: str
    adults: tuple[Described, ...] = ()
    babies: tuple[Described, ...] = ()


@dataclass(frozen=True, slots=True)
class Likeness:
    """How alike two are, and why, in words."""

    certainty: Certainty
    reasons: tuple[str, ...] = ()


NOTHING = Likeness(Certainty.NONE)


def fold(text: str) -> str:
    """A name or address without accents, capitals, signs and odd spaces.

    >>> fold("  Siân O'Brien-Jones ")
    'sian obrien jones'
    >>> fold("Łukasz")
    'lukasz'
    """
    text = text.casefold().translate(_LETTERS)
    bare = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    return " ".join(re.sub(r"[^\w]+", " ", re.sub(r"['’`]", "", bare)).split())


#: Letters that do not come apart into a letter and a mark.
_LETTERS = str.maketrans({"ł": "l", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i"})
