"""Giving the statement by a private link, and the consultee's page behind it (CNS-1, P11)."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import add_never_cache_headers

from consultation import actions, presenters
from consultation.actions.statement import STATEMENT_LINK
from consultation.forms import AcknowledgeForm
from consultation.models import Consultation
from consultation.selectors import unacknowledged
from consultation.views.following import FollowingPage
from pitservice.accounts.selectors import public_team
from pitservice.db.actor import Actor, ActorKind
from pitservice.db.errors import Refused
from pitservice.links.actions import Issued, find, note_refused
from pitservice.links.models import Link as PrivateLink
from pitservice.ui.components import Button
from pitservice.ui.dates import day
from pitservice.ui.forms import ActForm, PressForm
from pitservice.ui.pages import PublicFormPage, PublicPage


class GiveStatementPage(FollowingPage):
    """A link that a colleague sends by their own secure e-mail; this one answer shows it, and no other."""

    heading = "Give the statement"
    form_class = PressForm
    submit_label = "Make the link"
    issued: Issued | None = None

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

    def done(self, result: str) -> HttpResponse:
        """The link, once; the same press sent again leads back to the consultation."""
        if self.issued is None:
            return super().done(result)
        self.template_name = "pages/record.html"
        self.heading = f"A private link for {self.consultation.consultee_name}"
        path = reverse("consultation:statement", args=[self.consultation.key, self.issued.token])
        until = day(timezone.localdate(self.issued.link.expires_on))
        body = presenters.link_once(self.request.build_absolute_uri(path), until)
        back = [Button("Back to the consultation", result)]
        response = self.render({"body": body, "tabs": (), "buttons": back})
        add_never_cache_headers(response)
        return response


class StatementPage(PublicFormPage):
    """Behind the consultee's private link: the statement, and a button that acknowledges it (CNS-1, P11).

    Opening it only shows it. A link that has run out, was used or guessed is refused in the same words, and noted.
    """

    public = "A consultee has no account; the private link is theirs alone, and shows nothing of the consultation."
    form_class = AcknowledgeForm
    tab_title = "Our statement"
    heading = "Our statement on consultation"
    submit_label = "Confirm"
    kwargs: dict[str, Any]

    @cached_property
    def consultation(self) -> Consultation | None:
        """The one of this address, while it waits to be acknowledged."""
        return unacknowledged(self.kwargs["key"])

    @cached_property
    def link(self) -> PrivateLink | None:
        """The link of the address, where it is this consultation's and still opens."""
        token = self.kwargs["token"]
        try:
            if self.consultation is None:
                raise Refused(presenters.GONE)
            return find(token=token, purpose=STATEMENT_LINK, subject_key=self.consultation.key)
        except Refused:
            note_refused(token=token, purpose=STATEMENT_LINK, by=Actor(ActorKind.PUBLIC, STATEMENT_LINK))
            return None

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The statement; nothing is recorded by looking."""
        return self._gone() if self.link is None else super().get(request, *args, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Acknowledged, once; the same press sent again leads to the same thanks."""
        if onward := self.sent_before():
            return redirect(onward)
        return self._gone() if self.link is None else super().post(request, *args, **kwargs)

    def show(self, form: ActForm, status: int = 200) -> HttpResponse:
        """The statement, and what is asked."""
        assert self.consultation is not None, "asked before"
        intro = presenters.to_acknowledge(self.consultation)
        return self.render({"form": form, "submit_label": self.submit_label, "intro": intro}, status)

    def render(self, context: dict[str, Any], status: int = 200) -> HttpResponse:
        """The page, which no browser keeps a copy of."""
        response = super().render(context | {"exit_url": ""}, status)
        add_never_cache_headers(response)
        return response

    def act(self, form: ActForm) -> str:
        """Acknowledge it."""
        assert self.consultation is not None, "asked before"
        assert self.link is not None, "asked before"
        name, link = form.cleaned_data["name"], self.link
        actions.acknowledge(consultation=self.consultation, link=link, name=name, by=link.actor)
        return reverse("consultation:statement-thanks", args=[self.consultation.team.slug])

    def _gone(self) -> HttpResponse:
        self.heading, self.template_name = presenters.GONE, "pages/public.html"
        return self.render({"words": [presenters.NOT_NEEDED], "body": (), "link": None}, 404)


class StatementThanksPage(PublicPage):
    """After it was acknowledged."""

    public = "It thanks whoever acknowledged the statement, and says nothing about whom."
    tab_title = "Our statement"
    heading = "Thank you"
    kwargs: dict[str, Any]

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """What happens with it."""
        team = public_team(self.kwargs["team"])
        if team is None:
            raise Http404
        return self.render({"words": presenters.thanks(team), "exit_url": "", "body": (), "link": None})
