"""What every page of a public form shares: the team, the draft, the words, and when nothing is shown any more.

No sign-in; works without JavaScript; nothing is kept or prefilled on the device (P11, P12, P15).
"""

from __future__ import annotations

from datetime import timedelta
from functools import cached_property
from typing import Any, ClassVar

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import add_never_cache_headers
from django.utils.decorators import method_decorator

from pitservice.accounts.models import Team
from pitservice.accounts.selectors import public_team
from pitservice.configuration.models import TeamSettings
from pitservice.configuration.selectors import risk_list_of, settings_of
from pitservice.configuration.worded import worded
from pitservice.db.actor import Actor, ActorKind
from pitservice.ui.components import Link
from pitservice.ui.pages import PublicFormPage, PublicPage
from referrals.actions.drafts import hashed
from referrals.enums import Entrance
from referrals.intake.step import StepForm
from referrals.intake.steps import number_of
from referrals.models import Draft
from referrals.presenters import public as words
from referrals.selectors.drafts import draft_of

#: What was typed is shown for so long after the last step; then the address shows nothing (P11). A family's device
#: may be somebody else's too, so that its time is short.
SITTING = {Entrance.PROFESSIONAL: timedelta(minutes=60), Entrance.FAMILY: timedelta(minutes=20)}


class Context:
    """What a step's form may need: the team's risk factors and its word for a referral, and which of several carers."""

    def __init__(self, team: Team, step: str, word: str) -> None:
        self.team, self.number, self.word = team, number_of(step), word

    @cached_property
    def items(self) -> list[Any]:
        """The factors of the list in force, in order."""
        edition = risk_list_of(self.team.pk)
        return list(edition.items.all()) if edition else []


@method_decorator(login_not_required, name="dispatch")
class Door(PublicPage):
    """What pages of one door share: the team, the draft, the words."""

    entrance: ClassVar[Entrance]
    name: ClassVar[str]  # first part of its URL names
    public = "Families and professionals refer without an account."
    kwargs: dict[str, Any]

    #: Whether the token in the address is a draft's own (a private link's leads to one).
    of_draft: ClassVar[bool] = True

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """A form that was removed, or that nobody began, says so politely (P11).

        One that has gone to another team meanwhile is shown as that team's, so that nothing typed is lost (P15).
        """
        if self.of_draft and "token" in kwargs and self.found is None:
            self.template_name, again = "pages/public.html", Link("Start again", self.start)
            return self.render({"heading": words.GONE, "words": words.GONE_WORDS, "link": again, "body": ()}, 404)
        if self.of_draft and "token" in kwargs:
            self.kwargs["team"] = self.draft.team.slug
        return super().dispatch(request, *args, **kwargs)

    def render(self, context: dict[str, Any], status: int = 200) -> HttpResponse:
        """The page, which no browser keeps a copy of; a family can leave it at once."""
        word = self.settings.referral_word
        ours = {"heading": self.get_heading() if "heading" not in context else context["heading"]} | context
        leave = {} if self.families else {"exit_url": "", "tab_title": worded(self.tab_title, word)}
        response = super().render(worded(ours, word) | leave, status)
        add_never_cache_headers(response)
        return response

    @property
    def families(self) -> bool:
        """Whether this is the families' door."""
        return self.entrance == Entrance.FAMILY

    @cached_property
    def team(self) -> Team:
        """The team at this address."""
        team = public_team(self.kwargs["team"])
        if team is None:
            raise Http404
        return team

    @cached_property
    def settings(self) -> TeamSettings:
        """What the team set."""
        return settings_of(self.team.pk)

    @cached_property
    def found(self) -> Draft | None:
        """The form under way at this address, where there is one."""
        return draft_of(self.team, self.entrance, hashed(self.kwargs["token"]))

    @cached_property
    def draft(self) -> Draft:
        """The form under way at this address."""
        if self.found is None:
            raise Http404
        return self.found

    @cached_property
    def amending(self) -> bool:
        """Whether the form was sent before, and its referrer would change it (P11)."""
        return bool(self.kwargs.get("token")) and self.draft.amends_id is not None

    @property
    def by(self) -> Actor:
        """Whoever fills in a public form has no account."""
        return Actor(ActorKind.PUBLIC, self.entrance)

    def address(self, page: str, **more: str) -> str:
        """A page of this form."""
        page = "changes" if page == "check" and self.amending else page
        given = {"team": self.kwargs["team"], "token": self.kwargs["token"]} | more
        return reverse(f"referrals:{self.name}-{page}", kwargs=given)

    @property
    def start(self) -> str:
        """The first page of this door."""
        return reverse(f"referrals:{self.name}", kwargs={"team": self.kwargs["team"]})

    @property
    def overview(self) -> str:
        """Where a form under way is seen as a whole: the professionals' list of tasks; families go on step by step."""
        return self.start if self.families else self.address("tasks")

    def context_of(self, step: str) -> Context:
        """What a step's form needs."""
        return Context(self.team, step, self.settings.referral_word)

    def make_step(self, name: str, form: type[StepForm], data: Any = None) -> StepForm:
        """A step's form, to read its questions, or filled in again."""
        return form(data, context=self.context_of(name))

    def elsewhere(self) -> HttpResponse | None:
        """Sent: the receipt. Left for long: nothing is shown. None while the form is under way."""
        if self.draft.referral_id:
            return redirect(self.address("sent"))
        return redirect(self.address("left")) if self.over else None

    @property
    def over(self) -> bool:
        """Whether the sitting is over: what was typed is not shown any more."""
        return self.draft.changed_at < timezone.now() - SITTING[self.entrance]


class DoorForm(Door, PublicFormPage):
    """A page with a form; `stop` leads elsewhere where the form is not to be shown or sent."""

    def stop(self) -> HttpResponse | None:
        """Where to go instead; None to go on."""
        return None

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The form."""
        return self.stop() or super().get(request, *args, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The one effect, or the form again with what is wrong."""
        return self.stop() or super().post(request, *args, **kwargs)
