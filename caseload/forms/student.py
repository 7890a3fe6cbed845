"""A student in the room: who it is (P68)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Layout

from pitservice.accounts.models import User
from pitservice.ui.fields import NhsBooleanField, NhsCharField, NhsChoiceField
from pitservice.ui.forms import ActForm, offer_choices
from pitservice.ui.layout import Reveal

NOBODY, BY_NAME = "nobody", "by_name"
AGAIN = "again_"


class StudentForm(ActForm):
    """Who sits in. `known`: students of the work by key; `trainees`: colleagues who are none of them yet.

    `refused`: students to whom an adult has said no, by key; they are chosen only once that adult was asked again.
    """

    who = NhsChoiceField(label="Who is to be there?", called="who is to be there", choices=())
    name = NhsCharField(label="Name of the student", called="the name of the student", max_length=100)
    origin = NhsCharField(
        label="Where they come from (optional)", called="where they come from", max_length=120, required=False,
        help_text="For example, health visiting, Eastfield University",
    )  # fmt: skip

    def __init__(
        self,
        *args: Any,
        known: Mapping[str, str],
        refused: Mapping[str, str],
        trainees: Sequence[User],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.refused = refused
        new = [(one.key, f"{one.name}, trainee") for one in trainees]
        no = [(key, f"{name}: an adult has said no") for key, name in refused.items()]
        offer_choices(self, "who", [*known.items(), *new, *no, (BY_NAME, "Another student"), (NOBODY, "Nobody")])
        for key in refused:
            self.fields[f"{AGAIN}{key}"] = NhsBooleanField(
                label="Whoever said no was asked again today, and agrees now", required=False
            )

    @property
    def asked_again(self) -> bool:
        """Whether whoever said no has said yes since."""
        return bool(self.cleaned_data.get(f"{AGAIN}{self.cleaned_data['who']}"))

    @property
    def helper(self) -> FormHelper:
        """Another student is asked for by name."""
        helper = super().helper
        again = {key: [f"{AGAIN}{key}"] for key in self.refused}
        helper.layout = Layout(Reveal("who", {**again, BY_NAME: ["name", "origin"]}))
        return helper
