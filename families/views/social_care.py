"""Referrals to children's social care: made, put in writing, acknowledged, chased, escalated (P32)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.urls import reverse

from families import actions
from families.forms.safeguarding import (
    AcknowledgedForm,
    ChasedForm,
    EscalatedForm,
    SocialCareForm,
    WrittenForm,
    moment,
)
from families.models import SocialCareReferral
from families.presenters.safeguarding import escalation_help
from families.views.safeguarding import ConcernActionPage, SafeguardingActionPage


class ReferSocialCarePage(ConcernActionPage):
    """Record a referral about a concern."""

    heading = "Refer to children’s social care"
    form_class = SocialCareForm
    submit_label = "Record the referral"
    success = "It has been recorded. An acknowledgement is due in one working day; until then it is on the worklist."

    def intro(self) -> Sequence[str]:
        """What is done outside this page."""
        return (
            "Ring first, then confirm it in writing. This page records what you did: it sends nothing.",
            "What you say to social care is never shown or sent to the parents from here.",
        )

    def act(self, form: Any) -> str:
        """Record it."""
        given = form.cleaned_data
        actions.refer_to_social_care(
            concern=self.subject,
            to_whom=given["to_whom"],
            phoned_on=moment(given["phoned_day"], given["phoned_time"]),
            written_on=moment(given["written_day"], given["written_time"]),
            by=self.viewer.actor,
        )
        return self.back_href


class SocialCareActionPage(SafeguardingActionPage):
    """A form about one referral, which leads back to its concern."""

    abstract = True

    def get_subject(self) -> SocialCareReferral:
        """One of this family's."""
        rows = SocialCareReferral.objects.visible_to(self.viewer).filter(family=self.family)
        return self.find(rows.select_related("concern"), key=self.kwargs["item"])

    def get_heading(self) -> str:
        """What is done about which."""
        return f"{self.heading}: referral to {self.subject.to_whom}"

    @property
    def back_href(self) -> str:
        """The concern's page."""
        return reverse("families:concern", args=[self.family.key, self.subject.concern.key])


class WrittenPage(SocialCareActionPage):
    """What was said by phone has been sent in writing."""

    heading = "Put in writing"
    form_class = WrittenForm
    success = "It has been recorded."

    def act(self, form: Any) -> str:
        """Record it."""
        given = form.cleaned_data
        sent = moment(given["day"], given["time"])
        assert sent is not None
        actions.put_in_writing(referral=self.subject, written_on=sent, seen=given["seen"], by=self.viewer.actor)
        return self.back_href


class AcknowledgedPage(SocialCareActionPage):
    """They answered."""

    heading = "Record the answer"
    form_class = AcknowledgedForm
    success = "Their answer has been recorded. The concern stays open until it is closed with its outcome."

    def act(self, form: Any) -> str:
        """Record it."""
        given = form.cleaned_data
        told = {name: given[name] for name in ("acknowledged_on", "decision", "seen")}
        actions.acknowledge(referral=self.subject, **told, by=self.viewer.actor)
        return self.back_href


class ChasedPage(SocialCareActionPage):
    """They were asked again."""

    heading = "Chase"
    form_class = ChasedForm
    success = "It has been recorded. An answer is due in one working day."

    def initial(self) -> dict[str, Any]:
        """Today."""
        return {"chased_on": self.today}

    def act(self, form: Any) -> str:
        """Record it."""
        given = form.cleaned_data
        actions.chase(referral=self.subject, chased_on=given["chased_on"], seen=given["seen"], by=self.viewer.actor)
        return self.back_href


class EscalatedPage(SocialCareActionPage):
    """It was taken to somebody higher."""

    heading = "Escalate"
    form_class = EscalatedForm
    success = "It has been recorded. An answer is due in one working day."

    def aside(self) -> Sequence[object]:
        """The path, in words."""
        return (escalation_help(),)

    def initial(self) -> dict[str, Any]:
        """Today."""
        return {"escalated_on": self.today}

    def act(self, form: Any) -> str:
        """Record it."""
        given = form.cleaned_data
        told = {name: given[name] for name in ("escalated_on", "escalated_to", "reason", "seen")}
        actions.escalate(referral=self.subject, **told, by=self.viewer.actor)
        return self.back_href
