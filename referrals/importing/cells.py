"""Reading one cell, however it was written. Each gives the value, or raises Unreadable with what is wrong, in words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date
from functools import lru_cache

import phonenumbers
from nhs_number.validate import is_valid as is_nhs_number

from pitservice.configuration.enums import ReferralSource, Sex, YesNoUnknown
from pitservice.configuration.models import RiskItem
from referrals.enums import PartyRole

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_NUMBERS = re.compile(r"(\d{1,2})[/.\- ](\d{1,2})[/.\- ](\d{4}|\d{2})")
_YEAR_FIRST = re.compile(r"(\d{4})[/.\-](\d{1,2})[/.\-](\d{1,2})(?:[ T]00:00(?::00)?)?")
_MONTH_NAMED = re.compile(r"(\d{1,2})(?:st|nd|rd|th)?[ \-]([A-Za-z]{3,9})\.?,?[ \-](\d{4}|\d{2})")
EARLIEST_YEAR = 1900
#: What stands in a name's place for a baby who has none yet; "Unborn twin 2" too.
_NO_NAME = re.compile(r"(unborn|bump|baby|twin|tbc|not named)\b.*|\?+", re.IGNORECASE)

#: Words that only say what a number is. Others may say something of it ("07700 900123 do not ring").
_CALLED_SO = re.compile(r"\b(tel|mob|mobile|phone|ext|home|work)\b\.?:?", re.IGNORECASE)

_YES = frozenset({"y", "yes", "verbal", "verbally", "true", "1", "ok", "agreed"})
_NO = frozenset({"n", "no", "none", "false", "0", "refused"})
_UNSURE = frozenset({"", "?", "not sure", "unsure", "not known", "unknown", "n/k", "dk", "tbc"})
_SEXES = {
    "m": Sex.MALE, "male": Sex.MALE, "boy": Sex.MALE, "f": Sex.FEMALE, "female": Sex.FEMALE, "girl": Sex.FEMALE,
    "": Sex.UNKNOWN, "?": Sex.UNKNOWN, "not known": Sex.UNKNOWN, "unknown": Sex.UNKNOWN,
}  # fmt: skip
_SOURCES: Mapping[str, str] = {
    **{label.casefold(): value for value, label in ReferralSource.choices},
    "social worker": ReferralSource.SOCIAL_CARE,
    "self referral": ReferralSource.SELF,
    "self": ReferralSource.SELF,
    "children's centre": ReferralSource.FAMILY_HUB,
    "family hub": ReferralSource.FAMILY_HUB,
    "nursery": ReferralSource.NURSERY,
    "consultation": ReferralSource.CONSULTATION,
    "hv": ReferralSource.HEALTH_VISITOR,
    "perinatal": ReferralSource.PERINATAL,
}
_PARTNERS: Mapping[str, PartyRole] = {
    "father": PartyRole.FATHER,
    "dad": PartyRole.FATHER,
    "step-father": PartyRole.STEP_PARENT,
    "step father": PartyRole.STEP_PARENT,
    "stepdad": PartyRole.STEP_PARENT,
    "other mother": PartyRole.OTHER_MOTHER,
    "mother's partner": PartyRole.PARTNER,
    "partner": PartyRole.PARTNER,
    "": PartyRole.PARTNER,
}


class Unreadable(Exception):
    """What a cell says cannot be used; `why` is a sentence's end ("is not a real date")."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


def plain(text: str) -> str:
    """A cell's words: spaces folded, and no character that a database cannot keep."""
    return " ".join(text.replace("\x00", "\ufffd").split())


def read_date(text: str, *, latest: date, earliest: date = date(EARLIEST_YEAR, 1, 1)) -> date | None:
    """A day as people write it, day first: 1/4/2025, 1.4.25, 2025-04-01, 1 Apr 2025. None for an empty cell.

    A year of two numbers is the latest one that is not after `latest`.
    """
    text = plain(text)
    if not text:
        return None
    parts = _parts(text)
    if parts is None:
        raise Unreadable("is not a date")
    day, month, year = parts
    if year < 100:
        year += latest.year // 100 * 100
        year -= 100 if year > latest.year else 0
    try:
        found = date(year, month, day)
    except ValueError:
        raise Unreadable("is not a real date") from None
    if not earliest <= found <= latest:
        raise Unreadable("is in the future" if found > latest else "is too long ago")
    return found


