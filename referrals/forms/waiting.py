"""Forms of the waiting list."""

from __future__ import annotations

from django import forms

from pitservice.configuration.enums import WaitingOrder
from pitservice.ui.fields import NhsChoiceField, NhsTextField
from pitservice.ui.forms import ActForm, FilterForm
from referrals.enums import TriagePriority


class WaitingFilter(FilterForm):
    """In which order, and what needs attention."""

    order = NhsChoiceField(
        label="Order", required=False, widget=forms.Select, choices=[("", "The team's"), *WaitingOrder.choices]
    )
    need = NhsChoiceField(
        label="Show",
        required=False,
        widget=forms.Select,
        choices=[("", "Everybody"), ("check", "Holding check due"), ("support", "Support became less or stopped")],
    )


class PriorityForm(ActForm):
    """What a triage contact found."""

    priority = NhsChoiceField(label="How urgent is it?", choices=TriagePriority.choices, called="how urgent it is")
    reason = NhsTextField(label="What did you find?", called="what you found", rows=3)
