"""How a colleague's pages are worded: apps above say it, and the page base asks for everything that it draws."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from pitservice.accounts.models import User

T = TypeVar("T")

#: Given who looks and what is drawn (a page's context, a component, a sentence of ours); gives it as they call things.
Wording = Callable[[User, Any], Any]

_WORDINGS: list[Wording] = []


def register_wording(wording: Wording) -> None:
    """Add a way of wording pages; called in `AppConfig.ready()`."""
    _WORDINGS.append(wording)


def in_words_of(user: User, thing: T) -> T:
    """The same, in the words of whoever looks."""
    for wording in _WORDINGS:
        thing = wording(user, thing)
    return thing
