"""How often something happens: once, or as a series up to a number of times or a last day."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.utils import timezone

from caseload.actions import Repeat
from caseload.times import MOST
from pitservice.ui.fields import NhsBooleanField, NhsChoiceField, NhsDateField, NhsIntegerField
from pitservice.ui.forms import ActForm
from pitservice.ui.layout import Reveal

#: How far back what has been already can be entered, and how far ahead anybody books.
BACK, AHEAD = timedelta(days=366), timedelta(days=366)
ONCE, SERIES, TIMES, UNTIL = "once", "series", "times", "until"


def times_field(what: str) -> NhsIntegerField:
    """How many of what there are to be in a series."""
    return NhsIntegerField(label=f"How many {what}?", called=f"how many {what}", min_value=2, max_value=MOST, width="3")


class RepeatForm(ActForm):
    """The questions about a series; `times` is the form's own (`times_field`)."""

    repeat = NhsChoiceField(
        label="How often?", called="how often", choices=[(ONCE, "Once"), (SERIES, "As a series")], initial=ONCE
    )
    weeks = NhsChoiceField(
        label="How far apart?", called="how far apart", choices=[("1", "Every week"), ("2", "Every two weeks")],
        initial="1",
    )  # fmt: skip
    until = NhsChoiceField(
        label="Up to when?", called="up to when", choices=[(TIMES, "So many times"), (UNTIL, "Up to a last day")],
        initial=TIMES,
    )  # fmt: skip
    last_day = NhsDateField(label="Last day", called="the last day")
    pass_over_taken = NhsBooleanField(label="Pass over days on which the time is taken", required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        last_day = self.fields["last_day"]
        assert isinstance(last_day, NhsDateField)
        last_day.latest = timezone.localdate() + AHEAD

    def how_often(self) -> Reveal:
        """The questions, each where the answer before it asks for it."""
        until = Reveal("until", {TIMES: ["times"], UNTIL: ["last_day"]})
        return Reveal("repeat", {SERIES: ["weeks", until, "pass_over_taken"]})

    @property
    def repeat_as(self) -> Repeat | None:
        """How it is repeated; None for once."""
        given = self.cleaned_data
        if given["repeat"] != SERIES:
            return None
        return Repeat(int(given["weeks"]), given["times"], given["last_day"], given["pass_over_taken"])
