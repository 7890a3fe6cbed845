"""Entering a referral that came by telephone or on paper."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.urls import reverse

from pitservice.accounts.enums import Permission
from pitservice.configuration.selectors import risk_list_of
from pitservice.ui.components import Link
from pitservice.ui.pages import ActionPage
from referrals import actions
from referrals.forms.staff import StaffForm


class AddPage(ActionPage):
    """The professionals' questions on one page, for a colleague with the telephone at the ear or a letter in hand."""

    permission = Permission.ADD_REFERRALS
    nav = "referrals:inbox"
    heading = "Add a referral"
    form_class = StaffForm
    submit_label = "Add the referral"
    multipart = True
    success = "Added. It stands in the inbox; nobody has been told anything."

    def get_breadcrumbs(self) -> Sequence[Link]:
        """The inbox."""
        return [Link("Referrals", reverse("referrals:inbox"))]

    def get_cancel(self) -> Link | None:
        """Back without doing anything."""
        return Link("Cancel", reverse("referrals:inbox"))

    def form_kwargs(self) -> dict[str, Any]:
        """The teams for which this colleague enters referrals, and the first one's list of risk factors."""
        teams = self.viewer.teams
        edition = risk_list_of(teams[0].pk) if len(teams) == 1 else None
        return {"teams": teams, "items": list(edition.items.all()) if edition else []}

    def act(self, form: StaffForm) -> str:
        """Take it in."""
        team = next(team for team in self.viewer.teams if team.key == form.cleaned_data["team"])
        referral = actions.receive(team=team, submission=form.to_submission(), by=self.viewer.actor)
        actions.attach_all(to=referral, files=form.cleaned_data["letters"], by=self.viewer.actor)
        return reverse("referrals:referral", args=[referral.key])
