"""A step of a public form, and how its answers are kept and read out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar, cast

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Layout
from django import forms

from pitservice.configuration.worded import word_questions
from pitservice.ui import dates
from pitservice.ui.fields import NhsDateField, shown_phone
from pitservice.ui.fields.text import PhoneField
from pitservice.ui.forms import ActForm
from pitservice.ui.layout import Question

#: By step: what was typed, as sent, and what was understood ({"typed": …, "clean": …}).
Answers = Mapping[str, Mapping[str, Any]]
LONGEST = 20_000
HIDDEN = ("submission", "seen")


class StepForm(ActForm):
    """The questions of one step. `title` is its heading, unless `question` names the one field whose label is.

    `why` says before the questions why we ask; `layout` lays the fields out where their order is not enough.
    """

    title: ClassVar[str] = ""
    question: ClassVar[str] = ""
    why: ClassVar[Sequence[str]] = ()

    def __init__(self, *args: Any, context: Any = None, **kwargs: Any) -> None:
        self.page = context
        super().__init__(*args, **kwargs)
        self.prepare()
        if context is not None:
            word_questions(self, context.word)

    def prepare(self) -> None:
        """Choices that depend on the team, words that depend on earlier answers."""

    def laid_out(self) -> Sequence[Any]:
        """The parts in order."""
        own = [name for name in self.fields if name not in HIDDEN]
        return [Question(name) if name == self.question else name for name in own]

    @property
    def helper(self) -> FormHelper:
        """The parts in order."""
        helper = super().helper
        helper.layout = Layout(*HIDDEN, *self.laid_out())
        return helper

    def clean_for_keeping(self) -> dict[str, Any]:
        """What was understood, as a draft keeps it."""
        return {name: _plain(value) for name, value in self.cleaned_data.items() if name not in HIDDEN}

    def typed(self) -> dict[str, list[str]]:
        """What was sent to our questions, as it was sent: no longer than people type, and what a database keeps."""
        data = cast(Any, self.data)
        asked = {name for name in data if self._is_asked(name)}
        return {name: [_kept(text) for text in data.getlist(name)] for name in sorted(asked)}

    def _is_asked(self, name: str) -> bool:
        """Whether it answers a question of this form (a date has three boxes)."""
        return name not in HIDDEN and (name in self.fields or name.rpartition("_")[0] in self.fields)


@dataclass(frozen=True, slots=True)
class Step:
    """A step at its place: its name in the address, its form, and what is said about it."""

    name: str
    form: type[StepForm]
    title: str = ""

    @property
    def heading(self) -> str:
        """The step's heading, also on the page where answers are checked."""
        return self.title or self.form.title


def answer(answers: Answers, step: str, name: str, otherwise: Any = "") -> Any:
    """What was understood of one question; `otherwise` when it was not asked or not answered."""
    value = answers.get(step, {}).get("clean", {}).get(name)
    return otherwise if value in (None, "") else value


def answer_date(answers: Answers, step: str, name: str) -> date | None:
    """The same for a date."""
    value = answer(answers, step, name)
    return date.fromisoformat(value) if value else None


def said(form: StepForm, clean: Mapping[str, Any]) -> dict[str, tuple[str, str]]:
    """By the question's name: the question, and its answer in words; those that were answered."""
    found = {}
    for name, question in form.fields.items():
        value = clean.get(name)
        if name not in HIDDEN and value not in (None, "", [], False):
            found[name] = (str(question.label or name), _in_words(question, value))
    return found


def read_out(form: StepForm, clean: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Each question with its answer in words, those that were answered."""
    return list(said(form, clean).values())


def _in_words(question: forms.Field, value: Any) -> str:
    if isinstance(value, list):
        labels = dict(getattr(question, "choices", []))
        return "; ".join(str(labels.get(one, one)) for one in value)
    if isinstance(question, NhsDateField):
        return dates.day(date.fromisoformat(value))
    if isinstance(question, PhoneField):
        return shown_phone(value)
    if value is True:
        return "Yes"
    return str(dict(getattr(question, "choices", [])).get(value, value))


def _kept(text: str) -> str:
    return text.replace("\x00", "\ufffd")[:LONGEST]


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value
