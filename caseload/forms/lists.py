"""Filters of lists and of the diary."""

from __future__ import annotations

from typing import Any

from django import forms

from caseload.enums import EpisodeState
from caseload.forms.fields import ColleagueField
from pitservice.ui.fields import NhsChoiceField, NhsDateField
from pitservice.ui.forms import FilterForm

TEAM, CLOSED, WEEK = "team", "closed", "week"


class CaseloadFilter(FilterForm):
    """Whose work, and in which state."""

    whose = NhsChoiceField(
        label="Whose", required=False, choices=[("", "Mine"), (TEAM, "The team’s")], widget=forms.Select
    )
    state = NhsChoiceField(
        label="State", required=False, choices=[("", "Every open state"), *EpisodeState.choices], widget=forms.Select
    )


class DiaryFilter(FilterForm):
    """Which day, a day or a week, and whose diary."""

    day = NhsDateField(label="Day", called="the day", required=False)
    span = NhsChoiceField(
        label="Show", required=False, choices=[("", "One day"), (WEEK, "Seven days")], widget=forms.Select
    )

    def __init__(self, *args: Any, colleagues: Any = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["who"] = ColleagueField(
            colleagues, label="Whose diary", required=False, empty_label="Mine", widget=forms.Select
        )
