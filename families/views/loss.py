"""A loss, what was decided after it, letting words go again, and undoing a mistake (P22)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.urls import reverse

from families import actions
from families.enums import LossKind
from families.forms.loss import DecidedForm, LiftForm, LossForm
from families.forms.people import ReasonForm
from families.models import LegalHold, Loss
from families.presenters import names_in
from families.presenters.people import choices
from families.selectors import members_of
from families.views.people import PeopleActionPage
from pitservice.accounts.enums import Permission
from pitservice.configuration.enums import YesNoUnknown

YES, NO = YesNoUnknown.YES, YesNoUnknown.NO


class LossPage(PeopleActionPage):
    """Record a loss, naming who (P22)."""

    heading = "Record a loss"
    form_class = LossForm
    submit_label = "Record the loss"
    success = (
        "It has been recorded. Nothing goes out about this family until a person has decided who tells whom. "
        "The lead has it on their list."
    )

    def intro(self) -> Sequence[str]:
        """What it does at once."""
        return (
            "From this moment nothing is sent to or about this family by itself, and nobody is asked why.",
            "Everybody else in the family stays in the work until a person decides otherwise.",
        )

    def form_kwargs(self) -> dict[str, Any]:
        """Everybody in the family."""
        return {"people": choices(members_of(self.family), self.today)}

    def act(self, form: Any) -> str:
        """Record it."""
        given = form.cleaned_data
        people = {member.person.key: member.person for member in members_of(self.family)}
        actions.record_loss(
            family=self.family,
            person=people[given["person"]],
            kind=given["kind"],
            happened_on=given["happened_on"],
            by=self.viewer.actor,
        )
        return reverse("families:contact", args=[self.family.key])


class LossActionPage(PeopleActionPage):
    """A form about one loss of this family."""

    abstract = True
    back_to = "families:contact"

    def get_subject(self) -> Loss:
        """One of this family's."""
        rows = Loss.objects.visible_to(self.viewer).filter(family=self.family).select_related("person")
        return self.find(rows, key=self.kwargs["item"])

    @property
    def called(self) -> str:
        """How the family's pages call the one who was lost."""
        return names_in(list(self.family.members.all()))[self.subject.person_id]


class DecideLossPage(LossActionPage):
    """The lead settles who tells whom, whether the work goes on, and whether the record is kept for a review (P22)."""

    permission = Permission.ALLOCATE
    form_class = DecidedForm

    def get_heading(self) -> str:
        """After whose loss."""
        return f"After the loss of {self.called}"

    def intro(self) -> Sequence[str]:
        """What is settled here, and what is not."""
        return (
            "Three things to settle: who tells whom, whether the work goes on, and whether the record is kept.",
            "Words that wait stay held unless you say below that they may go. One by one they can be let go from "
            "Correspondence.",
        )

    def initial(self) -> dict[str, Any]:
        """As it was decided before."""
        return {"who_tells": self.subject.who_tells, "goes_on": self.subject.goes_on}

    def form_kwargs(self) -> dict[str, Any]:
        """A review is asked about after a death."""
        death = self.subject.kind != LossKind.PREGNANCY_ENDED
        held = LegalHold.objects.visible_to(self.viewer).filter(family=self.family, lifted_at=None).exists()
        return {"ask_hold": death and not held}

    def act(self, form: Any) -> str:
        """Record it; say what happens by itself and what does not."""
        given = form.cleaned_data
        actions.decide_after_loss(
            loss=self.subject,
            who_tells=given["who_tells"],
            goes_on=given["goes_on"],
            lift=given["lift"] == YES,
            hold=given.get("hold") == YES,
            seen=given["seen"],
            by=self.viewer.actor,
        )
        held = "Words may go out again." if given["lift"] == YES else "Words stay held."
        ends = " End the work, and cancel what is booked, from the family's page." if given["goes_on"] == NO else ""
        self.success = f"It has been recorded. {held}{ends}"
        return self.back_href


class LiftLossPage(LossActionPage):
    """A person has decided who tells whom: words may go out again to those who remain."""

    permission = Permission.ALLOCATE
    form_class = LiftForm
    submit_label = "Let words go out again"
    success = "It has been recorded. Words may go out again, by each person's own rules."

    def get_heading(self) -> str:
        """After whose loss."""
        return f"Let words go out again after the loss of {self.called}"

    def intro(self) -> Sequence[str]:
        """What it lets go, and what never goes."""
        return (
            "From now on texts, letters and reminders follow each person's own rules again. What was held stays held "
            "until somebody lets it go in Correspondence.",
            f"Nothing is ever sent to {self.called}, and nothing is asked about them.",
        )

    def act(self, form: Any) -> str:
        """Record it, and lift."""
        given = form.cleaned_data
        actions.lift_loss(loss=self.subject, reason=given["reason"], seen=given["seen"], by=self.viewer.actor)
        return self.back_href


class UndoLossPage(LossActionPage):
    """It was recorded by mistake. Nothing is released by that."""

    form_class = ReasonForm
    submit_label = "Undo it"
    success = "It has been undone. Nothing goes out until the read-first alert has been answered."

    def get_heading(self) -> str:
        """Which."""
        return f"The loss of {self.called} was recorded by mistake"

    def intro(self) -> Sequence[str]:
        """What follows."""
        return ("Undoing it sends nothing by itself: a read-first alert stands until a person has checked what waits.",)

    def act(self, form: Any) -> str:
        """Undo it."""
        given = form.cleaned_data
        actions.undo_loss(loss=self.subject, reason=given["reason"], seen=given["seen"], by=self.viewer.actor)
        return self.back_href
