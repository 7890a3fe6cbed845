"""Our own words in a team's own word: "registration" where it says so (a setting). What was typed stays as it is.

For public forms, letters and texts: whoever calls gives only words of ours, never what a person typed. A colleague's
pages, where both stand together, are worded by `phrases`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import fields, is_dataclass, replace
from typing import Any, TypeVar

from django import forms

from pitservice.configuration.enums import ReferralWord
from pitservice.ui.components import Fact

T = TypeVar("T")

#: "Refer", "referral", "referrals"; whoever refers stays the referrer.
SAID = re.compile(r"\b([Rr])efer(ral(s?))?\b")
#: What leads somewhere, or may hold what somebody typed.
_LEFT = frozenset({"href", "src", "submission", "seen", "anchor"})


def worded(thing: T, word: str) -> T:
    """Our own words, in whatever they stand: a sentence, a list of them, a component."""
    return thing if word == ReferralWord.REFERRAL else _worded(thing)


def _worded(thing: Any) -> Any:
    if isinstance(thing, str):
        return SAID.sub(instead, thing)
    if isinstance(thing, Mapping):
        return {key: _worded(value) for key, value in thing.items()}
    if isinstance(thing, list | tuple):
        return type(thing)(_worded(one) for one in thing)
    if is_dataclass(thing) and not isinstance(thing, type):
        left = _LEFT | {"value"} if isinstance(thing, Fact) else _LEFT
        ours = {one.name: getattr(thing, one.name) for one in fields(thing) if one.name not in left}
        return replace(thing, **{name: _worded(value) for name, value in ours.items()})
    return thing


def instead(found: re.Match[str]) -> str:
    """One word that `SAID` found, as "register", "registration" or "registrations"."""
    noun = f"egistration{found[3] or ''}" if found[2] else "egister"
    return found[1] + noun


def word_questions(form: forms.Form, word: str) -> None:
    """The questions of a form, with their help and choices."""
    for question in form.fields.values():
        question.label = worded(question.label, word)
        question.help_text = worded(question.help_text, word)
        if isinstance(question, forms.ChoiceField) and word != ReferralWord.REFERRAL:
            choices: Any = question.choices
            question.choices = [(value, worded(label, word)) for value, label in choices]
