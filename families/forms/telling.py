"""For which purpose it is asked who would be told."""

from __future__ import annotations

from django import forms

from families.enums import Purpose
from pitservice.ui.fields import NhsChoiceField
from pitservice.ui.forms import FilterForm


class ToldForm(FilterForm):
    """The purpose."""

    purpose = NhsChoiceField(label="What would be sent?", required=False, choices=Purpose.choices, widget=forms.Select)
