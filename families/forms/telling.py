"""For which words, by which channel and by whom it is asked who would be told."""

from __future__ import annotations

from django import forms

from families.enums import Channel, Purpose
from pitservice.ui.fields import NhsChoiceField
from pitservice.ui.forms import FilterForm

#: What can be said to somebody of a family or about it.
_PURPOSES = [(value, label) for value, label in Purpose.choices if value != Purpose.NOTICE]
BY_ITSELF, BY_A_PERSON = "itself", "person"


class ToldForm(FilterForm):
    """The purpose, the channel, and whether a person sends it."""

    purpose = NhsChoiceField(label="What would be sent?", required=False, choices=_PURPOSES, widget=forms.Select)
    channel = NhsChoiceField(
        label="How?", required=False, choices=[("", "Every way"), *Channel.choices], widget=forms.Select
    )
    sent = NhsChoiceField(
        label="Who sends it?",
        required=False,
        choices=[(BY_ITSELF, "It goes by itself"), (BY_A_PERSON, "A person sends it")],
        widget=forms.Select,
    )
