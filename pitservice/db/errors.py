"""The one exception that actions raise when something may not be done, with the sentence the person reads."""

from __future__ import annotations

from typing import Any


class Refused(Exception):
    """Something may not be done now. `sentence` is plain English: what is the matter, and what to do next."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


class Stale(Refused):
    """The record has changed since the person's page was drawn; nothing was written.

    `subject` is the row as it is now and `seen` the version that stood on the page, where they are known: the page
    then shows what has changed.
    """

    def __init__(self, sentence: str, *, subject: Any = None, seen: int | None = None) -> None:
        super().__init__(sentence)
        self.subject, self.seen = subject, seen
