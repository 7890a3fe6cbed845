"""How facts are read: by the kind of thing a word is about. Families register their own; referrals add theirs."""

from __future__ import annotations

from collections.abc import Callable

from families.contact.facts import Facts

Reader = Callable[[int], Facts]
Comparison = Callable[[Facts], Facts]

_READERS: dict[str, Reader] = {}
_COMPARISONS: list[Comparison] = []


def register_facts(kind: str, reader: Reader) -> None:
    """`reader` gets the id behind "kind:id" and returns the facts as they are now."""
    _READERS[kind] = reader


def register_comparison(comparison: Comparison) -> None:
    """What is done with all facts, whoever read them: numbers and addresses are compared everywhere (P20)."""
    _COMPARISONS.append(comparison)


def read_facts(about: str) -> Facts:
    """The facts about "family:12" or "referral:34"; KeyError for a kind nobody registered."""
    kind, _, number = about.partition(":")
    facts = _READERS[kind](int(number))
    for comparison in _COMPARISONS:
        facts = comparison(facts)
    return facts
