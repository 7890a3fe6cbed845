"""My day: the appointments of a day or a week, and what waits to be written, signed, reviewed, ended (pages.md)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from functools import cached_property
from typing import Any

from django.http import HttpRequest, HttpResponse

from caseload.forms.lists import WEEK, DiaryFilter
from caseload.presenters import appointment as appointments
from caseload.presenters import episode as episodes
from caseload.presenters import note as notes
from caseload.selectors import work
from caseload.selectors.diary import diary
from caseload.selectors.people import whom_to_ask, workers
from pitservice.accounts.enums import Permission
from pitservice.accounts.models import User
from pitservice.ui import dates
from pitservice.ui.components import Empty, Link, Section, Table
from pitservice.ui.pages import Page

#: More than this of one kind is looked at in its own list.
SHOWN = 10


class MyDayPage(Page):
    """Appointments first, then notes to write and sign, reviews and endings due; phone first."""

    permission = Permission.SEE_CASELOAD
    nav = "caseload:my_day"
    of_many = True
    template_name = "caseload/my_day.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The day."""
        body = [*self._appointments(), *self._waiting()]
        self.log_look(self._families())
        context = {
            "filters": self.filters,
            "filters_open": bool(self.filters.values),
            "body": body,
            "days": self._days(),
        }
        return self.render(context)

    @cached_property
    def filters(self) -> DiaryFilter:
        """What was asked for, from the address."""
        teams = sorted(self.viewer.all_team_ids)
        colleagues = User.objects.filter(pk__in=[user.pk for team in teams for user in workers(team)])
        return DiaryFilter(self.request.GET, colleagues=colleagues.order_by("name", "pk"))

    @cached_property
    def whose(self) -> User:
        """Whose diary: one's own unless asked."""
        asked = self.filters.values.get("who")
        return asked if isinstance(asked, User) else self.user

    @property
    def first(self) -> date:
        """The first day shown: today unless asked."""
        asked = self.filters.values.get("day")
        return asked if isinstance(asked, date) else self.today

    @property
    def length(self) -> int:
        """How many days."""
        return 7 if self.filters.values.get("span") == WEEK else 1

    def get_heading(self) -> str:
        """Whose day it is."""
        name = "My" if self.whose == self.user else f"{self.whose.name}’s"
        return f"{name} week" if self.length > 1 else f"{name} day"

    @cached_property
    def booked(self) -> list[Any]:
        """The appointments of these days."""
        return list(diary(self.viewer, self.whose, self.first, self.length))

    @cached_property
    def ahead(self) -> list[Any]:
        """The next ones after these days."""
        return list(diary(self.viewer, self.whose, self.first + timedelta(days=self.length), 7)[:SHOWN])

    def _appointments(self) -> Iterable[Section]:
        title = dates.weekday(self.first)
        if self.length > 1:
            title = f"{title} and the six days after"
        yield self._diary(title, self.booked, "Nothing is booked.", with_day=self.length > 1)
        if self.length == 1:
            yield self._diary("The seven days after", self.ahead, "Nothing is booked yet.", with_day=True)

    def _diary(self, heading: str, rows: Sequence[Any], empty: str, *, with_day: bool) -> Section:
        if not rows:
            return Section(heading, [Empty(empty)])
        records = {team: self.viewer.may(Permission.RECORD_SESSIONS, team) for team in self.viewer.all_team_ids}
        grieving = {row.team_id for row in rows if row.speak_first}
        ask = {team: whom_to_ask(team) for team in sorted(grieving)}
        cells = [
            appointments.diary_row(
                row, may_record=records[row.team_id], with_day=with_day, ask=ask.get(row.team_id, "")
            )
            for row in rows
        ]
        return Section(heading, [Table(heading, appointments.COLUMNS, cells)])

    @cached_property
    def unsigned(self) -> list[Any]:
        """One's own notes to write and sign."""
        return list(work.unsigned_notes(self.viewer).filter(author=self.user)[:SHOWN])

    @cached_property
    def due(self) -> list[tuple[str, list[Any]]]:
        """One's own reviews and endings due."""
        return [
            ("Mid-way reviews due", list(work.reviews_due(self.viewer).filter(lead_id=self.user.pk)[:SHOWN])),
            ("Agreed sessions used", list(work.sessions_reached(self.viewer).filter(lead_id=self.user.pk)[:SHOWN])),
        ]

    def _waiting(self) -> Iterable[Section]:
        if self.whose != self.user:
            return
        if self.unsigned:
            rows = [notes.list_row(note, self.user.pk) for note in self.unsigned]
            yield Section("Notes to write and sign", [Table("Notes to write and sign", notes.LIST_COLUMNS, rows)])
        for heading, found in self.due:
            if found:
                rows = [episodes.list_row(row) for row in found]
                yield Section(heading, [Table(heading, episodes.LIST_COLUMNS, rows)])

    def _families(self) -> Iterable[tuple[int, int]]:
        for appointment in (*self.booked, *(self.ahead if self.length == 1 else ())):
            yield (appointment.episode.family_id, appointment.team_id)
        if self.whose == self.user:
            yield from ((note.session.episode.family_id, note.team_id) for note in self.unsigned)
            yield from ((row.family_id, row.team_id) for _, found in self.due for row in found)

    def _days(self) -> list[Link]:
        """A day or a week back and on, in the same diary."""
        return [
            Link("Earlier", self._address(self.first - timedelta(days=self.length))),
            Link("Today", self._address(None)),
            Link("Later", self._address(self.first + timedelta(days=self.length))),
        ]

    def _address(self, day: date | None) -> str:
        query = self.request.GET.copy()
        for name in ("day", "day_day", "day_month", "day_year"):
            query.pop(name, None)
        if day is not None:
            query["day"] = day.isoformat()
        return f"{self.request.path}?{query.urlencode()}" if query else self.request.path
