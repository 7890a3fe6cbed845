"""The public forms at a team's own address: for professionals at refer/TEAM/, for families at contact/TEAM/.

No sign-in; works without JavaScript; nothing is kept or prefilled on the device (P11, P12, P15).
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone

from pitservice.configuration.selectors import door_is_open
from pitservice.links.actions import Issued
from pitservice.ui.components import Link
from pitservice.ui.dates import day
from pitservice.ui.forms import ActForm
from referrals import actions
from referrals.enums import Entrance
from referrals.intake import build
from referrals.intake.guard import BeginForm, check_rate
from referrals.intake.step import Step, StepForm
from referrals.intake.steps import first_unanswered, next_step, steps_of
from referrals.intake.tasks import next_in_task, task_of
from referrals.models import Referral
from referrals.presenters import public as words
from referrals.views.door import Door, DoorForm


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
        return self.address("step", step=first_unanswered(self.entrance, {})) if self.families else self.overview


class StepPage(DoorForm):
    """One step."""

    def stop(self) -> HttpResponse | None:
        """Sent, or left for long."""
        return self.elsewhere()

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
        return self.step.form(data, initial=self.initial(), context=self.context_of(self.step.name))

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
        return "" if self.families else task_of(self.step.name).group

    def _back(self) -> Link:
        """The step before; a task's first step leads to the list of tasks."""
        names = [one.name for one in steps_of(self.entrance, self.draft.answers)]
        if not self.families:
            names = [name for name in names if task_of(name) == task_of(self.step.name)]
        place = names.index(self.step.name)
        if place:
            return Link("Back", self.address("step", step=names[place - 1]))
        return Link("Back", self.start) if self.families else Link("Back to the list of tasks", self.overview)

    def act(self, form: ActForm) -> str:
        """Keep the answers and lead on: to the next question, to the list of tasks, or to checking everything."""
        assert isinstance(form, StepForm)
        draft = actions.keep_answers(
            draft=self.draft, step=self.step.name, typed=form.typed(), clean=form.clean_for_keeping(), by=self.by
        )
        if not first_unanswered(self.entrance, draft.answers):
            return self.address("check")
        choose = next_step if self.families else next_in_task
        following = choose(self.entrance, draft.answers, self.step.name)
        return self.address("step", step=following) if following else self.overview


class CheckPage(DoorForm):
    """Every answer with a link to change it, and the button that sends."""

    form_class = BeginForm
    template_name = "pages/public_check_answers.html"
    heading = "Check your answers"
    submit_label = "Send"

    issued: Issued | None = None
    referral: Referral

    def stop(self) -> HttpResponse | None:
        """Everything must have been asked; what was sent before is checked on a page of its own."""
        if self.amending:
            return redirect(self.address("check"))
        open_step = "" if self.elsewhere() else first_unanswered(self.entrance, self.draft.answers)
        if open_step:
            return redirect(self.address("step", step=open_step) if self.families else self.overview)
        return self.elsewhere()

    def show(self, form: ActForm, status: int = 200) -> HttpResponse:
        """The answers."""
        answers = self.draft.answers
        steps: Sequence[Step] = steps_of(self.entrance, answers)
        body = words.answers(
            [(step, self.make_step(step.name, step.form), answers[step.name]["clean"]) for step in steps],
            lambda step: self.address("step", step=step),
        )
        more = {
            "intro": words.before_sending(answers, families=self.families),
            "back": None if self.families else Link("Back to the list of tasks", self.overview),
            "cancel": None,
            "submit_label": self.submit_label,
        }
        return self.render({"form": form, "body": body, **more}, status)

    def act(self, form: ActForm) -> str:
        """Send it."""
        answers = self.draft.answers
        as_sent = build.submitted(self.entrance, answers, self.make_step)
        submission = build.submission(self.entrance, answers, as_sent)
        referral = actions.send_draft(draft=self.draft, submission=submission, by=self.by)
        if not self.families:
            self.referral, self.issued = referral, actions.give_receipt_link(referral=referral, by=self.by)
        return self.address("sent")

    def done(self, result: str) -> HttpResponse:
        """The receipt; to a professional with the link by which they change or withdraw it, once (P11)."""
        if self.issued is None:
            return super().done(result)
        self.heading, self.template_name = words.RECEIVED, "pages/public_receipt.html"
        given = {"team": self.kwargs["team"], "token": self.issued.token}
        href = self.request.build_absolute_uri(reverse("referrals:refer-change", kwargs=given))
        body = [
            *words.after(self.team, self.referral, families=False),
            *words.receipt_link(href, self.issued.code, day(self.issued.link.expires_on)),
        ]
        return self.render({"reference": self.referral.key, "body": body})


class SentPage(Door):
    """The receipt: a reference to keep, and what happens next."""

    template_name = "pages/public_receipt.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The reference and nothing that was typed."""
        referral = self.draft.referral
        if referral is None:
            return redirect(self.address("check"))
        if self.amending:
            self.heading = words.CHANGES_RECEIVED
            return self.render({"reference": referral.key, "body": words.after_changes(self.team)})
        self.heading = "We have your form" if self.families else words.RECEIVED
        body = words.after(self.team, referral, families=self.families)
        return self.render({"reference": referral.key, "body": body})


class LeftPage(Door):
    """The form was left for a while: nothing of it is shown any more."""

    heading = "This form was left for a while"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Begin again."""
        again = Link("Start again", self.start)
        return self.render({"words": words.left(families=self.families), "link": again, "body": ()})


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
