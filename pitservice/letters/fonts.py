"""The fonts that letters are printed with, and which characters they have. A fresh machine has no fonts of its own.

Fontsource cuts a face into subset files. Each file gets a family name of its own, all of them in the stack: two files
under one name print "Dear hukasz" for "Dear Łukasz", while the text in the PDF still says "Łukasz" (engineering 6.3).
Other scripts are set in Noto Sans, whose files are read only for a letter that needs them (P46).
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from functools import cache
from pathlib import Path

from django.contrib.staticfiles import finders
from fontTools.ttLib import TTFont

#: File name (under `fonts/` of our static files), CSS family, weight.
Face = tuple[str, str, int]
_WEIGHTS = (400, 700)


def _faces(package: str, subset: str, family: str) -> tuple[Face, ...]:
    return tuple((f"{package}-{subset}-{weight}-normal.woff2", family, weight) for weight in _WEIGHTS)


#: Of every letter.
FACES: tuple[Face, ...] = (
    *_faces("atkinson-hyperlegible-next", "latin", "Letter"),
    *_faces("atkinson-hyperlegible-next", "latin-ext", "Letter Extended"),
)
#: Of a whole letter in Vietnamese or Yoruba: an accent stands right only on a letter of the same file.
LATIN: tuple[Face, ...] = (
    *_faces("noto-sans", "vietnamese", "Letter Vietnamese"),
    *_faces("noto-sans", "latin", "Letter Latin"),
    *_faces("noto-sans", "latin-ext", "Letter Latin Extended"),
)
#: Of a letter in which a character of theirs stands, in the order in which they are asked for it.
SCRIPTS: tuple[tuple[Face, ...], ...] = (
    LATIN,
    _faces("noto-sans", "cyrillic", "Letter Cyrillic"),
    _faces("noto-sans", "cyrillic-ext", "Letter Cyrillic Extended"),
    _faces("noto-sans", "greek", "Letter Greek"),
    _faces("noto-sans-arabic", "arabic", "Letter Arabic"),
    _faces("noto-sans-bengali", "bengali", "Letter Bengali"),
    _faces("noto-sans-devanagari", "devanagari", "Letter Devanagari"),
    _faces("noto-sans-ethiopic", "ethiopic", "Letter Ethiopic"),
    _faces("noto-sans-gujarati", "gujarati", "Letter Gujarati"),
    _faces("noto-sans-gurmukhi", "gurmukhi", "Letter Gurmukhi"),
    _faces("noto-sans-malayalam", "malayalam", "Letter Malayalam"),
    _faces("noto-sans-tamil", "tamil", "Letter Tamil"),
    _faces("noto-sans-sc", "chinese-simplified", "Letter Chinese"),
)
#: Persian and Malayalam are misspelt without them; no font need have them.
JOINERS = frozenset("\u200c\u200d")


def names() -> frozenset[str]:
    """Every font file of ours."""
    return frozenset(name for faces in (FACES, *SCRIPTS) for name, _, _ in faces)


def faces_for(text: str) -> tuple[Face, ...]:
    """The faces that print this text: those of every letter, and of each further script in it."""
    found = {script: None for character in _beyond(text) if (script := _script_of(character))}
    others = (face for faces in SCRIPTS[1:] if faces in found for face in faces)
    return (*(LATIN if LATIN in found else ()), *FACES, *others)


def stack_of(faces: Iterable[Face]) -> str:
    """Their families for a style sheet, in the order in which they are asked for a character."""
    return ", ".join(f'"{family}"' for family in dict.fromkeys(family for _, family, _ in faces))


STACK = stack_of(FACES)


def path_of(name: str) -> Path:
    """Where a font file of ours lies; FileNotFoundError when what the browser gets has not been built."""
    found = finders.find(f"fonts/{name}")
    if not found:
        raise FileNotFoundError(f"The font {name} is missing: build the static files.")
    return Path(found)


def missing_in(text: str) -> str | None:
    """The first character of `text` that some weight of our fonts has not; None when all can be printed."""
    return next((character for character in _beyond(text) if _script_of(character) is None), None)


def describe(character: str) -> str:
    """A character as a person can tell it: “ж” (CYRILLIC SMALL LETTER ZHE)."""
    name = unicodedata.name(character, f"U+{ord(character):04X}")
    return f"“{character}” ({name})" if character.isprintable() else name


def _beyond(text: str) -> Iterable[str]:
    """Characters that the faces of every letter do not have."""
    known = coverage(FACES)
    return (one for one in text if one not in known and one not in JOINERS and not one.isspace())


@cache
def _script_of(character: str) -> tuple[Face, ...] | None:
    """The faces that have it. No accent is taken from another font than its letter's: it would stand beside it."""
    if "\u0300" <= character <= "\u036f":
        return None
    return next((faces for faces in SCRIPTS if character in coverage(faces)), None)


@cache
def coverage(faces: tuple[Face, ...]) -> frozenset[str]:
    """Characters that every weight of these faces can print."""
    weights = (frozenset(_characters(faces, weight)) for weight in _WEIGHTS)
    return frozenset.intersection(*weights)


def most_glyphs(faces: Iterable[Face]) -> int:
    """How many glyphs the largest of these files has."""
    return max(_glyphs(name) for name, _, _ in faces)


def _glyphs(name: str) -> int:
    with TTFont(path_of(name), lazy=True) as font:
        return int(font["maxp"].numGlyphs)


def _characters(faces: tuple[Face, ...], weight: int) -> Iterable[str]:
    """Characters in the files of one weight."""
    return (chr(code) for name, _, one in faces if one == weight for code in _codes(name))


def _codes(name: str) -> frozenset[int]:
    with TTFont(path_of(name), lazy=True) as font:
        return frozenset(font.getBestCmap())
