"""The directory: professionals, where they work, and services to which families can be pointed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cached_property
from typing import Any

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from families import actions
from families.forms.directory import (
    DirectoryProfessionalForm,
    DirectorySearchForm,
    OrganisationFilter,
    OrganisationForm,
    ProfessionalFilter,
)
from families.forms.people import EndForm
from families.models import Family, FamilyProfessional, Organisation, Professional
from families.presenters import directory as presenter
from pitservice.accounts.enums import Permission
from pitservice.accounts.models import Team
from pitservice.db.keys import new_key
from pitservice.ui.components import Button, Cell, Column, Empty, Link
from pitservice.ui.pages import ActionPage, ListPage, Page, RecordPage

#: Where a person's own searches are kept, so that their words stand in no address.
SESSION = "families.directory"
KEPT = 10


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


class ProfessionalListPage(DirectoryList):
    """Professionals of the viewer's teams, or those that fit what was looked for."""

    heading = "Directory"
    template_name = "families/directory.html"
    filter_form = ProfessionalFilter
    noun = ("professional", "professionals")
    add = "families:add_directory_professional"
    search_form: DirectorySearchForm | None = None

    def post(self, request: HttpRequest) -> HttpResponse:
        """Keep what was typed in the session, and lead to what was found."""
        form = DirectorySearchForm(request.POST)
        if not form.is_valid():
            self.search_form = form
            response = self.get(request)
            response.status_code = 422
            return response
        name = new_key()
        searches = dict(request.session.get(SESSION, {})) | {name: form.cleaned_data["words"]}
        request.session[SESSION] = dict(list(searches.items())[-KEPT:])
        return redirect(f"{reverse('families:directory')}?found={name}")

    @property
    def words(self) -> str | None:
        """What was looked for; None when nothing was."""
        found: str | None = self.request.session.get(SESSION, {}).get(self.values.get("found", ""))
        return found

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

    def summary(self) -> str:
        """How many, and what was looked for."""
        looked_for = f" Looked for: “{self.words}”." if self.words is not None else ""
        return super().summary() + looked_for

    def empty(self) -> Empty:
        """What would put one here."""
        if self.words is not None or self.filters.in_words():
            everybody = Link("Show all professionals", self.request.path)
            return Empty("Nobody in the directory fits this. Try part of a name.", everybody)
        return Empty("Nobody is in the directory yet. Referrers come here by themselves; others are added.")

    def context(self) -> dict[str, Any]:
        """The box to look for somebody, and the other list."""
        form = self.search_form or DirectorySearchForm(initial={"words": self.words or ""})
        tabs = presenter.directory_tabs("families:directory")
        return super().context() | {"search_form": form, "searched": self.words is not None, "tabs": tabs}


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


class Entry(Directory):
    """A page about one entry: `entry` is the professional or organisation."""

    abstract = True
    model: type[Professional | Organisation]
    named: str = ""

    @cached_property
    def entry(self) -> Any:
        """From those of the viewer's teams."""
        found: Any = self.model.objects.visible_to(self.viewer)
        if self.model is Professional:
            found = found.select_related("organisation")
        return self.find(found, key=self.kwargs["key"])

    @property
    def entry_href(self) -> str:
        """The entry's own page."""
        return reverse(f"families:{self.named}", args=[self.entry.key])

    @cached_property
    def concerned(self) -> list[Family]:
        """Families that it concerns, out of those that the viewer may see."""
        at = "professional" if self.model is Professional else "professional__organisation"
        return self.links_of(Q(**{at: self.entry}))

    def families(self) -> Iterable[tuple[int, int]]:
        """Those that are named on the page."""
        return [(family.pk, family.team_id) for family in self.concerned]


