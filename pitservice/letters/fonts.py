"""The fonts that letters are printed with, and which characters they have. A fresh machine has no fonts of its own.

Fontsource cuts a face into subset files. Each file gets a family name of its own, all of them in the stack: two files
under one name print "Dear hukasz" for "Dear Łukasz", while the text in the PDF still says "Łukasz" (engineering 6.3).
"""

from __future__ import annotations

import unicodedata
from functools import cache
from pathlib import Path

from django.contrib.staticfiles import finders
from fontTools.ttLib import TTFont

#: File name (under `fonts/` of our static files), CSS family, weight.
FACES = tuple(
    (f"atkinson-hyperlegible-next-{subset}-{weight}-normal.woff2", family, weight)
    for subset, family in (("latin", "Letter"), ("latin-ext", "Letter Extended"))
    for weight in (400, 700)
)
STACK = '"Letter", "Letter Extended"'


def path_of(name: str) -> Path:
    """Where a font file of ours lies; FileNotFoundError when what the browser gets has not been built."""
    found = finders.find(f"fonts/{name}")
    if not found:
        raise FileNotFoundError(f"The font {name} is missing: build the static files.")
    return Path(found)


def missing_in(text: str) -> str | None:
    """The first character of `text` that some weight of our fonts has not; None when all can be printed."""
    known = coverage()
    return next((character for character in text if character not in known and not character.isspace()), None)


def describe(character: str) -> str:
    """A character as a person can tell it: “ж” (CYRILLIC SMALL LETTER ZHE)."""
    name = unicodedata.name(character, f"U+{ord(character):04X}")
    return f"“{character}” ({name})" if character.isprintable() else name


@cache
def coverage() -> frozenset[str]:
    """Characters that every weight can print."""
    weights = {weight for _, _, weight in FACES}
    return frozenset.intersection(*(_characters(weight) for weight in weights))


def _characters(weight: int) -> frozenset[str]:
    """Characters in the files of one weight."""
    return frozenset(chr(code) for name, _, one in FACES if one == weight for code in _codes(name))


def _codes(name: str) -> frozenset[int]:
    with TTFont(path_of(name), lazy=True) as font:
        return frozenset(font.getBestCmap())
