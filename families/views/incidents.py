"""Breaches, complaints about data and entries in the wrong record: opened, worked on, closed (P31)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, ClassVar

from django.urls import reverse
from django.utils import timezone

from families import actions
from families.forms.register import IncidentForm, IncidentNoteForm, TeamIncidentForm
from families.forms.safeguarding import OutcomeForm, moment
from families.keeping import retention_of_incident
from families.models import Incident
from families.pages import FamilyActionPage, banner_for
from families.presenters import register as words
from families.register import about_moved, kept
from families.registry import incident_subject
from families.retention import Retention
from families.selectors import for_banner
from families.views.destroying import INCIDENT_LEFT
from families.views.register import KeptFamily
from pitservice.accounts.enums import Permission
from pitservice.db.keys import is_key
from pitservice.ui.components import Banner, Button, Link
from pitservice.ui.forms import PressForm
from pitservice.ui.pages import ActionPage, Page, RecordPage

LIST = "families:incidents"


class AddIncidentPage(KeptFamily, FamilyActionPage):
    """Something went wrong about this family; `?about=` names the letter, text, note or document concerned."""

    heading = "Open an incident"
    form_class = IncidentForm
    submit_label = "Open it"
    back_to = "families:record_keeping"
    success = "It has been opened, and stands on the worklist until it is closed."

    @property
    def about(self) -> str:
        """The label and key of what is concerned, where it is something an app registered."""
        given = self.request.GET.get("about", "")
        return given if incident_subject(given) and is_key(given.partition(":")[2]) else ""

    def intro(self) -> Sequence[str]:
        """What it is about, and the clock."""
        subject = incident_subject(self.about)
        said = [f"About: {subject.noun.lower()}."] if subject else []
        return [*said, "First stop it going further: ring, ask for it back, lock the account. Then write it down."]

    def act(self, form: Any) -> str:
        """Open it."""
        given = form.cleaned_data
        known = moment(given["day"], given["time"]) or timezone.now()
        incident = actions.open_incident(
            team=self.family.team,
            family=self.family,
            kind=given["kind"],
            words=given["words"],
            known_on=known,
            about=self.about,
            by=self.viewer.actor,
        )
        return reverse("families:incident", args=[incident.key])


class AddTeamIncidentPage(ActionPage):
    """Something went wrong that is about no single family."""

    permission = Permission.KEEP_RECORDS
    nav = "families:records"
    heading = "Open an incident"
    form_class = TeamIncidentForm
    submit_label = "Open it"
    success = AddIncidentPage.success

    def get_cancel(self) -> Link:
        """Back to the register."""
        return Link("Cancel", reverse(LIST))

    def intro(self) -> Sequence[str]:
        """Where it belongs otherwise."""
        return ("Open it from the family’s page, under “Record keeping”, where it is about one family.",)

    def form_kwargs(self) -> dict[str, Any]:
        """This keeper's teams."""
        return {"teams": {team.slug: team.name for team in self.viewer.teams}}

    def initial(self) -> dict[str, Any]:
        """The only team, where there is one."""
        teams = self.viewer.teams
        return {"team": teams[0].slug} if len(teams) == 1 else {}

    def act(self, form: Any) -> str:
        """Open it."""
        given = form.cleaned_data
        team = {team.slug: team for team in self.viewer.teams}[given["team"]]
        known = moment(given["day"], given["time"]) or timezone.now()
        incident = actions.open_incident(
            team=team, kind=given["kind"], words=given["words"], known_on=known, by=self.viewer.actor
        )
        return reverse("families:incident", args=[incident.key])


class AboutIncident(Page):
    """A page about one incident, which may be about a family."""

    abstract: ClassVar[bool] = True
    permission = Permission.KEEP_RECORDS
    nav = "families:records"

    def find_incident(self) -> Incident:
        """Out of those this keeper sees; 404 otherwise."""
        rows = kept(Incident, self.user).select_related("family", "team")
        incident: Incident = self.find(rows, key=self.kwargs["key"])
        return incident

    def banner_of(self, incident: Incident) -> Banner | None:
        """The family's, where it is about one."""
        if incident.family is None:
            return None
        for_banner(incident.family)
        return banner_for(incident.family, self.user)

    def get_breadcrumbs(self) -> Sequence[Link]:
        """The register."""
        return [Link("Incidents", reverse(LIST))]


