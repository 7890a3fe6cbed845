"""A colleague's pages in their team's word for a referral; what anybody typed stays as it is.

A page mixes our words with typed ones, so that only what is known to be ours is renamed: the phrases in `phrases.json`,
which are read out of the code (`pitservice.governance.phrases`). Where somebody works in teams with different words,
the pages keep the common one.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import fields, is_dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

from django.forms import BaseForm, ChoiceField

from pitservice.accounts.models import User
from pitservice.configuration.enums import ReferralWord
from pitservice.configuration.selectors import settings_along
from pitservice.configuration.worded import SAID, instead
from pitservice.ui.components import Button, Callout, Column, Details, Fact, FactList, NavItem, Section, Tab, Table, Tag

T = TypeVar("T")

#: Fewer words than these, anybody may type by chance: they are renamed only in places that hold nothing typed.
_ENOUGH = 3
_OURS_ALONE: Mapping[type, frozenset[str]] = {
    Button: frozenset({"text", "hidden"}),
    Callout: frozenset({"heading"}),
    Column: frozenset({"label"}),
    Details: frozenset({"summary"}),
    Fact: frozenset({"key"}),
    FactList: frozenset({"heading"}),
    NavItem: frozenset({"text"}),
    Section: frozenset({"heading"}),
    Tab: frozenset({"text"}),
    Table: frozenset({"caption"}),
    Tag: frozenset({"text"}),
}
_OURS_ON_A_PAGE = frozenset({"back", "breadcrumbs", "cancel", "heading", "submit_label", "tab_title"})
#: Of one word, so that in the code they look like names for the machine.
_NOUNS = ("referral", "referrals")
_SENTENCE = re.compile(r"(?<=[.?!]) ")
#: What stands in a short phrase where code puts something in ("Referral K7M2Q9XTRD"): a reference, never words.
_REFERENCE = "([0-9A-Z]{10})"


def word_of(user: User) -> str:
    """What this colleague's teams call a referral; the common word where they differ."""
    words = {one.referral_word for one in settings_along(user).values()}
    return str(words.pop()) if len(words) == 1 else str(ReferralWord.REFERRAL)


def in_words_of(user: User, thing: T) -> T:
    """Whatever is drawn for this colleague."""
    return in_word(thing, word_of(user))


def in_word(thing: T, word: str) -> T:
    """Our phrases in it, in a team's word: in a sentence, a component, a form, or a page's whole context."""
    return thing if word == ReferralWord.REFERRAL else _said(thing, ours=isinstance(thing, str))


def _said(thing: Any, *, ours: bool = False) -> Any:
    if isinstance(thing, str):
        return _phrase(thing, ours=ours)
    if isinstance(thing, BaseForm):
        return _form(thing)
    if isinstance(thing, Mapping):
        return {key: _said(value, ours=key in _OURS_ON_A_PAGE) for key, value in thing.items()}
    if isinstance(thing, list | tuple):
        said = [_said(one, ours=ours) for one in thing]
        return type(thing)(*said) if hasattr(thing, "_fields") else type(thing)(said)
    if is_dataclass(thing) and not isinstance(thing, type):
        return _component(thing, ours=ours)
    return thing


def _component(thing: Any, *, ours: bool) -> Any:
    alone = _OURS_ALONE.get(type(thing), frozenset())
    changed = {}
    for one in fields(thing):
        before = getattr(thing, one.name)
        if one.init and (after := _said(before, ours=ours or one.name in alone)) != before:
            changed[one.name] = after
    return replace(thing, **changed) if changed else thing


def _form(form: BaseForm) -> BaseForm:
    for question in form.fields.values():
        question.label = _said(question.label, ours=True)
        question.help_text = _said(question.help_text, ours=True)
        if isinstance(question, ChoiceField):
            choices: Any = question.choices
            question.choices = [(value, _said(label)) for value, label in choices]
    form.worded = _of_a_layout  # type: ignore[attr-defined]  # what `ui.layout` looks for
    if form.is_bound:
        for refusals in form.errors.values():
            for refusal in refusals.as_data():
                refusal.message = _said(refusal.message)
    return form


def _of_a_layout(thing: Any) -> Any:
    return _said(thing, ours=isinstance(thing, str))


class _Phrase(NamedTuple):
    pattern: re.Pattern[str]
    enough: bool


@cache
def _phrases() -> tuple[Mapping[str, bool], tuple[_Phrase, ...]]:
    """Whole phrases, with whether each has words enough; and those with something put in."""
    told: list[str] = json.loads(Path(__file__).with_name("phrases.json").read_text(encoding="utf-8"))
    several = {part for phrase in told for part in (phrase, *_SENTENCE.split(phrase)) if SAID.search(part)}
    whole = {_small(one): _enough(one) for one in (*several, *_NOUNS) if "{}" not in one}
    return whole, tuple(_Phrase(_pattern(one), _enough(one)) for one in sorted(several) if "{}" in one)


def _enough(phrase: str) -> bool:
    return len(phrase.replace("{}", " ").split()) >= _ENOUGH


def _pattern(phrase: str) -> re.Pattern[str]:
    hole = "(.+?)" if _enough(phrase) else _REFERENCE
    return re.compile(hole.join(f"({re.escape(part)})" for part in _small(phrase).split("{}")), re.DOTALL)


def _small(text: str) -> str:
    return text[:1].lower() + text[1:]


def _phrase(text: str, *, ours: bool) -> str:
    if not SAID.search(text):
        return text
    whole, patterns = _phrases()
    small = _small(text)
    if small in whole:
        return SAID.sub(instead, text) if ours or whole[small] else text
    for one in patterns:
        if found := one.pattern.fullmatch(small):
            return _filled(text, found)
    parts = _SENTENCE.split(text)
    return " ".join(_phrase(part, ours=ours) for part in parts) if len(parts) > 1 else text


def _filled(text: str, found: re.Match[str]) -> str:
    """Our parts renamed; what was put in is looked at as a text of its own."""
    said = []
    for number in range(1, len(found.groups()) + 1):
        part = text[slice(*found.span(number))]
        said.append(SAID.sub(instead, part) if number % 2 else _phrase(part, ours=False))
    return "".join(said)
