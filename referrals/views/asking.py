"""More information: an answer recorded by a colleague, asking again, the private page of whoever was asked (P11)."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone

from families.enums import Channel
from pitservice.accounts.enums import Permission
from pitservice.accounts.models import Team
from pitservice.accounts.selectors import public_team
from pitservice.configuration.enums import ReferralWord
from pitservice.configuration.phrases import in_word
from pitservice.configuration.selectors import holidays_of, settings_of
from pitservice.configuration.working_days import add_working_days
from pitservice.links.actions import check_code
from pitservice.messaging.gateways import gateway_for
from pitservice.ui.dates import day
from pitservice.ui.forms import ActForm
from pitservice.ui.pages import PrivateLinkPage, PublicPage, TeamThanksPage
from referrals import actions
from referrals.contact_facts import facts_of
from referrals.enums import AskedBy, Outcome
from referrals.forms.moving import AnswerByLinkForm, AnswerForm, AskAgainForm
from referrals.models import InformationRequest
from referrals.presenters import asking as words
from referrals.presenters.letters import preview
from referrals.selectors.asking import asked_by_key, open_request
from referrals.telling import desk_of, proposals
from referrals.verdict import Verdict
from referrals.views.base import ReferralActionPage


class AboutRequest(ReferralActionPage):
    """The question that waits for an answer."""

    abstract = True
    permission = Permission.ADD_REFERRALS

    @cached_property
    def asked(self) -> InformationRequest:
        """The last one."""
        found = open_request(self.referral)
        if found is None:
            raise Http404
        return found

    @property
    def seen(self) -> int | None:
        """The question's version."""
        return self.asked.version

    def aside(self) -> Sequence[object]:
        """What was asked."""
        return [words.asked(self.asked)]


class AnswerPage(AboutRequest):
    """The answer came by telephone or post; the referral is to be decided again."""

    form_class = AnswerForm
    heading = "Record the answer"
    success = "Recorded. The referral is to be decided again."

    def act(self, form: ActForm) -> str:
        """Record it."""
        given = form.cleaned_data
        actions.answer_request(request=self.asked, answer=given["answer"], seen=given["seen"], by=self.viewer.actor)
        return self.href


class AskAgainPage(AboutRequest):
    """No answer has come: the same is asked again, the letter shown as it will go."""

    form_class = AskAgainForm
    heading = "Ask again"
    submit_label = "Ask again"

    def aside(self) -> Sequence[object]:
        """What was asked, and what is sent."""
        request, referral = self.asked, self.referral
        verdict = Verdict(
            outcome=Outcome.MORE_INFORMATION,
            missing=request.missing,
            asked_for=request.asked_for,
            chase_on=self.chase_on,
        )
        found = proposals(desk_of(referral), facts_of(referral, referral.family), verdict, at=timezone.now())
        return [words.asked(request), *preview(found)]

    @property
    def chase_on(self) -> Any:
        """After the team's number of working days from today."""
        team = self.referral.team
        return add_working_days(self.today, settings_of(team.pk).chase_days, holidays_of(team))

    def initial(self) -> dict[str, Any]:
        """As it was asked before, from today."""
        return {"asked_by": self.asked.asked_by, "chase_on": self.chase_on}

    def form_kwargs(self) -> dict[str, Any]:
        """Whether e-mail can be sent."""
        return {"by_email": gateway_for(Channel.EMAIL) is not None}

    def act(self, form: ActForm) -> str:
        """Ask."""
        given, codes = form.cleaned_data, list[str]()
        actions.ask_again(
            request=self.asked,
            asked_by=given["asked_by"],
            chase_on=given["chase_on"],
            site=self.request.build_absolute_uri("/"),
            tell=codes.append,
            seen=given["seen"],
            by=self.viewer.actor,
        )
        self.success = f"Asked again. An answer is chased on {day(given['chase_on'])}."
        if given["asked_by"] == AskedBy.EMAIL:
            self.success += f" {words.code_to_tell(codes[0])}"
        return self.href


class InOurWord(PublicPage):
    """Says "registration" where the team does; what we asked in our own words stays as it was typed."""

    def word(self) -> str:
        """The team's."""
        raise NotImplementedError  # an abstract page: nobody reaches this one

    def render(self, context: dict[str, Any], status: int = 200) -> HttpResponse:
        """The page, worded."""
        frame = {"heading": self.get_heading(), "tab_title": self.tab_title} | context
        return super().render(in_word(frame, self.word()), status)


class InformationPage(InOurWord, PrivateLinkPage):
    """Behind the private link of whoever was asked: the code first, then the questions and a box (P11).

    Opening it only shows the question for the code.
    """

    public = "Whoever referred has no account; the private link is theirs alone, and shows nothing without its code."
    purpose = actions.INFORMATION_LINK
    tab_title = "Referral form"
    heading = "A question about your referral"

    def get_subject(self) -> InformationRequest | None:
        """The question of this address, while it waits for its answer."""
        return asked_by_key(self.kwargs["key"])

    def word(self) -> str:
        """Of the team that asks; a link that opens nothing tells no team."""
        return settings_of(self.subject.team_id).referral_word if self.link else ReferralWord.REFERRAL

    @property
    def answering(self) -> bool:
        """Whether the second of the two forms was sent."""
        return "answer" in self.request.POST

    def make_form(self, data: Any = None) -> ActForm:
        """The code alone, or the answer with the code that was right."""
        return AnswerByLinkForm(data, with_answer=self.answering)

    def answer(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The code is checked outside the one effect, so that a wrong one is counted although nothing happens."""
        form = self.make_form(request.POST)
        valid, code = form.is_valid(), form.cleaned_data.get("code", "")
        if code and not check_code(link=self.opened, code=code, by=self.opened.actor):
            again = AnswerByLinkForm(request.POST, with_answer=False)
            again.add_error("code", words.CODE_WRONG)
            return self._ask_code(again, status=422)
        if code and not self.answering:
            return self.show(AnswerByLinkForm(initial={"code": code}, with_answer=True))
        return self.act_once(form) if valid else self.show(form, status=422)

    def show(self, form: ActForm, status: int = 200) -> HttpResponse:
        """The code is asked for, or what we ask and a box for the answer."""
        if "answer" not in form.fields:
            return self._ask_code(form, status)
        intro = words.questions(self.subject)
        return self.render({"form": form, "submit_label": "Send my answer", "intro": intro}, status)

    def _ask_code(self, form: ActForm, status: int = 200) -> HttpResponse:
        return self.render({"form": form, "submit_label": "Continue", "intro": words.CODE_ASKED}, status)

    def act(self, form: ActForm) -> str:
        """Record the answer."""
        link, answer = self.opened, form.cleaned_data["answer"]
        actions.answer_by_link(request=self.subject, link=link, answer=answer, by=link.actor)
        return reverse("referrals:information-thanks", args=[self.subject.team.slug])

    def gone(self) -> Sequence[str]:
        """Whom to ring where it was one of our questions."""
        return words.gone(self.subject.team if self.subject else None)


class InformationThanksPage(InOurWord, TeamThanksPage):
    """After the answer."""

    public = "It thanks whoever answered, and says nothing about whom."
    tab_title = "Referral form"
    heading = "Thank you for your answer"

    def thanks(self, team: Team) -> Sequence[str]:
        """What happens next."""
        return words.thanks(team)

    def word(self) -> str:
        """The team's in the address."""
        team = public_team(self.kwargs["team"])
        return settings_of(team.pk).referral_word if team else ReferralWord.REFERRAL
