"""How long a text is for the telephone network: GSM 03.38, 160 characters in one part, 153 in each of several."""

from __future__ import annotations

from typing import Any, Protocol

from django.conf import settings

from families.enums import Channel

BASIC = (
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
TWICE = "^{}\\[~]|€"
_BASIC, _TWICE = frozenset(BASIC), frozenset(TWICE)


def units(text: str) -> int | None:
    """Length in the network's units; None when a character is outside its alphabet (then parts hold 70)."""
    if not set(text) <= _BASIC | _TWICE:
        return None
    return sum(2 if character in _TWICE else 1 for character in text)


def parts(text: str) -> int:
    """How many parts it is sent, and paid for, in. No character that counts twice is cut in two at the end of one."""
    basic = units(text) is not None
    single, several = (160, 153) if basic else (70, 67)
    sizes = [_size(character, basic) for character in text]
    if sum(sizes) <= single:
        return 1
    needed, room = 1, several
    for size in sizes:
        if size > room:
            needed, room = needed + 1, several
        room -= size
    return needed


class Text(Protocol):
    """What costs something."""

    channel: str
    words: str


def cost_of(message: Text) -> dict[str, Any]:
    """Parts and pence as they are kept on the row of a text that is sent; nothing for an e-mail."""
    if message.channel != Channel.TEXT:
        return {}
    number = parts(message.words)
    return {"parts": number, "pence": number * settings.TEXT_PENCE}


def _size(character: str, basic: bool) -> int:
    """Outside the network's alphabet each counts as UTF-16 does: two for an emoji."""
    twice = character in _TWICE if basic else ord(character) > 0xFFFF
    return 2 if twice else 1
