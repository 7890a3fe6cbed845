"""Reading the register: every colleague of the team (P84)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cached_property
from typing import Any

from django.http import Http404
from django.urls import reverse

from pitservice.accounts.enums import Permission
from pitservice.accounts.viewer import Viewer
from pitservice.configuration.selectors import settings_of
from pitservice.policies import actions, presenters
from pitservice.policies.forms import PolicyFilter
from pitservice.policies.models import Policy, PolicyVersion
from pitservice.policies.selectors import Standing, kinds_in_register, members_of, policies, standing
from pitservice.ui.components import Button, Cell, Column, Empty, Link, Words
from pitservice.ui.pages import ListPage, PressPage, RecordPage

LIST = "policies:list"


def trail(policy: Policy | None = None) -> Sequence[Link]:
    """The register; this one."""
    found = [Link("Policies", reverse(LIST))]
    return [*found, Link(policy.title, presenters.href(policy))] if policy else found


class PolicyListPage(ListPage):
    """Every policy: what is in force, whether this colleague has read it, and for the lead how many have."""

    permission = Permission.SEE_HOME
    nav = LIST
    heading = "Policies"
    noun = ("policy", "policies")
    filter_form = PolicyFilter
    sorts = {"title": "by name"}

    @cached_property
    def leads(self) -> Viewer:
        """Where they write the register."""
        return Viewer.of(self.user, Permission.MANAGE_LISTS)

    @cached_property
    def members(self) -> Any:
        """Today's members of the teams that they lead."""
        return members_of(self.leads.all_team_ids, self.today) if self.leads.allowed else {}

    def records(self) -> Any:
        """Those now, unless ended ones are asked for too."""
        return policies(self.viewer, ended_too=self.values.get("show") == "all")

    def above(self) -> Sequence[object]:
        """What the toolkit asks for and nothing is about, team by team, for who can put it there."""
        if not self.leads.allowed or not self.rows_on_page:
            return ()
        missing = presenters.kinds_missing(kinds_in_register(self.leads), self.leads.teams)
        return [Words(missing)] if missing else ()

    def columns(self) -> Sequence[Column]:
        """Who has read it is for the lead."""
        return presenters.LED if self.leads.allowed else presenters.OTHERS

    def row(self, record: Policy) -> Sequence[Cell]:
        """One."""
        one = standing(record)
        cells = presenters.row(one, self.user, self.today)
        if not self.leads.allowed:
            return cells
        members = self.members.get(record.team_id)
        return [*cells, presenters.read_by(one, members) if members is not None else Cell()]

    def buttons(self) -> Sequence[Button]:
        """Add one, by team."""
        teams = self.leads.teams
        return [
            Button(
                "Add a policy" if len(teams) == 1 else f"Add a policy of {team.name}",
                reverse("policies:add", args=[team.slug]),
            )
            for team in teams
        ]

    def empty(self) -> Empty:
        """What would put something here."""
        return Empty(
            "No policy is in the register yet. A team has at least six: on texts to families, record keeping, sharing "
            "information, consultation, lone working and working from home. The clinical lead or the manager adds them."
        )


def number_in(typed: str) -> int:
    """The number of a version, as it stands in an address; there is no page for anything else."""
    if not (typed.isascii() and typed.isdigit() and len(typed) < 5):
        raise Http404
    return int(typed)


class PolicyPage(RecordPage):
    """What is in force, the settings that carry it out, who has read it (for the lead), and what it said before."""

    permission = Permission.SEE_HOME
    nav = LIST

    def get_record(self) -> Standing:
        """The one in the address."""
        found: Policy = self.find(policies(self.viewer, ended_too=True), key=self.kwargs["key"])
        return standing(found)

    @cached_property
    def leads(self) -> bool:
        """Whether they write the register."""
        return self.viewer.may(Permission.MANAGE_LISTS, self.record.policy.team_id)

    def families(self) -> Iterable[tuple[int, int]]:
        """None."""
        return ()

    def get_heading(self) -> str:
        """Which."""
        title: str = self.record.policy.title
        return title

    def get_breadcrumbs(self) -> Sequence[Link]:
        """The register."""
        return trail()

    def body(self) -> Sequence[object]:
        """All of it."""
        return presenters.body(
            self.record,
            self.today,
            settings_of(self.record.policy.team_id),
            members_of([self.record.policy.team_id], self.today)[self.record.policy.team_id] if self.leads else None,
        )

    def buttons(self) -> Sequence[Button]:
        """Read it; and for the lead what can be done with it."""
        return presenters.buttons(self.record, self.user, leads=self.leads)


class ReadPolicyPage(PressPage):
    """The version in force, and one press that says it was read."""

    permission = Permission.SEE_HOME
    nav = LIST
    submit_label = "I have read it"
    success = "Kept: you have read this version."

    def get_subject(self) -> Policy:
        """The policy in the address."""
        return self.find(policies(self.viewer), key=self.kwargs["key"])

    @cached_property
    def version_read(self) -> PolicyVersion:
        """The version in the address, in force or earlier."""
        number = number_in(self.kwargs["number"])
        versions: list[PolicyVersion] = list(self.subject.versions.all())
        found = next((one for one in versions if one.number == number and one.ratified_on), None)
        if found is None:
            raise Http404
        return found

    def get_heading(self) -> str:
        """Which."""
        return f"Read: {self.subject.title}"

    def get_breadcrumbs(self) -> Sequence[Link]:
        """The register."""
        return trail(self.subject)

    def aside(self) -> Sequence[object]:
        """What it says."""
        return presenters.to_read(self.version_read)

    def act(self, form: Any) -> str:
        """Keep it."""
        actions.say_read(policy=self.subject, number=self.version_read.number, user=self.user, by=self.viewer.actor)
        return presenters.href(self.subject)


class VersionPage(RecordPage):
    """A version that was in force: as it was."""

    permission = Permission.SEE_HOME
    nav = LIST

    def get_record(self) -> PolicyVersion:
        """The one in the address; a draft is on its policy's page."""
        found = PolicyVersion.objects.visible_to(self.viewer).filter(ratified_on__isnull=False)
        found = found.select_related("policy")
        number = number_in(self.kwargs["number"])
        return self.find(found, policy__key=self.kwargs["key"], number=number)

    def families(self) -> Iterable[tuple[int, int]]:
        """None."""
        return ()

    def get_heading(self) -> str:
        """Which."""
        return f"{self.record.policy.title}, version {self.record.number}"

    def get_breadcrumbs(self) -> Sequence[Link]:
        """The register, the policy."""
        return trail(self.record.policy)

    def body(self) -> Sequence[object]:
        """As it was."""
        return presenters.to_read(self.record)
