"""The limit of attempts to reach a family: what was tried, the proposed return, and going on (ENG-1)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from functools import cached_property
from typing import Any

from django.urls import reverse

from caseload import actions
from caseload.actions.endings import letter_readers, returning_words
from caseload.enums import EpisodeState
from caseload.forms.contact import GoOnForm
from caseload.presenters import episode as presenting
from caseload.selectors.episode import Work, work
from caseload.selectors.people import adults_of
from caseload.views.base import EpisodeActionPage
from families.enums import ProfessionalRole
from pitservice.accounts.enums import Permission
from pitservice.ui.components import Button, Buttons, Callout, Empty, Section, Words

FORTNIGHT = timedelta(days=14)


class LimitPage(EpisodeActionPage):
    """Decide at the limit of attempts: return the family to the referrer, or go on until a day and say why (ENG-1)."""

    permission = Permission.RECORD_SESSIONS
    form_class = GoOnForm
    heading = "The limit of attempts"
    submit_label = "Go on trying"
    success = "It is recorded that you go on, and until when. Then the limit is asked again."

    @cached_property
    def work(self) -> Work:
        """The piece of work with its attempts."""
        return work(self.subject)

    def initial(self) -> dict[str, Any]:
        """Two weeks more."""
        return {"until": self.today + FORTNIGHT}

    def aside(self) -> Sequence[object]:
        """How far the attempts have come, whom nobody has tried (CON-2), and the return that is proposed."""
        if self.subject.state != EpisodeState.ENGAGING:
            return [Empty("This family is no longer being engaged: there is nothing to decide.")]
        adults = adults_of(self.subject)
        return [
            *presenting.not_tried(self.work, adults, self.names),
            presenting.attempts(self.work, self.names, self.today),
            self._return(),
        ]

    def _return(self) -> Section:
        """The letter to the referrer as it would be drafted, and the way to it."""
        readers = [to for to in letter_readers(self.subject, planned=False) if to.role == ProfessionalRole.REFERRER]
        href = reverse("caseload:end_unplanned", args=[self.subject.key])
        button = Buttons([Button("Return the family to the referrer", href, secondary=True)])
        if not readers:
            return Section("Returning the family", [Empty("No professional referred: end the work instead."), button])
        said = [Callout("Before it goes", [to.why]) for to in readers if to.why]
        return Section(
            "Returning the family to the referrer",
            [
                Words([f"{to.name} reads:" for to in readers]),
                Words(returning_words(self.subject, readers[0])),
                *said,
                button,
            ],
        )

    def act(self, form: Any) -> str:
        """Record that somebody goes on."""
        given = form.cleaned_data
        actions.go_on_trying(
            episode=self.subject, until=given["until"], why=given["why"], seen=given["seen"], by=self.viewer.actor
        )
        return self.back_href
