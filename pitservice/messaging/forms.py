"""What a person says about a message or a letter's copy that did not go."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from typing import Any, cast

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Layout
from django import forms
from django.http import QueryDict

from pitservice.messaging.length import BASIC, TWICE
from pitservice.ui.fields import NhsBooleanField, NhsMultipleChoiceField, NhsTextField
from pitservice.ui.forms import ActForm


class ConfirmForm(ActForm):
    """Why it may go although the rules ask."""

    reason = NhsTextField(
        label="Why may it go?",
        called="why it may go",
        help_text="For example who you asked, and what they said. It is kept with the record.",
        rows=3,
        max_length=1000,
    )


class CancelForm(ActForm):
    """Why it does not go."""

    reason = NhsTextField(label="Why is it not sent?", called="why it is not sent", rows=3, max_length=1000)


#: As long as six parts may be (GOV.UK Notify takes no more; domain.md §5.2).
LONGEST_TEXT = 918


class WriteForm(ActForm):
    """A text in our own words. Sent once to be checked, and again, unchanged, to go.

    `shown` is what was checked last; when people or words are others than that, they are checked again. `asked` gives
    the sentences about what a person should have meant.
    """

    to = NhsMultipleChoiceField(label="Who gets it?", called="who gets the text")
    words = NhsTextField(
        label="What does it say?",
        called="what the text says",
        help_text="Say who you are, and how to reach you. Up to 160 plain characters are one text; longer ones, and "
        "letters of other alphabets or pictures, are sent and paid for as several.",
        rows=6,
        max_length=LONGEST_TEXT,
    )
    let_through = NhsBooleanField(label="I have read this, and mean it", required=False)
    shown = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)

    def __init__(
        self,
        *args: Any,
        choices: Sequence[tuple[str, str]],
        hints: Mapping[str, str],
        asked: Callable[[str, Sequence[str]], Sequence[str]],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        to = cast(NhsMultipleChoiceField, self.fields["to"])
        to.choices, to.hints = choices, dict(hints)
        self.fields["words"].widget.attrs |= {"data-parts-basic": BASIC, "data-parts-twice": TWICE}
        self._ask, self.warnings = asked, list[str]()

    @property
    def helper(self) -> FormHelper:
        """The tick only where something is asked."""
        helper = super().helper
        helper.layout = Layout(
            "submission", "seen", "shown", "to", "words", *(["let_through"] if self.warnings else [])
        )
        return helper

    def clean(self) -> dict[str, Any]:
        """What was seen and asked about must be let through."""
        cleaned = super().clean() or self.cleaned_data
        if "to" in cleaned and "words" in cleaned:
            self.warnings = list(self._ask(cleaned["words"], cleaned["to"]))
            if self.was_shown and self.warnings and not cleaned.get("let_through"):
                self.add_error("let_through", "Tick that you have read this and mean it, or change the words")
        return cleaned

    @property
    def was_shown(self) -> bool:
        """Whether these people, words and warnings have been checked."""
        return self.cleaned_data.get("shown") == self.digest

    @property
    def digest(self) -> str:
        """Of what is checked."""
        checked = [sorted(self.cleaned_data["to"]), self.cleaned_data["words"], self.warnings]
        return hashlib.sha256(json.dumps(checked).encode()).hexdigest()

    def show(self) -> None:
        """It is being checked now: the next time, unchanged, it goes."""
        data = cast("QueryDict", self.data).copy()
        data["shown"] = self.digest
        self.data = data


class TellForm(ActForm):
    """How they were told."""

    how = NhsTextField(
        label="How were they told?",
        called="how they were told",
        help_text="For example “Rang her on Tuesday”, “Told at the visit”, “Through the health visitor”.",
        rows=3,
        max_length=1000,
    )
