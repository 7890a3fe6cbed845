"""Giving the statement by a private link, and the consultee's page behind it (CNS-1, P11)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.http import HttpResponse
from django.urls import reverse

from consultation import actions, presenters
from consultation.actions.statement import STATEMENT_LINK
from consultation.forms import AcknowledgeForm
from consultation.models import Consultation
from consultation.selectors import unacknowledged
from consultation.views.following import FollowingPage
from pitservice.accounts.models import Team
from pitservice.ui.forms import ActForm, PressForm
from pitservice.ui.pages import GivesLink, PrivateLinkPage, TeamThanksPage


class GiveStatementPage(GivesLink, FollowingPage):
    """A link that a colleague sends by their own secure e-mail; this one answer shows it, and no other."""

    heading = "Give the statement"
    form_class = PressForm
    submit_label = "Make the link"
    onward_label = "Back to the consultation"

    def intro(self) -> Sequence[str]:
        """What the link does."""
        return [
            "The consultee reads our statement on accountability behind a private link, and says there that they have "
            "read it. The page says nothing of what was spoken about."
        ]

    def aside(self) -> Sequence[object]:
        """The statement as it was in force."""
        return presenters.statement(self.consultation)

    def form_kwargs(self) -> dict[str, Any]:
        """There is nothing to type."""
        return {}

    def do(self, given: dict[str, Any], seen: int | None) -> None:
        """Make it."""
        self.issued = actions.give_statement(consultation=self.consultation, seen=seen, by=self.viewer.actor)

    def link_heading(self) -> str:
        """Whose."""
        return f"A private link for {self.consultation.consultee_name}"

    def link_address(self, token: str) -> str:
        """The statement's own page."""
        path = reverse("consultation:statement", args=[self.consultation.key, token])
        return self.request.build_absolute_uri(path)

    def link_told(self) -> Sequence[str]:
        """How it is sent."""
        return presenters.LINK_TOLD


class StatementPage(PrivateLinkPage):
    """Behind the consultee's private link: the statement, and a button that acknowledges it (CNS-1, P11)."""

    public = "A consultee has no account; the private link is theirs alone, and shows nothing of the consultation."
    purpose = STATEMENT_LINK
    form_class = AcknowledgeForm
    tab_title = "Our statement"
    heading = "Our statement on consultation"
    submit_label = "Confirm"

    def get_subject(self) -> Consultation | None:
        """The one of this address, while it waits to be acknowledged."""
        return unacknowledged(self.kwargs["key"])

    def show(self, form: ActForm, status: int = 200) -> HttpResponse:
        """The statement, and what is asked."""
        intro = presenters.to_acknowledge(self.subject)
        return self.render({"form": form, "submit_label": self.submit_label, "intro": intro}, status)

    def act(self, form: ActForm) -> str:
        """Acknowledge it."""
        name, link = form.cleaned_data["name"], self.opened
        actions.acknowledge(consultation=self.subject, link=link, name=name, by=link.actor)
        return reverse("consultation:statement-thanks", args=[self.subject.team.slug])

    def gone(self) -> Sequence[str]:
        """Whom to ask for another."""
        return [presenters.NOT_NEEDED]


class StatementThanksPage(TeamThanksPage):
    """After it was acknowledged."""

    public = "It thanks whoever acknowledged the statement, and says nothing about whom."
    tab_title = "Our statement"

    def thanks(self, team: Team) -> Sequence[str]:
        """What happens with it."""
        return presenters.thanks(team)
