"""How numbers and addresses are compared: however written, the same thing gives the same text (P20)."""

from __future__ import annotations

import re

import phonenumbers

from families.enums import PointKind

_POSTCODE = re.compile(r"\b(GIR ?0AA|[A-Z]{1,2}[0-9][A-Z0-9]? ?[0-9][A-Z]{2})\b", re.IGNORECASE)


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


def postcode_of(address: str, postcode: str = "") -> str:
    """The postcode given, or the last one that stands in the address itself; empty when there is none."""
    if postcode.strip():
        return normal_postcode(postcode)[:10]
    found = _POSTCODE.findall(address)
    return normal_postcode(found[-1]) if found else ""


def normal_point(kind: str, value: str, postcode: str = "") -> str:
    """What a contact point is compared by: a phone as E.164, e-mail in lower case, an address by `normal_address`."""
    if kind in (PointKind.MOBILE, PointKind.LANDLINE):
        return normal_phone(value)
    if kind == PointKind.EMAIL:
        return value.strip().lower()
    return normal_address(value, postcode)


def normal_address(value: str, postcode: str = "") -> str:
    """Postcode and the numbers of house and flat ("ZZ16 5AU|12"), so that "12 Rowan Cl." is "12 Rowan Close, Leeds".

    A house with a name alone is compared by its first line, an address without a postcode by all its words: rather
    two addresses taken for one than one missed, because what follows is that nothing is sent.
    """
    code = postcode_of(value, postcode)
    rest = _POSTCODE.sub(" ", value).lower()
    words = re.sub(r"[^a-z0-9]+", " ", rest).split()
    if not code:
        return f"|{' '.join(words)}"[:400]
    numbers = sorted({word for word in words if re.fullmatch(r"[0-9]+[a-z]?", word)})
    first_line = re.sub(r"[^a-z0-9]+", " ", re.split(r"[,\n]", rest.strip(), maxsplit=1)[0]).split()
    return f"{code}|{' '.join(numbers or first_line)}"[:400]
