"""Interpreters: who is not confirmed, moved or cancelled yet, and what was arranged (P68)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.models import QuerySet

from caseload import actions
from caseload.actions.interpreters import answers_for
from caseload.enums import InterpreterAnswer
from caseload.forms.interpreter import InterpreterForm
from caseload.presenters import interpreter as presenting
from caseload.presenters import words
from caseload.selectors.interpreters import interpreters_to_arrange, steps_of
from caseload.views.base import AppointmentActionPage
from pitservice.accounts.enums import Permission
from pitservice.ui.components import Cell, Column, Empty
from pitservice.ui.pages import ListPage


class InterpretersPage(ListPage):
    """Appointments to come whose interpreter is to be confirmed, moved or cancelled (P68)."""

    permission = Permission.BOOK
    nav = "caseload:list"
    heading = "Interpreters to arrange"
    noun = ("appointment", "appointments")
    sorts = {"starts": "soonest first"}
    url_name = "caseload:interpreters"

    def records(self) -> QuerySet[Any]:
        """Soonest first."""
        return interpreters_to_arrange(self.viewer)

    def columns(self) -> Sequence[Column]:
        """When, who, what is to do."""
        return presenting.COLUMNS

    def row(self, record: Any) -> Sequence[Cell]:
        """One appointment."""
        return presenting.row(record)

    def empty(self) -> Empty:
        """What would put something here."""
        return Empty(
            "Nothing is to be arranged. An appointment comes here while its interpreter has not confirmed, and after "
            "it was moved or cancelled, until the interpreter knows."
        )


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
        """The agency of the step before."""
        steps = steps_of(self.subject)
        return {"agency": steps[0].agency if steps else ""}

    def intro(self) -> Sequence[str]:
        """Which appointment, and that a relative never interprets."""
        return [
            f"{self.subject.get_state_display()}: {words.when(self.subject)}.",
            "Tell the agency language, dialect, and whether the family asked for a woman or a man. Never a relative.",
        ]

    def aside(self) -> Sequence[object]:
        """Who it is, and what was arranged before."""
        if not answers_for(self.subject.state) or not self.subject.interpreter:
            return [Empty("There is nothing to arrange with an interpreter for this appointment.")]
        return presenting.facts(self.subject, steps_of(self.subject), may_book=False)

    def act(self, form: Any) -> str:
        """Record it."""
        given = form.cleaned_data
        actions.arrange_interpreter(
            appointment=self.subject,
            answer=InterpreterAnswer(given["answer"]),
            agency=given["agency"],
            note=given["note"],
            seen=given["seen"],
            by=self.viewer.actor,
        )
        return self.back_href
