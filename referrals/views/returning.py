"""Leaving a professional's form for later and taking it up again: a private link, and a code before data shows (P11).

Opening the link shows only the question for the code. A link that has run out, was guessed or is another form's is
refused in the same words.
"""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from pitservice.db.errors import Refused
from pitservice.links.actions import GONE, Issued, check_code
from pitservice.links.models import Link as PrivateLink
from pitservice.ui.components import Link
from pitservice.ui.dates import day
from pitservice.ui.forms import ActForm
from pitservice.ui.pages import BehindLink
from referrals import actions
from referrals.actions.drafts import DRAFT_LINK
from referrals.enums import Entrance
from referrals.intake.returning import CodeForm
from referrals.presenters import public as words
from referrals.views.door import DoorForm


class LinkOnce(DoorForm):
    """A button that makes a private link with its code, which this one answer shows and no other."""

    issued: Issued | None = None

    def link_address(self, token: str) -> str:
        """The private link, as somebody writes it down."""
        raise NotImplementedError  # an abstract page: nobody reaches this one

    def done(self, result: str) -> HttpResponse:
        """The link and the code, once; the same press sent again leads back to the button."""
        if self.issued is None:
            return super().done(result)
        href = self.request.build_absolute_uri(self.link_address(self.issued.token))
        body = words.saved(href, self.issued.code, day(self.issued.link.expires_on))
        self.template_name = "pages/public.html"
        return self.render({"words": (), "link": None, "body": body, "back": self.back})

    @property
    def back(self) -> Link:
        """Where one goes on from here."""
        return Link("Back to the list of tasks", self.overview)


class ReferSavePage(LinkOnce):
    """Save and come back later."""

    entrance, name, tab_title = Entrance.PROFESSIONAL, "refer", "Referral form"
    heading = "Save and come back later"
    submit_label = "Give me a link and a code"

    def stop(self) -> HttpResponse | None:
        """Sent, or left for long."""
        return self.elsewhere()

    def show(self, form: ActForm, status: int = 200) -> HttpResponse:
        """What the button does."""
        more = {"intro": words.SAVING, "back": self.back, "submit_label": self.submit_label}
        return self.render({"form": form, **more}, status)

    def link_address(self, token: str) -> str:
        """Where it is taken up again."""
        return reverse("referrals:refer-return", kwargs={"team": self.kwargs["team"], "token": token})

    def act(self, form: ActForm) -> str:
        """Make the link."""
        self.issued = actions.save_for_later(draft=self.draft, by=self.by)
        self.heading = "Your form is saved"
        return self.address("save")


class ByLink(DoorForm, BehindLink):
    """A page behind a private link with a code: the code is asked for, and nothing else shows (P11)."""

    form_class = CodeForm
    of_draft = False
    submit_label = "Continue"

    def find_link(self) -> PrivateLink:
        """One of this team's."""
        found = super().find_link()
        if found.team_id != self.team.pk:
            raise Refused(GONE)
        return found

    def stop(self) -> HttpResponse | None:
        """Politely, in the same words whatever is wrong with it."""
        if self.link is not None:
            return None
        self.heading, self.template_name = words.LINK_GONE, "pages/public.html"
        again = Link("Begin a new referral", self.start)
        return self.render({"words": words.link_gone(self.team), "link": again, "body": ()}, 404)

    def show(self, form: ActForm, status: int = 200) -> HttpResponse:
        """Only the question for the code."""
        return self.render({"form": form, "submit_label": self.submit_label, "intro": words.CODE_ASKED}, status)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The code is checked outside the one effect, so that a wrong one is counted although nothing happens."""
        if (stopped := self.stop()) is not None or self.link is None:
            return stopped or self.show(self.make_form(), status=404)
        form = self.make_form(request.POST)
        if form.is_valid() and not check_code(link=self.link, code=form.cleaned_data["code"], by=self.link.actor):
            form.add_error("code", words.CODE_WRONG)
        return self.act_once(form) if form.is_valid() else self.show(form, status=422)


class ReferReturnPage(ByLink):
    """Back to a form that was saved."""

    entrance, name, tab_title = Entrance.PROFESSIONAL, "refer", "Referral form"
    heading = "Go on with a form you saved"
    purpose = DRAFT_LINK

    def act(self, form: ActForm) -> str:
        """Take it up again, at a new address."""
        assert self.link is not None
        started = actions.resume_draft(link=self.link, by=self.link.actor)
        self.kwargs |= {"team": started.draft.team.slug, "token": started.token}
        return self.overview
