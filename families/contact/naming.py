"""Whether words name a number or an address that their reader must not learn (P24, P40)."""

from __future__ import annotations

import re
from collections.abc import Iterable

from families.contact.normal import normal_phone, postcode_of

NAMED = "The words name a number or address that {name} must not learn. Cancel this, and write it without."
_NUMBER = re.compile(r"\+?[0-9][0-9()\s.\-]{6,24}[0-9]")


def names_any(words: Iterable[str], values: Iterable[str]) -> bool:
    """Whether these words name any of these numbers or addresses, however written.

    An address is named by its postcode or its first line: rather once too often, because a person then looks.
    """
    text = " ".join(words)
    return any(_names(text, value) for value in values if value.strip())


def _names(text: str, value: str) -> bool:
    if "@" in value:
        return value.strip().lower() in text.lower()
    if not re.search(r"[A-Za-z]", value):
        wanted = normal_phone(value)
        return any(normal_phone(found) == wanted for found in _NUMBER.findall(text))
    postcode = postcode_of(value).replace(" ", "")
    if postcode and postcode in re.sub(r"[^A-Z0-9]", "", text.upper()):
        return True
    line = _first_line(value)
    return bool(line) and f" {line} " in f" {_folded(text)} "


def _first_line(value: str) -> str:
    """House and street, folded; the next line too where the first is only a flat or a room."""
    lines = [_folded(line) for line in re.split(r"[,\n]", value) if _folded(line)]
    lines = [line for line in lines if line.replace(" ", "").upper() != postcode_of(value).replace(" ", "")]
    if len(lines) > 1 and len(lines[0].split()) < 3 and not re.search(r"[a-z]{5,}", lines[0]):
        return f"{lines[0]} {lines[1]}"
    return lines[0] if lines else ""


def _folded(text: str) -> str:
    return " ".join(re.sub(r"[^a-z0-9]+", " ", text.lower()).split())
