"""Forms of targets (P83)."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from typing import Any

from django import forms

from pitservice.accounts.models import Team
from pitservice.ui.fields import NhsCharField, NhsChoiceField, NhsIntegerField, NhsModelChoiceField
from pitservice.ui.forms import ActForm, offer_choices, offer_teams
from reporting.enums import Direction
from reporting.indicators import indicator
from reporting.targets import Number, numbers

MOST = 1_000_000
MOST_YEARS = 50


class ChangeTargetForm(ActForm):
    """What a number should reach."""

    direction = NhsChoiceField(label="The figure should be", called="which way the target points", choices=Direction)
    amount = NhsIntegerField(
        label="How much?",
        called="how much",
        help_text="A number that adds up, like families seen, is for a whole year; a report sets its part beside it.",
        min_value=0,
        max_value=MOST,
    )


class TargetForm(ChangeTargetForm):
    """A number of the report, for whom, in which year of the service, and what it should reach."""

    team = NhsModelChoiceField(label="Team", queryset=Team.objects.none(), empty_label="Choose a team")
    commissioner = NhsCharField(
        label="Commissioner (optional)",
        help_text="As in the report. Leave it empty for a target that counts whoever gets the report.",
        required=False,
        max_length=200,
    )
    figure = NhsChoiceField(label="Which figure?", called="the figure", widget=forms.Select)
    year = NhsIntegerField(
        label="Year of the service",
        called="the year of the service",
        help_text="1 is the first year. A team takes about three years to get into its stride.",
        min_value=1,
        max_value=MOST_YEARS,
    )
    field_order = ("team", "commissioner", "figure", "year", "direction", "amount")

    def __init__(self, *args: Any, teams: Sequence[Team], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer_teams(self, teams)
        self.known = {number.key: number for number in numbers()}
        offer_choices(self, "figure", [("", "Choose a figure"), *_by_theme(list(self.known.values()))])

    @property
    def number(self) -> Number:
        """The figure that was chosen."""
        return self.known[self.cleaned_data["figure"]]


def _by_theme(known: Sequence[Number]) -> list[tuple[str, list[tuple[str, str]]]]:
    """The figures under the parts of the report."""
    grouped = groupby(known, key=lambda one: str(found.theme) if (found := indicator(one.indicator)) else "")
    return [(theme, [(one.key, one.words) for one in several]) for theme, several in grouped]
