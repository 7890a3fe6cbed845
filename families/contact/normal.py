"""How numbers and addresses are compared: however written, the same thing gives the same text."""

from __future__ import annotations

import re

import phonenumbers

from families.enums import PointKind


def normal_phone(value: str) -> str:
    """E.164 for a number that can be one ("+447700900123"), else its digits."""
    try:
        number = phonenumbers.parse(value, "GB")
    except phonenumbers.NumberParseException:
        return re.sub(r"\D", "", value)
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def normal_postcode(value: str) -> str:
    """Capitals with one space before the last three: "ZZ16 5AU"."""
    packed = re.sub(r"[^A-Z0-9]", "", value.upper())
    return f"{packed[:-3]} {packed[-3:]}" if len(packed) > 3 else packed


def normal_point(kind: str, value: str, postcode: str = "") -> str:
    """What a contact point is compared by: a phone as E.164, e-mail in lower case, an address by line and postcode."""
    if kind in (PointKind.MOBILE, PointKind.LANDLINE):
        return normal_phone(value)
    if kind == PointKind.EMAIL:
        return value.strip().lower()
    words = re.sub(r"[^a-z0-9]+", " ", value.lower()).split()
    return f"{normal_postcode(postcode)}|{' '.join(words)}"