def _parts(text: str) -> tuple[int, int, int] | None:
    if match := _YEAR_FIRST.fullmatch(text):
        return int(match[3]), int(match[2]), int(match[1])
    if match := _NUMBERS.fullmatch(text):
        return int(match[1]), int(match[2]), int(match[3])
    match = _MONTH_NAMED.fullmatch(text)
    month = match[2][:3].lower() if match else ""
    if match and month in _MONTHS:
        return int(match[1]), _MONTHS.index(month) + 1, int(match[3])
    return None


def read_answer(text: str) -> YesNoUnknown:
    """Yes, no, or not known; an empty cell and "not sure" are not known."""
    word = plain(text).casefold()
    if word in _YES:
        return YesNoUnknown.YES
    if word in _NO:
        return YesNoUnknown.NO
    if word in _UNSURE:
        return YesNoUnknown.UNKNOWN
    raise Unreadable("is neither yes nor no")


def read_phone(text: str) -> str:
    """A telephone number as "+447700900123"."""
    text = plain(text)
    if not text:
        return ""
    if re.search(r"[A-Za-z]{2}", _CALLED_SO.sub("", text)):
        beside = any(letter.isdigit() for letter in text)
        raise Unreadable("holds words beside the number" if beside else "is not a telephone number")
    try:
        number = phonenumbers.parse(text, "GB")
    except phonenumbers.NumberParseException:
        raise Unreadable("is not a telephone number") from None
    if not phonenumbers.is_possible_number(number):
        raise Unreadable("is not a telephone number")
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def read_nhs_number(text: str) -> str:
    """Ten digits, the last of which fits the others."""
    digits = re.sub(r"[\s\-.]", "", text)
    if not digits:
        return ""
    if not re.fullmatch(r"[0-9]{10}", digits):
        raise Unreadable("is not an NHS number of 10 digits")
    if not is_nhs_number(digits):
        raise Unreadable("is not an NHS number: its last digit does not fit the others")
    return digits


def read_email(text: str) -> str:
    """An e-mail address, in lower case."""
    word = plain(text).lower()
    if word and not re.fullmatch(r"[^@\s]+@[^@\s]+\.[^@\s]+", word):
        raise Unreadable("is not an e-mail address")
    return word


def read_sex(text: str) -> str:
    """As registered at birth."""
    word = plain(text).casefold()
    if word not in _SEXES:
        raise Unreadable("is not a sex that can be recorded")
    return _SEXES[word]


def read_source(text: str) -> str:
    """Who referred."""
    word = plain(text).casefold()
    if word not in _SOURCES:
        raise Unreadable("is not a source in the list" if word else "is empty")
    return _SOURCES[word]


def read_partner_role(text: str) -> PartyRole:
    """What the partner is to the baby."""
    word = plain(text).casefold()
    if word not in _PARTNERS:
        raise Unreadable("is not a relationship in the list")
    return _PARTNERS[word]


def read_name(text: str) -> str:
    """A name without stray spaces; written all in capitals or all small, it gets its capitals."""
    name = plain(text)
    if name and (name.isupper() or name.islower()):
        return re.sub(r"(^|[\s\-'’])(\w)", lambda found: found[1] + found[2].upper(), name.lower())
    return name


def read_baby_name(text: str) -> str:
    """A baby's own name; empty for "Baby of Siân Williams", "Bump", "Unborn twin 1"."""
    name = read_name(text)
    return "" if _NO_NAME.fullmatch(name) else name


def read_risks(text: str, items: Iterable[RiskItem]) -> tuple[list[int], str]:
    """Which factors of the list are named, and what is left that names none.

    A factor's own words may hold what separates factors, so the longest are looked for first.
    """
    left = f" {_bare(text)} "
    found = []
    for item in sorted(items, key=lambda item: -len(item.text)):
        words = _bare_item(item.text)
        if words in left:
            found.append(item.pk)
            left = left.replace(words, " ; ", 1)
    rest = [part.strip() for part in left.split(";") if part.strip()]
    return sorted(found), "; ".join(rest)


@lru_cache(maxsize=512)
def _bare_item(text: str) -> str:
    """A factor's words, looked for in every row of a sheet."""
    return f" {_bare(text)} "


def _bare(text: str) -> str:
    """Words alone, so that "a / b" and "a, b" are the same; a semicolon stands for itself."""
    words = re.sub(r"[^\w;']+", " ", text.casefold())
    return " ".join(re.sub(r"\s*;\s*", " ; ", words).split())
