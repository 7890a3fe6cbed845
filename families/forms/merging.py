"""Which of two stays, when a record or a person stands twice."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms

from families.forms.people import offer_one_of
from pitservice.ui.fields import NhsBooleanField, NhsChoiceField
from pitservice.ui.forms import ActForm


class MergeForm(ActForm):
    """The one that stays."""

    stays = NhsChoiceField(
        label="Which one stays?",
        called="which one stays",
        help_text="Everything of the other is moved to it. The other’s address will lead here.",
    )
    sure = NhsBooleanField(
        label="I have compared the two, and they are one and the same", called="that they are one and the same"
    )

    def __init__(self, *args: Any, two: Mapping[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer_one_of(self, "stays", two)


class OtherPersonForm(ActForm):
    """Which other entry is the same person."""

    other = NhsChoiceField(label="Who is the same person?", called="who is the same person")

    def __init__(self, *args: Any, people: Mapping[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer_one_of(self, "other", people)
        if not people:
            self.fields["other"].widget = forms.HiddenInput()


class DirectoryMergeForm(MergeForm):
    """The same for two entries of the directory."""

    def __init__(self, *args: Any, two: Mapping[str, str], **kwargs: Any) -> None:
        super().__init__(*args, two=two, **kwargs)
        self.fields["stays"].help_text = "What hangs on the other moves to it. The other ends today."


class OtherEntryForm(ActForm):
    """Which other entry of the directory is the same."""

    other = NhsChoiceField(label="Which one is the same?", called="which one is the same")

    def __init__(self, *args: Any, entries: Mapping[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer_one_of(self, "other", entries)
