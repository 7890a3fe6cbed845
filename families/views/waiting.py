"""The list in which the worklist items about families stand (P4)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar

from django.http import HttpRequest, HttpResponse

from families import safeguarding, waiting
from families.watching import SOURCES as WATCHED
from pitservice.accounts.enums import Permission
from pitservice.accounts.viewer import Viewer
from pitservice.ui.components import Cell, Column, Empty, Section, Table
from pitservice.ui.dates import in_words
from pitservice.ui.pages import Page
from pitservice.ui.worklist import Item, Source


class WaitingPage(Page):
    """Losses to decide about, warnings to read, births to record, alerts and needs to look at again."""

    permission = Permission.EDIT_FAMILIES
    nav = "families:list"
    of_many = True
    heading = "Families: what is waiting"
    template_name = "pages/record.html"
    sources: ClassVar[Sequence[Source]] = (
        *waiting.SOURCES,
        *(one for one in WATCHED if one.list_url_name == "families:waiting"),
    )

    def get(self, request: HttpRequest) -> HttpResponse:
        """One section for each kind."""
        found: list[tuple[str, list[Item]]] = []
        for source in self.sources:
            viewer = Viewer.of(self.user, source.permission)
            if viewer.allowed:
                found.append((source.title, list(source.items(viewer, self.today))))
        self.log_look(item.family for _, items in found for item in items if item.family)
        body: list[Any] = [self._section(f"{name} ({len(items)})", items) for name, items in found]
        return self.render({"body": body, "tabs": ()})

    def _section(self, heading: str, items: list[Item]) -> Section:
        if not items:
            return Section(heading, [Empty("Nothing is waiting here.")])
        columns = [Column("What"), Column("About"), Column("Due"), Column("Action")]
        rows = [
            [
                Cell(item.what, tags=[item.tag] if item.tag else []),
                Cell(item.whose),
                Cell(in_words(item.due, self.today) if item.due else ""),
                Cell(links=[item.action]),
            ]
            for item in items
        ]
        return Section(heading, [Table(heading, columns, rows)])


class SafeguardingWaitingPage(WaitingPage):
    """Every open concern with its next step, and referrals to social care that nobody has acknowledged (P4, P32)."""

    permission = Permission.SAFEGUARD
    heading = "Safeguarding: what is waiting"
    sources = safeguarding.SOURCES
