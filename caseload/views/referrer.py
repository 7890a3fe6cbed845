"""The referrer at the first appointment: each adult's answer, inviting, what was said, who is to be told (P64)."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from caseload import actions
from caseload.actions.referrers import check_agreed, check_may_be_invited_to, steps_for
from caseload.enums import AppointmentState, InviteStep
from caseload.forms.referrer import InviteReferrerForm, ReferrerStepForm
from caseload.presenters import referrer as presenting
from caseload.presenters import words
from caseload.presenters.enquiry import referrer_facts
from caseload.selectors.referrers import Inviting, inviting, referrers_to_tell, stands
from caseload.views.answers import AnswersPage
from caseload.views.base import AppointmentActionPage, AppointmentsToSettle
from pitservice.accounts.enums import Permission
from pitservice.db.errors import Refused
from pitservice.ui.components import Callout, Cell, Column, Empty


class ReferrersPage(AppointmentsToSettle):
    """Appointments whose referrer still thinks that they are to come."""

    heading = "Referrers to tell or ask"
    url_name = "caseload:referrers"
    nothing = (
        "No referrer is to be told anything. An appointment comes here when a parent no longer wants the referrer "
        "there, and after it was moved or cancelled, until somebody has told them; and as long as an invitation has no "
        "answer."
    )

    def records(self) -> QuerySet[Any]:
        """Soonest first."""
        return referrers_to_tell(self.viewer)

    def columns(self) -> Sequence[Column]:
        """When, who, what they are to be told."""
        return presenting.COLUMNS

    def row(self, record: Any) -> Sequence[Cell]:
        """One appointment."""
        return presenting.row(record)


class ReferrerAnswersPage(AnswersPage):
    """Record what each adult said to the referrer being at the first appointment."""

    heading = "May the referrer come to the first appointment?"

    def answers(self) -> QuerySet[Any]:
        """To the referrer of this work."""
        found: QuerySet[Any] = self.subject.episode.referrer_answers.all()
        return found

    def intro(self) -> Sequence[str]:
        """Which appointment; each adult apart, and without a reason."""
        return [
            f"{self.subject.get_state_display()}: {words.when(self.subject)}.",
            "Ask each adult apart. Each may say no, at any time and without saying why; then the referrer stays away.",
        ]

    def act(self, form: Any) -> str:
        """Keep the answers; after a no the invitation is taken back."""
        off = actions.record_referrer_answers(
            episode=self.subject.episode, said=form.said, seen=form.cleaned_data["seen"], by=self.viewer.actor
        )
        self.success = "It is recorded what each adult said."
        if off:
            self.success = (
                "The invitation is taken back. Tell the referrer not to come: it stands on home until you have."
            )
        return self.back_href


class ReferrerActionPage(AppointmentActionPage):
    """Does something about the referrer of an appointment."""

    abstract = True
    permission = Permission.BOOK
    submit_label = "Save"

    @cached_property
    def inviting(self) -> Inviting:
        """How far it is."""
        return inviting(self.subject, asking=True)

    def initial(self) -> dict[str, Any]:
        """Today."""
        return {"on": timezone.localdate()}


class InviteReferrerPage(ReferrerActionPage):
    """Record that somebody invited the referrer, by telephone, by e-mail or in person."""

    form_class = InviteReferrerForm
    heading = "Invite the referrer"
    success = "The referrer is invited. Record here what they say."

    def intro(self) -> Sequence[str]:
        """Who speaks to them, and that this sends nothing."""
        return ["Speak to them yourself, then record it here: nothing is sent."]

    def aside(self) -> Sequence[object]:
        """What may be told and to whom; or why nobody is invited."""
        why = self._why_not()
        if why:
            return [Callout("The referrer cannot be invited", why)]
        return [
            presenting.may_be_told(self.subject),
            presenting.nothing_else(),
            *referrer_facts(self.inviting.referral),
        ]

    def _why_not(self) -> list[str]:
        try:
            check_may_be_invited_to(self.subject)
            check_agreed(self.inviting)
        except Refused as refusal:
            return [str(refusal)]
        return list(self.inviting.against)

    def act(self, form: Any) -> str:
        """Record it."""
        actions.invite_referrer(
            appointment=self.subject, spoken=form.spoken, seen=form.cleaned_data["seen"], by=self.viewer.actor
        )
        return self.back_href


class ReferrerPage(ReferrerActionPage):
    """Record what the referrer said, or that they were told what has changed."""

    form_class = ReferrerStepForm
    success = "It is recorded what was said with the referrer."

    def get_heading(self) -> str:
        """Whether they are to be told, or have answered."""
        return "Tell the referrer" if self.waits else "What the referrer said"

    @cached_property
    def waits(self) -> str:
        """What they are still to be told."""
        return presenting.to_do(self.subject, self.inviting.last)

    @cached_property
    def steps(self) -> list[tuple[str, str]]:
        """What can follow."""
        return presenting.choices(self.subject, self.inviting.last, steps_for(self.subject, self.inviting))

    def form_kwargs(self) -> dict[str, Any]:
        """What can follow."""
        return {"steps": self.steps}

    def initial(self) -> dict[str, Any]:
        """Today; the step, where there is but one."""
        return super().initial() | ({"step": self.steps[0][0]} if len(self.steps) == 1 else {})

    def intro(self) -> Sequence[str]:
        """Which appointment, and what they are to be told."""
        lines = [f"{self.subject.get_state_display()}: {words.when(self.subject)}."]
        return [*lines, f"{self.waits}."] if self.waits else lines

    def aside(self) -> Sequence[object]:
        """Who it is; the new time, where they may know it."""
        if not self.steps:
            return [Empty("The referrer is not invited to this appointment, so there is nothing to record.")]
        new = stands(self.subject) if self.subject.state == AppointmentState.MOVED else None
        told = [presenting.may_be_told(new), presenting.nothing_else()] if new and len(self.steps) > 1 else []
        return [*told, *referrer_facts(self.inviting.referral)]

    def act(self, form: Any) -> str:
        """Record it."""
        given = form.cleaned_data
        actions.record_referrer_step(
            appointment=self.subject,
            step=InviteStep(given["step"]),
            spoken=form.spoken,
            seen=given["seen"],
            by=self.viewer.actor,
        )
        return self.back_href
