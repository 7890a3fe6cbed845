"""How facts are read: by the kind of thing a word is about. Families register their own; referrals add theirs."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping

from families.contact.facts import Facts

#: Gets the ids behind "kind:id"; returns the facts of each that there is, by its id.
Reader = Callable[[Collection[int]], Mapping[int, Facts]]
Comparison = Callable[[Mapping[str, Facts]], Mapping[str, Facts]]

#: Gets numbers and addresses; returns which of them must not be used, and by which points ("referred:7:mobile").
Shunned = Callable[[set[str]], Mapping[str, set[str]]]

_READERS: dict[str, Reader] = {}
_COMPARISONS: list[Comparison] = []
_SHUNNED: list[Shunned] = []


def register_facts(kind: str, reader: Reader) -> None:
    """`reader` returns the facts as they are now."""
    _READERS[kind] = reader


def register_comparison(comparison: Comparison) -> None:
    """What is done with all facts, whoever read them: numbers and addresses are compared everywhere (P20)."""
    _COMPARISONS.append(comparison)


def register_shunned(shunned: Shunned) -> None:
    """An app above keeps numbers and addresses of its own that may be unsafe (a referral not yet matched: P20)."""
    _SHUNNED.append(shunned)


def shunned(normals: set[str]) -> dict[str, set[str]]:
    """What the apps above say must not be used."""
    found: dict[str, set[str]] = {}
    for source in _SHUNNED:
        for normal, refs in source(normals).items():
            found.setdefault(normal, set()).update(refs)
    return found


def read_facts(about: str) -> Facts:
    """The facts about "family:12" or "referral:34"; KeyError for a kind nobody registered, or where there is none."""
    return read_many([about])[about]


def read_many(abouts: Iterable[str]) -> Mapping[str, Facts]:
    """The same about many things at one moment; what does not exist is left out."""
    asked: defaultdict[str, set[int]] = defaultdict(set)
    for about in abouts:
        kind, _, number = about.partition(":")
        asked[kind].add(int(number))
    found: Mapping[str, Facts] = {
        f"{kind}:{pk}": facts for kind, ids in asked.items() for pk, facts in _READERS[kind](ids).items()
    }
    for comparison in _COMPARISONS:
        found = comparison(found)
    return found
