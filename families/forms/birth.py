"""A birth: of one baby, or of two or more."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Layout

from families.actions import Newborn
from pitservice.configuration.enums import Sex
from pitservice.ui.fields import NhsCharField, NhsChoiceField, NhsDateField, NhsNumberField
from pitservice.ui.forms import ActForm
from pitservice.ui.layout import Fieldset, Reveal, Row

ONE, TWO, THREE = "1", "2", "3"
#: Which other babies are asked about: by the answer to how many, the beginnings of their fields' names.
_OTHERS = {ONE: (), TWO: ("second",), THREE: ("middle", "third")}
_LEGENDS = {"second": "The second baby", "middle": "The second baby", "third": "The third baby"}
_FIELDS = ("given_name", "family_name", "sex", "nhs_number")


class BirthForm(ActForm):
    """A baby was born, perhaps with others whom nobody expected (P22)."""

    date_of_birth = NhsDateField(label="Date of birth", called="the date of birth", past=True)
    given_name = NhsCharField(label="First name, if known", required=False, max_length=100, width="20")
    family_name = NhsCharField(label="Last name, if known", required=False, max_length=100, width="20")
    sex = NhsChoiceField(label="Sex registered at birth", choices=Sex.choices, inline=True, initial=Sex.UNKNOWN)
    nhs_number = NhsNumberField(label="NHS number, if known", required=False)
    how_many = NhsChoiceField(
        label="How many babies were born?",
        called="how many babies were born",
        required=False,
        initial=ONE,
        choices=[(ONE, "One"), (TWO, "Two"), (THREE, "Three")],
        help_text=(
            "Count only babies of whom nothing is recorded yet, beside this one. A twin who was expected too has a "
            "birth of their own to record."
        ),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for which in _LEGENDS:
            self.fields |= {
                f"{which}_given_name": NhsCharField(
                    label="First name, if known", required=False, max_length=100, width="20"
                ),
                f"{which}_family_name": NhsCharField(
                    label="Last name, if another", required=False, max_length=100, width="20"
                ),
                f"{which}_sex": NhsChoiceField(
                    label="Sex registered at birth",
                    required=False,
                    choices=Sex.choices,
                    inline=True,
                    initial=Sex.UNKNOWN,
                ),
                f"{which}_nhs_number": NhsNumberField(label="NHS number, if known", required=False),
            }

    @property
    def helper(self) -> FormHelper:
        """The others are asked about where there are any."""
        helper = super().helper
        revealed = {many: [_about(which) for which in others] for many, others in _OTHERS.items()}
        helper.layout = Layout(
            "submission",
            "seen",
            "date_of_birth",
            Row("given_name", "family_name"),
            "sex",
            "nhs_number",
            Reveal("how_many", revealed),
        )
        return helper

    def clean(self) -> dict[str, Any] | None:
        """Two babies do not have one NHS number."""
        given = super().clean() or {}
        numbers = [given.get("nhs_number"), *(one.nhs_number for one in self.others())]
        known = [number for number in numbers if number]
        if len(known) != len(set(known)):
            self.add_error("nhs_number", "Enter a different NHS number for each baby")
        return given

    def others(self) -> list[Newborn]:
        """The babies beside the one who was expected."""
        given = self.cleaned_data
        return [
            Newborn(**{name: given.get(f"{which}_{name}") or "" for name in _FIELDS})
            for which in _OTHERS[given.get("how_many") or ONE]
        ]


def _about(which: str) -> Fieldset:
    return Fieldset(_LEGENDS[which], *_names(which), size="s")


def _names(which: str) -> Iterator[Any]:
    yield Row(f"{which}_given_name", f"{which}_family_name")
    yield f"{which}_sex"
    yield f"{which}_nhs_number"