class EntryPage(Entry, RecordPage):
    """What is known of one, whom it concerns, and what can be done."""

    abstract = True

    def get_record(self) -> Any:
        """The entry."""
        return self.entry

    def get_heading(self) -> str:
        """Its name."""
        return str(self.entry.name)

    def get_breadcrumbs(self) -> Sequence[Link]:
        """The list it stands in."""
        in_list = "families:directory" if self.model is Professional else "families:organisations"
        return (Link("Directory", reverse(in_list)),)

    def buttons(self) -> Sequence[Button]:
        """To change it, or to end it."""
        if self.entry.ends_on or not self.may_edit(self.entry.team_id):
            return ()
        over = "No longer works there" if self.model is Professional else "No longer in use"
        key = [self.entry.key]
        return (
            Button("Change", reverse(f"families:change_{self.named}", args=key), secondary=True),
            Button(over, reverse(f"families:end_{self.named}", args=key), secondary=True),
        )


class ProfessionalPage(EntryPage):
    """One professional, and the families of theirs that the viewer may see."""

    model = Professional
    named = "directory_professional"

    def body(self) -> Sequence[object]:
        """What is known, then the families."""
        return [presenter.professional_facts(self.entry), presenter.families_section(self.concerned)]


class OrganisationPage(EntryPage):
    """One organisation, and who works there."""

    model = Organisation
    named = "organisation"

    def body(self) -> Sequence[object]:
        """What is known, then the people."""
        there = Professional.objects.visible_to(self.viewer).filter(organisation=self.entry, ends_on=None)
        people = list(there.select_related("organisation").order_by("name", "pk"))
        return [presenter.organisation_facts(self.entry), presenter.professionals_there(people)]

    def families(self) -> Iterable[tuple[int, int]]:
        """None is named."""
        return []


class DirectoryAction(Directory, ActionPage):
    """A form of the directory, for those who change families."""

    abstract = True
    permission = Permission.EDIT_FAMILIES

    @cached_property
    def organisations(self) -> dict[str, Organisation]:
        """Where somebody can work, by key."""
        found = Organisation.objects.visible_to(self.viewer).filter(ends_on=None).order_by("name", "pk")
        return {one.key: one for one in found}

    def offered(self) -> dict[str, str]:
        """The same for the form."""
        several = len(self.viewer.teams) > 1
        names = {team.pk: team.name for team in self.viewer.teams}
        return {
            key: f"{one.name} ({names[one.team_id]})" if several else one.name
            for key, one in self.organisations.items()
        }

    @property
    def teams(self) -> dict[str, Team]:
        """Whose directory it can be in."""
        return {team.key: team for team in self.viewer.teams}

    def team_of(self, form: Any) -> Team:
        """The one that was chosen, or the only one."""
        chosen = form.cleaned_data.get("team")
        return self.teams[chosen] if chosen else self.viewer.teams[0]


class AddDirectoryProfessionalPage(DirectoryAction):
    """Add a professional."""

    heading = "Add a professional to the directory"
    form_class = DirectoryProfessionalForm
    submit_label = "Add"
    success = "They are in the directory. A family’s page says to which families they belong."

    def form_kwargs(self) -> dict[str, Any]:
        """Whose directory, and where they can work."""
        teams = {key: team.name for key, team in self.teams.items()}
        return {"teams": teams, "organisations": self.offered()}

    def get_cancel(self) -> Link:
        """Back to the list."""
        return Link("Cancel", reverse("families:directory"))

    def act(self, form: Any) -> str:
        """Add them."""
        place = self.organisations.get(form.cleaned_data["organisation"])
        made = actions.add_professional(
            team=self.team_of(form), organisation=place, by=self.viewer.actor, **form.answers()
        )
        return reverse("families:directory_professional", args=[made.key])


class AddOrganisationPage(DirectoryAction):
    """Add an organisation or service."""

    heading = "Add an organisation or service"
    form_class = OrganisationForm
    submit_label = "Add"
    success = "It is in the directory."

    def form_kwargs(self) -> dict[str, Any]:
        """Whose directory."""
        return {"teams": {key: team.name for key, team in self.teams.items()}}

    def get_cancel(self) -> Link:
        """Back to the list."""
        return Link("Cancel", reverse("families:organisations"))

    def act(self, form: Any) -> str:
        """Add it."""
        made = actions.add_organisation(team=self.team_of(form), by=self.viewer.actor, **form.answers())
        return reverse("families:organisation", args=[made.key])


