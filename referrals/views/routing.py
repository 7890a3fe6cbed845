"""A referral goes to another team."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import Any

from django.urls import reverse

from pitservice.accounts.enums import Permission
from pitservice.accounts.models import Team
from pitservice.accounts.selectors import public_teams
from pitservice.configuration.selectors import team_for
from pitservice.ui.forms import ActForm
from referrals import actions
from referrals.forms.moving import TeamForm
from referrals.views.base import ReferralActionPage


class ToTeamPage(ReferralActionPage):
    """Another team looks after this family: its postcode, or a person who knows better (P15)."""

    permission = Permission.DECIDE_REFERRALS
    form_class = TeamForm
    heading = "Move to another team"
    submit_label = "Move it"

    @cached_property
    def others(self) -> Sequence[Team]:
        """Every team but the referral's own."""
        return [team for team in public_teams() if team != self.referral.team]

    @cached_property
    def fits(self) -> Team | None:
        """The team that looks after the family's postcode."""
        postcodes = [party.postcode for party in self.parties if party.postcode]
        return team_for(postcodes[0]) if postcodes else None

    def form_kwargs(self) -> dict[str, Any]:
        """To whom it can go."""
        return {"teams": [(team.key, team.name) for team in self.others]}

    def initial(self) -> dict[str, Any]:
        """The team of the postcode."""
        return {"team": self.fits.key} if self.fits in self.others and self.fits else {}

    def intro(self) -> Sequence[str]:
        """What happens then."""
        found = [f"{self.fits.name} looks after the family's postcode."] if self.fits else []
        return [*found, "It goes there undecided, with everything about it. The day of receipt stays."]

    def act(self, form: ActForm) -> str:
        """Move it."""
        team = next(team for team in self.others if team.key == form.cleaned_data["team"])
        actions.move_to_team(
            referral=self.referral,
            team=team,
            reason=form.cleaned_data["reason"],
            seen=form.cleaned_data["seen"],
            by=self.viewer.actor,
        )
        self.success = f"The referral is with {team.name} now."
        return reverse("referrals:inbox")
