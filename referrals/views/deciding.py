"""The page where a referral is decided, and the one where its warning is read first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, cast

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone

from families.contact import Facts
from families.enums import Channel
from families.models import Family, Organisation
from pitservice.accounts.enums import Permission
from pitservice.configuration.selectors import holidays_of, settings_of
from pitservice.configuration.working_days import add_working_days
from pitservice.messaging.gateways import gateway_for
from pitservice.ui.dates import clock
from pitservice.ui.forms import ActForm
from referrals import actions
from referrals.contact_facts import facts_of
from referrals.enums import UNDECIDED_STATES, AskedBy, Outcome, ReferralState
from referrals.forms.decide import Decided, DecideForm
from referrals.forms.warning import WarningForm
from referrals.presenters import deciding as parts
from referrals.presenters import letters, reviewing
from referrals.presenters import referral as referral_parts
from referrals.presenters.asking import code_to_tell
from referrals.presenters.status import missing
from referrals.registry import route_of
from referrals.rules import agreement_gaps
from referrals.selectors import Look, edition_for, look
from referrals.selectors.reviewing import opinions_in, review_of
from referrals.telling import Desk, Proposal, desk_of, proposals
from referrals.verdict import Verdict
from referrals.views.base import ReferralActionPage
from referrals.wording import ASK_GUARDIAN

NOT_AS_READ = (
    "What will be sent is not what you read: it goes by the record that you chose, something was changed meanwhile, or "
    "your page was too old to say. Read it again, then decide. What you typed is still here."
)
_OUTCOMES = (
    Outcome.WAITING_LIST,
    Outcome.ALLOCATE,
    Outcome.NOT_ACCEPTED,
    Outcome.MORE_INFORMATION,
    Outcome.TEAM_REVIEW,
    Outcome.WITHDRAWN,
)


@dataclass(frozen=True)
class Drawn:
    """The letters of an outcome, worked out when they are looked at and once for each way in which they may go (P16).

    `verdict` is what was chosen so far; who gets what does not depend on more of it than the outcome.
    """

    desk: Desk
    facts: Facts
    verdict: Verdict

    @cached_property
    def preview(self) -> list[object]:
        """Every letter as it will go, and who gets nothing and why."""
        return letters.preview(self._of(self.verdict))

    @cached_property
    def gets(self) -> list[str]:
        """Who gets what by this outcome, whatever is chosen besides."""
        ways = [*AskedBy] if self.verdict.outcome == Outcome.MORE_INFORMATION else [AskedBy.LETTER]
        found = [self._of(Verdict(outcome=self.verdict.outcome, asked_by=way)) for way in ways]
        return list(dict.fromkeys(line for each in found for line in letters.who_gets_what(each)))

    def _of(self, verdict: Verdict) -> Sequence[Proposal]:
        return proposals(self.desk, self.facts, verdict, at=timezone.now())


class DecidePage(ReferralActionPage):
    """One page, from top to bottom in two minutes, every letter readable as it will go (P16, SCR-1, SCR-3)."""

    permission = Permission.DECIDE_REFERRALS
    form_class = DecideForm
    anew = (*ReferralActionPage.anew, "decided", "desk", "facts")

    @property
    def submit_label(self) -> str:  # type: ignore[override]  # nothing is decided while the guardian is asked (P10)
        """The button, where there is something to decide."""
        return "" if self.decided.look.guardian else "Decide"

    def get_heading(self) -> str:
        """Which referral."""
        return f"Decide on referral {self.referral.key}"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Warnings are read first."""
        if self.referral.must_be_read:
            return redirect("referrals:warning", key=self.referral.key)
        return super().get(request, *args, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The decision, or only a look at what would be sent: nothing is written by that."""
        form = self.make_form(request.POST)
        if self.decided.look.guardian:
            return self.refuse(form, ASK_GUARDIAN)
        if "preview" not in request.POST:
            return super().post(request, *args, **kwargs)
        if not form.is_valid():
            return self.show(form, status=422)
        assert isinstance(form, DecideForm)
        return self.show(self.make_form(request.POST, decided=self.previewed(form)))

    def show(self, form: ActForm, status: int = 200) -> HttpResponse:
        """The page; what will be sent is read from now on as it stands here."""
        if form.is_bound:
            cast("DecideForm", form).drawn()
        return super().show(form, status)

    def act_once(self, form: ActForm) -> HttpResponse:
        """Decide, unless what would be sent is not what was read: then it is shown again, nothing typed lost (P16)."""
        assert isinstance(form, DecideForm)
        if form.cleaned_data["seen"] == self.seen and (changed := self._not_as_read(form)):
            if onward := self.sent_before():
                return redirect(onward)
            self.changed = changed
            again = self.make_form(self.request.POST, decided=self.previewed(form))
            again.is_valid()
            again.add_error(None, NOT_AS_READ)
            return self.show(again, status=409)
        return super().act_once(form)

    def _not_as_read(self, form: DecideForm) -> list[object]:
        """What has changed of who gets what; nothing where it is as it stood on the page.

        A page that does not say what stood on it, as one drawn before an update, was not read: it is shown again.
        """
        verdict = form.verdict()
        now = Drawn(self.desk, self._facts(verdict.family), Verdict(outcome=verdict.outcome)).gets
        read = form.was_read(verdict.outcome)
        return [] if read is not None and list(read) == now else letters.changed(read or (), now)

    @cached_property
    def desk(self) -> Desk:
        """What every letter is written from, read once."""
        return desk_of(self.referral)

    @cached_property
    def facts(self) -> Facts:
        """What the contact rules look at, as it is settled now; read once."""
        return facts_of(self.referral, self.referral.family)

    def _facts(self, family: Family | None) -> Facts:
        """The same as they would be if it were about this family."""
        return self.facts if family == self.referral.family else facts_of(self.referral, family)

    def make_form(self, data: Any = None, files: Any = None, decided: Decided | None = None) -> ActForm:
        """The form with the parts to be read between its questions."""
        return DecideForm(data, seen=self.seen, decided=decided or self.decided)

    @cached_property
    def decided(self) -> Decided:
        """What the form needs."""
        referral, edition = self.referral, edition_for(self.referral)
        seen = Look() if referral.family else look(referral, self.viewer)
        last = referral.screenings.last()
        gaps = agreement_gaps(self.facts)
        route = route_of(Outcome.ALLOCATE)
        holidays = holidays_of(referral.team)
        return Decided(
            items=list(edition.items.all()) if edition else [],
            ticked_by_referrer=frozenset(referral.referrer_ticks),
            ticked=frozenset(last.ticks if last else referral.referrer_ticks),
            outcomes=[] if seen.guardian else self._outcomes(),
            look=seen,
            settled=referral.family,
            gaps=gaps,
            alternatives=Organisation.objects.visible_to(self.viewer)
            .filter(team=referral.team, is_alternative=True, ends_on=None)
            .order_by("name"),
            chase_on=add_working_days(self.today, settings_of(referral.team_id).chase_days, holidays),
            missing=missing(referral, self.parties),
            by_email=gateway_for(Channel.EMAIL) is not None,
            route=route,
            route_fields=route.form_fields(referral, self.viewer) if route else {},
            parts=self._parts(seen, gaps, self._working()),
            letters={one: Drawn(self.desk, self.facts, Verdict(outcome=one)) for one in _OUTCOMES},
        )

    def previewed(self, form: DecideForm) -> Decided:
        """The same with the letters as they would go for what was typed, and the rule's working for what was ticked."""
        verdict = form.verdict()
        facts = self._facts(verdict.family)
        suggestion = actions.suggestion_of(edition_for(self.referral), verdict.ticks or [])
        gaps = agreement_gaps(facts)
        working = suggestion.working if suggestion else ""
        drawn_parts = self._parts(self.decided.look, gaps, working)
        drawn = dict(self.decided.letters) | {verdict.outcome: Drawn(self.desk, facts, verdict)}
        return replace(self.decided, gaps=gaps, parts=drawn_parts, letters=drawn)

    def _parts(self, seen: Look, gaps: Sequence[str], working: str) -> Mapping[str, Sequence[object]]:
        review = review_of(self.referral)
        told = reviewing.opinions(review, opinions_in(review), self.user.pk, deciding=True) if review else None
        return parts.parts(self.referral, self.parties, seen, gaps, self.today, working=working, review=told)

    def _working(self) -> str:
        last = self.referral.screenings.last()
        return last.working if last else self.referral.working

    def _outcomes(self) -> Sequence[Outcome]:
        """What may be chosen now; allocation only where somebody registered how."""
        review = self.referral.state == ReferralState.TEAM_REVIEW
        found = [one for one in _OUTCOMES if one != Outcome.ALLOCATE or route_of(one)]
        later = (Outcome.TEAM_REVIEW, Outcome.MORE_INFORMATION)
        return [one for one in found if not (review and one in later)]

    def act(self, form: DecideForm) -> str:
        """Decide."""
        verdict, codes = form.verdict(), list[str]()
        decision = actions.decide(
            referral=self.referral,
            verdict=verdict,
            site=self.request.build_absolute_uri("/"),
            tell=codes.append,
            seen=form.cleaned_data["seen"],
            by=self.viewer.actor,
        )
        until = clock(decision.effective_from)
        outcome = Outcome(decision.outcome).past.lower()
        self.success = f"Decided: {outcome}. Letters wait until {until}: until then you can take it back."
        if verdict.asked_by == AskedBy.EMAIL and codes:
            self.success += f" {code_to_tell(codes[0])}"
        return reverse("referrals:referral", args=[self.referral.key])


class WarningPage(ReferralActionPage):
    """What must be known first, in the referrer's own words; a person says what it means for contact (P3)."""

    permission = Permission.DECIDE_REFERRALS
    form_class = WarningForm
    submit_label = "I have read this"
    heading = "Read this first"
    success = "Noted. The referral can be decided now."

    def aside(self) -> Sequence[object]:
        """The warning, and the whole submission behind it."""
        return [*referral_parts.warning(self.referral), referral_parts.as_sent(self.referral.submitted, self.parties)]

    def form_kwargs(self) -> dict[str, Any]:
        """The adults named."""
        return {"parties": self.parties}

    def act(self, form: WarningForm) -> str:
        """Note that it was read, and by whom."""
        actions.read_warning(
            referral=self.referral, seen=form.cleaned_data["seen"], by=self.viewer.actor, **form.meaning()
        )
        name = "referrals:decide" if self.referral.state in UNDECIDED_STATES else "referrals:referral"
        return reverse(name, args=[self.referral.key])
