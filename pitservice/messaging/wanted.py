"""Is it still wanted? Each app says so about its own things ("appointment:34"), for texts and for letters (design §2).

A message or a copy names what must still hold for it to go; the app above that owns the thing registers the answer.
"""

from __future__ import annotations

from collections.abc import Callable

StillWanted = Callable[[int], bool]

_KINDS: dict[str, StillWanted] = {}


def register(kind: str, still_wanted: StillWanted) -> None:
    """`still_wanted` gets the id behind "kind:id" and answers as things are now. Called in `AppConfig.ready()`."""
    _KINDS[kind] = still_wanted


def is_known(wanted: str) -> bool:
    """Whether somebody can answer; always for an empty text, which asks nothing."""
    return not wanted or wanted.partition(":")[0] in _KINDS


def still_wanted(wanted: str) -> bool:
    """Whether what "appointment:34" names still holds; True for an empty text, False where nobody can answer."""
    if not wanted:
        return True
    kind, _, number = wanted.partition(":")
    return kind in _KINDS and _KINDS[kind](int(number))
