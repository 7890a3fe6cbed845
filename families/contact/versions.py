"""In which language and form words stand, and which of them somebody needs (P46, P68).

A need is recorded in a person's own words ("Polish, a woman", "large print"). What is not understood here is a need
that no version meets, so that a person is asked. English is never a stand-in.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from families.enums import WordForm

ENGLISH = "en"


@dataclass(frozen=True, slots=True)
class Language:
    """A language: what it is called in English, and how else it may be recorded; which way it is written."""

    name: str
    also: tuple[str, ...] = ()
    right_to_left: bool = False


#: By the code of BCP 47, as a PDF and a page name it.
LANGUAGES: Mapping[str, Language] = {
    "sq": Language("Albanian"),
    "am": Language("Amharic"),
    "ar": Language("Arabic", right_to_left=True),
    "bn": Language("Bengali", ("bangla", "sylheti")),
    "bg": Language("Bulgarian"),
    "zh": Language("Chinese", ("cantonese", "mandarin", "simplified chinese", "traditional chinese")),
    "cs": Language("Czech"),
    "prs": Language("Dari", right_to_left=True),
    "fr": Language("French"),
    "de": Language("German"),
    "gu": Language("Gujarati"),
    "hi": Language("Hindi"),
    "hu": Language("Hungarian"),
    "it": Language("Italian"),
    "ku": Language("Kurdish Sorani", ("sorani", "kurdish"), right_to_left=True),
    "lv": Language("Latvian"),
    "lt": Language("Lithuanian"),
    "ml": Language("Malayalam"),
    "ne": Language("Nepali"),
    "ps": Language("Pashto", ("pushto",), right_to_left=True),
    "fa": Language("Persian", ("farsi",), right_to_left=True),
    "pl": Language("Polish"),
    "pt": Language("Portuguese"),
    "pa": Language("Punjabi", ("panjabi",)),
    "ro": Language("Romanian"),
    "ru": Language("Russian"),
    "sk": Language("Slovak"),
    "so": Language("Somali"),
    "es": Language("Spanish"),
    "ta": Language("Tamil"),
    "ti": Language("Tigrinya"),
    "tr": Language("Turkish"),
    "uk": Language("Ukrainian"),
    "ur": Language("Urdu", right_to_left=True),
    "vi": Language("Vietnamese"),
    "cy": Language("Welsh"),
    "yo": Language("Yoruba"),
}
_CODES = {said.casefold(): code for code, one in LANGUAGES.items() for said in (one.name, *one.also)}
_LARGE, _EASY = re.compile(r"large[- ]print", re.IGNORECASE), re.compile(r"easy[- ]?read", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Version:
    """The language (a code of `LANGUAGES`, or "en") and the form that words stand in."""

    language: str = ENGLISH
    form: WordForm = WordForm.STANDARD


PLAIN = Version()


def language_of(said: str) -> str:
    """The code of a language as somebody recorded it, English when nothing was; what is not known stays as it is.

    "Polish, a woman" is Polish; "Polish or Russian" is not understood, so that a person is asked.
    """
    name = re.split(r"[,;(.]", said, maxsplit=1)[0].strip().casefold()
    return ENGLISH if name in ("", "english", "british english") else _CODES.get(name, name)


def name_of(language: str) -> str:
    """What a language is called in English."""
    return LANGUAGES[language].name if language in LANGUAGES else "English" if language == ENGLISH else language


def needs_of(formats: str) -> tuple[bool, bool, bool]:
    """Whether somebody needs large print, needs easy read, and needs anything that is neither."""
    parts = [part.strip() for part in formats.split(";") if part.strip()]
    large = any(_LARGE.search(part) for part in parts)
    easy = any(_EASY.search(part) for part in parts)
    return large, easy, any(_is_more(part) for part in parts)


def _is_more(part: str) -> bool:
    """Whether a need says more than the two that we can meet: "large print, and read out"."""
    return bool(re.sub(r"\W|\b(and|please|letters?|in|needs?|only)\b", "", _LARGE.sub("", _EASY.sub("", part))))


def version_for(reads: str, formats: str, versions: Collection[Version]) -> Version:
    """The version that serves somebody best of those there are; plain English where none is theirs.

    Whether it may go to them is for the contact rules to say (`reads-other-language`, `other-format`).
    """
    own, easy = language_of(reads), needs_of(formats)[1]
    wished = (*([Version(own, WordForm.EASY_READ)] if easy else []), Version(own))
    return next((one for one in wished if one in versions), PLAIN)
