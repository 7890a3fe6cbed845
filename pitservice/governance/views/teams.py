"""Setting up a team out of another one, and what it must still do by hand (P86)."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import Any

from django.urls import reverse

from pitservice.accounts.enums import Permission
from pitservice.accounts.models import Team
from pitservice.accounts.viewer import Viewer
from pitservice.governance import presenters
from pitservice.governance.actions import set_up_team
from pitservice.governance.forms import SetUpTeamForm
from pitservice.governance.still_to_do import still_to_do
from pitservice.ui.components import Callout, Link
from pitservice.ui.pages import LooksFirst, RecordPage, TeamPage

MANAGE = "governance:manage"


class SetUpTeamPage(LooksFirst):
    """Choose what is copied, see what will be made, and make it with one press."""

    permission = Permission.MANAGE_USERS
    nav = MANAGE
    heading = "Set up a team"
    form_class = SetUpTeamForm
    submit_label = "Set up the team"
    success = "The team is there, and you look after it. Its public forms are closed until you open them."

    @cached_property
    def sources(self) -> list[Team]:
        """Teams whose lists this colleague looks after too."""
        lists = Viewer.of(self.user, Permission.MANAGE_LISTS).all_team_ids
        return [team for team in self.viewer.teams if team.pk in lists]

    def get_breadcrumbs(self) -> Sequence[Link]:
        """Manage."""
        return [Link("Manage", reverse(MANAGE))]

    def intro(self) -> Sequence[str]:
        """What goes along and what never does."""
        return [
            "For a new team, for example one on a neonatal unit or in a prison. It begins with what you choose of "
            "another team’s lists, words and settings. No family, no colleague and no history goes along.",
        ]

    def aside(self) -> Sequence[object]:
        """What is still to be done, team by team."""
        return [presenters.teams_to_do(self.viewer.teams)]

    def get_cancel(self) -> Link:
        """Back."""
        return Link("Cancel", reverse(MANAGE))

    def form_kwargs(self) -> dict[str, Any]:
        """From which teams."""
        return {"teams": self.sources}

    def looked(self, form: Any) -> Sequence[object]:
        """What will be made; or what must be answered first."""
        if not form.is_valid():
            said = [str(line) for lines in form.errors.values() for line in lines]
            return [Callout("It cannot be shown yet", said)]
        given = form.cleaned_data
        return [presenters.will_be_made(given["source"], given["name"], given["slug"], given["what"])]

    def act(self, form: Any) -> str:
        """Make it."""
        names = ("source", "name", "slug", "nation", "what")
        made = set_up_team(manager=self.user, **{name: form.cleaned_data[name] for name in names}, by=self.viewer.actor)
        return reverse("governance:new_team", args=[made.slug])


class NewTeamPage(TeamPage, RecordPage):
    """What a team must still do by hand."""

    permission = Permission.MANAGE_USERS
    nav = MANAGE

    def get_heading(self) -> str:
        """Of which."""
        return f"Still to be done for {self.team.name}"

    def get_record(self) -> Team:
        """The team."""
        return self.team

    def get_breadcrumbs(self) -> Sequence[Link]:
        """Manage."""
        return [Link("Manage", reverse(MANAGE)), Link("Set up a team", reverse("governance:set_up_team"))]

    def body(self) -> Sequence[object]:
        """Each thing, and where it is done."""
        return presenters.to_do(still_to_do(self.team))
