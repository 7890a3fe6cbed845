"""What stands at the head of a team's letters: its name, how to reach it, and its own logo where it has one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cached_property
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse

from pitservice.accounts.enums import Permission
from pitservice.files.responses import download
from pitservice.letters import actions, presenters
from pitservice.letters.forms import LogoForm
from pitservice.letters.models import Logo
from pitservice.letters.render import render_letter
from pitservice.letters.selectors import logos_in_use
from pitservice.letters.sheet import sample_sheet
from pitservice.ui.components import Link, Words
from pitservice.ui.forms import ActForm
from pitservice.ui.pages import ActionPage, PressPage, RecordPage, TeamPage

LIST, NAV = "letters:heads", "governance:manage"
_SAMPLE = ("This is how your letters look. Nobody gets this one.", "Its words are set in the letter itself.")


class HeadsPage(RecordPage):
    """The head of each team's letters, and what can be changed about it."""

    permission = Permission.EDIT_WORDS
    nav = NAV
    heading = "The head of your letters"

    def get_record(self) -> None:
        """About no one record."""

    def get_breadcrumbs(self) -> Sequence[Link]:
        """Manage."""
        return [Link("Manage", reverse(NAV))]

    def families(self) -> Iterable[tuple[int, int]]:
        """About no family."""
        return ()

    def body(self) -> Sequence[object]:
        """Team by team."""
        intro = Words(
            [
                "Letters show the team's name, its address and how to reach it, and your own logo if you put one here."
                " Use only a logo that your organisation may use: the NHS logo, for example, belongs to NHS"
                " organisations alone."
            ]
        )
        logos = logos_in_use(self.viewer)
        return [intro, *(presenters.head_section(team, logos.get(team.pk)) for team in self.viewer.teams)]


class SetLogoPage(TeamPage, ActionPage):
    """Put a logo on letters, or another in its place."""

    permission = Permission.EDIT_WORDS
    nav = NAV
    form_class = LogoForm
    submit_label = "Print it on letters"
    success = "Letters that are made from now on show it. Look at one before any goes."
    multipart = True

    def get_heading(self) -> str:
        """Whose."""
        return f"Logo on letters of {self.team.name}"

    def get_cancel(self) -> Link | None:
        """Back."""
        return Link("Cancel", reverse(LIST))

    def act(self, form: Any) -> str:
        """Keep it."""
        name, content = form.cleaned_data["file"]
        words = form.cleaned_data["in_words"]
        actions.set_logo(team=self.team, name=name, content=content, words=words, by=self.viewer.actor)
        return reverse(LIST)


class NoLogoPage(TeamPage, PressPage):
    """Take the logo off."""

    permission = Permission.EDIT_WORDS
    nav = NAV
    submit_label = "Take the logo off"
    success = "Letters that are made from now on show the team's name alone."

    def get_heading(self) -> str:
        """Whose."""
        return f"Letters of {self.team.name} without a logo"

    @cached_property
    def logo(self) -> Logo:
        """The one in use; 404 where there is none."""
        found = logos_in_use(self.viewer).get(self.team.pk)
        if found is None:
            raise Http404
        return found

    def get_subject(self) -> Logo:
        """The logo."""
        return self.logo

    def intro(self) -> Sequence[str]:
        """What happens."""
        return (f"“{self.logo.words}” no longer stands on letters. Letters that were made stay as they are.",)

    def get_cancel(self) -> Link | None:
        """Back."""
        return Link("Cancel", reverse(LIST))

    def act(self, form: ActForm) -> str:
        """Take it off."""
        actions.take_logo_off(logo=self.logo, seen=form.cleaned_data["seen"], by=self.viewer.actor)
        return reverse(LIST)


class SampleLetterPage(TeamPage):
    """A letter that nobody gets, as this team's are printed."""

    permission = Permission.EDIT_WORDS
    nav = NAV

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The PDF, made now and kept nowhere."""
        sheet = sample_sheet(self.team, "How our letters look", "Aisha Khan", "12 Rowan Close\nZZ16 5AU", _SAMPLE)
        return download(render_letter(sheet), f"letter-of-{self.team.slug}.pdf", "application/pdf", inline=True)
