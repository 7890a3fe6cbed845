"""Filters of the triage inbox."""

from __future__ import annotations

from django import forms

from pitservice.configuration.enums import ReferralSource
from pitservice.ui.fields import NhsChoiceField
from pitservice.ui.forms import FilterForm
from referrals.enums import UNDECIDED_STATES, ReferralState


class InboxFilter(FilterForm):
    """By source, by state, and whose."""

    source = NhsChoiceField(
        label="Source", required=False, widget=forms.Select, choices=[("", "Any"), *ReferralSource.choices]
    )
    state = NhsChoiceField(
        label="State",
        required=False,
        widget=forms.Select,
        choices=[("", "Any"), *((state, ReferralState(state).label) for state in UNDECIDED_STATES)],
    )
    screener = NhsChoiceField(
        label="Show", required=False, widget=forms.Select, choices=[("", "Everybody's"), ("mine", "Mine")]
    )
