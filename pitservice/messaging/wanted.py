"""Is it still wanted? Each app says so about its own things ("appointment:34"), for texts and for letters (design §2).

A message or a copy names what must still hold for it to go; the app above that owns the thing registers the answer.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable

StillWanted = Callable[[int], bool]
#: Gets the ids of many; returns those that still stand.
Standing = Callable[[Collection[int]], Collection[int]]

_KINDS: dict[str, Standing] = {}


#: Gets the same; what that thing is called and where its own page is, or nothing.
Page = Callable[[int], tuple[str, str]]
_PAGES: dict[str, Page] = {}


def register(kind: str, still_wanted: StillWanted, page: Page | None = None) -> None:
    """`still_wanted` gets the id behind "kind:id" and answers as things are now. Called in `AppConfig.ready()`.

    `page`: where somebody who reads the message finds the thing it belongs to.
    """
    register_many(kind, lambda ids: [pk for pk in ids if still_wanted(pk)])
    if page is not None:
        _PAGES[kind] = page


def register_many(kind: str, standing: Standing) -> None:
    """The same for a kind of which many are asked about at once: `standing` answers for all of them together."""
    _KINDS[kind] = standing


def page_of(wanted: str) -> tuple[str, str] | None:
    """What a message belongs to and where that is; None where there is no such page."""
    kind, _, number = wanted.partition(":")
    return _PAGES[kind](int(number)) if kind in _PAGES else None


def is_known(wanted: str) -> bool:
    """Whether somebody can answer; always for an empty text, which asks nothing."""
    return not wanted or wanted.partition(":")[0] in _KINDS


def still_wanted(wanted: str) -> bool:
    """Whether what "appointment:34" names still holds; True for an empty text, False where nobody can answer."""
    return wanted in all_wanted([wanted])


def all_wanted(asked: Iterable[str]) -> set[str]:
    """Those of many that still hold, as `still_wanted` answers for one."""
    ids: defaultdict[str, set[int]] = defaultdict(set)
    found = set()
    for wanted in asked:
        kind, _, number = wanted.partition(":")
        if not wanted:
            found.add(wanted)
        elif kind in _KINDS:
            ids[kind].add(int(number))
    return found | {f"{kind}:{pk}" for kind, theirs in ids.items() for pk in _KINDS[kind](theirs)}
