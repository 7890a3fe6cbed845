"""Forms about a family that waits: what it was told, and the days on which it cannot come."""

from __future__ import annotations

from typing import Any

from pitservice.ui.fields import NhsCharField, NhsChoiceField, NhsDateField, NhsTextField
from pitservice.ui.forms import ActForm
from referrals.enums import LeftWhy, ToldHow


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


class LeaveForm(ActForm):
    """Why a family leaves the list, and whether the letters that are shown are written."""

    WRITE, KNOWN = "write", "known"

    why = NhsChoiceField(label="Why does the family leave the list?", called="why", choices=LeftWhy.choices)
    note = NhsTextField(
        label="More about it", required=False, rows=3, help_text="Only colleagues read this. Needed for another reason."
    )
    letters = NhsChoiceField(
        label="The letters shown above",
        called="whether the letters are written",
        choices=[(WRITE, "Write them"), (KNOWN, "Write none: everybody knows already")],
    )

    def clean(self) -> dict[str, Any]:
        """Another reason is said in words."""
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("why") == LeftWhy.OTHER and not (cleaned.get("note") or "").strip():
            self.add_error("note", "Enter why the family leaves the list")
        return cleaned
