"""Filters of the list of all correspondence, and the choice of letters that were posted."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms

from families.enums import Channel
from pitservice.letters.correspondence import Group
from pitservice.ui.fields import NhsChoiceField, NhsMultipleChoiceField
from pitservice.ui.forms import ActForm, FilterForm

SINCE = {"1": "since yesterday", "3": "in the last 3 days", "7": "in the last week", "30": "in the last 30 days"}
WEEK = "7"
EVER = "ever"


class CorrespondenceFilter(FilterForm):
    """What is shown."""

    group = NhsChoiceField(
        label="Show", required=False, widget=forms.Select, choices=[("", "Everything due"), *Group.choices]
    )
    channel = NhsChoiceField(
        label="Kind",
        required=False,
        widget=forms.Select,
        choices=[
            ("", "All"),
            (Channel.TEXT.value, "Texts"),
            (Channel.EMAIL.value, "E-mails"),
            (Channel.LETTER.value, "Letters"),
        ],
    )
    since = NhsChoiceField(
        label="Due",
        required=False,
        widget=forms.Select,
        choices=[
            ("", "In the last week"),
            *((k, v.capitalize()) for k, v in SINCE.items() if k != WEEK),
            (EVER, "Ever"),
        ],
    )


class PostedForm(ActForm):
    """Which letters were put into the post."""

    copies = NhsMultipleChoiceField(label="Which letters have you posted?", called="the letters you have posted")

    def __init__(self, *args: Any, choices: Sequence[tuple[str, str]] = (), **kwargs: Any) -> None:
        """`choices`: key and words of each letter that is ready."""
        super().__init__(*args, **kwargs)
        self.fields["copies"].choices = list(choices)  # type: ignore[attr-defined]  # a field of choices
