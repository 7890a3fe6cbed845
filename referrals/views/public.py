"""The public forms at a team's own address: for professionals at refer/TEAM/, for families at contact/TEAM/.

No sign-in; works without JavaScript; nothing is kept or prefilled on the device (P11, P12, P15).
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from functools import cached_property
from typing import Any, ClassVar

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import add_never_cache_headers

from pitservice.accounts.models import Team
from pitservice.accounts.selectors import public_team
from pitservice.configuration.models import TeamSettings
from pitservice.configuration.selectors import door_is_open, risk_list_of, settings_of
from pitservice.db.actor import Actor, ActorKind
from pitservice.ui.components import Link
from pitservice.ui.forms import ActForm
from pitservice.ui.pages import PublicFormPage, PublicPage
from referrals import actions
from referrals.actions.drafts import hashed
from referrals.enums import Entrance
from referrals.intake import build
from referrals.intake.guard import BeginForm, check_rate
from referrals.intake.step import Step, StepForm
from referrals.intake.steps import first_unanswered, next_step, number_of, steps_of
from referrals.models import Draft
from referrals.presenters import public as words
from referrals.selectors.drafts import draft_of

#: What was typed is shown for so long after the last step; then the address shows nothing (P11). A family's device
#: may be somebody else's too, so that its time is short.
SITTING = {Entrance.PROFESSIONAL: timedelta(minutes=60), Entrance.FAMILY: timedelta(minutes=20)}


class Context:
    """What a step's form may need: the risk factors of the team, and which of several carers it is about."""

    def __init__(self, team: Team, step: str) -> None:
        self.team, self.number = team, number_of(step)

    @cached_property
    def items(self) -> list[Any]:
        """The factors of the list in force, in order."""
        edition = risk_list_of(self.team.pk)
        return list(edition.items.all()) if edition else []


class Door(PublicPage):
    """What pages of one door share: the team, the draft, the words."""

    entrance: ClassVar[Entrance]
    name: ClassVar[str]  # first part of its URL names
    public = "Families and professionals refer without an account."
    kwargs: dict[str, Any]

    def render(self, context: dict[str, Any], status: int = 200) -> HttpResponse:
        """The page, which no browser keeps a copy of; a family can leave it at once."""
        leave = {} if self.families else {"exit_url": ""}
        response = super().render(context | leave, status)
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
    def draft(self) -> Draft:
        """The form under way at this address."""
        draft = draft_of(self.team, self.entrance, hashed(self.kwargs["token"]))
        if draft is None:
            raise Http404
        return draft

    @property
    def by(self) -> Actor:
        """Whoever fills in a public form has no account."""
        return Actor(ActorKind.PUBLIC, self.entrance)

    def address(self, page: str, **more: str) -> str:
        """A page of this form."""
        given = {"team": self.kwargs["team"], "token": self.kwargs["token"]} | more
        return reverse(f"referrals:{self.name}-{page}", kwargs=given)

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


class StartPage(DoorForm):
    """The first page: what the form is for, what it is not for, and the button that begins."""

    form_class = BeginForm
    template_name = "referrals/public_start.html"

    def stop(self) -> HttpResponse | None:
        """A closed door says where to turn (P15)."""
        if not door_is_open(self.settings, families=self.families, today=timezone.localdate()):
            body = words.closed(self.team, self.settings, families=self.families)
            self.template_name = "pages/public.html"
            self.heading = words.CLOSED
            return self.render({"words": (), "link": None, "body": body})
        return None

    def get_heading(self) -> str:
        """By door."""
        return self.heading or words.heading(self.team, families=self.families)

    def show(self, form: ActForm, status: int = 200) -> HttpResponse:
        """What must be known before beginning."""
        body = words.before(self.team, families=self.families)
        label = "Start" if self.families else "I understand: start a referral"
        return self.render({"form": form, "body": body, "submit_label": label}, status)

    def act(self, form: ActForm) -> str:
        """Begin."""
        check_rate(self.request)
        started = actions.start_draft(team=self.team, entrance=self.entrance, by=self.by)
        self.kwargs["token"] = started.token
        return self.address("step", step=first_unanswered(self.entrance, {}))


