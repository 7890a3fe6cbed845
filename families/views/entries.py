"""One entry of the directory: what is known, whom it concerns; adding, changing and ending it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cached_property
from typing import Any

from django.db.models import Q
from django.urls import reverse

from families import actions
from families.forms.directory import DirectoryProfessionalForm, OrganisationForm
from families.forms.people import EndForm
from families.models import Family, Organisation, Professional
from families.presenters import directory as presenter
from families.views.directory import Directory
from pitservice.accounts.enums import Permission
from pitservice.accounts.models import Team
from pitservice.ui.components import Button, Link
from pitservice.ui.pages import ActionPage, RecordPage


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
        found = [
            Button("Change", reverse(f"families:change_{self.named}", args=key), secondary=True),
            Button(over, reverse(f"families:end_{self.named}", args=key), secondary=True),
        ]
        if self.viewer.may(Permission.MERGE_RECORDS, self.entry.team_id):
            found.append(Button("Stands twice", reverse(f"families:find_{self.named}", args=key), secondary=True))
        return found


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

    def buttons(self) -> Sequence[Button]:
        """What we did with them first (P82)."""
        if not self.viewer.may(Permission.SEE_REFERRALS, self.entry.team_id):
            return super().buttons()
        to = reverse("reporting:organisation", args=[self.entry.key])
        return [Button("Referrals, consultations and training", to), *super().buttons()]

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
    anew = ("entry",)

    def get_subject(self) -> Any:
        """The entry."""
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
        names = ("name", "kind", "code", "phone", "email", "address", "offers", "for_whom")
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
