"""Words that go by themselves: the floor above keeps them (`pitservice.letters.words`) and says here how to ask."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

_SAY: list[Callable[..., str]] = []


def register(say: Callable[..., str]) -> None:
    """`say(name, team=…, **context)` gives the words of a text. Called once, in `AppConfig.ready()`."""
    _SAY[:] = [say]


def say(name: str, **context: Any) -> str:
    """The words of this name; LookupError where nobody registered any."""
    if not _SAY:
        raise LookupError("Nobody registered the words of texts.")
    return _SAY[0](name, **context)
