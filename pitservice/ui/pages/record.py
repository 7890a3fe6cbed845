"""Pages that show one record, and pages that hand out a file."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cached_property
from typing import Any, ClassVar

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

from pitservice.files.models import StoredFile
from pitservice.files.responses import serve
from pitservice.ui.components import Button, Tab
from pitservice.ui.pages.base import Page


class RecordPage(Page):
    """One record. Subclasses give `get_record` (through `self.find(...visible_to...)`) and `body`."""

    abstract: ClassVar[bool] = True
    template_name = "pages/record.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The page, after noting who looked."""
        self.log_look(self.families())
        context = {"body": self.body(), "tabs": self.tabs(), "buttons": self.buttons(), "caption": self.caption()}
        return self.render(context)

    @cached_property
    def record(self) -> Any:
        """The record, read once."""
        return self.get_record()

    def get_record(self) -> Any:
        """The record, from those visible to the viewer."""
        raise NotImplementedError  # an abstract page: nobody reaches this one

    def families(self) -> Iterable[tuple[int, int]]:
        """The (family id, team id) this page is about."""
        family = getattr(self.record, "family_id", None)
        return [(family, self.record.team_id)] if family else []

    def caption(self) -> str:
        """A quiet line beside the heading."""
        return ""

    def body(self) -> Sequence[object]:
        """Components, in order."""
        raise NotImplementedError  # an abstract page: nobody reaches this one

    def tabs(self) -> Sequence[Tab]:
        """Sister pages about the same record."""
        return ()

    def buttons(self) -> Sequence[Button]:
        """What can be done from here."""
        return ()


class FilePage(Page):
    """Hands out a file that belongs to a record: the same permission and the same log as the record's page.

    `ours`: made by the product itself; what came in from outside is only ever saved, never shown in the browser.
    """

    abstract: ClassVar[bool] = True
    ours: ClassVar[bool] = True

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """The file, after noting who looked."""
        stored = self.get_file()
        self.log_look(self.families())
        return serve(stored, ours=self.ours)

    def get_file(self) -> StoredFile:
        """The file of a record visible to the viewer."""
        raise NotImplementedError  # an abstract page: nobody reaches this one

    def families(self) -> Iterable[tuple[int, int]]:
        """The (family id, team id) the file is about."""
        raise NotImplementedError  # an abstract page: nobody reaches this one
