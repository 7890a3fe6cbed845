"""Looking for a family. The words travel by POST, so that no name stands in an address (design §6)."""

from __future__ import annotations

from django import forms

from pitservice.ui.fields import NhsCharField, NhsChoiceField
from pitservice.ui.forms import ActForm, FilterForm


class SearchForm(ActForm):
    """One box for everything that people know of a family."""

    words = NhsCharField(
        label="Find a family",
        called="a name, phone number, NHS number, postcode or reference",
        max_length=100,
        help_text="A name, phone number, NHS number, postcode or reference",
        width="30",
        autocomplete="off",
    )


class FamilyFilter(FilterForm):
    """Whose families are listed; `found` names the search in this person's own session."""

    whose = NhsChoiceField(
        label="Whose families",
        required=False,
        widget=forms.Select,
        choices=[("", "All I may see"), ("mine", "Those I work with")],
    )
    found = forms.CharField(required=False, max_length=12, widget=forms.HiddenInput)
