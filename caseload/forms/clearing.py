"""What is to happen with each appointment and group of a day (P69)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, TypeVar

from django import forms

from caseload.models import Appointment, GroupSession
from pitservice.accounts.models import User
from pitservice.ui import dates
from pitservice.ui.fields import NhsBooleanField, NhsChoiceField
from pitservice.ui.forms import ActForm

CANCEL, LEAVE = "cancel", "leave"

T = TypeVar("T", Appointment, GroupSession)


class ClearDayForm(ActForm):
    """For each appointment: cancel it and tell them, leave it, or have a colleague take it over; so for each group."""

    def __init__(
        self,
        *args: Any,
        booked: Sequence[Appointment],
        sessions: Sequence[GroupSession],
        colleagues: Sequence[User],
        away: bool,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.booked, self.sessions, self.colleagues = booked, sessions, {user.key: user for user in colleagues}
        for one in booked:
            self._ask(one, one.episode.family.title, "Cancel it and tell them", "takes it over", first=CANCEL)
        for session in sessions:  # several may facilitate it: whether it can go ahead is not ours to guess
            self._ask(session, session.group.name, "Call it off and tell every family", "facilitates instead")
        if away:
            self.fields["away"] = NhsBooleanField(label="Record them as away on this day", required=False, initial=True)

    def _ask(
        self, one: Appointment | GroupSession, title: str, cancel: str, takes_over: str, *, first: str = ""
    ) -> None:
        label = f"{dates.clock(one.starts)}, {title}"
        self.fields[one.key] = NhsChoiceField(
            label=label,
            called=f"what happens with “{label}”",
            choices=[
                *([] if first else [("", "Choose")]),
                (CANCEL, cancel),
                *((key, f"{user.name} {takes_over}") for key, user in self.colleagues.items()),
                (LEAVE, "Leave it as it is"),
            ],
            widget=forms.Select,
            initial=first,
        )

    @property
    def chosen(self) -> dict[Appointment, User | None]:
        """The appointments that are cleared, with whoever takes each over."""
        return self._chosen(self.booked)

    @property
    def chosen_sessions(self) -> dict[GroupSession, User | None]:
        """The group sessions that are called off, or facilitated by somebody else."""
        return self._chosen(self.sessions)

    def _chosen(self, offered: Sequence[T]) -> dict[T, User | None]:
        answers = {one: self.cleaned_data[one.key] for one in offered}
        return {one: self.colleagues.get(answer) for one, answer in answers.items() if answer != LEAVE}
