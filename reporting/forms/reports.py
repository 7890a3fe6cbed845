"""Forms of reports."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Layout
from django.utils import timezone

from pitservice.accounts.models import Team
from pitservice.ui.fields import NhsCharField, NhsChoiceField, NhsDateField, NhsModelChoiceField, NhsTextField
from pitservice.ui.forms import ActForm, offer_choices, offer_teams
from pitservice.ui.layout import Reveal
from pitservice.ui.words import inside
from reporting.indicators.base import Theme
from reporting.periods import Period, quarter_before, quarter_in_words, quarter_of, quarters

OTHER = "other"
_LONGEST_DAYS = 366 * 2


class WordsForm(ActForm):
    """Whom the report is for, and what is said in it."""

    commissioner = NhsCharField(
        label="Commissioner (optional)", help_text="Who gets the report.", required=False, max_length=200
    )
    narrative = NhsTextField(
        label="What do you want to say? (optional)",
        help_text="It stands before the figures. Name no family and no child.",
        required=False,
        rows=8,
    )


class RemarksForm(WordsForm):
    """The same, and what is said about each part of the report."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for theme in Theme:
            self.fields[f"remark_{theme.name.lower()}"] = NhsTextField(
                label=f"What do you want to say about {inside(theme)}? (optional)",
                help_text="It stands at the head of that part.",
                required=False,
                rows=3,
            )

    def remarks(self) -> dict[str, str]:
        """What was said, by the name of the part."""
        return {str(theme): self.cleaned_data[f"remark_{theme.name.lower()}"] for theme in Theme}


class AgainForm(ActForm):
    """Why a report is made again."""

    why = NhsTextField(
        label="Why is the report made again?",
        called="why the report is made again",
        help_text="The commissioner reads it on the first page. Name no family and no child.",
        rows=3,
    )


class NewReportForm(WordsForm):
    """A team and a period: a quarter of the financial year, or two dates."""

    team = NhsModelChoiceField(label="Team", queryset=Team.objects.none(), empty_label="Choose a team")
    quarter = NhsChoiceField(label="Which period?", called="the period")
    starts_on = NhsDateField(label="First day", called="the first day", required=False, past=True)
    ends_on = NhsDateField(label="Last day", called="the last day", required=False)
    field_order = ("team", "quarter", "starts_on", "ends_on", "commissioner", "narrative")

    def __init__(self, *args: Any, teams: Sequence[Team], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        today = timezone.localdate()
        offer_teams(self, teams)
        choices = [(period.starts_on.isoformat(), _said(period, today)) for period in quarters(today)]
        offer_choices(self, "quarter", [*choices, (OTHER, "Other dates")])
        self.initial.setdefault("quarter", quarter_before(quarter_of(today)).starts_on.isoformat())

    @property
    def helper(self) -> FormHelper:
        """The two dates open under "Other dates"."""
        helper = super().helper
        asked = Reveal("quarter", {OTHER: ["starts_on", "ends_on"]})
        helper.layout = Layout("team", asked, "commissioner", "narrative")
        return helper

    def clean(self) -> dict[str, Any]:
        """The period, from either way of saying it."""
        cleaned = super().clean() or self.cleaned_data
        quarter = cleaned.get("quarter")
        if quarter == OTHER:
            self._clean_dates(cleaned)
        elif quarter:
            cleaned["period"] = quarter_of(date.fromisoformat(quarter))
        return cleaned

    def _clean_dates(self, cleaned: dict[str, Any]) -> None:
        starts, ends = cleaned.get("starts_on"), cleaned.get("ends_on")
        for name, given, words in (("starts_on", starts, "first"), ("ends_on", ends, "last")):
            if given is None and name not in self.errors:
                self.add_error(name, f"Enter the {words} day of the period")
        if starts and ends and ends < starts:
            self.add_error("ends_on", "The last day must be on or after the first day")
        elif starts and ends and (ends - starts).days > _LONGEST_DAYS:
            self.add_error("ends_on", "The period must be 2 years or shorter")
        elif starts and ends:
            cleaned["period"] = Period(starts, ends)


def _said(period: Period, today: date) -> str:
    words = quarter_in_words(period)
    return f"{words}, not over yet" if period.ends_on >= today else words
