"""The tray: what came in and is in nobody's record yet; taking in several at once, and filing each (P30)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cached_property
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.urls import reverse

from families import actions
from families.documents import tray
from families.forms.documents import AboutForm, UploadForm
from families.models import Document, Family
from families.presenters import family_label
from families.presenters.documents import TRAY, tray_facts, tray_row
from families.views.documents import ABOUT, DocumentActionPage
from families.views.finding import FindsFamily
from pitservice.accounts.enums import Permission
from pitservice.accounts.models import Team
from pitservice.files.models import StoredFile
from pitservice.ui.components import Button, Cell, Column, Empty, Link
from pitservice.ui.pages import ActionPage, FilePage, ListPage


class TrayPage(ListPage):
    """What came in and is in nobody's record yet, the oldest first."""

    permission = Permission.SEE_DOCUMENTS
    nav = "families:tray"
    heading = "Documents to file"
    noun = ("document", "documents")
    sorts = {"oldest": "the oldest first"}

    def records(self) -> Any:
        """The trays of the viewer's teams."""
        return tray(self.viewer)

    def columns(self) -> Sequence[Column]:
        """When, what, from whom."""
        return TRAY

    def row(self, record: Document) -> Sequence[Cell]:
        """One document."""
        return tray_row(record)

    def buttons(self) -> Sequence[Button]:
        """To take in more."""
        return (Button("Upload documents", reverse("families:upload")),) if self.viewer.team_ids else ()

    def empty(self) -> Empty:
        """What would put one here."""
        return Empty("Everything that came in has been filed. Scanned letters and forms that you upload wait here.")


class UploadPage(ActionPage):
    """Take in several documents at once."""

    permission = Permission.SEE_DOCUMENTS
    nav = "families:tray"
    heading = "Upload documents"
    form_class = UploadForm
    submit_label = "Upload"
    success = "They wait in the tray now. File each into the record of its family."
    multipart = True

    def get_breadcrumbs(self) -> Sequence[Link]:
        """The tray."""
        return [Link("Documents to file", reverse("families:tray"))]

    def get_cancel(self) -> Link | None:
        """Back without doing anything."""
        return Link("Cancel", reverse("families:tray"))

    @cached_property
    def teams(self) -> list[Team]:
        """Teams whose tray this colleague sees whole; somebody who only sees their own families adds there."""
        found = [team for team in self.viewer.teams if team.pk in self.viewer.team_ids]
        if not found:
            raise PermissionDenied
        return found

    def form_kwargs(self) -> dict[str, Any]:
        """For which team."""
        return {"teams": self.teams}

    def act(self, form: Any) -> str:
        """Take each of them in."""
        given = form.cleaned_data
        team = next(team for team in self.teams if team.key == given["team"])
        about = actions.About(from_whom=given["from_whom"])
        for name, content in given["uploads"]:
            actions.take_in(team=team, content=content, name=name, about=about, by=self.viewer.actor)
        return reverse("families:tray")


class PlacePage(FindsFamily):
    """One document of the tray: look at it, and find the family whose record it belongs in."""

    permission = Permission.SEE_DOCUMENTS
    nav = "families:tray"

    def get_heading(self) -> str:
        """Which."""
        return f"File “{self.subject.title}”"

    def get_breadcrumbs(self) -> Sequence[Link]:
        """The tray."""
        return [Link("Documents to file", reverse("families:tray"))]

    def get_subject(self) -> Document:
        """One that nobody has filed."""
        return self.find(tray(self.viewer), key=self.kwargs["item"])

    def families(self) -> Iterable[tuple[int, int]]:
        """Those that were found; the document must be in the viewer's tray."""
        assert self.subject is not None
        return super().families()

    def aside(self) -> Sequence[object]:
        """What is known of it."""
        return [tray_facts(self.subject)]

    def onward(self, family: Family) -> Link:
        """To the questions what it is."""
        to = reverse("families:file_document", args=[family.key, self.subject.key])
        return Link("File it here", to, hidden=family_label(family))


class TrayFilePage(FilePage):
    """The file of a document in the tray."""

    permission = Permission.SEE_DOCUMENTS
    ours = False

    def get_file(self) -> StoredFile:
        """Of one that nobody has filed."""
        return self.find(tray(self.viewer), key=self.kwargs["item"]).stored

    def families(self) -> Iterable[tuple[int, int]]:
        """Nobody knows yet whose it is."""
        return ()


class FileDocumentPage(DocumentActionPage):
    """A document of the tray into this family's record."""

    form_class = AboutForm
    submit_label = "File it"
    success = "It stands in this family’s record now."

    def get_heading(self) -> str:
        """Which, and where."""
        return f"File “{self.subject.title}” here"

    def get_subject(self) -> Document:
        """One that nobody has filed, or that was filed here."""
        here = Q(family=None) | Q(family=self.family)
        rows = Document.objects.visible_to(self.viewer).filter(here, team=self.family.team).select_related("stored")
        return self.find(rows, key=self.kwargs["item"])

    def initial(self) -> dict[str, Any]:
        """What is known of it."""
        return {name: getattr(self.subject, name) for name in ABOUT}

    def aside(self) -> Sequence[object]:
        """What is known of it."""
        return [tray_facts(self.subject)]

    def act(self, form: Any) -> str:
        """File it."""
        actions.file_document(
            document=self.subject,
            family=self.family,
            about=self.about(form),
            seen=form.cleaned_data["seen"],
            by=self.viewer.actor,
        )
        return reverse("families:documents", args=[self.family.key])