class StepPage(DoorForm):
    """One step."""

    def stop(self) -> HttpResponse | None:
        """Sent: the receipt. Left for long: nothing is shown."""
        if self.draft.referral_id:
            return redirect(self.address("sent"))
        if self.over:
            return redirect(self.address("left"))
        return None

    @cached_property
    def step(self) -> Step:
        """Which step."""
        steps = steps_of(self.entrance, self.draft.answers)
        step = next((one for one in steps if one.name == self.kwargs["step"]), None)
        if step is None:
            raise Http404
        return step

    def get_heading(self) -> str:
        """The step's."""
        return self.step.heading

    def initial(self) -> dict[str, Any]:
        """What was answered before, in this sitting."""
        return dict(self.draft.answers.get(self.step.name, {}).get("clean", {}))

    def make_form(self, data: Any = None) -> ActForm:
        """The step's form."""
        return self.step.form(data, initial=self.initial(), context=Context(self.team, self.step.name))

    def show(self, form: ActForm, status: int = 200) -> HttpResponse:
        """One question is the page's heading; several stand under one."""
        assert isinstance(form, StepForm)
        self.template_name = "pages/public_question.html" if self._asks_itself(form) else "pages/public_form.html"
        more = {"intro": form.why, "back": self._back(), "submit_label": "Continue", "caption": self._where()}
        return self.render({"form": form, **more}, status)

    def _asks_itself(self, form: StepForm) -> bool:
        first = next(iter(form.laid_out()), None)
        return bool(form.question or getattr(first, "heading", False))

    def _where(self) -> str:
        names = [one.name for one in steps_of(self.entrance, self.draft.answers)]
        return "" if self.families else f"Step {names.index(self.step.name) + 1} of {len(names)}"

    def _back(self) -> Link:
        names = [one.name for one in steps_of(self.entrance, self.draft.answers)]
        place = names.index(self.step.name)
        if place == 0:
            return Link("Back", reverse(f"referrals:{self.name}", kwargs={"team": self.kwargs["team"]}))
        return Link("Back", self.address("step", step=names[place - 1]))

    def act(self, form: ActForm) -> str:
        """Keep the answers and lead on."""
        assert isinstance(form, StepForm)
        draft = actions.keep_answers(
            draft=self.draft, step=self.step.name, typed=form.typed(), clean=form.clean_for_keeping(), by=self.by
        )
        following = next_step(self.entrance, draft.answers, self.step.name)
        return self.address("step", step=following) if following else self.address("check")


class CheckPage(DoorForm):
    """Every answer with a link to change it, and the button that sends."""

    form_class = BeginForm
    template_name = "pages/public_check_answers.html"
    heading = "Check your answers"
    submit_label = "Send"

    def stop(self) -> HttpResponse | None:
        """Everything must have been asked."""
        if self.draft.referral_id:
            return redirect(self.address("sent"))
        if self.over:
            return redirect(self.address("left"))
        open_step = first_unanswered(self.entrance, self.draft.answers)
        if open_step:
            return redirect(self.address("step", step=open_step))
        return None

    def make_step(self, name: str, form: type[StepForm]) -> StepForm:
        """A step's form, to read its questions."""
        return form(context=Context(self.team, name))

    def show(self, form: ActForm, status: int = 200) -> HttpResponse:
        """The answers."""
        answers = self.draft.answers
        steps: Sequence[Step] = steps_of(self.entrance, answers)
        body = words.answers(
            [(step, self.make_step(step.name, step.form), answers[step.name]["clean"]) for step in steps],
            lambda step: self.address("step", step=step),
        )
        more = {
            "intro": words.before_sending(families=self.families),
            "cancel": None,
            "submit_label": self.submit_label,
        }
        return self.render({"form": form, "body": body, **more}, status)

    def act(self, form: ActForm) -> str:
        """Send it."""
        answers = self.draft.answers
        as_sent = build.submitted(self.entrance, answers, self.make_step)
        submission = build.submission(self.entrance, answers, as_sent)
        actions.send_draft(draft=self.draft, submission=submission, by=self.by)
        return self.address("sent")


class SentPage(Door):
    """The receipt: a reference to keep, and what happens next."""

    template_name = "pages/public_receipt.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The reference and nothing that was typed."""
        referral = self.draft.referral
        if referral is None:
            return redirect(self.address("check"))
        self.heading = "We have your form" if self.families else "We have your referral"
        body = words.after(self.team, referral, families=self.families)
        return self.render({"reference": referral.key, "body": body})


class LeftPage(Door):
    """The form was left for a while: nothing of it is shown any more."""

    heading = "This form was left for a while"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Begin again."""
        again = Link("Start again", reverse(f"referrals:{self.name}", kwargs={"team": self.kwargs["team"]}))
        said = ["So that nobody else can read it, what was typed is not shown any more, and it was not sent."]
        return self.render({"words": said, "link": again, "body": ()})


class ReferStartPage(StartPage):
    """Professionals begin."""

    entrance, name, tab_title = Entrance.PROFESSIONAL, "refer", "Referral form"


class ReferStepPage(StepPage):
    """Professionals answer."""

    entrance, name, tab_title = Entrance.PROFESSIONAL, "refer", "Referral form"


class ReferCheckPage(CheckPage):
    """Professionals check and send."""

    entrance, name, tab_title = Entrance.PROFESSIONAL, "refer", "Referral form"


class ReferSentPage(SentPage):
    """Professionals' receipt."""

    entrance, name, tab_title = Entrance.PROFESSIONAL, "refer", "Referral form"


class ReferLeftPage(LeftPage):
    """Professionals left it."""

    entrance, name, tab_title = Entrance.PROFESSIONAL, "refer", "Referral form"


class ContactStartPage(StartPage):
    """Families begin."""

    entrance, name = Entrance.FAMILY, "contact"


class ContactStepPage(StepPage):
    """Families answer."""

    entrance, name = Entrance.FAMILY, "contact"


class ContactCheckPage(CheckPage):
    """Families check and send."""

    entrance, name = Entrance.FAMILY, "contact"


class ContactSentPage(SentPage):
    """Families' receipt."""

    entrance, name = Entrance.FAMILY, "contact"


class ContactLeftPage(LeftPage):
    """Families left it."""

    entrance, name = Entrance.FAMILY, "contact"
