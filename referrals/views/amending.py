"""After sending: by the receipt's link the referrer proposes changes or withdraws; data only after the code (P11).

Every page says the same whatever has become of the referral: by this link nobody learns of a decision (P10).
"""

from __future__ import annotations

from functools import cached_property
from typing import Any

from django.http import Http404, HttpResponse

from pitservice.ui.components import Link
from pitservice.ui.forms import ActForm
from referrals import actions
from referrals.actions.amending import RECEIPT_LINK
from referrals.enums import ChangeKind, Entrance
from referrals.intake.changes import Difference, answers_again, differences, files_added
from referrals.intake.returning import ChangesForm, WithdrawForm
from referrals.models import Referral
from referrals.presenters import public as words
from referrals.selectors.amending import proposed_last, sent_by
from referrals.views.door import Door, DoorForm
from referrals.views.returning import ByLink


class OfReferral(Door):
    """The professionals' door, by the receipt's link."""

    entrance, name, tab_title = Entrance.PROFESSIONAL, "refer", "Referral form"

    def said_before(self, referral: Referral) -> dict[str, Any]:
        """The answers as the referrer gave them last."""
        last = proposed_last(referral)
        return dict(last or answers_again(referral.submitted.get("_typed", {}), self.make_step))


class ReferChangePage(OfReferral, ByLink):
    """Back to a referral that was sent."""

    heading = "Change or withdraw a referral you sent"
    purpose = RECEIPT_LINK

    def act(self, form: ActForm) -> str:
        """Open the form anew, at an address of its own."""
        assert self.link is not None
        referral = sent_by(self.link)
        answers = self.said_before(referral)
        self.kwargs["team"] = referral.team.slug
        self.kwargs["token"] = actions.open_amendment(link=self.link, answers=answers, by=self.link.actor).token
        return self.overview


class UnderAmendment(OfReferral, DoorForm):
    """A page of a referral that is being changed."""

    def stop(self) -> HttpResponse | None:
        """Sent, or left for long; a form that was not sent yet has no such page."""
        if self.draft.amends is None:
            raise Http404
        return self.elsewhere()

    @property
    def back(self) -> Link:
        """The list of tasks."""
        return Link("Back to the list of tasks", self.overview)


class ReferChangesPage(UnderAmendment):
    """What is changed, answer by answer, why, and the button that sends it."""

    form_class = ChangesForm
    template_name = "pages/public_check_answers.html"
    heading = "Check your changes"
    submit_label = "Send these changes"

    @cached_property
    def changed(self) -> list[Difference]:
        """How the answers differ from those given before."""
        assert self.draft.amends is not None
        said = differences(self.said_before(self.draft.amends), self.draft.answers, self.make_step)
        return [*said, *files_added(self.draft.attachments.select_related("stored"))]

    def show(self, form: ActForm, status: int = 200) -> HttpResponse:
        """The changes."""
        body = words.changes(self.changed, lambda step: self.address("step", step=step))
        more = {"intro": words.CHANGING, "back": self.back, "cancel": None, "submit_label": self.submit_label}
        return self.render({"form": form, "body": body, **more}, status)

    def act(self, form: ActForm) -> str:
        """Propose them; the files come along by themselves."""
        said = [one for one in self.changed if one.kind != ChangeKind.FILE]
        actions.propose_changes(draft=self.draft, differences=said, reason=form.cleaned_data["reason"], by=self.by)
        return self.address("sent")


class ReferWithdrawPage(UnderAmendment):
    """The wish to withdraw, with a reason."""

    form_class = WithdrawForm
    heading = "Withdraw this referral"
    submit_label = "Ask to withdraw it"

    def show(self, form: ActForm, status: int = 200) -> HttpResponse:
        """Why."""
        more = {"intro": words.WITHDRAWING, "back": self.back, "submit_label": self.submit_label}
        return self.render({"form": form, **more}, status)

    def act(self, form: ActForm) -> str:
        """Ask."""
        actions.ask_to_withdraw(draft=self.draft, reason=form.cleaned_data["reason"], by=self.by)
        return self.address("sent")
