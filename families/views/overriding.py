"""Setting consent to share with one professional aside, and letting it count again (P21)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, time, timedelta
from typing import Any

from django.utils import timezone

from families import actions
from families.forms.people import ReasonForm
from families.forms.protecting import SetAsideForm
from families.models import FamilyProfessional, Override
from families.presenters.contact import professional_words
from families.views.contact import ContactActionPage
from pitservice.accounts.enums import Permission
from pitservice.ui import dates


class SetAsidePage(ContactActionPage):
    """Consent towards one professional is set aside, for a time and with a reason."""

    permission = Permission.OVERRIDE
    form_class = SetAsideForm
    submit_label = "Set consent aside"
    success = "Consent is set aside for words that protect somebody. Everything else is refused as before."

    def get_heading(self) -> str:
        """Towards whom."""
        return f"Set consent aside towards {self.subject.professional.name}"

    def get_subject(self) -> FamilyProfessional:
        """One of this family's professionals."""
        link: FamilyProfessional = self.own(FamilyProfessional)
        return link

    def intro(self) -> Sequence[str]:
        """What it lifts, and what it never lifts."""
        return (
            f"To protect somebody, {professional_words(self.subject)}, may be told without consent, for a time.",
            "It never lifts an unsafe number or address, somebody who must not learn of the work, or a loss. "
            "Tell the family that you share, and why, unless that would put somebody at risk.",
        )

    def initial(self) -> dict[str, Any]:
        """A week."""
        return {"until": self.today + timedelta(days=7)}

    def act(self, form: Any) -> str:
        """Set it aside until the end of that day."""
        given = form.cleaned_data
        end = timezone.make_aware(datetime.combine(given["until"], time(23, 59)))
        actions.set_consent_aside(
            family=self.family,
            professional=self.subject.professional,
            reason=given["reason"],
            until=end,
            by=self.viewer.actor,
        )
        return self.back_href


class EndOverridePage(ContactActionPage):
    """Consent counts again."""

    permission = Permission.OVERRIDE
    form_class = ReasonForm
    submit_label = "Let consent count again"
    success = "Consent counts again. What waits for this family has been looked at again."

    def get_heading(self) -> str:
        """Towards whom."""
        return f"Let consent towards {self.subject.professional.name} count again"

    def get_subject(self) -> Override:
        """One of this family's."""
        override: Override = self.own(Override)
        return override

    def intro(self) -> Sequence[str]:
        """How long it would have lasted."""
        return (f"It is set aside until {dates.moment(self.subject.until)}.",)

    def act(self, form: Any) -> str:
        """End it."""
        given = form.cleaned_data
        actions.end_override(override=self.subject, reason=given["reason"], seen=given["seen"], by=self.viewer.actor)
        return self.back_href