class EntryAction(Entry, DirectoryAction):
    """A form about one entry."""

    abstract = True

    def get_subject(self) -> Any:
        """The entry, read anew."""
        self.__dict__.pop("entry", None)
        return self.entry

    def get_cancel(self) -> Link:
        """Back to the entry."""
        return Link("Cancel", self.entry_href)

    def aside(self) -> Sequence[object]:
        """Whom it concerns."""
        return [presenter.families_section(self.concerned)]


class ChangeEntryPage(EntryAction):
    """Correct an entry; that letters go elsewhere is confirmed."""

    abstract = True
    success = "The change has been saved. What waits for the families concerned has been looked at again."

    def get_heading(self) -> str:
        """Which."""
        return f"Change {self.entry.name}"

    def intro(self) -> Sequence[str]:
        """Another person or place is another entry."""
        return ("Correct this entry only if it is the same person and place: what you change holds for every family.",)


class ChangeProfessionalPage(ChangeEntryPage):
    """Correct what is known of a professional."""

    model = Professional
    named = "directory_professional"
    form_class = DirectoryProfessionalForm

    def form_kwargs(self) -> dict[str, Any]:
        """Where they can work."""
        return {"organisations": self.offered()}

    def initial(self) -> dict[str, Any]:
        """As it is now."""
        one = self.subject
        known = {name: getattr(one, name) for name in ("name", "role", "phone", "email", "address")}
        return known | {"organisation": one.organisation.key if one.organisation else ""}

    def act(self, form: Any) -> str:
        """Save it."""
        given = form.cleaned_data
        place = self.organisations.get(given["organisation"])
        told = form.answers() | {"organisation": place}
        actions.change_professional(professional=self.subject, seen=given["seen"], by=self.viewer.actor, **told)
        return self.entry_href


class ChangeOrganisationPage(ChangeEntryPage):
    """Correct what is known of an organisation."""

    model = Organisation
    named = "organisation"
    form_class = OrganisationForm

    def initial(self) -> dict[str, Any]:
        """As it is now."""
        names = ("name", "kind", "phone", "email", "address", "offers", "for_whom")
        known = {name: getattr(self.subject, name) for name in names}
        return known | {"is_alternative": "yes" if self.subject.is_alternative else "no"}

    def act(self, form: Any) -> str:
        """Save it."""
        seen = form.cleaned_data["seen"]
        actions.change_organisation(organisation=self.subject, seen=seen, by=self.viewer.actor, **form.answers())
        return self.entry_href


class EndDirectoryProfessionalPage(EntryAction):
    """They no longer work there."""

    model = Professional
    named = "directory_professional"
    form_class = EndForm
    submit_label = "They no longer work there"
    success = "They are on no family’s list any more, and are told nothing more. Add who came after them."

    def get_heading(self) -> str:
        """Who."""
        return f"{self.entry.name} no longer works there"

    def act(self, form: Any) -> str:
        """End it."""
        given = form.cleaned_data
        actions.end_professional(
            professional=self.subject, ends_on=given["ends_on"], seen=given["seen"], by=self.viewer.actor
        )
        return self.entry_href


class EndOrganisationPage(EntryAction):
    """It has closed, or nobody is pointed to it any more."""

    model = Organisation
    named = "organisation"
    form_class = EndForm
    submit_label = "It is no longer in use"
    success = "No refusal and no new entry names it any more."

    def get_heading(self) -> str:
        """Which."""
        return f"{self.entry.name} is no longer in use"

    def act(self, form: Any) -> str:
        """End it."""
        given = form.cleaned_data
        actions.end_organisation(
            organisation=self.subject, ends_on=given["ends_on"], seen=given["seen"], by=self.viewer.actor
        )
        return self.entry_href
