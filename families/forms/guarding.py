"""Questions about who sees a record: emergencies, connections, and looks to think about."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Layout
from django import forms

from families.enums import LookOutcome
from pitservice.db.keys import LENGTH
from pitservice.ui.fields import NhsCharField, NhsChoiceField, NhsDateField, NhsNumberField, NhsTextField
from pitservice.ui.forms import ActForm, FilterForm, offer_choices
from pitservice.ui.layout import Reveal


class ReferenceField(NhsCharField):
    """A record's reference, as it was read out or typed."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=2 * LENGTH, width="10", spellcheck=False, autocomplete="off", **kwargs)

    def to_python(self, value: Any) -> str:
        """Capitals without spaces and hyphens."""
        return super().to_python(value).upper().replace(" ", "").replace("-", "")


class EmergencyForm(ActForm):
    """Which record, what the emergency is, and that it is really this colleague who asks."""

    found_by = NhsChoiceField(
        label="What do you know of the record?",
        called="what you know of the record",
        choices=[("reference", "Its reference"), ("number", "An NHS number and date of birth of somebody in it")],
    )
    reference = ReferenceField(label="Reference", called="the record’s reference", help_text="Like K7M2Q9XTRD")
    nhs_number = NhsNumberField(label="NHS number", called="the NHS number")
    born = NhsDateField(label="Date of birth", called="the date of birth", past=True)
    reason = NhsTextField(
        label="What is the emergency?",
        called="what the emergency is",
        rows=3,
        max_length=300,
        help_text="The guardian reads this, and everything you look at",
    )
    password = NhsCharField(
        label="Your password",
        called="your password",
        width="20",
        autocomplete="current-password",
        widget=forms.PasswordInput,
        strip=False,
        help_text="To be sure that nobody else is at your screen",
    )

    @property
    def helper(self) -> FormHelper:
        """What is known opens its own questions."""
        helper = super().helper
        asked = {"reference": ["reference"], "number": ["nhs_number", "born"]}
        helper.layout = Layout("submission", "seen", Reveal("found_by", asked), "reason", "password")
        return helper


class EmergencyReviewForm(ActForm):
    """Whether it was justified."""

    justified = NhsChoiceField(
        label="Was it justified to open this record?",
        called="whether it was justified",
        choices=[("yes", "Yes"), ("no", "No")],
        inline=True,
    )
    words = NhsTextField(label="What did you find?", called="what you found", rows=4, max_length=1000)


class EmergencyFilter(FilterForm):
    """Which openings."""

    shown = NhsChoiceField(
        label="Show",
        required=False,
        widget=forms.Select,
        choices=[("", "All"), ("open", "To be reviewed")],
    )


class ConnectionForm(ActForm):
    """A colleague knows this family."""

    why = NhsTextField(
        label="How do you know them?",
        required=False,
        rows=3,
        max_length=300,
        help_text="You do not have to say. Only your lead and the guardian read it",
    )


class KnowForm(ConnectionForm):
    """The same of a record that its reference names."""

    reference = ReferenceField(label="The record’s reference", called="the record’s reference")
    field_order = ("submission", "seen", "reference", "why")


class ConnectionReviewForm(ActForm):
    """What the guardian decides about a connection."""

    decided = NhsChoiceField(
        label="What do you decide?",
        called="what you decide",
        choices=[("stands", "The record stays closed to them"), ("lift", "Open the record to them again")],
    )
    words = NhsTextField(label="Why?", called="why", rows=3, max_length=1000)


class DealtForm(ActForm):
    """Who does the work now."""

    words = NhsTextField(
        label="Who does the work now?",
        called="who does the work now",
        rows=3,
        max_length=1000,
        help_text="Allocate first if the work goes to somebody else",
    )


class LookReviewForm(ActForm):
    """What came of thinking about somebody's looks."""

    looked_until = forms.DateTimeField(widget=forms.HiddenInput)
    outcome = NhsChoiceField(label="What came of it?", called="what came of it", choices=LookOutcome.choices)
    words = NhsTextField(label="In words", required=False, rows=3, max_length=1000)


class WhoLookedFilter(FilterForm):
    """Whose looks, and from when to when."""

    who = NhsChoiceField(label="Who", required=False, widget=forms.Select)
    since = NhsDateField(label="From", required=False)
    until = NhsDateField(label="To", required=False)

    def __init__(self, *args: Any, people: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer_choices(self, "who", [("", "Everybody"), *people])
