"""Forms about a family that waits: what it was told, and the days on which it cannot come."""

from __future__ import annotations

from typing import Any

from pitservice.ui.fields import NhsCharField, NhsChoiceField, NhsDateField, NhsTextField
from pitservice.ui.forms import ActForm
from referrals.enums import ToldHow


class WordForm(ActForm):
    """What the family was told, when, and how."""

    on = NhsDateField(label="When?", called="the day", past=True)
    how = NhsChoiceField(label="How?", called="how they were told", choices=ToldHow.choices)
    to = NhsCharField(label="Whom did you tell?", called="whom you told", max_length=120)
    said = NhsTextField(label="What did you say?", called="what you said", rows=4)


class UnavailableForm(ActForm):
    """From when to when a family cannot come."""

    starts_on = NhsDateField(label="From", called="the first day")
    ends_on = NhsDateField(
        label="To",
        called="the last day",
        required=False,
        help_text="Leave it empty if they do not know yet.",
    )
    why = NhsTextField(label="Why?", called="why", rows=2)

    def clean(self) -> dict[str, Any]:
        """The last day does not come before the first."""
        cleaned = super().clean() or self.cleaned_data
        first, last = cleaned.get("starts_on"), cleaned.get("ends_on")
        if first and last and last < first:
            self.add_error("ends_on", "The last day cannot be before the first")
        return cleaned


class AvailableForm(ActForm):
    """From when a family can come again."""

    on = NhsDateField(label="They can come again from", called="the day from which they can come again")
