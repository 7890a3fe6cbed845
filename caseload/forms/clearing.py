"""What is to happen with each appointment of a day (P69)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms

from caseload.models import Appointment
from pitservice.accounts.models import User
from pitservice.ui import dates
from pitservice.ui.fields import NhsBooleanField, NhsChoiceField
from pitservice.ui.forms import ActForm

CANCEL, LEAVE = "cancel", "leave"


class ClearDayForm(ActForm):
    """For each appointment: cancel it and tell them, leave it, or have a colleague take it over."""

    def __init__(
        self, *args: Any, booked: Sequence[Appointment], colleagues: Sequence[User], away: bool, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.booked, self.colleagues = booked, {user.key: user for user in colleagues}
        choices = [
            (CANCEL, "Cancel it and tell them"),
            *((key, f"{user.name} takes it over") for key, user in self.colleagues.items()),
            (LEAVE, "Leave it as it is"),
        ]
        for one in booked:
            self.fields[one.key] = NhsChoiceField(
                label=f"{dates.clock(one.starts)}, {one.episode.family.title}",
                called="what happens with it",
                choices=choices,
                widget=forms.Select,
                initial=CANCEL,
            )
        if away:
            self.fields["away"] = NhsBooleanField(label="Record them as away on this day", required=False, initial=True)

    @property
    def chosen(self) -> dict[Appointment, User | None]:
        """The appointments that are cleared, with whoever takes each over."""
        answers = {one: self.cleaned_data[one.key] for one in self.booked}
        return {one: self.colleagues.get(answer) for one, answer in answers.items() if answer != LEAVE}
