"""Attempts to reach a family."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.utils import timezone

from caseload.actions.engaging import LONGEST
from caseload.enums import AttemptOutcome
from caseload.forms.fields import PersonField, names_for
from caseload.models import Episode
from caseload.selectors.people import adults_of
from caseload.times import moment_at
from families.enums import Channel
from pitservice.db.errors import Refused
from pitservice.ui.fields import NhsChoiceField, NhsDateField, NhsTextField, NhsTimeField
from pitservice.ui.forms import ActForm


class AttemptForm(ActForm):
    """Whom somebody tried to reach, how, when, and what came of it."""

    channel = NhsChoiceField(label="How", called="how", choices=Channel.choices)
    outcome = NhsChoiceField(label="What came of it", called="what came of it", choices=AttemptOutcome.choices)
    day = NhsDateField(label="Which day?", called="the day", past=True)
    time = NhsTimeField(label="Time", called="the time")
    note = NhsTextField(
        label="Note (optional)", help_text="Nothing you would not say to the family.", rows=3, required=False
    )

    def __init__(self, *args: Any, episode: Episode, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people, names = adults_of(episode), names_for(episode)
        whom = PersonField(people, names=names, label="Whom did you try to reach?", called="whom you tried to reach")
        self.fields = {"person": whom} | self.fields

    def clean(self) -> dict[str, Any]:
        """Day and time together make the moment."""
        made = moment_of(self, "day", "time")
        return self.cleaned_data | {"made": made}


class GoOnForm(ActForm):
    """Somebody goes on trying near or past the limit: until when, and why (ENG-1)."""

    until = NhsDateField(
        label="Until when do you go on?", called="until when you go on",
        help_text="At most three months. On the day after, the limit is asked again.",
    )  # fmt: skip
    why = NhsTextField(
        label="Why do you go on trying?", called="why you go on trying", rows=3,
        help_text="For example: the health visitor sees them on Friday and will ask them to ring.",
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        day, today = self.fields["until"], timezone.localdate()
        assert isinstance(day, NhsDateField)
        day.earliest, day.latest = today + timedelta(days=1), today + LONGEST


def moment_of(form: forms.Form, day: str, time: str) -> datetime | None:
    """The moment that two fields name; a time that the clocks skip is an error beside the time."""
    given_day, given_time = form.cleaned_data.get(day), form.cleaned_data.get(time)
    if given_day is None or given_time is None:
        return None
    try:
        return moment_at(given_day, given_time)
    except Refused as refusal:
        form.add_error(time, refusal.sentence)
        return None
