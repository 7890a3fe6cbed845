"""Putting an entry right: why it is wrong, and who its people are in the right family."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from families.forms.people import People, ReasonForm, offer_one_of
from families.models import Person
from pitservice.ui.fields import NhsChoiceField, NhsTextField
from pitservice.ui.forms import ActForm


class StrikeForm(ReasonForm):
    """An entry was made in error."""

    reason = NhsTextField(
        label="What is wrong with it?",
        called="what is wrong with it",
        rows=3,
        max_length=1000,
        help_text="It is shown beside the entry, which stays where it is, struck through",
    )


class MoveForm(ActForm):
    """Whose entry it is: one question for each person whom it names."""

    reason = NhsTextField(
        label="How did it come into this record?",
        called="how it came into this record",
        rows=3,
        max_length=1000,
        help_text="Only the Caldicott guardian reads this",
    )

    def __init__(self, *args: Any, named: Mapping[str, str], people: People, optional: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for key, name in named.items():
            self.fields[f"who_{key}"] = NhsChoiceField(
                label=f"Who is {name} in the right family?",
                called=f"who {name} is in the right family",
                required=not optional,
            )
            offer_one_of(self, f"who_{key}", people, nobody="Nobody" if optional else "")
        self.order_fields(["submission", "seen", *(f"who_{key}" for key in named), "reason"])

    def whose(self, named: Mapping[str, Person], people: Mapping[str, Person]) -> dict[int, Person | None]:
        """By the id of each person whom the entry names: who that is in the right family."""
        return {person.pk: people.get(self.cleaned_data[f"who_{key}"]) for key, person in named.items()}
