"""Questions about policies."""

from __future__ import annotations

from typing import Any

from django import forms

from pitservice.policies.actions import Says
from pitservice.policies.enums import PolicyKind
from pitservice.ui.fields import NhsCharField, NhsChoiceField, NhsDateField, NhsTextField
from pitservice.ui.forms import ActForm, FilterForm

_NEITHER = "Enter what the policy says, or where the document is kept"


class PolicyFilter(FilterForm):
    """Those in force, or ended ones too."""

    show = NhsChoiceField(
        label="Show", required=False, choices=[("", "Policies now"), ("all", "Ended ones too")], widget=forms.Select
    )


class NamedForm(ActForm):
    """What a policy is called, and what it is about."""

    title = NhsCharField(label="What is the policy called?", called="what the policy is called", max_length=120)
    kind = NhsChoiceField(
        label="What is it about?",
        called="what the policy is about",
        choices=PolicyKind.choices,
        help_text="Settings that carry out a policy of this kind are shown beside it.",
    )


class DraftForm(ActForm):
    """What a version says."""

    says = NhsTextField(
        label="What does it say? (optional if the document is kept elsewhere)",
        called="what the policy says",
        required=False,
        rows=14,
        max_length=50_000,
    )
    kept_in = NhsCharField(
        label="Where is the document kept? (optional)",
        called="where the document is kept",
        help_text="For example its address on the intranet, beginning with https://.",
        required=False,
        max_length=300,
    )
    news = NhsCharField(
        label="What is new in this version? (optional)",
        called="what is new in this version",
        help_text="Told to everybody who is asked to read it.",
        required=False,
        max_length=300,
    )

    columns = {"says": "words"}

    def clean(self) -> dict[str, Any]:
        """Words, or a place."""
        cleaned = super().clean() or self.cleaned_data
        if not self.errors and not cleaned.get("says", "").strip() and not cleaned.get("kept_in", "").strip():
            self.add_error("says", _NEITHER)
        return cleaned

    def typed(self) -> Says:
        """For the action."""
        given = self.cleaned_data
        return Says(given["says"], given["kept_in"], given["news"])


class AddPolicyForm(NamedForm, DraftForm):
    """A policy with its first version."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["news"]
        self.order_fields(["title", "kind", "says", "kept_in"])

    def typed(self) -> Says:
        """For the action: a first version has nothing new."""
        return Says(self.cleaned_data["says"], self.cleaned_data["kept_in"])


class RatifyForm(ActForm):
    """By whom and when a version was ratified, and when it is looked at again."""

    ratified_by = NhsCharField(
        label="Who ratified it?",
        called="who ratified it",
        help_text="A committee or a person, for example “Clinical governance group”.",
        max_length=120,
    )
    ratified_on = NhsDateField(label="When was it ratified?", called="the day it was ratified", past=True)
    review_on = NhsDateField(label="When is it reviewed?", called="the day of the review")


class ReviewForm(ActForm):
    """When it is looked at again."""

    review_on = NhsDateField(label="When is it reviewed next?", called="the day of the next review")
