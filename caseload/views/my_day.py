"""My day: one's own appointments, and what waits to be written, signed, reviewed, ended (pages.md)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from functools import cached_property
from operator import attrgetter
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from caseload.forms.lists import DayFilter
from caseload.models import Appointment, ClinicSlot, GroupSession
from caseload.presenters import appointment as appointments
from caseload.presenters import episode as episodes
from caseload.presenters import lone
from caseload.presenters import note as notes
from caseload.presenters.rota import stands_in_words
from caseload.selectors import work
from caseload.selectors.clinic import slots_in_diary
from caseload.selectors.diary import Whose, diary, for_rows
from caseload.selectors.groups import group_sessions
from caseload.selectors.lone import out_now
from caseload.selectors.people import whom_to_ask
from caseload.selectors.rota import StandsInFor, stands_in_for
from caseload.times import day_bounds, local_day
from caseload.views.clearing import clear_links
from caseload.views.rows import DrawsRows
from pitservice.ui import dates
from pitservice.ui.components import Empty, Link, Section, Table

#: More than this of one kind is looked at in its own list.
SHOWN = 10


class MyDayPage(DrawsRows):
    """Appointments first, then notes to write and sign, reviews and endings due; phone first."""

    nav = "caseload:my_day"
    of_many = True
    template_name = "caseload/my_day.html"
    heading = "My day"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The day."""
        out = out_now(self.user)
        body = [*([lone.out_today(out, self.user)] if out else ()), *self._appointments(), *self._waiting()]
        self.log_look(self._families())
        context = {
            "filters": self.filters,
            "filters_open": bool(self.filters.values),
            "body": body,
            "days": self._days(),
        }
        return self.render(context)

    @cached_property
    def filters(self) -> DayFilter:
        """Which day, from the address."""
        return DayFilter(self.request.GET)

    @property
    def first(self) -> date:
        """The day shown: today unless asked."""
        asked = self.filters.values.get("day")
        return asked if isinstance(asked, date) else self.today

    @cached_property
    def booked(self) -> list[Any]:
        """The appointments of the day, the groups, and what is free of one's assessment clinic."""
        free = [slot for slot in self.free if local_day(slot.starts) == self.first]
        return sorted([*self._both(self.first, 1), *free], key=attrgetter("starts"))

    @cached_property
    def free(self) -> list[ClinicSlot]:
        """One's own free slots of assessment clinics, of the day and of the seven after it."""
        return list(slots_in_diary(self.viewer, Whose(self.user), self.first, 8))

    def _both(self, first: date, days: int) -> list[Any]:
        """Appointments and sessions of groups by time; at most so many of each after the day itself."""
        most = None if days == 1 else SHOWN
        mine = Whose(self.user)
        found = [*diary(self.viewer, mine, first, days)[:most], *group_sessions(self.viewer, mine, first, days)[:most]]
        return sorted(found, key=attrgetter("starts"))[:most]

    @cached_property
    def stood_in(self) -> list[tuple[StandsInFor, list[Any]]]:
        """Appointments of colleagues for whom one stands in that day: a cover's always, on duty where there are any."""
        found = [(one, self._booked_with(one)) for one in stands_in_for(self.user, self.first)]
        return [(one, rows) for one, rows in found if rows or one.cover]

    def _booked_with(self, one: StandsInFor) -> list[Any]:
        return list(diary(self.viewer, Whose(one.user), self.first, 1).filter(team=one.team))

    @cached_property
    def ahead(self) -> list[Any]:
        """The next ones after it; no free slot takes the place of somebody who is to be met."""
        free = [slot for slot in self.free if local_day(slot.starts) > self.first][:SHOWN]
        return sorted([*self._both(self.first + timedelta(days=1), 7), *free], key=attrgetter("starts"))

    def _appointments(self) -> Iterable[Section]:
        yield self._diary(dates.weekday(self.first), self.booked, "Nothing is booked.", with_day=False)
        for one, rows in self.stood_in:
            yield self._diary(
                f"For {one.user.name}, {stands_in_words(one)}", rows, "Nothing is booked.", with_day=False
            )
        yield self._diary("The seven days after", self.ahead, "Nothing is booked yet.", with_day=True)

    def _diary(self, heading: str, rows: Sequence[Any], empty: str, *, with_day: bool) -> Section:
        if not rows:
            return Section(heading, [Empty(empty)])
        grieving = {row.team_id for row in rows if not isinstance(row, ClinicSlot | GroupSession) and row.speak_first}
        ask = {team: whom_to_ask(team) for team in sorted(grieving)}
        cells = [self.drawn(row, with_day=with_day, ask=ask.get(row.team_id, "")) for row in rows]
        return Section(heading, [Table(heading, appointments.COLUMNS, cells)])

    @cached_property
    def unsaid(self) -> list[Any]:
        """One's own appointments of earlier days, of which nobody has said whether they took place."""
        before = day_bounds(self.today)[0]
        found = work.outcomes_missing(self.viewer).filter(practitioner=self.user, starts__lt=before)
        return list(for_rows(found)[:SHOWN])

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
        if self.unsaid:
            yield self._diary("Outcomes to record", self.unsaid, "", with_day=True)
        if self.unsigned:
            rows = [notes.list_row(note, self.user.pk) for note in self.unsigned]
            yield Section("Notes to write and sign", [Table("Notes to write and sign", notes.LIST_COLUMNS, rows)])
        for heading, found in self.due:
            if found:
                rows = [episodes.list_row(row) for row in found]
                yield Section(heading, [Table(heading, episodes.LIST_COLUMNS, rows)])

    def _families(self) -> Iterable[tuple[int, int]]:
        instead = [row for _, rows in self.stood_in for row in rows]
        for appointment in (*self.booked, *instead, *self.ahead, *self.unsaid):
            if isinstance(appointment, Appointment):
                yield (appointment.episode.family_id, appointment.team_id)
        yield from ((note.episode.family_id, note.team_id) for note in self.unsigned)
        yield from ((row.family_id, row.team_id) for _, found in self.due for row in found)

    def _days(self) -> list[Link]:
        """The day before and after, and the diaries."""
        one = timedelta(days=1)
        return [
            Link("Earlier", f"{self.request.path}?day={self.first - one}"),
            Link("Today", self.request.path),
            Link("Later", f"{self.request.path}?day={self.first + one}"),
            Link("Week, colleagues and rooms", reverse("caseload:diary")),
            Link("Downtime pack", reverse("caseload:downtime")),
            *clear_links(self.viewer, self.user, self.first),
        ]
