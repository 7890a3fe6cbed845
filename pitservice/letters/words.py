"""The words of letters and texts, from plain-text files that a person can read and change.

`templates/letters/words/NAME.txt` holds a letter's paragraphs, one to a line; `templates/messaging/words/NAME.txt` a
text in one line. `{placeholders}` are filled in from the context. A paragraph that is nothing but one placeholder is
left out when that is empty, so optional sentences need no rule. Nothing in the context is ever read as a placeholder.

Words to families name neither the baby, a diagnosis, the word therapy, the referrer's words, a risk, nor the other
parent (P2, design §8). The context never needs them.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings

from pitservice.accounts.models import Team

#: What each name needs beside `team` (a Team). Anything not given raises KeyError; what is not needed is ignored.
LETTERS: Mapping[str, frozenset[str]] = {
    "accepted_family": frozenset(),
    "accepted_referrer": frozenset({"reference"}),
    "accepted_professional": frozenset({"about"}),
    "not_accepted_family": frozenset(),
    "not_accepted_referrer": frozenset({"reference", "reason"}),
    "not_accepted_professional": frozenset({"about"}),
    "ask_information_email": frozenset({"reference", "link"}),
    "withdrawn_family": frozenset(),
    "withdrawn_referrer": frozenset({"reference"}),
    "withdrawn_professional": frozenset({"about"}),
    "ask_information_family": frozenset({"reference", "questions"}),
    "ask_information_referrer": frozenset({"reference", "questions"}),
    "holding_referrer": frozenset({"reference", "link", "until"}),
    "holding_professional": frozenset({"reference", "about", "link", "until"}),
    "waiting_family": frozenset(),
    "left_family": frozenset({"why"}),
    "left_referrer": frozenset({"reference", "reason"}),
    "left_professional": frozenset({"about", "reference", "reason"}),
    "appointment": frozenset({"when", "where"}),
    "missed_you": frozenset({"when"}),
    "ending_family": frozenset(),
    "ending_referrer": frozenset({"reference"}),
    "after_session": frozenset({"when"}),
    "how_we_work": frozenset(),
}
#: Those with which a person begins a letter of their own: what they are called, and the heading they bring.
WRITTEN: Mapping[str, tuple[str, str]] = {
    "after_session": ("After a session", "After our meeting"),
    "how_we_work": ("How we work together", "How we work together"),
}
TEXTS: Mapping[str, frozenset[str]] = {
    "reminder": frozenset({"when"}),
    "first_contact": frozenset(),
    "appointment_booked": frozenset({"when"}),
    "appointment_moved": frozenset({"when"}),
    "appointment_cancelled": frozenset({"when"}),
    "follow_up": frozenset(),
    "waiting": frozenset(),
    "private_form": frozenset({"link"}),
}
#: Whole paragraphs that a caller may add; empty when it does not.
OPTIONAL = ("answer_here", "extra", "alternative", "closing", "with_whom", "reply_by")

_PLACEHOLDER = re.compile(r"\{(\w+)\}")


def letter_words(name: str, **context: Any) -> list[str]:
    """A letter's paragraphs, without salutation and ending. `team` is needed; see LETTERS and OPTIONAL for the rest."""
    return _paragraphs("letters", name, LETTERS[name], context)


def text_words(name: str, **context: Any) -> str:
    """A text, in one piece. `team` is needed; see TEXTS for the rest."""
    return " ".join(_paragraphs("messaging", name, TEXTS[name], context))


def _paragraphs(app: str, name: str, needed: frozenset[str], context: Mapping[str, Any]) -> list[str]:
    values = _values(needed, context)
    filled = (_fill(line, values) for line in _lines(app, name))
    return [paragraph for paragraph in filled if paragraph]


def _values(needed: frozenset[str], context: Mapping[str, Any]) -> dict[str, str]:
    """Every placeholder's text."""
    missing = sorted(name for name in {"team", *needed} if name not in context)
    if missing:
        raise KeyError(f"These words need {', '.join(missing)}.")
    team: Team = context["team"]
    given = {name: str(value).strip() for name, value in context.items()}
    return dict.fromkeys(OPTIONAL, "") | given | {"team": team.name, "ring_us": _ring(team), "hours": team.hours}


def _ring(team: Team) -> str:
    """How to reach us, as part of a sentence ("Please {ring_us}")."""
    return f"ring us on {team.phone}" if team.phone else "get in touch with us"


def _fill(line: str, values: Mapping[str, str]) -> str:
    """The line with its placeholders filled in once: what is filled in is never read again."""
    return _PLACEHOLDER.sub(lambda found: values[found[1]], line).strip()


@cache
def _lines(app: str, name: str) -> tuple[str, ...]:
    """The paragraphs as they stand in the file."""
    path = Path(settings.BASE_DIR) / "templates" / app / "words" / f"{name}.txt"
    return tuple(line.strip() for line in path.read_text(encoding="utf-8").splitlines() if line.strip())
