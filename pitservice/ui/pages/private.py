"""Pages behind a private link, and pages that make one (P11).

Opening a link only shows a page; a pressed button records. A link that has run out, was used, guessed, or made for
something else is refused in the same words, and written down.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import Any, ClassVar

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.cache import add_never_cache_headers

from pitservice.accounts.models import Team
from pitservice.accounts.selectors import public_team
from pitservice.db.actor import Actor, ActorKind
from pitservice.db.errors import Refused
from pitservice.links.actions import GONE, Issued, find, note_refused
from pitservice.links.models import Link
from pitservice.ui.components import Button, Callout, Fact, FactList
from pitservice.ui.dates import day
from pitservice.ui.pages.act import ActionPage
from pitservice.ui.pages.public import PublicFormPage, PublicPage

CLOSED = "This page is no longer available"


class BehindLink(PublicPage):
    """A page whose address holds a private link's `token`; `self.link` is that link, None where it opens nothing."""

    purpose: ClassVar[str]
    kwargs: dict[str, Any]

    @cached_property
    def link(self) -> Link | None:
        """The link of the address, where it was made for this page and still opens."""
        try:
            return self.find_link()
        except Refused:
            by = Actor(ActorKind.PUBLIC, self.purpose)
            note_refused(token=self.kwargs["token"], purpose=self.purpose, by=by)
            return None

    def find_link(self) -> Link:
        """The link, or Refused; a page about one thing also asks whether the link is about it."""
        return find(token=self.kwargs["token"], purpose=self.purpose)

    def render(self, context: dict[str, Any], status: int = 200) -> HttpResponse:
        """The page, which no browser keeps a copy of."""
        response = super().render(context, status)
        add_never_cache_headers(response)
        return response


class PrivateLinkPage(BehindLink, PublicFormPage):
    """A form behind a private link: it asks something about one thing, and is used up by what is pressed.

    Subclasses give `purpose`, `get_subject` and `act`, and the words for a link that opens nothing.
    """

    exit_url = ""
    gone_heading: ClassVar[str] = CLOSED

    @cached_property
    def subject(self) -> Any:
        """What the link is about, while it waits for its answer; None afterwards."""
        return self.get_subject()

    def get_subject(self) -> Any:
        """By the `key` in the address."""
        raise NotImplementedError  # an abstract page: nobody reaches this one

    def find_link(self) -> Link:
        """The link to the subject of this address."""
        if self.subject is None:
            raise Refused(GONE)
        return find(token=self.kwargs["token"], purpose=self.purpose, subject_key=self.subject.key)

    @property
    def opened(self) -> Link:
        """The link of a page that is open."""
        assert self.link is not None, "asked before"
        return self.link

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The question; nothing is recorded by looking."""
        return self.closed() if self.link is None else super().get(request, *args, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The answer, once; the same press sent again leads to the same place."""
        if onward := self.sent_before():
            return redirect(onward)
        return self.closed() if self.link is None else self.answer(request, *args, **kwargs)

    def answer(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """What a pressed button does while the link opens."""
        return super().post(request, *args, **kwargs)

    def closed(self) -> HttpResponse:
        """Said of every link that opens nothing, in the same words."""
        self.heading, self.template_name = self.gone_heading, "pages/public.html"
        return self.render({"words": self.gone(), "body": self.gone_body(), "link": None}, 404)

    def gone(self) -> Sequence[str]:
        """What to do instead."""
        return ()

    def gone_body(self) -> Sequence[object]:
        """Components below it."""
        return ()


class TeamThanksPage(PublicPage):
    """After the answer: an address of its own, which names the team alone."""

    exit_url = ""
    heading = "Thank you"
    kwargs: dict[str, Any]

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """What happens with the answer."""
        team = public_team(self.kwargs["team"])
        if team is None:
            raise Http404
        return self.render({"words": self.thanks(team), "body": (), "link": None})

    def thanks(self, team: Team) -> Sequence[str]:
        """What happens with it."""
        raise NotImplementedError  # an abstract page: nobody reaches this one


class GivesLink(ActionPage):
    """Makes a private link: its answer shows the link once, and no other page does.

    `act` sets `issued`; sent again, the same press leads on and shows nothing.
    """

    abstract: ClassVar[bool] = True
    issued: Issued | None = None
    link_label: ClassVar[str] = "Private link"
    onward_label: ClassVar[str] = "Go back"

    def link_heading(self) -> str:
        """Whose it is."""
        raise NotImplementedError  # an abstract page: nobody reaches this one

    def link_address(self, token: str) -> str:
        """Where it leads, with the site's name."""
        raise NotImplementedError  # an abstract page: nobody reaches this one

    def link_told(self) -> Sequence[str]:
        """What to do with it."""
        return ()

    def done(self, result: str) -> HttpResponse:
        """The link, once; the same press sent again leads on."""
        if self.issued is None:
            return super().done(result)
        self.heading, self.template_name = self.link_heading(), "pages/record.html"
        facts = [
            Fact(self.link_label, [self.link_address(self.issued.token)]),
            Fact("Can be used until", day(timezone.localdate(self.issued.link.expires_on))),
        ]
        told = ("We show it this once, and cannot tell you again.", *self.link_told())
        body = [FactList(facts), Callout("Copy the link now", told)]
        response = self.render({"body": body, "tabs": (), "buttons": [Button(self.onward_label, result)]})
        add_never_cache_headers(response)
        return response
