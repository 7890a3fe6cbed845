"""What somebody typed into the box: a date, a number, a postcode, an e-mail address, a reference, names. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from pitservice.db.keys import ALPHABET, LENGTH

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = r"(?P<word>jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?"
_DATES = (
    re.compile(r"\b(?P<year>\d{4})-(?P<month>\d{1,2})-(?P<day>\d{1,2})\b"),
    re.compile(r"\b(?P<day>\d{1,2})\s*[./-]\s*(?P<month>\d{1,2})\s*[./-]\s*(?P<year>\d{4}|\d{2})\b"),
    re.compile(r"\b(?P<day>\d{1,2})\s+(?P<month>\d{1,2})\s+(?P<year>\d{4})\b"),
    re.compile(rf"\b(?P<day>\d{{1,2}})(?:st|nd|rd|th)?(?:\s+of)?[\s-]*{_MONTH},?[\s-]*(?P<year>\d{{4}}|\d{{2}})\b"),
    re.compile(rf"\b{_MONTH}\s*(?P<day>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<year>\d{{4}})\b"),
    re.compile(r"^(?P<day>\d{2})(?P<month>\d{2})(?P<year>\d{4})$"),
)
_EMAIL = re.compile(r"\S*@\S*")
_POSTCODE = re.compile(r"\b[a-z]{1,2}\d[a-z\d]?\s*\d[a-z]{2}\b")
#: The half of a postcode, typed alone.
_OUTWARD = re.compile(r"[a-z]{1,2}\d[a-z\d]?(?:\s*\d[a-z]?)?")
_NUMBER = re.compile(r"(?<!\w)\+?\(?\d[\d\s().\-]{2,}\d\b")
_KEY = re.compile(f"[{ALPHABET}]{{{LENGTH}}}")
#: A number of fewer digits would fit half of all telephones.
LEAST_DIGITS = 4
#: How many words of a search are looked at.
MOST_WORDS = 6


@dataclass(frozen=True)
class Asked:
    """What was understood; everything that is given must be true of a family that is found."""

    names: str = ""  # what is left for names, as typed
    born: date | None = None
    digits: str = ""
    postcode: str = ""  # small letters without a blank; perhaps its first half alone
    email: str = ""
    key: str = ""

    @property
    def phone(self) -> str:
        """The digits as part of a number in its international form: without 0, 00 or +44 (0) before it."""
        digits = self.digits.removeprefix("00")
        return digits.removeprefix("0") or digits


def understand(typed: str, today: date) -> Asked:
    """Take apart what was typed. What could be two things (03112025) is both."""
    rest = " ".join(typed.lower().split())
    packed = re.sub(r"[\s-]", "", typed).upper()
    key = packed if _KEY.fullmatch(packed) else ""
    email, rest = _take(_EMAIL, rest)
    born, left = _take_date(rest, today)
    if not rest.isdigit():
        rest = left
    postcode, rest = _take(_POSTCODE, rest)
    if not postcode and _OUTWARD.fullmatch(rest) and not key:
        postcode = rest
    number, rest = _take(_NUMBER, rest.replace("(0)", ""))
    digits = re.sub(r"\D", "", number)
    if len(digits) < LEAST_DIGITS:
        rest, digits = f"{rest} {number}".strip(), ""
    names = "" if postcode and postcode == rest else rest
    return Asked(names, born, digits, re.sub(r"\s", "", postcode), email, key)


def _take(pattern: re.Pattern[str], text: str) -> tuple[str, str]:
    found = pattern.search(text)
    if found is None:
        return "", text
    return found[0], f"{text[: found.start()]} {text[found.end() :]}".strip()


def _take_date(text: str, today: date) -> tuple[date | None, str]:
    for pattern in _DATES:
        found = pattern.search(text)
        if found is None:
            continue
        parts = found.groupdict()
        month = _MONTHS.index(parts["word"]) + 1 if "word" in parts else int(parts["month"])
        try:
            day = date(_year(parts["year"], today), month, int(parts["day"]))
        except ValueError:
            continue
        return day, f"{text[: found.start()]} {text[found.end() :]}".strip()
    return None, text


def _year(digits: str, today: date) -> int:
    """Two digits are a year of this century until the one after next, and of the last from then on."""
    year = int(digits)
    if len(digits) == 4:
        return year
    return 2000 + year if 2000 + year <= today.year + 1 else 1900 + year
