"""A family's documents: the list, each of them, adding, correcting, and handing a file out (P30)."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import Any, ClassVar

from django.db.models import QuerySet
from django.urls import reverse

from families import actions
from families.documents import fitting, of_family
from families.entries import standing, struck_in
from families.forms.documents import (
    AboutForm,
    AddDocumentForm,
    DocumentFilter,
    DocumentSearchForm,
)
from families.models import Document
from families.pages import AboutFamily, FamilyActionPage, FamilyRecordPage
from families.presenters import names_in
from families.presenters.documents import (
    LISTED,
    document_facts,
    document_row,
)
from families.presenters.family import put_right_href
from families.presenters.people import choices
from families.presenters.register import incident_link
from families.selectors import members_of
from pitservice.accounts.enums import Permission
from pitservice.files.models import StoredFile
from pitservice.ui.components import Button, Cell, Column, Empty, Link
from pitservice.ui.pages import FilePage, SearchedListPage

ABOUT = ("kind", "title", "from_whom", "dated", "withhold", "withhold_why")


class DocumentsPage(AboutFamily, SearchedListPage):
    """A family's documents: all, of one kind, or those that fit what was looked for."""

    permission = Permission.SEE_DOCUMENTS
    heading = "Documents"
    filter_form = DocumentFilter
    noun = ("document", "documents")
    sorts = {"newest": "newest first"}
    search_form_class = DocumentSearchForm
    show_all = "Show all documents"

    def records(self) -> Any:
        """Of this family, and visible to the viewer."""
        found = of_family(self.family, self.viewer)
        if kind := self.values.get("kind"):
            found = found.filter(kind=kind)
        return found if self.words is None else fitting(found, self.words)

    def columns(self) -> Sequence[Column]:
        """What, about whom, from whom, of when."""
        return LISTED

    @cached_property
    def names(self) -> dict[int, str]:
        """How the family's pages call everybody."""
        return names_in(list(self.family.members.all()))

    @cached_property
    def struck(self) -> dict[tuple[str, int], str]:
        """What was entered in error."""
        return struck_in(self.family)

    def row(self, record: Document) -> Sequence[Cell]:
        """One document."""
        struck = ("families.document", record.pk) in self.struck
        return document_row(record, self.family, self.names, struck=struck)

    def families_in(self, rows: Sequence[Any]) -> list[tuple[int, int]]:
        """The family itself, also when it has no document."""
        return [(self.family.pk, self.family.team_id)]

    def buttons(self) -> Sequence[Button]:
        """To add one."""
        return (Button("Add a document", reverse("families:add_document", args=[self.family.key]), secondary=True),)

    def empty(self) -> Empty:
        """What would put one here."""
        if self.words is not None or self.values.get("kind"):
            return Empty("No document of this family fits this.", Link("Show all", self.request.path))
        return Empty("No document of this family has been filed yet. Add one here, or file one from the tray.")

    def context(self) -> dict[str, Any]:
        """With the family's tabs."""
        return super().context() | {"tabs": self.family_tabs("families:documents")}


class OfDocument(AboutFamily):
    """`self.document` is one of this family's, visible to the viewer."""

    abstract: ClassVar[bool] = True

    @cached_property
    def document(self) -> Document:
        """Out of the family's; 404 otherwise."""
        return self.find(of_family(self.family, self.viewer), key=self.kwargs["item"])


class DocumentPage(OfDocument, FamilyRecordPage):
    """What is known of one document."""

    permission = Permission.SEE_DOCUMENTS
    tab = "families:documents"

    def get_heading(self) -> str:
        """Its title."""
        return self.document.title

    @cached_property
    def why_struck(self) -> str:
        """Why it was struck; empty where it stands."""
        return struck_in(self.family).get(("families.document", self.document.pk), "")

    def buttons(self) -> Sequence[Button]:
        """To have it, to correct it, to put it right."""
        args = [self.family.key, self.document.key]
        found = [Button("Download", reverse("families:document_file", args=args))]
        if self.why_struck:
            return found
        found.append(Button("Change", reverse("families:change_document", args=args), secondary=True))
        if self.may(Permission.EDIT_FAMILIES):
            found.append(Button("Put right", put_right_href(self.family, "document", self.document), secondary=True))
        return found

    def body(self) -> Sequence[object]:
        """Everything that is known of it."""
        about, may_open = f"families.document:{self.document.key}", self.may(Permission.KEEP_RECORDS)
        return [
            document_facts(self.document, names_in(list(self.family.members.all())), self.why_struck),
            *incident_link(self.family, about, may_open=may_open),
        ]


class DocumentFilePage(OfDocument, FilePage):
    """The file of a family's document."""

    permission = Permission.SEE_DOCUMENTS
    ours = False

    def get_file(self) -> StoredFile:
        """Of this document."""
        return self.document.stored


class DocumentActionPage(FamilyActionPage):
    """A form about a document of, or for, this family."""

    abstract = True
    permission = Permission.SEE_DOCUMENTS
    back_to = "families:documents"

    def form_kwargs(self) -> dict[str, Any]:
        """Whom it can be about."""
        return {"people": choices(members_of(self.family), self.today)}

    def about(self, form: Any) -> actions.About:
        """What was said of it."""
        given = form.cleaned_data
        people = {member.person.key: member.person for member in members_of(self.family)}
        return actions.About(**{name: given[name] for name in ABOUT}, person=people.get(given["person"]))


class AddDocumentPage(DocumentActionPage):
    """A document straight into this family's record."""

    heading = "Add a document"
    form_class = AddDocumentForm
    submit_label = "Add"
    success = "It stands in this family’s record now."
    multipart = True

    def act(self, form: Any) -> str:
        """Take it in, and file it."""
        name, content = form.cleaned_data["file"]
        team = self.family.team
        actions.take_in(
            team=team, content=content, name=name, about=self.about(form), family=self.family, by=self.viewer.actor
        )
        return self.back_href


class ChangeDocumentPage(DocumentActionPage):
    """Correct what is said of a document."""

    heading = "Change what is said of this document"
    form_class = AboutForm
    success = "The change has been saved."

    def get_subject(self) -> Document:
        """One of this family's that was not struck through."""
        rows: QuerySet[Document] = standing(of_family(self.family, self.viewer).select_related("person"))
        return self.find(rows, key=self.kwargs["item"])

    def initial(self) -> dict[str, Any]:
        """As it is now."""
        document = self.subject
        return {name: getattr(document, name) for name in ABOUT} | {
            "person": document.person.key if document.person else ""
        }

    def act(self, form: Any) -> str:
        """Save it."""
        actions.change_document(
            document=self.subject, about=self.about(form), seen=form.cleaned_data["seen"], by=self.viewer.actor
        )
        return reverse("families:document", args=[self.family.key, self.subject.key])
