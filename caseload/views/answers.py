"""Base of the pages on which it is recorded what each adult said about somebody else in the room (P64, P68)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from caseload.forms.answers import AnswersForm, answers_start
from caseload.models.answer import AdultAnswer
from caseload.selectors.people import adults_of
from caseload.views.base import AppointmentActionPage
from pitservice.accounts.enums import Permission


class AnswersPage(AppointmentActionPage):
    """Asks each adult of the work apart."""

    abstract: ClassVar[bool] = True
    permission = Permission.BOOK
    form_class = AnswersForm
    submit_label = "Save"

    def last_answers(self) -> Mapping[int, AdultAnswer]:
        """What each adult said last, by person id."""
        raise NotImplementedError  # an abstract page: nobody reaches this one

    def form_kwargs(self) -> dict[str, Any]:
        """Adults of the work who may know of it."""
        return {"adults": adults_of(self.subject.episode), "names": self.names}

    def initial(self) -> dict[str, Any]:
        """What they said last."""
        return answers_start(self.last_answers())
