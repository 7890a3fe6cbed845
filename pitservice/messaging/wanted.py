"""Is it still wanted? Each app says so about its own things ("appointment:34"), for texts and for letters (design §2).

A message or a copy names what must still hold for it to go; the app above that owns the thing registers the answer.
"""

from __future__ import annotations

from collections.abc import Callable

StillWanted = Callable[[int], bool]

_KINDS: dict[str, StillWanted] = {}


#: Gets the same; what that thing is called and where its own page is, or nothing.
Page = Callable[[int], tuple[str, str]]
_PAGES: dict[str, Page] = {}


def register(kind: str, still_wanted: StillWanted, page: Page | None = None) -> None:
    """`still_wanted` gets the id behind "kind:id" and answers as things are now. Called in `AppConfig.ready()`.

    `page`: where somebody who reads the message finds the thing it belongs to.
    """
    _KINDS[kind] = still_wanted
    if page is not None:
        _PAGES[kind] = page


def page_of(wanted: str) -> tuple[str, str] | None:
    """What a message belongs to and where that is; None where there is no such page."""
    kind, _, number = wanted.partition(":")
    return _PAGES[kind](int(number)) if kind in _PAGES else None


def is_known(wanted: str) -> bool:
    """Whether somebody can answer; always for an empty text, which asks nothing."""
    return not wanted or wanted.partition(":")[0] in _KINDS


def still_wanted(wanted: str) -> bool:
    """Whether what "appointment:34" names still holds; True for an empty text, False where nobody can answer."""
    if not wanted:
        return True
    kind, _, number = wanted.partition(":")
    return kind in _KINDS and _KINDS[kind](int(number))
