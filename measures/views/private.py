"""The form behind a parent's private link: one question a page, without sign-in, without JavaScript (P60, P11)."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.cache import add_never_cache_headers

from measures import actions
from measures.forms.linking import LEFT_OUT, OTHER, AnswerForm, SendForm, WhoForm
from measures.presenters import private as words
from measures.selectors.private import request_of
from pitservice.db.actor import Actor, ActorKind
from pitservice.db.errors import Refused
from pitservice.links.actions import find, note_refused
from pitservice.links.models import Link as PrivateLink
from pitservice.ui.components import Link
from pitservice.ui.forms import ActForm
from pitservice.ui.pages import PublicFormPage, PublicPage


class AnswerPage(PublicFormPage):
    """Who is answering, then each question, then the button that sends. No answer is ever shown again.

    Opening it changes nothing; each answer is kept when its button is pressed; the last button uses the link up.
    """

    public = "The parent has no account; the link is theirs alone, names nobody and shows no answer."
    tab_title = words.TAB
    kwargs: dict[str, Any]

    @cached_property
    def link(self) -> PrivateLink | None:
        """The link of the address, where it still opens."""
        token = self.kwargs["token"]
        try:
            return find(token=token, purpose=actions.LINK)
        except Refused:
            note_refused(token=token, purpose=actions.LINK, by=Actor(ActorKind.PUBLIC, actions.LINK))
            return None

    @cached_property
    def asked(self) -> Any:
        """The form that was asked for, while it is open."""
        return request_of(self.link.subject_key) if self.link else None

    @property
    def item(self) -> int:
        """The question of this page: the one in the address, else the first without an answer; 0 after the last."""
        number = self.request.GET.get("q", "")
        known = len(self.asked.definition.spec.items)
        if number.isascii() and number.isdecimal() and len(number) < 4 and 1 <= int(number) <= known:
            return int(number)
        return next((one for one in range(1, known + 1) if str(one) not in self.asked.answers), 0)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The page; help first where an answer was given that must not wait."""
        if self.asked is None:
            return self._gone()
        if "help" in request.GET and self.asked.confirmed_at is not None:
            return self._help()
        return super().get(request, *args, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """One effect; the same button pressed again leads where it led."""
        if onward := self.sent_before():
            return redirect(onward)
        return self._gone() if self.asked is None else super().post(request, *args, **kwargs)

    def make_form(self, data: Any = None) -> ActForm:
        """Who, the question, or the button."""
        if self.asked.confirmed_at is None:
            return WhoForm(data)
        return AnswerForm(data, spec=self.asked.definition.spec, item=self.item) if self.item else SendForm(data)

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
        of = f"Question {self.item} of {len(self.asked.definition.spec.items)}"
        context = {"form": form, "caption": of, "submit_label": "Next", "after": [words.help_box()]}
        return self.render(context, status)

    def act(self, form: Any) -> str:
        """Keep what was pressed."""
        assert self.link is not None, "asked before"
        here, by = self.request.path, self.link.actor
        if isinstance(form, WhoForm):
            if form.cleaned_data["who"] == OTHER:
                actions.not_me(request=self.asked, link=self.link, by=by)
                return reverse("measures:thanks")
            actions.confirm_who(request=self.asked, by=by)
            return here
        if isinstance(form, SendForm):
            actions.send_in(request=self.asked, link=self.link, by=by)
            return reverse("measures:thanks")
        given = form.cleaned_data["answer"]
        value = None if given == LEFT_OUT else int(given)
        risky = actions.save_answer(request=self.asked, item=self.item, value=value, by=by)
        return f"{here}?help" if risky else here

    def render(self, context: dict[str, Any], status: int = 200) -> HttpResponse:
        """The page, which no browser keeps a copy of."""
        response = super().render(context, status)
        add_never_cache_headers(response)
        return response

    def _help(self) -> HttpResponse:
        self.template_name = "pages/public.html"
        onward = Link("Go on with the form", self.request.path)
        return self.render({"heading": words.HELP_HEADING, "words": (), "body": words.help_now(), "link": onward})

    def _gone(self) -> HttpResponse:
        self.template_name = "pages/public.html"
        return self.render({"heading": words.GONE, "words": (), "body": words.gone(), "link": None}, 404)


class ThanksPage(PublicPage):
    """After the last button; it knows nothing about whose."""

    public = "It thanks whoever answered, and says nothing about whom or what."
    tab_title = words.TAB
    heading = words.THANKS

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Done."""
        return self.render({"words": (), "body": words.thanks(), "link": None})
