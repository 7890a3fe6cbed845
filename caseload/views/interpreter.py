"""Interpreters: who is not confirmed, moved or cancelled yet, and what was arranged (P68)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.models import QuerySet

from caseload import actions
from caseload.actions.interpreters import answers_for
from caseload.enums import InterpreterAnswer
from caseload.forms.interpreter import InterpreterForm, NameInterpreterForm, interpreter_start
from caseload.presenters import interpreter as presenting
from caseload.presenters import words
from caseload.selectors.interpreters import interpreters_to_arrange, refusals_of, refused_by, steps_of
from caseload.views.base import AppointmentActionPage, AppointmentsToSettle
from pitservice.accounts.enums import Permission
from pitservice.ui.components import Cell, Column, Empty


class InterpretersPage(AppointmentsToSettle):
    """Appointments to come whose interpreter is to be confirmed, moved or cancelled (P68)."""

    heading = "Interpreters to arrange"
    url_name = "caseload:interpreters"
    nothing = (
        "Nothing is to be arranged. An appointment comes here while its interpreter has not confirmed, and after "
        "it was moved or cancelled, until the interpreter knows."
    )

    def records(self) -> QuerySet[Any]:
        """Soonest first."""
        return interpreters_to_arrange(self.viewer)

    def columns(self) -> Sequence[Column]:
        """When, who, what is to do."""
        return presenting.COLUMNS

    def row(self, record: Any) -> Sequence[Cell]:
        """One appointment."""
        return presenting.row(record)


class InterpreterPage(AppointmentActionPage):
    """Record what was arranged with the interpreter of an appointment (P68)."""

    permission = Permission.BOOK
    form_class = InterpreterForm
    heading = "Arrange the interpreter"
    success = "It is recorded what was arranged with the interpreter."

    def form_kwargs(self) -> dict[str, Any]:
        """What can have been arranged."""
        return {"answers": answers_for(self.subject.state)}

    def initial(self) -> dict[str, Any]:
        """The agency of the step before, and who comes as far as it is known."""
        steps, comes = steps_of(self.subject), self.subject.interpreter
        return {"agency": (steps[0].agency if steps else "") or comes.agency, "name": comes.name}

    def intro(self) -> Sequence[str]:
        """Which appointment, and that a relative never interprets."""
        return [
            f"{self.subject.get_state_display()}: {words.when(self.subject)}.",
            f"Tell the agency: {presenting.spoken(self.subject.interpreter)}. Never a relative or a friend.",
        ]

    def aside(self) -> Sequence[object]:
        """Who it is, and what was arranged before."""
        if not answers_for(self.subject.state) or not self.subject.interpreter:
            return [Empty("There is nothing to arrange with an interpreter for this appointment.")]
        refused = refused_by(refusals_of(self.family), self.subject.interpreter)
        steps = steps_of(self.subject)
        return presenting.facts(self.subject, steps, refused=refused, may_book=False, may_edit=False)

    def act(self, form: Any) -> str:
        """Record it."""
        given = form.cleaned_data
        actions.arrange_interpreter(
            appointment=self.subject,
            answer=InterpreterAnswer(given["answer"]),
            agency=given["agency"],
            name=given.get("name") or "",
            note=given["note"],
            seen=given["seen"],
            by=self.viewer.actor,
        )
        return self.back_href


class NameInterpreterPage(AppointmentActionPage):
    """Put another interpreter on an appointment, or say more about the one who comes (P68)."""

    permission = Permission.BOOK
    form_class = NameInterpreterForm
    heading = "Change the interpreter"
    submit_label = "Save"
    success = "The interpreter is changed. The appointment stays on the home page until they have confirmed."

    def form_kwargs(self) -> dict[str, Any]:
        """For whom, so that nobody of the family and nobody whom they refused is named."""
        return {"family": self.family, "invited": [one.person for one in self.subject.invitations.all()]}

    def initial(self) -> dict[str, Any]:
        """As it stands."""
        return interpreter_start(self.subject.interpreter)

    def intro(self) -> Sequence[str]:
        """Which appointment; whoever has confirmed is told by a person."""
        lines = [f"{self.subject.get_state_display()}: {words.when(self.subject)}."]
        steps = steps_of(self.subject)
        if steps and steps[0].answer == InterpreterAnswer.CONFIRMED:
            lines.append(f"{self.subject.interpreter} has confirmed. Tell the agency first that they are not needed.")
        return lines

    def aside(self) -> Sequence[object]:
        """Whom the family does not want."""
        return presenting.not_wanted(refusals_of(self.family), self.names)

    def act(self, form: Any) -> str:
        """Change it."""
        actions.name_interpreter(
            appointment=self.subject,
            interpreter=form.interpreter,
            seen=form.cleaned_data["seen"],
            by=self.viewer.actor,
        )
        return self.back_href
