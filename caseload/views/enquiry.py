"""Final enquiries: the referrer is asked before the first contact (P64)."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse

from caseload import actions
from caseload.forms.enquiry import EnquiryForm, SettleEnquiryForm
from caseload.models import FinalEnquiry
from caseload.presenters.enquiry import callout, referrer_facts
from caseload.selectors import work
from caseload.selectors.enquiry import referral_of
from caseload.views.base import AboutWork, EpisodeActionPage, EpisodesWaiting, episode_link
from families.pages import FamilyActionPage
from pitservice.accounts.enums import Permission
from pitservice.ui.components import Link
from referrals.models import Referral

KEPT = "What you entered is kept. Add the rest when the referrer answers."
ANSWERED = "The referrer’s answers are recorded. The first contact can be made from this page."
TO_SETTLE = (
    "The answers are recorded. They speak against going on: raise a concern, end the work, or say what was settled."
)


class AskReferrerPage(EpisodeActionPage):
    """Record that the referrer was asked, with what they answered so far (P64)."""

    permission = Permission.BOOK
    form_class = EnquiryForm
    heading = "Ask the referrer before first contact"

    def intro(self) -> Sequence[str]:
        """What it is for, and what is not said."""
        return [
            "Things change while a family waits. Ask the referrer before anybody gets in touch.",
            "What you do not know yet can be left empty and added later. Say nothing that is not in the referral.",
        ]

    @cached_property
    def referral(self) -> Referral | None:
        """Whose referrer is asked."""
        return referral_of(self.subject)

    def aside(self) -> Sequence[object]:
        """How the referrer can be reached."""
        return referrer_facts(self.referral)

    def initial(self) -> dict[str, Any]:
        """The referrer, today."""
        referral = self.referral
        parts = (referral.referrer_name, referral.referrer_role) if referral else ()
        return {"who": ", ".join(part for part in parts if part)[:160], "channel": "call", "asked_on": self.today}

    def act(self, form: Any) -> str:
        """Record it."""
        row = actions.ask_referrer(episode=self.subject, asked=form.asked, by=self.viewer.actor)
        self.success = _said(row)
        return self.back_href


class EnquiryActionPage(AboutWork, FamilyActionPage):
    """Does something with an enquiry; `subject` is the enquiry."""

    abstract = True
    way_to_family = "subject.episode.family"

    def get_subject(self) -> Any:
        """The enquiry."""
        visible = FinalEnquiry.objects.visible_to(self.viewer).select_related("episode__family", "team")
        return self.find(visible, key=self.kwargs["key"])

    def get_breadcrumbs(self) -> Sequence[Link]:
        """Families, this family, the work."""
        return self.trail(episode_link(self.subject.episode))

    @property
    def back_href(self) -> str:
        """The piece of work."""
        return reverse("caseload:episode", args=[self.subject.episode.key])


class AnswersPage(EnquiryActionPage):
    """Add what the referrer answered (P64)."""

    permission = Permission.BOOK
    form_class = EnquiryForm
    heading = "What the referrer answered"

    def initial(self) -> dict[str, Any]:
        """As it stands."""
        names = ("channel", "asked_on", "changed", "safe", "wanted", "introduces", "note")
        return {"who": self.subject.asked} | {name: getattr(self.subject, name) for name in names}

    def act(self, form: Any) -> str:
        """Record it."""
        row = actions.add_answers(
            enquiry=self.subject, asked=form.asked, seen=form.cleaned_data["seen"], by=self.viewer.actor
        )
        self.success = _said(row)
        return self.back_href


class SettlePage(EnquiryActionPage):
    """Say why the work goes on although the referrer's answers spoke against it (P64)."""

    permission = Permission.RECORD_SESSIONS
    form_class = SettleEnquiryForm
    heading = "Settle what the referrer answered"
    success = "What was settled is recorded. The first contact can be made from this page."

    def aside(self) -> Sequence[object]:
        """What they answered, and what else can be done."""
        if not self.subject.is_worrying:
            return ()
        concern = Link("Raise a concern", reverse("families:add_concern", args=[self.family.key]))
        end = Link("End the work", reverse("caseload:end_unplanned", args=[self.subject.episode.key]))
        return [callout([self.subject]), concern, end]

    def act(self, form: Any) -> str:
        """Record it."""
        given = form.cleaned_data
        actions.settle_enquiry(enquiry=self.subject, why=given["why"], seen=given["seen"], by=self.viewer.actor)
        return self.back_href


class EnquiriesPage(EpisodesWaiting):
    """Work before which the referrer answered something that speaks against going on (P64)."""

    permission = Permission.RECORD_SESSIONS
    heading = "Referrers’ answers to settle"
    url_name = "caseload:enquiries"
    nothing = (
        "Nothing is to be settled. Work comes here when a referrer answers, before the first contact, that it may not "
        "be safe or is no longer wanted."
    )

    def records(self) -> QuerySet[Any]:
        """Longest open first."""
        return work.enquiries_to_settle(self.viewer)


def _said(row: FinalEnquiry) -> str:
    if row.is_worrying:
        return TO_SETTLE
    return ANSWERED if row.answered_on else KEPT
