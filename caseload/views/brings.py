"""What a colleague brings to families: shown at the allocation meeting."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from django.http import Http404
from django.urls import reverse

from caseload import actions
from caseload.forms.meeting import BringsForm
from caseload.models import Brings
from caseload.selectors.people import workers
from pitservice.accounts.enums import Permission
from pitservice.accounts.models import Team, User
from pitservice.ui.components import Link
from pitservice.ui.pages import ActionPage


class BringsPage(ActionPage):
    """What a colleague brings to families in a team."""

    permission = Permission.BOOK
    nav = "caseload:rota"
    form_class = BringsForm
    success = "It is recorded, and shows at the allocation meeting."

    @cached_property
    def team(self) -> Team:
        """The team with the address's key, if it is one of this person's own."""
        for team in self.viewer.teams:
            if team.key == self.kwargs["key"] and team.pk in self.viewer.team_ids:
                return team
        raise Http404

    @cached_property
    def colleague(self) -> User:
        """Whose."""
        return self.find(workers(self.team.pk), key=self.kwargs["item"])

    def get_heading(self) -> str:
        """Whose."""
        return f"What {self.colleague.name} brings"

    def get_back(self) -> Link | None:
        """The rota."""
        return Link("Rota", reverse("caseload:rota"))

    def initial(self) -> dict[str, Any]:
        """As it stands."""
        row = Brings.objects.visible_to(self.viewer).filter(team=self.team, user=self.colleague).first()
        return {name: ", ".join(getattr(row, name)) if row else "" for name in ("skills", "languages", "areas")}

    def make_form(self, data: Any = None, files: Any = None) -> Any:
        """For a colleague of this team, or not at all."""
        self.find(workers(self.team.pk), key=self.kwargs["item"])
        return super().make_form(data, files)

    def act(self, form: Any) -> str:
        """Record it."""
        given = form.cleaned_data
        actions.set_brings(
            team=self.team,
            user=self.colleague,
            skills=given["skills"],
            languages=given["languages"],
            areas=given["areas"],
            by=self.viewer.actor,
        )
        return reverse("caseload:rota")
