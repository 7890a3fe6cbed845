"""Base of the pages on which it is recorded what each adult said about somebody else in the room (P64, P68)."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db.models import QuerySet
from django.http import HttpResponse

from caseload.forms.answers import AnswersForm, answers_start
from caseload.selectors.answers import last_of_each
from caseload.selectors.people import adults_of
from caseload.views.base import AppointmentActionPage
from pitservice.accounts.enums import Permission


class AnswersPage(AppointmentActionPage):
    """Asks each adult of the work apart."""

    abstract: ClassVar[bool] = True
    permission = Permission.BOOK
    form_class = AnswersForm
    submit_label = "Save"

    def answers(self) -> QuerySet[Any]:
        """All that was answered so far."""
        raise NotImplementedError  # an abstract page: nobody reaches this one

    @property
    def seen(self) -> int:
        """How many answers there are: what the page shows is out of date once there is another."""
        return self.answers().count()

    def form_kwargs(self) -> dict[str, Any]:
        """Adults of the work who may know of it."""
        return {"adults": adults_of(self.subject.episode), "names": self.names}

    def initial(self) -> dict[str, Any]:
        """What they said last."""
        return answers_start(last_of_each(self.answers()))

    def refuse(self, form: Any, sentence: str) -> HttpResponse:
        """The form again; an answer recorded meanwhile stands as it is, unless another was given here."""
        shown = last_of_each(self.answers(), of=form.cleaned_data["seen"])
        form.take_over_answers(shown, last_of_each(self.answers()))
        return super().refuse(form, sentence)
