"""Working days, absences, who is on duty (P5)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django import forms
from django.utils import timezone

from caseload.enums import WEEKDAYS
from caseload.forms.fields import ColleagueField, HoursField
from caseload.selectors.rota import Rota
from pitservice.accounts.models import User
from pitservice.ui import dates
from pitservice.ui.fields import NhsCharField, NhsChoiceField, NhsDateField, NhsMultipleChoiceField
from pitservice.ui.forms import ActForm
from pitservice.ui.words import listed

#: So far back an absence may begin: somebody tells it late, or comes back from it.
LATEST_TOLD = timedelta(days=28)
COVER_HINT = "They see what is due to this colleague on their home page. Nobody sees more families by covering."


class WorkingDaysForm(ActForm):
    """On which days somebody works, and from when."""

    days = NhsMultipleChoiceField(
        label="Working days", called="the working days", choices=[(str(n), name) for n, name in enumerate(WEEKDAYS)]
    )
    hours = NhsCharField(
        label="Hours (optional)",
        help_text="For example 9am to 2:30pm, school hours.",
        required=False,
        max_length=120,
    )
    weekly_hours = HoursField(
        label="Hours in a week (optional)",
        called="the hours in a week",
        help_text="As in the contract, for example 22.5. Left empty, each working day counts 7.5 hours.",
        required=False,
        width="4",
    )
    other_hours = HoursField(
        label="Of these, hours that are not for families (optional)",
        called="the hours that are not for families",
        help_text="Meetings, supervision, training, management.",
        required=False,
        width="4",
    )
    starts_on = NhsDateField(label="From which day?", called="the day from which they hold")

    def clean_days(self) -> list[int]:
        """As numbers."""
        return [int(one) for one in self.cleaned_data["days"]]

    def clean_other_hours(self) -> Decimal:
        """Nothing typed is none."""
        return self.cleaned_data["other_hours"] or Decimal(0)


class AbsenceForm(ActForm):
    """Who is away, from when to when, who covers. Why is not asked."""

    first = NhsDateField(label="First day away", called="the first day away")
    last = NhsDateField(label="Last day away", called="the last day away", help_text="The day before they are back.")

    def __init__(self, *args: Any, people: Any, works_in: Mapping[int, Sequence[str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields = {"user": ColleagueField(people, label="Who is away?", called="who is away")} | self.fields
        self.fields["cover"] = _cover_field(people, works_in)

    def clean_first(self) -> date:
        """Not long ago."""
        first: date = self.cleaned_data["first"]
        if first < timezone.localdate() - LATEST_TOLD:
            raise forms.ValidationError("The first day away must be within the last four weeks, or later")
        return first


class ChangeAbsenceForm(ActForm):
    """Until when, and who covers."""

    last = NhsDateField(label="Last day away", called="the last day away")

    def __init__(self, *args: Any, people: Any, works_in: Mapping[int, Sequence[str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["cover"] = _cover_field(people, works_in)


def _cover_field(people: Any, works_in: Mapping[int, Sequence[str]]) -> ColleagueField:
    """By name, each with the localities in which they work (P5, toolkit ch. 6)."""
    besides = {pk: f"works in {listed(names)}" for pk, names in works_in.items()}
    return ColleagueField(people, besides=besides, label="Who covers? (optional)", help_text=COVER_HINT, required=False)


class DutyForm(ActForm):
    """Who is on duty on each day of a week on which the team is open."""

    def __init__(self, *args: Any, rota: Rota, may: Sequence[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.may = {user.key: user for user in may}
        self.shown = [day for day in rota.days if rota.turn(day) or (day.weekday() < 5 and day not in rota.holidays)]
        for day in self.shown:
            turn = rota.turn(day)
            self.fields[day.isoformat()] = NhsChoiceField(
                label=dates.weekday(day),
                called="who is on duty",
                required=False,
                choices=[("", "Nobody"), *_choices(rota, day, may)],
                widget=forms.Select,
                initial=turn.user.key if turn and rota.on_duty(day) else "",
            )

    @property
    def turns(self) -> Mapping[date, User | None]:
        """Who was chosen, by day."""
        return {day: self.may.get(self.cleaned_data.get(day.isoformat(), "")) for day in self.shown}


def _choices(rota: Rota, day: date, may: Sequence[User]) -> list[tuple[str, str]]:
    """Those who are not away; who does not work that day is said."""
    present = [user for user in may if rota.absence(user, day) is None]
    others = {user.pk for user in present if not rota.is_here(user, day)}
    return [(user.key, f"{user.name} (does not work that day)" if user.pk in others else user.name) for user in present]
