"""The service's own forms, without a team: a postcode leads to the team that looks after it, or one is chosen (P15)."""

from __future__ import annotations

from typing import Any, ClassVar

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.cache import add_never_cache_headers

from pitservice.accounts.selectors import public_teams
from pitservice.configuration.selectors import team_for
from pitservice.ui.components import Section
from pitservice.ui.forms import ActForm
from pitservice.ui.pages import PublicFormPage
from referrals.intake.front import PostcodeForm
from referrals.presenters import public as words


class FrontPage(PublicFormPage):
    """One question; the postcode leads on and is kept nowhere."""

    form_class = PostcodeForm
    template_name = "referrals/public_front.html"
    public = "Families and professionals refer without an account."
    families: ClassVar[bool]
    name: ClassVar[str]

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Where there is one team, its own form."""
        teams = public_teams()
        if len(teams) == 1:
            return redirect(self.start_of(teams[0].slug))
        return super().get(request, *args, **kwargs)

    def start_of(self, slug: str) -> str:
        """A team's own form."""
        return reverse(f"referrals:{self.name}", kwargs={"team": slug})

    def form_kwargs(self) -> dict[str, Any]:
        """Whose postcode is asked for."""
        return {"families": self.families}

    def show(self, form: ActForm, status: int = 200) -> HttpResponse:
        """The question, and every team to choose from."""
        teams = words.teams([(team, self.start_of(team.slug)) for team in public_teams()])
        leave = {} if self.families else {"exit_url": ""}
        more = {"after": [Section("Or choose a team", teams)], "submit_label": "Continue"}
        response = self.render({"form": form, **more, **leave}, status)
        add_never_cache_headers(response)
        return response

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Lead to the team's form. Nothing is written, so nothing needs to be written once."""
        form = self.make_form(request.POST)
        if form.is_valid():
            team = team_for(form.cleaned_data["postcode"])
            if team is not None:
                return redirect(self.start_of(team.slug))
            form.add_error("postcode", words.NO_TEAM)
        return self.show(form, status=422)


class ReferFrontPage(FrontPage):
    """For professionals."""

    families, name, tab_title, heading = False, "refer", "Referral form", "Refer a family"


class ContactFrontPage(FrontPage):
    """For families."""

    families, name, heading = True, "contact", "Get in touch with us"
