"""What a person says about a message or a letter's copy that did not go."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any, cast

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Layout
from django import forms
from django.http import QueryDict
from django.utils import timezone

from pitservice.db.errors import Refused
from pitservice.messaging.enums import Means, MessageState
from pitservice.messaging.length import BASIC, TWICE
from pitservice.ui.fields import (
    NhsBooleanField,
    NhsChoiceField,
    NhsDateField,
    NhsMultipleChoiceField,
    NhsTextField,
    NhsTimeField,
)
from pitservice.ui.forms import ActForm, FilterForm, offer_choices
from pitservice.ui.layout import Reveal
from pitservice.ui.wall import moment_at


class NoticesForm(ActForm):
    """Whether the digest comes (P6)."""

    digest = NhsBooleanField(
        label="Send me an e-mail in the morning of working days with how many things wait for me",
        required=False,
    )

    def __init__(self, *args: Any, address: str, **kwargs: Any) -> None:
        """`address`: where it would go."""
        super().__init__(*args, **kwargs)
        self.fields[
            "digest"
        ].help_text = f"To {address}. Not on days on which your team is closed, on which you do not work, or are away."


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
    when = NhsChoiceField(
        label="When does it go?",
        called="when it goes",
        choices=[("now", "Now"), ("later", "On a day and at a time")],
        initial="now",
    )
    day = NhsDateField(label="On which day?", called="the day on which it goes")
    time = NhsTimeField(label="At what time?", called="the time at which it goes")
    let_through = NhsBooleanField(label="I have read this, and mean it", required=False)
    shown = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)

    def __init__(
        self,
        *args: Any,
        choices: Sequence[tuple[str, str]],
        hints: Mapping[str, str],
        asked: Callable[[str, Sequence[str], datetime | None], Sequence[str]],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        offer_choices(self, "to", choices, hints)
        self.fields["words"].widget.attrs |= {"data-parts-basic": BASIC, "data-parts-twice": TWICE}
        self._ask, self.warnings = asked, list[str]()

    @property
    def helper(self) -> FormHelper:
        """The tick only where something is asked."""
        helper = super().helper
        helper.layout = Layout(
            *("submission", "seen", "shown", "to", "words"),
            Reveal("when", {"later": ["day", "time"]}),
            *(["let_through"] if self.warnings else []),
        )
        return helper

    def clean(self) -> dict[str, Any]:
        """What was seen and asked about must be let through."""
        cleaned = super().clean() or self.cleaned_data
        cleaned["at"] = self._moment(cleaned)
        if self.can_be_checked:
            self.warnings = list(self._ask(cleaned["words"], cleaned["to"], cleaned["at"]))
            if self.was_shown and self.warnings and not cleaned.get("let_through"):
                self.add_error("let_through", "Tick that you have read this and mean it, or change the words")
        return cleaned

    def _moment(self, cleaned: Mapping[str, Any]) -> datetime | None:
        """When it goes, where that is not at once; by the wall clock."""
        if cleaned.get("when") != "later" or not cleaned.get("day") or not cleaned.get("time"):
            return None
        try:
            at = moment_at(cleaned["day"], cleaned["time"])
        except Refused as skipped:
            self.add_error("time", skipped.sentence)
            return None
        if at <= timezone.now():
            self.add_error("day", "The day and time must be in the future")
        return at

    @property
    def can_be_checked(self) -> bool:
        """Whether people, words and time were all given."""
        return {"to", "words", "when"} <= self.cleaned_data.keys() and not {"day", "time"} & self.errors.keys()

    @property
    def was_shown(self) -> bool:
        """Whether these people, words and warnings have been checked."""
        return self.cleaned_data.get("shown") == self.digest

    @property
    def digest(self) -> str:
        """Of what is checked."""
        given = self.cleaned_data
        checked = [sorted(given["to"]), given["words"], str(given["at"]), self.warnings]
        return hashlib.sha256(json.dumps(checked).encode()).hexdigest()

    def show(self) -> None:
        """It is being checked now: the next time, unchanged, it goes."""
        data = cast("QueryDict", self.data).copy()
        data["shown"] = self.digest
        self.data = data


class TellForm(ActForm):
    """How they were told."""

    means = NhsChoiceField(label="How were they told?", called="how they were told", choices=Means.choices)
    how = NhsTextField(
        label="What was said, by whom and when?",
        called="what was said",
        help_text="For example “Rang her on Tuesday: she can come”.",
        required=False,
        rows=3,
        max_length=1000,
    )


class BouncedForm(ActForm):
    """What the mail server wrote."""

    how = NhsTextField(
        label="What did the mail server say? (optional)",
        called="what the mail server said",
        help_text="For example “No such user”. Leave out names and numbers.",
        required=False,
        rows=2,
        max_length=500,
    )


class OtherMeansFilter(FilterForm):
    """What is shown of those who are to be told by other means."""

    state = NhsChoiceField(
        label="Show",
        required=False,
        widget=forms.Select,
        choices=[
            ("", "All"),
            *((state.value, state.label) for state in (MessageState.HELD, MessageState.FAILED, MessageState.BY_HAND)),
        ],
    )


class ByHandForm(ActForm):
    """When a text was sent by hand."""

    day = NhsDateField(label="On which day did you send it?", called="the day on which you sent it")
    time = NhsTimeField(label="At what time?", called="the time at which you sent it")

    def clean(self) -> dict[str, Any]:
        """`at`: the moment; of a wall time that comes twice, the second, for it has been already."""
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("day") and cleaned.get("time"):
            wall = datetime.combine(cleaned["day"], cleaned["time"]).replace(fold=1)
            cleaned["at"] = timezone.make_aware(wall)
        return cleaned
