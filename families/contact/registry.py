"""How facts are read: by the kind of thing a word is about. Families register their own; referrals add theirs."""

from __future__ import annotations

from collections.abc import Callable

from families.contact.facts import Facts

Reader = Callable[[int], Facts]

_READERS: dict[str, Reader] = {}


def register_facts(kind: str, reader: Reader) -> None:
    """`reader` gets the id behind "kind:id" and returns the facts as they are now."""
    _READERS[kind] = reader


def read_facts(about: str) -> Facts:
    """The facts about "family:12" or "referral:34"; KeyError for a kind nobody registered."""
    kind, _, number = about.partition(":")
    return _READERS[kind](int(number))
