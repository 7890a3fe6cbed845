"""Invented situations to see a template in: unborn, twins, a father alone, a foster carer, two homes (P48)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.utils import timezone

from pitservice.letters.fields import FIELDS, OPTIONAL
from pitservice.ui.dates import day


@dataclass(frozen=True, slots=True)
class Reader:
    """Somebody invented who would get it, and where."""

    name: str
    address: str = ""


@dataclass(frozen=True, slots=True)
class Situation:
    """Who is written to, and how the family is named to a professional who knows it."""

    called: str
    readers: Sequence[Reader]
    about: str
    note: str


_HOME, _OTHER = "4 Rowan Close\nZZ16 5AU", "18 Elm Road\nZZ17 2BD"
_AISHA, _DANIEL = Reader("Aisha Khan", _HOME), Reader("Daniel Reed", _HOME)
SITUATIONS: Mapping[str, Situation] = {
    "unborn": Situation("Not yet born", (_AISHA,), "baby of Aisha Khan", "The baby is not born, and has no name."),
    "twins": Situation(
        "Twins", (_AISHA, _DANIEL), "Zayn and Zara Khan, born 1 August 2026", "“Your babies”, not “your baby”."
    ),
    "father": Situation(
        "A father alone", (_DANIEL,), "Zayn Reed, born 1 August 2026", "Nothing may take for granted that she is there."
    ),
    "foster": Situation(
        "A foster carer",
        (Reader("Ruth Ellery", "2 Ash Lane\nZZ16 1AA"),),
        "Zayn Khan, born 1 August 2026",
        "She cares for a baby who is not her own.",
    ),
    "homes": Situation(
        "Two homes",
        (_AISHA, Reader("Daniel Reed", _OTHER)),
        "Zayn Khan, born 1 August 2026",
        "Each has a letter of their own, and neither shows the other's address.",
    ),
}


def examples(about: str) -> dict[str, Any]:
    """A value for every merge field that a caller gives; days stand ahead of today."""
    ahead = timezone.localtime() + timedelta(days=9)
    when = ahead.replace(hour=14, minute=30, second=0, microsecond=0)
    found: dict[str, Any] = {name: one.example for name, one in FIELDS.items() if name not in OPTIONAL}
    said = {"about": about, "when": when, "until": day(ahead.date()), "with_whom": FIELDS["with_whom"].example}
    return found | said
