"""Capacity: slots a week with leave taken off, families carried, demand and flow, each with its working (CAP-1)."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from caseload.capa import Weeks
from caseload.forms.lists import WeeksFilter
from caseload.presenters import capacity as presenting
from caseload.selectors.weeks import weeks_of
from pitservice.accounts.enums import Permission
from pitservice.files import tables
from pitservice.files.responses import download
from pitservice.ui import dates
from pitservice.ui.components import Link, Words
from pitservice.ui.pages import Page


class CapacityPage(Page):
    """For whoever allocates: who has how much room in this week or a quarter, and whether it is enough."""

    permission = Permission.ALLOCATE
    nav = "caseload:list"
    heading = "Capacity"
    template_name = "caseload/capacity.html"

    @cached_property
    def filters(self) -> WeeksFilter:
        """Which weeks, from the address."""
        return WeeksFilter(self.request.GET)

    @property
    def span(self) -> Weeks:
        """This week unless asked."""
        return Weeks(self.filters.values.get("span", Weeks.THIS))

    def get_breadcrumbs(self) -> Sequence[Link]:
        """The caseload."""
        return [Link("Caseload", reverse("caseload:list"))]

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Each team of those for which this person allocates."""
        first, weeks = self.span.days(self.today)
        teams = self.viewer.teams
        body: list[object] = [
            Words(
                [
                    "A view, never a limit: it stops nothing. Beside a name at allocation stands an ordinary week, and"
                    " the coming seven days where leave or closed days leave fewer slots."
                ]
            )
        ]
        for team in teams:
            body += presenting.part(weeks_of(team, self.viewer, first, weeks, self.today), named=len(teams) > 1)
        said = f"{self.span.label}, from {dates.weekday(first)}"
        file = Link("Download (CSV)", f"{reverse('caseload:capacity_file')}?span={self.span.value}", download=True)
        return self.render({"caption": said, "body": [*body, file], "spans": self._spans()})

    def _spans(self) -> list[Link]:
        here = self.request.path
        return [Link(str(one.label), f"{here}?span={one.value}") for one in Weeks if one != self.span]


class CapacityFilePage(CapacityPage):
    """What the page shows as a file of rows, safe to open in a spreadsheet; it names no family."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The same weeks of the same teams."""
        first, weeks = self.span.days(self.today)
        rows = [
            line
            for team in self.viewer.teams
            for line in presenting.lines(weeks_of(team, self.viewer, first, weeks, self.today), first)
        ]
        return download(tables.write(presenting.FILE, rows), f"capacity-{first.isoformat()}.csv", tables.CONTENT_TYPE)
