"""What each adult said about somebody else in the room, and when and how they were asked (P64, P68)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Layout
from django.utils import timezone

from caseload.actions.answers import Said
from caseload.enums import HowAsked
from caseload.models.answer import AdultAnswer
from families.models import Person
from pitservice.ui.fields import NhsChoiceField, NhsDateField
from pitservice.ui.forms import ActForm

AGREES, DECLINES, NOT_ASKED = "agrees", "declines", "not_asked"


class AnswersForm(ActForm):
    """Each adult apart, then the day and how they were asked."""

    on = NhsDateField(label="When did you ask?", called="the day on which you asked", past=True)
    how = NhsChoiceField(label="How did you ask?", called="how you asked", choices=HowAsked.choices, inline=True)

    def __init__(self, *args: Any, adults: Sequence[Person], names: Mapping[int, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.adults = adults
        for adult in adults:
            name = names.get(adult.pk, adult.name)
            self.fields[f"agrees_{adult.key}"] = NhsChoiceField(
                label=f"Does {name} agree?",
                called=f"whether {name} agrees",
                choices=[(AGREES, "Agrees"), (DECLINES, "Does not agree"), (NOT_ASKED, "Not asked yet")],
                initial=NOT_ASKED,
            )

    @property
    def helper(self) -> FormHelper:
        """Each adult apart, then the day."""
        helper = super().helper
        helper.layout = Layout(*(f"agrees_{adult.key}" for adult in self.adults), "on", "how")
        return helper

    def take_over_answers(self, shown: Mapping[int, AdultAnswer], now: Mapping[int, AdultAnswer]) -> None:
        """Have what was recorded meanwhile stand wherever this person left an answer as the page had `shown` it."""
        for adult in self.adults:
            name, before, after = f"agrees_{adult.key}", _choice(shown.get(adult.pk)), _choice(now.get(adult.pk))
            if self.cleaned_data.get(name) == before:
                self.take_over(name, after)

    @property
    def said(self) -> Said:
        """The answers of those who were asked."""
        given = self.cleaned_data
        said = {adult: given[f"agrees_{adult.key}"] for adult in self.adults}
        agrees = {adult: answer == AGREES for adult, answer in said.items() if answer != NOT_ASKED}
        return Said(agrees, given["on"], given["how"])


def answers_start(last: Mapping[int, AdultAnswer]) -> dict[str, Any]:
    """What the form starts with: what each said last, today."""
    start: dict[str, Any] = {"on": timezone.localdate()}
    return start | {f"agrees_{one.person.key}": _choice(one) for one in last.values()}


def _choice(answer: AdultAnswer | None) -> str:
    """As the form has it."""
    if answer is None:
        return NOT_ASKED
    return AGREES if answer.agrees else DECLINES
