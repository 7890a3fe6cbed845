"""A birth, a loss, what was decided after it, and undoing a mistake (P22)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.urls import reverse

from families import actions
from families.forms.people import BirthForm, DecidedForm, LossForm, ReasonForm
from families.models import Loss
from families.presenters import names_in
from families.presenters.people import choices
from families.selectors import members_of
from families.views.people import MemberActionPage, PeopleActionPage


class BirthPage(MemberActionPage):
    """The baby was born: from now on it has an age, and its own name where that is known."""

    form_class = BirthForm
    submit_label = "Record the birth"
    success = "The birth has been recorded."

    def get_heading(self) -> str:
        """Whose."""
        return f"Record the birth of {self.called}"

    def initial(self) -> dict[str, Any]:
        """What is known already."""
        person = self.subject
        return {name: getattr(person, name) for name in ("given_name", "family_name", "sex", "nhs_number")}

    def intro(self) -> Sequence[str]:
        """The expected date stays."""
        return ("The expected date stays on record beside it. Twins are recorded one by one.",)

    def act(self, form: Any) -> str:
        """Record it."""
        given = form.cleaned_data
        told = ("date_of_birth", "given_name", "family_name", "sex", "nhs_number", "seen")
        actions.record_birth(person=self.subject, **{name: given[name] for name in told}, by=self.viewer.actor)
        return self.back_href


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


class LiftLossPage(LossActionPage):
    """A person has decided who tells whom: words may go out again to those who remain."""

    form_class = DecidedForm
    submit_label = "Let words go out again"
    success = "What was decided has been recorded. Words may go out again, by each person's own rules."

    def get_heading(self) -> str:
        """After whose loss."""
        return f"What was decided after the loss of {self.called}"

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
