"""A colleague's opinion in a review by the team."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import Any

from pitservice.accounts.enums import Permission
from pitservice.ui.forms import ActForm
from referrals import actions
from referrals.forms.moving import OpinionForm
from referrals.models import Opinion
from referrals.presenters import referral as about
from referrals.selectors.reviewing import review_of
from referrals.views.base import ReferralActionPage


class OpinionPage(ReferralActionPage):
    """What I recommend, and why; the others' opinions are read afterwards."""

    permission = Permission.RECORD_SESSIONS
    form_class = OpinionForm
    submit_label = "Give my opinion"
    success = "Thank you. You can change it until somebody decides."

    def get_heading(self) -> str:
        """Which referral."""
        return f"Your opinion on referral {self.referral.key}"

    @cached_property
    def own(self) -> Opinion | None:
        """What I said before in this review."""
        review = review_of(self.referral)
        given = Opinion.objects.visible_to(self.viewer).filter(review=review, colleague=self.user)
        return given.first() if review else None

    @property
    def seen(self) -> int | None:
        """An opinion is only its giver's: nothing of it goes stale."""
        return None

    def aside(self) -> Sequence[object]:
        """What worries the referrer and who is in the family."""
        people = about.people(self.referral, self.parties, self.today, may_record=False)
        return [about.about(self.referral), people, about.helpers(self.referral)]

    def initial(self) -> dict[str, Any]:
        """As said before."""
        return {"recommends": self.own.recommends, "reason": self.own.reason} if self.own else {}

    def act(self, form: ActForm) -> str:
        """Keep it."""
        given = form.cleaned_data
        actions.give_opinion(
            referral=self.referral,
            colleague=self.user,
            recommends=given["recommends"],
            reason=given["reason"],
            by=self.viewer.actor,
        )
        return self.href
