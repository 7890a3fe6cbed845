"""The directory's lists: professionals, where they work, and services to which families can be pointed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.models import Q
from django.urls import reverse

from families.forms.directory import DirectorySearchForm, OrganisationFilter, ProfessionalFilter
from families.models import Family, FamilyProfessional, Organisation, Professional
from families.presenters import directory as presenter
from pitservice.accounts.enums import Permission
from pitservice.ui.components import Button, Cell, Column, Empty, Link
from pitservice.ui.pages import ListPage, Page, SearchedListPage


class Directory(Page):
    """A page of the directory: open to those who see families, changed by those who change them."""

    abstract = True
    permission = Permission.SEE_FAMILIES
    nav = "families:directory"
    of_many = True

    def may_edit(self, team_id: int) -> bool:
        """Whether this colleague may change that team's directory."""
        return self.viewer.may(Permission.EDIT_FAMILIES, team_id)

    def links_of(self, where: Q) -> list[Family]:
        """Families, out of those that this colleague may see, whose life somebody fitting `where` is part of now."""
        links = FamilyProfessional.objects.visible_to(self.viewer).filter(where, ends_on=None)
        return list(Family.objects.visible_to(self.viewer).filter(pk__in=links.values("family_id")).order_by("title"))


class DirectoryList(Directory, ListPage):
    """A list of the directory, with the other beside it."""

    abstract = True
    sorts = {"name": "by name"}
    add: str = ""

    def buttons(self) -> Sequence[Button]:
        """To add one, for those who may in any of their teams."""
        words = {"families:add_directory_professional": "Add a professional"}.get(self.add, "Add an organisation")
        return (Button(words, reverse(self.add)),) if any(self.may_edit(t.pk) for t in self.viewer.teams) else ()


class ProfessionalListPage(DirectoryList, SearchedListPage):
    """Professionals of the viewer's teams, or those that fit what was looked for."""

    heading = "Directory"
    filter_form = ProfessionalFilter
    noun = ("professional", "professionals")
    add = "families:add_directory_professional"
    search_form_class = DirectorySearchForm
    show_all = "Show all professionals"

    def records(self) -> Any:
        """Of the viewer's teams, with where they work."""
        given = self.values
        found = Professional.objects.visible_to(self.viewer).filter(ends_on__isnull=given.get("shown") != "former")
        if "role" in given:
            found = found.filter(role=given["role"])
        for word in (self.words or "").split():
            found = found.filter(Q(name__icontains=word) | Q(organisation__name__icontains=word))
        return found.select_related("organisation").order_by("name", "pk")

    def columns(self) -> Sequence[Column]:
        """Who, what, where, how."""
        return presenter.PROFESSIONALS

    def row(self, record: Professional) -> Sequence[Cell]:
        """One professional."""
        return presenter.professional_row(record)

    def empty(self) -> Empty:
        """What would put one here."""
        if self.words is not None or self.filters.in_words():
            everybody = Link("Show all professionals", self.request.path)
            return Empty("Nobody in the directory fits this. Try part of a name.", everybody)
        return Empty("Nobody is in the directory yet. Referrers come here by themselves; others are added.")

    def context(self) -> dict[str, Any]:
        """With the other list."""
        return super().context() | {"tabs": presenter.directory_tabs("families:directory")}


class OrganisationListPage(DirectoryList):
    """Organisations of the viewer's teams, services to refer on to among them."""

    heading = "Organisations and services"
    template_name = "families/tabbed_list.html"
    filter_form = OrganisationFilter
    noun = ("organisation", "organisations")
    add = "families:add_organisation"

    def records(self) -> Any:
        """Of the viewer's teams."""
        shown = self.values.get("shown")
        found = Organisation.objects.visible_to(self.viewer).filter(ends_on__isnull=shown != "former")
        if shown == "services":
            found = found.filter(is_alternative=True)
        return found.order_by("name", "pk")

    def columns(self) -> Sequence[Column]:
        """Which, what, how, and whether families are pointed to it."""
        return presenter.ORGANISATIONS

    def row(self, record: Organisation) -> Sequence[Cell]:
        """One organisation."""
        return presenter.organisation_row(record)

    def empty(self) -> Empty:
        """What would put one here."""
        return Empty("No organisation is here yet. One comes here with the first professional who works there.")

    def context(self) -> dict[str, Any]:
        """With the other list."""
        return super().context() | {"tabs": presenter.directory_tabs("families:organisations")}
