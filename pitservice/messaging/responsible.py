"""Whom an answer to a text is for: the app that owns what the text was about says who works on it (P4, P44)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

from pitservice.messaging.models import InboundText

#: Gets the ids behind "kind:id"; gives the colleague's id for each that is known.
Responsible = Callable[[Sequence[int]], Mapping[int, int]]

_KINDS: dict[str, Responsible] = {}


def register(kind: str, responsible: Responsible) -> None:
    """`responsible` answers for what `Message.wanted` names ("appointment:34"). Called in `AppConfig.ready()`."""
    _KINDS[kind] = responsible


def colleagues_of(texts: Iterable[InboundText]) -> Mapping[int, int]:
    """For each text that answers one about something known, the colleague whose it is; one query for each kind."""
    asked: dict[str, dict[int, int]] = {}
    for text in texts:
        kind, _, number = (text.answers.wanted if text.answers else "").partition(":")
        if kind in _KINDS:
            asked.setdefault(kind, {})[text.pk] = int(number)
    found: dict[int, int] = {}
    for kind, ids in asked.items():
        known = _KINDS[kind](list(ids.values()))
        found |= {pk: known[number] for pk, number in ids.items() if number in known}
    return found
