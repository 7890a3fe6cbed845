"""Which period of an organisation's page is looked at, and which part of it is listed."""

from __future__ import annotations

from django import forms

from pitservice.ui.fields import NhsDateField
from pitservice.ui.forms import FilterForm


class OrganisationFilter(FilterForm):
    """From a day to a day; without them the last twelve months."""

    since = NhsDateField(label="From", called="the first day", required=False)
    until = NhsDateField(label="To", called="the last day", required=False)
    part = forms.CharField(required=False, max_length=20, widget=forms.HiddenInput)
