"""How long a text is for the telephone network: GSM 03.38, 160 characters in one part, 153 in each of several."""

from __future__ import annotations

_BASIC = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
_TWICE = frozenset("^{}\\[~]|€")


def units(text: str) -> int | None:
    """Length in the network's units; None when a character is outside its alphabet (then parts hold 70)."""
    if not set(text) <= _BASIC | _TWICE:
        return None
    return sum(2 if character in _TWICE else 1 for character in text)


def parts(text: str) -> int:
    """How many parts it is sent, and paid for, in."""
    length = units(text)
    single, several = (160, 153) if length is not None else (70, 67)
    size = len(text) if length is None else length
    return 1 if size <= single else -(-size // several)