class IncidentPage(AboutIncident, RecordPage):
    """An incident as it stands, with its clock."""

    def get_record(self) -> Incident:
        """The incident."""
        return self.find_incident()

    def get_heading(self) -> str:
        """What went wrong."""
        return str(self.record)

    def get_banner(self) -> Banner | None:
        """The family's."""
        return self.banner_of(self.record)

    def body(self) -> Sequence[object]:
        """As it stands."""
        return [words.incident_facts(self.record, timezone.now(), moved=about_moved(self.record), kept=self.kept_until)]

    @property
    def kept_until(self) -> Retention | None:
        """Of one that is closed and about no single family; any other is kept with its family's record."""
        closed = self.record.closed_at is not None and self.record.family_id is None
        return retention_of_incident(self.record) if closed else None

    def buttons(self) -> Sequence[Button]:
        """What can be done while it is open."""
        kept = self.kept_until
        return words.incident_buttons(self.record, is_over=kept is not None and kept.review_on <= self.today)


class IncidentActionPage(AboutIncident, ActionPage):
    """A form about one incident."""

    abstract: ClassVar[bool] = True

    def get_subject(self) -> Incident:
        """The incident."""
        return self.find_incident()

    def families(self) -> Iterable[tuple[int, int]]:
        """The family it is about."""
        return [(self.subject.family_id, self.subject.team_id)] if self.subject.family_id else []

    def get_banner(self) -> Banner | None:
        """The family's."""
        return self.banner_of(self.subject)

    @property
    def back_href(self) -> str:
        """The incident's page."""
        return reverse("families:incident", args=[self.kwargs["key"]])

    def get_cancel(self) -> Link:
        """Back without doing anything."""
        return Link("Cancel", self.back_href)


class NoteIncidentPage(IncidentActionPage):
    """When it was reported, and who was told."""

    heading = "Record what was done"
    form_class = IncidentNoteForm
    success = "It has been recorded."

    def initial(self) -> dict[str, Any]:
        """As it is now."""
        return {"people_told": self.subject.people_told}

    def act(self, form: Any) -> str:
        """Record it."""
        given = form.cleaned_data
        actions.note_on_incident(
            incident=self.subject,
            reported_on=moment(given["reported_day"], given["reported_time"]),
            people_told=given["people_told"],
            seen=given["seen"],
            by=self.viewer.actor,
        )
        return self.back_href


class CloseIncidentPage(IncidentActionPage):
    """A person says what came of it."""

    heading = "Close this incident"
    form_class = OutcomeForm
    submit_label = "Close it"
    success = "The incident is closed."

    def intro(self) -> Sequence[str]:
        """What is said about a breach that was not reported."""
        return ("Say what changes so that it does not happen again. If a breach was not reported, say why not.",)

    def act(self, form: Any) -> str:
        """Close it."""
        given = form.cleaned_data
        actions.close_incident(
            incident=self.subject, outcome=given["outcome"], seen=given["seen"], by=self.viewer.actor
        )
        return self.back_href


class ProposeIncidentDestructionPage(IncidentActionPage):
    """An incident about no single family whose time is over: one person proposes (decision 0015)."""

    heading = "Propose that this incident is destroyed"
    form_class = PressForm
    submit_label = "Propose it"
    success = "It is proposed. Nothing happens until a second person has looked at it and approved."

    def intro(self) -> Sequence[str]:
        """What it means."""
        return (INCIDENT_LEFT,)

    def act(self, form: Any) -> str:
        """Propose it."""
        actions.propose_incident_destruction(incident=self.subject, by=self.viewer.actor)
        return reverse("families:destructions")
