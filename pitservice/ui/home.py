"""The first page after signing in: one worklist, today, and what runs in the background (P4)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from pitservice.accounts.enums import Permission
from pitservice.jobs.models import Job
from pitservice.jobs.selectors import running
from pitservice.ui import worklist
from pitservice.ui.components import Cell, Column, Details, Empty, Progress, Section, Table, Words
from pitservice.ui.dates import in_words
from pitservice.ui.pages.base import Page

#: More of a kind than this, for the team, stand folded in one line.
_FOLDED = 3

Waiting = Sequence[tuple[worklist.Source, worklist.Item]]
Instead = Sequence[tuple[worklist.StandIn, Waiting]]


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
        waiting = worklist.waiting_for(self.user, self.today)
        told = worklist.today_of(self.user, self.today)
        instead = self._instead(told.stand_ins, waiting)
        shown = [*waiting, *(pair for _, pairs in instead for pair in pairs)]
        self.log_look({item.family for _, item in shown if item.family})
        stood_in = [self._stood_in(one, pairs) for one, pairs in instead]
        body = [*told.above, self._mine(waiting), *stood_in, self._team(waiting), *self._running()]
        return self.render({"body": body, "tabs": ()})

    def _instead(self, stand_ins: Sequence[worklist.StandIn], waiting: Waiting) -> Instead:
        """What waits for each colleague who is not here, without what is this person's own already (P5)."""
        own = {item.action.href for _, item in waiting if item.mine}
        found: list[tuple[worklist.StandIn, Waiting]] = []
        for one in stand_ins:
            pairs = worklist.waiting_instead(self.user, one, self.today)
            pairs = [pair for pair in pairs if pair[1].action.href not in own]
            if pairs or one.opened:
                found.append((one, pairs))
        return found

    def _stood_in(self, one: worklist.StandIn, pairs: Waiting) -> Section:
        """A colleague's things: in the open for a cover; folded for the duty worker, but for what is urgent."""
        heading = f"For {one.user.name}, {one.why} ({len(pairs)})"
        if not pairs:
            return Section(heading, [Empty("Nothing is waiting for them.")])
        urgent = [item for _, item in pairs if item.urgent or one.opened]
        calm = [item for _, item in pairs if not (item.urgent or one.opened)]
        parts: list[object] = [self._table(heading, urgent)] if urgent else []
        if calm:
            parts.append(Details(f"Not urgent ({len(calm)})", [self._table(f"{heading}: not urgent", calm)]))
        return Section(heading, parts)

    def _mine(self, waiting: Waiting) -> Section:
        items = [item for _, item in waiting if item.mine]
        heading = f"For you ({len(items)})"
        return Section(heading, [self._table(heading, items)] if items else [Empty("Nothing is waiting for you.")])

    def _team(self, waiting: Waiting) -> Section:
        """What is urgent and what is rare in the open; many of a kind folded into one line each."""
        team = [(source, item) for source, item in waiting if not item.mine]
        heading = f"For the team ({len(team)})"
        if not team:
            return Section(heading, [Empty("Nothing is waiting for the team.")])
        loose, many = worklist.folded(team, _FOLDED)
        tables = [self._table(heading, loose)] if loose else []
        return Section(heading, [*tables, *(self._fold(source, items) for source, items in many)])

    def _fold(self, source: worklist.Source, items: list[worklist.Item]) -> Details:
        first = f", the first due {in_words(items[0].due, self.today)}" if items[0].due else ""
        return Details(f"{source.title} ({len(items)}){first}", [self._table(source.title, items)])

    def _table(self, heading: str, items: list[worklist.Item]) -> Table:
        columns = [Column("What"), Column("About"), Column("Due"), Column("Action")]
        return Table(heading, columns, [self._row(item) for item in items])

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
