"""How it reads what adults said about somebody else in the room (P64, P68)."""

from __future__ import annotations

from collections.abc import Mapping

from caseload.models.answer import AdultAnswer
from pitservice.ui import dates
from pitservice.ui.words import inside


def answered(last: Mapping[int, AdultAnswer], names: Mapping[int, str]) -> list[str]:
    """Each adult with their last answer, the day, and how they were asked where that is known."""
    return [
        f"{names.get(pk, one.person.name)}: {inside(str(one))} ({', '.join(_asked(one))})" for pk, one in last.items()
    ]


def _asked(one: AdultAnswer) -> list[str]:
    return [dates.day(one.on), *([inside(one.get_how_display())] if one.how else [])]
