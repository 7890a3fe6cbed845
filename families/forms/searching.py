"""Looking for a family. The words travel by POST, so that no name stands in an address (design §6)."""

from __future__ import annotations

from typing import Any

from crispy_forms.helper import FormHelper
from django import forms
from django.core.exceptions import ValidationError

from pitservice.ui.fields import NhsCharField, NhsChoiceField
from pitservice.ui.forms import ActForm, FilterForm

#: Of one letter alone half of all families have one.
LEAST = 2


def words_field(**attributes: Any) -> NhsCharField:
    """One box for everything that people know of a family."""
    return NhsCharField(
        label="Find a family",
        called="a name, phone number, NHS number, date of birth, postcode, e-mail address or reference",
        max_length=100,
        help_text="A name, phone number, NHS number, date of birth, postcode, e-mail address or reference",
        width="30",
        autocomplete="off",
        widget=forms.TextInput(attrs={"type": "search", **attributes}),
        validators=[enough],
    )


def enough(words: str) -> None:
    """There is something to look for."""
    if sum(sign.isalnum() for sign in words) < LEAST:
        raise ValidationError(f"Enter at least {LEAST} letters or numbers")


class SearchForm(forms.Form):
    """Changes nothing, and may be sent as often as one likes. With JavaScript it asks while somebody types.

    `asked_of` is where it asks then.
    """

    words = words_field(
        **{"data-key-search": True, "hx-trigger": "input changed delay:250ms", "hx-target": "#families"},
        **{"hx-sync": "replace"},
    )

    def __init__(self, *args: Any, asked_of: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["words"].widget.attrs["hx-post"] = asked_of

    @property
    def helper(self) -> FormHelper:
        """No form tag: the page draws it."""
        helper = FormHelper(self)
        helper.form_tag = False
        return helper


class FindForm(ActForm):
    """The same box in the middle of something else."""

    words = words_field()


class FamilyFilter(FilterForm):
    """Whose families are listed; `found` names the search in this person's own session."""

    whose = NhsChoiceField(
        label="Whose families",
        required=False,
        widget=forms.Select,
        choices=[("", "All I may see"), ("mine", "Those I work with")],
    )
    found = forms.CharField(required=False, max_length=12, widget=forms.HiddenInput)
