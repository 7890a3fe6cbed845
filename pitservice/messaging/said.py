"""Words that know in which language and form they stand (P46): what templates make, and rows keep.

Words of any other kind, typed by a colleague or put together in code, count as plain English. So whoever forgets to
say has a text held, never one in a language that its reader does not have.
"""

from __future__ import annotations

from collections.abc import Sequence

from families.contact import PLAIN, Addressee, Version

NOT_THEIRS = (
    "These words are in another language or form than {name} needs, or carry something that only stands in English: "
    "call with an interpreter."
)


class Said(str):
    """A text, in one piece."""

    version: Version

    def __new__(cls, words: str, version: Version = PLAIN) -> Said:
        """`words` in this version."""
        said = super().__new__(cls, words)
        said.version = version
        return said


class Paragraphs(list[str]):
    """A letter's paragraphs; `frame`: heading, salutation and ending where they stand in another language."""

    def __init__(
        self, paragraphs: Sequence[str], version: Version = PLAIN, frame: dict[str, str] | None = None
    ) -> None:
        super().__init__(paragraphs)
        self.version, self.frame = version, frame or {}


def version_of(words: Sequence[str]) -> Version:
    """The version of a text or of paragraphs; plain English unless they say."""
    return words.version if isinstance(words, Said | Paragraphs) else PLAIN


def why_not_theirs(words: Sequence[str], to: Addressee) -> str:
    """Why these words are not for this reader; empty where they stand in the version that the rules chose (P46)."""
    return "" if version_of(words) == to.version else NOT_THEIRS.format(name=to.name)
