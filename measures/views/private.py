"""The form behind a parent's private link: one question a page, without sign-in, without JavaScript (P60, P11)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from measures import actions
from measures.forms.linking import LEFT_OUT, OTHER, AnswerForm, SendForm, WhoForm
from measures.presenters import private as words
from measures.selectors.private import request_of
from pitservice.db.errors import Refused
from pitservice.links.actions import GONE
from pitservice.links.models import Link as PrivateLink
from pitservice.ui.components import Link
from pitservice.ui.forms import ActForm
from pitservice.ui.pages import BehindLink, PrivateLinkPage, PublicPage
from pitservice.ui.pages.public import NEUTRAL_SITE


class AnswerPage(PrivateLinkPage):
    """Who is answering, then each question, then the button that sends. No answer is ever shown again.

    Opening it changes nothing; each answer is kept when its button is pressed; the last button uses the link up.
    """

    public = "The parent has no account; the link is theirs alone, names nobody and shows no answer."
    purpose = actions.LINK
    tab_title = words.TAB
    exit_url = NEUTRAL_SITE

    def find_link(self) -> PrivateLink:
        """The address names the link alone; it knows the form, while that is open."""
        found = BehindLink.find_link(self)
        self.subject = request_of(found.subject_key)
        if self.subject is None:
            raise Refused(GONE)
        return found

    @property
    def item(self) -> int:
        """The question of this page: the one in the address, else the first without an answer; 0 after the last."""
        number = self.request.GET.get("q", "")
        known = len(self.subject.definition.spec.items)
        if number.isascii() and number.isdecimal() and len(number) < 4 and 1 <= int(number) <= known:
            return int(number)
        return next((one for one in range(1, known + 1) if str(one) not in self.subject.answers), 0)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The page; help first where an answer was given that must not wait."""
        if "help" in request.GET and self.link is not None and self.subject.confirmed_at is not None:
            return self._help()
        return super().get(request, *args, **kwargs)

    def make_form(self, data: Any = None) -> ActForm:
        """Who, the question, or the button."""
        if self.subject.confirmed_at is None:
            return WhoForm(data)
        return AnswerForm(data, spec=self.subject.definition.spec, item=self.item) if self.item else SendForm(data)

    def show(self, form: ActForm, status: int = 200) -> HttpResponse:
        """By what is asked."""
        if isinstance(form, WhoForm):
            return self.render(
                {"form": form, "heading": words.WHO, "aside": words.before(), "submit_label": "Begin"}, status
            )
        if isinstance(form, SendForm):
            context = {"form": form, "heading": words.SEND, "aside": words.last(), "submit_label": "Send my answers"}
            return self.render(context, status)
        self.template_name = "pages/public_question.html"
        of = f"Question {self.item} of {len(self.subject.definition.spec.items)}"
        context = {"form": form, "caption": of, "submit_label": "Next", "after": [words.help_box()]}
        return self.render(context, status)

    def act(self, form: Any) -> str:
        """Keep what was pressed."""
        here, by = self.request.path, self.opened.actor
        if isinstance(form, WhoForm):
            if form.cleaned_data["who"] == OTHER:
                actions.not_me(request=self.subject, link=self.opened, by=by)
                return reverse("measures:thanks")
            actions.confirm_who(request=self.subject, by=by)
            return here
        if isinstance(form, SendForm):
            actions.send_in(request=self.subject, link=self.opened, by=by)
            return reverse("measures:thanks")
        given = form.cleaned_data["answer"]
        value = None if given == LEFT_OUT else int(given)
        risky = actions.save_answer(request=self.subject, item=self.item, value=value, by=by)
        return f"{here}?help" if risky else here

    def _help(self) -> HttpResponse:
        self.template_name = "pages/public.html"
        onward = Link("Go on with the form", self.request.path)
        return self.render(
            {"heading": words.HELP_HEADING, "words": (), "body": [*words.help_now(), onward], "link": None}
        )

    def gone_body(self) -> Sequence[object]:
        """Whom to ask, and where help is."""
        return words.gone()


class ThanksPage(PublicPage):
    """After the last button; it knows nothing about whose."""

    public = "It thanks whoever answered, and says nothing about whom or what."
    tab_title = words.TAB
    heading = words.THANKS

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Done."""
        return self.render({"words": (), "body": words.thanks(), "link": None})
