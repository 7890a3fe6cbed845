"""How facts are read: by the kind of thing a word is about. Families register their own; referrals add theirs."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from families.contact.facts import Facts

Reader = Callable[[int], Facts]
Comparison = Callable[[Facts], Facts]

#: Gets numbers and addresses; returns which of them must not be used, and by which points ("referred:7:mobile").
Shunned = Callable[[set[str]], Mapping[str, set[str]]]

_READERS: dict[str, Reader] = {}
_COMPARISONS: list[Comparison] = []
_SHUNNED: list[Shunned] = []


def register_facts(kind: str, reader: Reader) -> None:
    """`reader` gets the id behind "kind:id" and returns the facts as they are now."""
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
    """The facts about "family:12" or "referral:34"; KeyError for a kind nobody registered."""
    kind, _, number = about.partition(":")
    facts = _READERS[kind](int(number))
    for comparison in _COMPARISONS:
        facts = comparison(facts)
    return facts
