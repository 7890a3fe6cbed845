"""Forms of files of rows."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils import timezone

from pitservice.accounts.models import Team
from pitservice.ui.fields import NhsChoiceField, NhsModelChoiceField
from pitservice.ui.forms import ActForm, offer_choices, offer_teams
from reporting.periods import Period, month_named, months_until, quarter_in_words, quarter_of, quarters

#: How far back a file can be made.
MONTHS_BACK = 18


class NationalForm(ActForm):
    """A team and a month that is over."""

    team = NhsModelChoiceField(label="Team", queryset=Team.objects.none(), empty_label="Choose a team")
    month = NhsChoiceField(label="Which month?", called="the month", widget=forms.Select)

    def __init__(self, *args: Any, teams: Sequence[Team], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer_teams(self, teams)
        past = months_over(timezone.localdate())
        offer_choices(self, "month", [("", "Choose a month"), *past])

    @property
    def period(self) -> Period:
        """The month that was chosen."""
        year, month = self.cleaned_data["month"].split("-")
        first = date(int(year), int(month), 1)
        return month_named(f"{first:%B} {first.year}")


class FoundationForm(ActForm):
    """A team and a quarter that is over."""

    team = NhsModelChoiceField(label="Team", queryset=Team.objects.none(), empty_label="Choose a team")
    quarter = NhsChoiceField(label="Which quarter?", called="the quarter")

    def __init__(self, *args: Any, teams: Sequence[Team], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer_teams(self, teams)
        over = quarters(timezone.localdate())[1:]
        offer_choices(self, "quarter", [(one.starts_on.isoformat(), quarter_in_words(one)) for one in over])
        self.initial.setdefault("quarter", over[0].starts_on.isoformat())

    @property
    def period(self) -> Period:
        """The quarter that was chosen."""
        return quarter_of(date.fromisoformat(self.cleaned_data["quarter"]))


def months_over(today: date) -> list[tuple[str, str]]:
    """The months that have ended, newest first."""
    return list(reversed(months_until(today - timedelta(days=1), MONTHS_BACK).months()))
