"""Holds, and the two people who agree that a record is destroyed (P31)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar

from django.urls import reverse

from families import actions
from families.enums import DestructionOf
from families.forms.people import ReasonForm
from families.forms.register import HoldForm
from families.models import Destruction, LegalHold
from families.pages import FamilyActionPage
from families.register import kept_destructions
from families.views.register import KeptFamily
from pitservice.accounts.enums import Permission
from pitservice.ui.components import Link
from pitservice.ui.forms import PressForm
from pitservice.ui.pages import ActionPage
from pitservice.ui.words import inside

TAB, LIST = "families:record_keeping", "families:destructions"
_LEFT = (
    "Everything about this family is removed: people, letters, texts, notes, documents and their history. "
    "A certificate without any name is left. It cannot be undone.",
    "Open the record first, and look whether somebody may still need it: a court, an inquiry, a family member.",
)


INCIDENT_LEFT = (
    "What is written about this incident is removed, with its history. A certificate without any name is left. "
    "It cannot be undone."
)


class HoldPage(KeptFamily, FamilyActionPage):
    """Keep the record, whatever its date."""

    heading = "Hold this record"
    form_class = HoldForm
    submit_label = "Hold it"
    back_to = TAB
    success = "The record is held. Nothing of it is destroyed until the hold is lifted."

    def act(self, form: Any) -> str:
        """Hold it."""
        actions.hold_record(family=self.family, why=form.cleaned_data["why"], by=self.viewer.actor)
        return self.back_href


class LiftHoldPage(KeptFamily, FamilyActionPage):
    """The hold is over."""

    heading = "Lift the hold on this record"
    form_class = ReasonForm
    submit_label = "Lift it"
    back_to = TAB
    success = "The hold is lifted. Nothing is destroyed by that."

    def get_subject(self) -> LegalHold:
        """One of this family's."""
        hold: LegalHold = self.own(LegalHold)
        return hold

    def act(self, form: Any) -> str:
        """Lift it."""
        given = form.cleaned_data
        actions.lift_hold(hold=self.subject, reason=given["reason"], seen=given["seen"], by=self.viewer.actor)
        return self.back_href


class ProposeDestructionPage(KeptFamily, FamilyActionPage):
    """One person proposes."""

    heading = "Propose that this record is destroyed"
    form_class = PressForm
    submit_label = "Propose it"
    back_to = TAB
    success = "It is proposed. Nothing happens until a second person has looked at the record and approved."

    def intro(self) -> Sequence[str]:
        """What it means."""
        return _LEFT

    def act(self, form: Any) -> str:
        """Propose it."""
        actions.propose_destruction(family=self.family, by=self.viewer.actor)
        return self.back_href


class DestructionActionPage(ActionPage):
    """A form about one record that is down for destruction, by its reference."""

    abstract: ClassVar[bool] = True
    permission = Permission.KEEP_RECORDS
    nav = "families:records"

    def get_subject(self) -> Destruction:
        """Out of those this keeper sees; 404 otherwise."""
        return self.find(kept_destructions(self.user), key=self.kwargs["key"])

    def get_breadcrumbs(self) -> Sequence[Link]:
        """The register."""
        return [Link("Destruction", reverse(LIST))]

    def get_cancel(self) -> Link:
        """Back without doing anything."""
        return Link("Cancel", reverse(LIST))


class ApproveDestructionPage(DestructionActionPage):
    """A second person agrees."""

    form_class = PressForm
    submit_label = "Approve"
    success = "It is approved. The record is there until the system’s keeper runs the command."

    def get_heading(self) -> str:
        """Which."""
        return f"Approve that {inside(self.subject.get_of_display())} {self.subject.reference} is destroyed"

    def intro(self) -> Sequence[str]:
        """What it means, and by which rule."""
        also = ", ".join(self.subject.also)
        merged = (f"The records that were merged into it go with it: {also}.",) if also else ()
        left = _LEFT if self.subject.of == DestructionOf.RECORD else (INCIDENT_LEFT,)
        return (f"{self.subject.rule[:1].upper()}{self.subject.rule[1:]}.", *merged, *left)

    def act(self, form: Any) -> str:
        """Approve it."""
        actions.approve_destruction(destruction=self.subject, seen=form.cleaned_data["seen"], by=self.viewer.actor)
        return reverse(LIST)


class WithdrawDestructionPage(DestructionActionPage):
    """The record is kept after all."""

    form_class = ReasonForm
    submit_label = "Keep the record"
    success = "The record is kept."

    def get_heading(self) -> str:
        """Which."""
        return f"Keep {inside(self.subject.get_of_display())} {self.subject.reference} after all"

    def act(self, form: Any) -> str:
        """Keep it."""
        given = form.cleaned_data
        actions.withdraw_destruction(
            destruction=self.subject, reason=given["reason"], seen=given["seen"], by=self.viewer.actor
        )
        return reverse(LIST)
