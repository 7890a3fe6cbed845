"""Going out alone: where, until when, who waits to hear (P62)."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django import forms
from django.utils import timezone

from caseload.forms.fields import ColleagueField
from caseload.times import moment_at
from pitservice.ui.fields import NhsBooleanField, NhsCharField, NhsTimeField
from pitservice.ui.forms import ActForm


class _UntilForm(ActForm):
    """A time of today."""

    until = NhsTimeField(
        label="Back by", called="when you are back", help_text="Today, with the way back. For example, 3:30pm"
    )

    @property
    def due_back(self) -> datetime:
        """The moment."""
        return moment_at(timezone.localdate(), self.cleaned_data["until"])


class SetOutForm(_UntilForm):
    """Where, until when, who waits; before a first home visit, that the alerts were read."""

    where = NhsCharField(label="Where are you going?", called="where you are going", max_length=200)

    def __init__(self, *args: Any, buddies: Any, must_read: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        buddy = ColleagueField(
            buddies, label="Who waits to hear that you are back?", called="who waits to hear", empty_label="Choose",
            widget=forms.Select,
        )  # fmt: skip
        self.fields = {"where": self.fields["where"], "until": self.fields["until"], "buddy": buddy} | self.fields
        if must_read:
            self.fields["read"] = NhsBooleanField(
                label="I have read what is written about visiting this family, and it is safe to go",
                called="that you have read it",
            )


class LongerForm(_UntilForm):
    """A later time."""


class BackForm(ActForm):
    """That somebody is back; a colleague says how they know."""

    found = NhsCharField(
        label="How do you know that they are safe?",
        called="how you know that they are safe",
        help_text="For example, “Spoke to her by phone at 3:50pm”.",
        max_length=300,
    )

    def __init__(self, *args: Any, own: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if own:
            del self.fields["found"]
