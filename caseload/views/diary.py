"""The diary of a colleague, a room or the team: by day and week, and as a list without end."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from functools import cached_property
from itertools import groupby
from operator import attrgetter
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from caseload.forms.lists import DAY, TEAM, DiaryFilter
from caseload.models import Appointment, GroupSession
from caseload.presenters import appointment as appointments
from caseload.selectors.clinic import slots_in_diary
from caseload.selectors.diary import Whose, diary, rooms_of
from caseload.selectors.groups import group_sessions
from caseload.selectors.people import whom_to_ask, workers_seen_by
from caseload.times import local_day
from caseload.views.clearing import clear_links
from caseload.views.rows import DrawsRows
from pitservice.accounts.enums import Permission
from pitservice.accounts.viewer import Viewer
from pitservice.ui import dates
from pitservice.ui.components import Callout, Cell, Column, Details, Empty, Link, Section, Table
from pitservice.ui.pages import ListPage

#: A week that holds more is looked at as a list.
MOST = 150
#: So many sessions of groups, and so many free slots of clinics, stand above the diary as a list.
BESIDE = 10


def asked_of(viewer: Viewer) -> Mapping[int, str]:
    """Whom to speak to before a visit after a loss, for each of the viewer's teams (P22)."""
    return {team: whom_to_ask(team) for team in sorted(viewer.all_team_ids)}


class DiaryRows(DrawsRows):
    """What the diary by days and the diary as a list have in common: whose it is, from which day, and its rows."""

    abstract = True
    nav = "caseload:diary"

    @cached_property
    def filters(self) -> DiaryFilter:
        """What was asked for, from the address. Who sees no families themselves begins with the team's diary."""
        return DiaryFilter(
            self.request.GET,
            colleagues=workers_seen_by(self.viewer),
            rooms=rooms_of(self.viewer),
            mine=Viewer.of(self.user, Permission.RECORD_SESSIONS).allowed,
        )

    @cached_property
    def whose(self) -> Whose:
        """Whose diary."""
        asked = self.filters.values.get("whose", "")
        if asked in self.filters.colleagues:
            return Whose(user=self.filters.colleagues[asked])
        if asked in self.filters.rooms:
            return Whose(room=self.filters.rooms[asked])
        return Whose() if asked == TEAM or not self.filters.mine else Whose(user=self.user)

    @cached_property
    def first(self) -> date:
        """The first day shown: today unless asked."""
        asked = self.filters.values.get("day")
        return asked if isinstance(asked, date) else self.today

    @cached_property
    def ask(self) -> Mapping[int, str]:
        """Whom to speak to first, by team."""
        return asked_of(self.viewer)

    def get_heading(self) -> str:
        """Whose diary it is."""
        if self.whose.room is not None:
            return f"Diary of {self.whose.room.name}"
        if self.whose.user is None:
            return "The team’s diary"
        return "My diary" if self.whose.user == self.user else f"{self.whose.user.name}’s diary"

    def columns(self) -> list[Column]:
        """As on My day; with who it is where that is not one colleague."""
        return [*appointments.COLUMNS, *([] if self.whose.user else [Column("Practitioner")])]

    def cells(self, row: Any, *, with_day: bool) -> list[Cell]:
        """One appointment, one session of a group, or one free slot of a clinic."""
        is_appointment = isinstance(row, Appointment)
        ask = self.ask[row.team_id] if is_appointment and row.speak_first else ""
        cells = self.drawn(row, with_day=with_day, ask=ask)
        if self.whose.user:
            return cells
        who = row.group.lead if isinstance(row, GroupSession) else row.practitioner
        return [*cells, Cell(who.name)]

    def query(self, **changes: str | None) -> str:
        """This address's filters with some changed; None takes one out."""
        query = self.request.GET.copy()
        gone = ["page", *changes, *(["day_day", "day_month", "day_year"] if "day" in changes else [])]
        for name in gone:
            query.pop(name, None)
        for name, value in changes.items():
            if value is not None:
                query[name] = value
        return f"?{query.urlencode()}" if query else ""


