"""Questions of the allocation meeting."""

from __future__ import annotations

from typing import Any

from django import forms

from caseload.enums import FirstWord
from caseload.forms.allocating import lead_field
from caseload.forms.fields import ColleagueField
from caseload.selectors.people import workers
from families.models import Family
from pitservice.accounts.models import Team
from pitservice.accounts.viewer import Viewer
from pitservice.ui.fields import NhsCharField, NhsChoiceField, NhsModelMultipleChoiceField, NhsTextField
from pitservice.ui.forms import ActForm, FilterForm


class ChosenFilter(FilterForm):
    """Which family the room talks about, and when the asking window last saw a change (`since`)."""

    family = forms.CharField(required=False, max_length=10, widget=forms.HiddenInput)
    since = forms.CharField(required=False, max_length=40, widget=forms.HiddenInput)


class BeginMeetingForm(ActForm):
    """Who is there."""

    def __init__(self, *args: Any, team: Team, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["present"] = NhsModelMultipleChoiceField(
            queryset=workers(team.pk), to_field_name="key", label="Who is there?", called="who is there"
        )


class DecideInMeetingForm(ActForm):
    """Who leads and who works along, or why the family goes on waiting."""

    first_word = NhsChoiceField(
        label="Who tells the family?", called="who tells the family", choices=FirstWord.choices,
        help_text="A text only where contact is known to be still safe and wanted; else ask the referrer first.",
    )  # fmt: skip
    note = NhsTextField(
        label="For the minutes (optional)",
        called="what stands in the minutes",
        rows=3,
        required=False,
        help_text="Needed where the family goes on waiting.",
    )

    def __init__(self, *args: Any, team: Team, viewer: Viewer, family: Family, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        lead = lead_field(team, viewer, family)
        lead.required, lead.empty_label = False, "Nobody yet: the family goes on waiting"
        self.fields["lead"] = lead
        for name, label in (("co_worker", "Co-worker (optional)"), ("keyworker", "Keyworker (optional)")):
            self.fields[name] = _along(team, label)
        self.order_fields(["lead", "co_worker", "keyworker", "first_word", "note"])


def _along(team: Team, label: str) -> ColleagueField:
    return ColleagueField(
        workers(team.pk), label=label, called="the colleague", required=False, empty_label="Nobody", widget=forms.Select
    )


class BringsForm(ActForm):
    """What a colleague brings, each separated by commas."""

    skills = NhsCharField(
        label="Ways of working (optional)", required=False, max_length=500, help_text="For example: VIG, NBO"
    )
    languages = NhsCharField(
        label="Languages besides English (optional)", required=False, max_length=300, help_text="For example: Polish"
    )
    areas = NhsCharField(
        label="Areas they get to (optional)",
        required=False,
        max_length=300,
        help_text="The beginnings of postcodes, for example: ZZ16, ZZ18",
    )

    def clean(self) -> dict[str, Any]:
        """As lists."""
        given = super().clean() or self.cleaned_data
        for name, longest in (("skills", 100), ("languages", 60), ("areas", 8)):
            parts = [part.strip() for part in (given.get(name) or "").split(",") if part.strip()]
            if any(len(part) > longest for part in parts):
                self.add_error(name, f"Separate them by commas; each has at most {longest} letters")
            given[name] = parts
        return given
