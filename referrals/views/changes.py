"""What the referrer changed after sending: a colleague accepts each change or sets it aside, with one press (P11)."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import ClassVar

from pitservice.accounts.enums import Permission
from pitservice.ui.forms import ActForm
from pitservice.ui.pages import PressPage
from referrals import actions
from referrals.effects import effect_of
from referrals.enums import ChangeAnswer
from referrals.models import ProposedChange
from referrals.presenters import amending as parts
from referrals.selectors.amending import people_named
from referrals.views.base import ReferralActionPage
from referrals.wording import is_sealed


class AnswerChangePage(ReferralActionPage, PressPage):
    """One change: the press comes from the referral's own page; this page asks again where it was refused."""

    abstract: ClassVar[bool] = True
    permission = Permission.DECIDE_REFERRALS
    answer: ClassVar[ChangeAnswer]
    anew: ClassVar[Sequence[str]] = (*ReferralActionPage.anew, "change")

    @cached_property
    def change(self) -> ProposedChange:
        """One of this referral's; none of a child whose former identity was sealed (P23)."""
        found = ProposedChange.objects.visible_to(self.viewer).filter(amendment__referral=self.referral)
        if any(is_sealed(party) for party in self.parties):
            found = found.none()
        return self.find(found.select_related("amendment__referral"), key=self.kwargs["change"])

    def get_subject(self) -> ProposedChange:  # type: ignore[override]  # the change's version travels, not the referral's
        """Its version travels in the form."""
        return self.change

    def aside(self) -> Sequence[object]:
        """The change beside what was said before."""
        named = people_named(self.referral, self.parties)
        return [parts.change_facts(self.change, effect_of(self.change, self.referral, named), {})]

    def act(self, form: ActForm) -> str:
        """Answer it."""
        actions.answer_change(
            change=self.change, answer=self.answer, seen=form.cleaned_data["seen"], by=self.viewer.actor
        )
        return f"{self.href}#{parts.ANCHOR}"


class AcceptChangePage(AnswerChangePage):
    """Accept it."""

    answer = ChangeAnswer.ACCEPTED
    heading = "Accept this change"
    submit_label = "Accept"
    success = "Accepted."


class SetAsideChangePage(AnswerChangePage):
    """Set it aside."""

    answer = ChangeAnswer.SET_ASIDE
    heading = "Set this change aside"
    submit_label = "Set aside"
    success = "Set aside. The referral stays as it was."