class DiaryPage(DiaryRows):
    """Seven days or one of the diary, day by day, with what to do next beside each appointment."""

    of_many = True
    template_name = "caseload/diary.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The days."""
        booked = diary(self.viewer, self.whose, self.first, self.length)[: MOST + 1]
        met = group_sessions(self.viewer, self.whose, self.first, self.length)[: MOST + 1]
        free = slots_in_diary(self.viewer, self.whose, self.first, self.length)[: MOST + 1]
        found = sorted([*booked, *met, *free], key=attrgetter("starts"))
        shown = found[:MOST]
        self.log_look((row.episode.family_id, row.team_id) for row in shown if isinstance(row, Appointment))
        body = [*(self._too_many() if len(found) > MOST else ()), *self._by_day(shown)]
        opened = bool(self.filters.values)
        return self.render({"filters": self.filters, "filters_open": opened, "body": body, "days": self._days()})

    @property
    def length(self) -> int:
        """How many days."""
        return 1 if self.filters.values.get("span") == DAY else 7

    def _by_day(self, rows: Sequence[Any]) -> Iterable[Section]:
        held = {day: list(group) for day, group in groupby(rows, key=lambda row: local_day(row.starts))}
        for number in range(self.length):
            day = self.first + timedelta(days=number)
            heading, found = dates.weekday(day), held.get(day)
            if found:
                cells = [self.cells(row, with_day=False) for row in found]
                yield Section(heading, [Table(heading, self.columns(), cells)])
            else:
                yield Section(heading, [Empty("Nothing is booked.")])

    def _too_many(self) -> Iterable[object]:
        line = f"Only the first {MOST} appointments are shown."
        yield Callout("There is more", [line, "Look at one day, at one colleague, or at the list."])

    def _days(self) -> list[Link]:
        """As far back and on as what is shown, the same as a list, and the feed (P61)."""
        step = timedelta(days=self.length)
        here = self.request.path
        return [
            Link("Earlier", here + self.query(day=(self.first - step).isoformat())),
            Link("Today", here + self.query(day=None)),
            Link("Later", here + self.query(day=(self.first + step).isoformat())),
            Link("As a list", reverse("caseload:diary_list") + self.query(span=None)),
            *(clear_links(self.viewer, self.whose.user, self.first) if self.whose.user and self.length == 1 else ()),
            *([Link("In your own calendar", reverse("caseload:own_feed"))] if self.records_in else ()),
        ]


class DiaryListPage(DiaryRows, ListPage):
    """The diary from a day on as one list, page by page."""

    heading = ""
    noun = ("appointment", "appointments")
    sorts = {"soonest": "soonest first"}

    @cached_property
    def values(self) -> dict[str, Any]:
        """What was asked for."""
        return self.filters.values

    def records(self) -> QuerySet[Any]:
        """Everything from the day on."""
        return diary(self.viewer, self.whose, self.first, None)

    def row(self, record: Any) -> Sequence[Cell]:
        """One appointment."""
        return self.cells(record, with_day=True)

    def families_in(self, rows: Sequence[Any]) -> Iterable[tuple[int, int]]:
        """Each row's family."""
        return [(row.episode.family_id, row.team_id) for row in rows]

    def above(self) -> Sequence[object]:
        """Back to the days; the next sessions of groups, and the next free slots of clinics."""
        met = group_sessions(self.viewer, self.whose, self.first, None)[:BESIDE]
        free = slots_in_diary(self.viewer, self.whose, self.first, None)[:BESIDE]
        return [
            Link("Day by day", reverse("caseload:diary") + self.query()),
            *self._beside("Groups", "Sessions of groups, the next ones", met),
            *self._beside("Assessment clinics", "Free slots of assessment clinics, the next ones", free),
        ]

    def _beside(self, title: str, caption: str, rows: Iterable[Any]) -> list[Details]:
        cells = [self.cells(row, with_day=True) for row in rows]
        return [Details(title, [Table(caption, self.columns(), cells)])] if cells else []

    def empty(self) -> Empty:
        """What would put something here."""
        link = Link("Day by day", reverse("caseload:diary") + self.query())
        return Empty("Nothing is booked from this day on. Appointments are booked from a family’s page.", link)
