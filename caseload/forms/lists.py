"""Filters of lists and of the diary."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms

from caseload.capa import Weeks
from caseload.enums import EpisodeState
from caseload.models import Room
from pitservice.accounts.models import User
from pitservice.ui.fields import NhsChoiceField, NhsDateField
from pitservice.ui.forms import FilterForm

TEAM, DAY = "team", "day"
#: Before the key of a colleague or a room, in the address of a diary.
COLLEAGUE, ROOM = "with-", "in-"


class CaseloadFilter(FilterForm):
    """Whose work, and in which state."""

    whose = NhsChoiceField(
        label="Whose", required=False, choices=[("", "Mine"), (TEAM, "The team’s")], widget=forms.Select
    )
    state = NhsChoiceField(
        label="State", required=False, choices=[("", "Every open state"), *EpisodeState.choices], widget=forms.Select
    )


class DayFilter(FilterForm):
    """Which day."""

    day = NhsDateField(label="Day", called="the day", required=False)


class PastDayFilter(DayFilter):
    """Which past day."""

    day = NhsDateField(label="As it stood at the end of", called="the day", required=False, past=True)


class PastFilter(PastDayFilter):
    """Which past day, and whose caseload."""

    def __init__(self, *args: Any, colleagues: Iterable[User] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.colleagues = {f"{COLLEAGUE}{user.key}": user for user in colleagues}
        choices = [("", "The team’s"), *((value, user.name) for value, user in self.colleagues.items())]
        self.fields["whose"] = NhsChoiceField(label="Whose", required=False, choices=choices, widget=forms.Select)


class WeeksFilter(FilterForm):
    """Which weeks of a team's capacity."""

    span = NhsChoiceField(label="Weeks", required=False, choices=Weeks.choices, widget=forms.Select)


class DiaryFilter(DayFilter):
    """Which day, a day or a week, and whose diary: mine, a colleague's, a room's, the team's.

    `mine`: whether the asker has a diary; otherwise the team's stands first.
    """

    span = NhsChoiceField(
        label="Show", required=False, choices=[("", "Seven days"), (DAY, "One day")], widget=forms.Select
    )

    def __init__(
        self, *args: Any, colleagues: Iterable[User], rooms: Iterable[Room], mine: bool, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.mine = mine
        self.colleagues = {f"{COLLEAGUE}{user.key}": user for user in colleagues}
        self.rooms = {f"{ROOM}{room.key}": room for room in rooms}
        choices = [("", "Mine"), (TEAM, "The team’s")] if mine else [("", "The team’s")]
        choices += [(value, user.name) for value, user in self.colleagues.items()]
        choices += [(value, room.name) for value, room in self.rooms.items()]
        self.fields["whose"] = NhsChoiceField(label="Whose diary", required=False, choices=choices, widget=forms.Select)
        self.order_fields(["whose", "day", "span"])
