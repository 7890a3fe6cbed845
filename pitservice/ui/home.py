"""The first page after signing in: one worklist, today, and what runs in the background (P4)."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from pitservice.accounts.enums import Permission
from pitservice.jobs.models import Job
from pitservice.jobs.selectors import running
from pitservice.ui import worklist
from pitservice.ui.components import Cell, Column, Empty, Progress, Section, Table, Words
from pitservice.ui.dates import in_words
from pitservice.ui.pages.base import Page


class HomePage(Page):
    """What waits for this person, what waits for their team, and what is under way (P4)."""

    permission = Permission.SEE_HOME
    nav = "home"
    of_many = True
    template_name = "pages/record.html"

    def get_heading(self) -> str:
        """A greeting by the clock."""
        hour = timezone.localtime().hour
        part = "morning" if hour < 12 else "afternoon" if hour < 18 else "evening"
        return f"Good {part}, {self.user.first_name}"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The worklist, in two parts, then what runs."""
        items = worklist.items_for(self.user, self.today)
        self.log_look(item.family for item in items if item.family)
        mine = [item for item in items if item.mine]
        team = [item for item in items if not item.mine]
        body = [
            self._section(f"For you ({len(mine)})", mine, "Nothing is waiting for you."),
            self._section(f"For the team ({len(team)})", team, "Nothing is waiting for the team."),
            *self._running(),
        ]
        return self.render({"body": body, "tabs": ()})

    def _section(self, heading: str, items: list[worklist.Item], empty: str) -> Section:
        if not items:
            return Section(heading, [Empty(empty)])
        columns = [Column("What"), Column("About"), Column("Due"), Column("Action")]
        return Section(heading, [Table(heading, columns, [self._row(item) for item in items])])

    def _row(self, item: worklist.Item) -> list[Cell]:
        due = in_words(item.due, self.today) if item.due else ""
        tags = [item.tag] if item.tag else []
        return [Cell(item.what, tags=tags), Cell(item.whose), Cell(due), Cell(links=[item.action])]

    def _running(self) -> list[Section]:
        jobs: list[Job] = list(running(self.viewer)[:10])
        if not jobs:
            return []
        drawn = [Progress(job.title, job.done, job.total, job.get_state_display()) for job in jobs]
        return [Section("Running", [Words(["You can leave this page; the work goes on."]), *drawn])]
