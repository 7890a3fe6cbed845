"""Pages that do one thing to a referral: withdraw, open again, take back, take on, what an adult said."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import Any, ClassVar

from pitservice.accounts.enums import Permission
from pitservice.ui.components import Words
from pitservice.ui.dates import day
from pitservice.ui.forms import ActForm
from referrals import actions
from referrals.forms.moving import AgreementForm, AsideForm, ReasonForm
from referrals.models import ReferredPerson
from referrals.views.base import ReferralActionPage
from referrals.wording import called


class ReasonPage(ReferralActionPage):
    """A page that asks why and does one thing."""

    abstract: ClassVar[bool] = True
    form_class = ReasonForm

    def act(self, form: ActForm) -> str:
        """Do it, and lead back to the referral."""
        self.do(reason=form.cleaned_data["reason"], seen=form.cleaned_data["seen"])
        return self.href

    def do(self, *, reason: str, seen: int | None) -> None:
        """The one thing."""
        raise NotImplementedError  # an abstract page: nobody reaches this one


class WithdrawPage(ReasonPage):
    """The family or the referrer no longer wants it."""

    permission = Permission.ADD_REFERRALS
    heading = "Withdraw the referral"
    submit_label = "Withdraw"
    success = "Withdrawn. Letters that had not gone were stopped."

    def do(self, *, reason: str, seen: int | None) -> None:
        """Withdraw."""
        actions.withdraw(referral=self.referral, reason=reason, seen=seen, by=self.viewer.actor)


class ReopenPage(ReasonPage):
    """An ended referral is decided again; its clock starts today."""

    permission = Permission.DECIDE_REFERRALS
    heading = "Open the referral again"
    submit_label = "Open again"
    success = "Opened. The days for deciding start today."

    def do(self, *, reason: str, seen: int | None) -> None:
        """Open again."""
        actions.reopen(referral=self.referral, reason=reason, seen=seen, by=self.viewer.actor)


class TakeBackPage(ReasonPage):
    """Take the last decision back, while its letters wait."""

    permission = Permission.DECIDE_REFERRALS
    heading = "Take the decision back"
    submit_label = "Take it back"
    success = "Taken back. Its letters were stopped, and the referral is to be decided again."

    def do(self, *, reason: str, seen: int | None) -> None:
        """Take back."""
        actions.take_back(referral=self.referral, reason=reason, seen=seen, by=self.viewer.actor)


class TakeOnPage(ReferralActionPage):
    """This colleague screens it."""

    permission = Permission.DECIDE_REFERRALS
    heading = "Screen this referral"
    submit_label = "I will screen this"
    success = "You screen this referral. It stands under “Mine”."

    def act(self, form: ActForm) -> str:
        """Take it on."""
        actions.take_on(
            referral=self.referral, screener_id=self.user.pk, seen=form.cleaned_data["seen"], by=self.viewer.actor
        )
        return self.href


class AsidePage(ReferralActionPage):
    """Put it aside until a day on which it comes back by itself."""

    permission = Permission.DECIDE_REFERRALS
    form_class = AsideForm
    heading = "Put the referral aside"
    submit_label = "Put it aside"

    def act(self, form: ActForm) -> str:
        """Put it aside."""
        given = form.cleaned_data
        actions.put_aside(
            referral=self.referral, until=given["until"], why=given["why"], seen=given["seen"], by=self.viewer.actor
        )
        self.success = f"Put aside. It comes back by itself on {day(given['until'])}."
        return self.href


class BringBackPage(ReferralActionPage):
    """Take it up again before its day."""

    permission = Permission.DECIDE_REFERRALS
    heading = "Bring the referral back"
    submit_label = "Bring it back now"
    success = "It stands in the inbox again."

    def intro(self) -> Sequence[str]:
        """Until when it is put aside."""
        until = self.referral.hold_until
        return (f"Put aside until {day(until)}: {self.referral.hold_why}",) if until else ()

    def act(self, form: ActForm) -> str:
        """Bring it back."""
        actions.bring_back(referral=self.referral, seen=form.cleaned_data["seen"], by=self.viewer.actor)
        return self.href


class AgreementPage(ReferralActionPage):
    """What one adult said: whether they know of the referral and agree to it (P2, SCR-3)."""

    permission = Permission.DECIDE_REFERRALS
    form_class = AgreementForm
    success = "Recorded."

    @cached_property
    def party(self) -> ReferredPerson:
        """The adult."""
        people = ReferredPerson.objects.visible_to(self.viewer).filter(referral=self.referral)
        return self.find(people, key=self.kwargs["party"])

    def get_heading(self) -> str:
        """Whose answer."""
        return f"What {called(self.party)} said"

    def aside(self) -> Sequence[object]:
        """Each adult answers for themselves."""
        return [Words(["Each adult answers for themselves. “Not known” is an answer too."])]

    def initial(self) -> dict[str, Any]:
        """As recorded."""
        return {name: getattr(self.party, name) for name in ("knows", "agrees", "asked_by", "asked_on")}

    def act(self, form: ActForm) -> str:
        """Record it."""
        given = {name: form.cleaned_data[name] for name in ("knows", "agrees", "asked_by", "asked_on")}
        actions.record_party_agreement(party=self.party, by=self.viewer.actor, **given)
        return self.href
