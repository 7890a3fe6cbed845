"""A piece of work: its page, the family's tab, and what is done with it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import Any

from django.http import Http404
from django.urls import reverse

from caseload import actions
from caseload.enums import EPISODE_MOVES, EpisodeState
from caseload.forms.allocating import AllocateForm, HandOverForm, PhaseForm
from caseload.forms.plan import EndingPhaseForm
from caseload.presenters import episode as presenting
from caseload.presenters.groups import family_section
from caseload.selectors.clinic import free_slots
from caseload.selectors.episode import Work, work, works_of
from caseload.selectors.groups import groups_of_family
from caseload.views.base import AboutWork, EpisodeActionPage, EpisodePage
from families.pages import FamilyActionPage, FamilyRecordPage
from families.presenters import grieves
from pitservice.accounts.enums import Permission
from pitservice.ui import dates
from pitservice.ui.components import Button, Buttons, Empty, Link, Section
from pitservice.ui.forms import ActForm
from referrals.models import WaitingEntry


class EpisodeRecordPage(EpisodePage):
    """A piece of work: state, colleagues, sessions so far, appointments, attempts, ending (END-1, ENG-1)."""

    permission = Permission.SEE_CASELOAD

    def get_heading(self) -> str:
        """What this is."""
        return f"Work with {self.family.title}"

    @cached_property
    def work(self) -> Work:
        """The piece of work with what hangs on it, read once."""
        return work(self.record)

    def body(self) -> Sequence[object]:
        """What a person should decide first, then the summary, then everything."""
        record_ = self.may(Permission.RECORD_SESSIONS)
        return [
            *presenting.warnings(self.work, self.today, grieves=grieves(self.family), may_record=record_),
            presenting.summary(self.work, may_record=record_),
            *presenting.sections(self.work, self.names, self.today, reads=self.reads_notes, may_record=record_),
        ]

    def buttons(self) -> Sequence[Button]:
        """Book, log, begin a phase, end."""
        book, record_ = self.may(Permission.BOOK), self.may(Permission.RECORD_SESSIONS)
        return presenting.buttons(self.work, may_book=book, may_record=record_, may_send=self.may(Permission.SEND))


class FamilyWorkPage(AboutWork, FamilyRecordPage):
    """The family's tab "Sessions and notes": every piece of work with it, newest first."""

    permission = Permission.SEE_CASELOAD
    nav = "families:list"
    tab = "caseload:family"
    heading = "Sessions and notes"

    def body(self) -> Sequence[object]:
        """One section for each piece of work."""
        found = works_of(self.family, self.viewer)
        if not found:
            return [Empty("No work has been opened with this family. Allocating it from the waiting list opens one.")]
        groups = family_section(groups_of_family(self.family, self.viewer))
        return [*([groups] if groups else []), *(self._section(one) for one in found)]

    def _section(self, one: Work) -> Section:
        heading = f"Work since {dates.day(one.episode.opened_on)}"
        return Section(
            heading,
            [
                Link("Open this piece of work", presenting.href(one.episode), hidden=heading),
                *self._book(one),
                presenting.summary(one, may_record=False),
                presenting.appointments_section(one),
                presenting.attempts(one, self.names, self.today),
            ],
        )

    def _book(self, one: Work) -> Sequence[Buttons]:
        """Three clicks from the family's page to a booked appointment: this tab, this button, and "Book"."""
        if one.episode.state == EpisodeState.CLOSED or not self.may(Permission.BOOK):
            return ()
        return [Buttons([Button("Book an appointment", reverse("caseload:book", args=[one.episode.key]))])]


class AllocatePage(AboutWork, FamilyActionPage):
    """Allocate a waiting family: who leads, each with the open families they have (toolkit ch. 6)."""

    permission = Permission.ALLOCATE
    nav = "referrals:waiting"
    form_class = AllocateForm
    submit_label = "Allocate"
    success = "The family is allocated. Nothing has been sent: make the first contact from this page."
    way_to_family = "subject.family"

    def get_heading(self) -> str:
        """Whom this allocates."""
        return f"Allocate {self.family.title}"

    def get_subject(self) -> Any:
        """The family's place on the waiting list."""
        visible = WaitingEntry.objects.visible_to(self.viewer).select_related("family", "referral", "team")
        return self.find(visible, key=self.kwargs["key"])

    def aside(self) -> Sequence[object]:
        """The other way: a slot of an assessment clinic, where one is free."""
        if not free_slots(self.viewer).filter(team=self.subject.team_id).exists():
            return ()
        return [Link("Offer a slot of an assessment clinic instead", reverse("caseload:clinics"))]

    def form_kwargs(self) -> dict[str, Any]:
        """Colleagues of the family's team."""
        return {"team": self.subject.team, "viewer": self.viewer, "family": self.family}

    def act(self, form: Any) -> str:
        """Allocate, and lead to the new piece of work."""
        given = form.cleaned_data
        episode = actions.allocate(
            entry=self.subject,
            lead=given["lead"],
            keyworker=given["keyworker"],
            seen=given["seen"],
            by=self.viewer.actor,
        )
        return reverse("caseload:episode", args=[episode.key])


class PhasePage(EpisodeActionPage):
    """Begin the assessment, the intervention or the ending, whose last day is planned (END-1)."""

    permission = Permission.RECORD_SESSIONS
    submit_label = "Begin"

    def make_form(self, data: Any = None, files: Any = None) -> ActForm:
        """An ending asks for its last day."""
        form = EndingPhaseForm if self.phase == EpisodeState.ENDING else PhaseForm
        return form(data, files, initial=self.initial(), seen=self.seen)

    @property
    def phase(self) -> EpisodeState:
        """The phase in the address, if it can be begun by hand at all."""
        if self.kwargs["phase"] not in presenting.PHASE_BUTTONS:
            raise Http404
        return EpisodeState(self.kwargs["phase"])

    def get_heading(self) -> str:
        """Which phase begins."""
        return presenting.PHASE_BUTTONS[self.phase]

    def intro(self) -> Sequence[str]:
        """From where to where."""
        if not EPISODE_MOVES.may(self.subject.state, self.phase):
            return [f"This work is “{self.subject.get_state_display()}”: this phase cannot begin now."]
        return [f"The work is “{self.subject.get_state_display()}” now."]

    def act(self, form: Any) -> str:
        """Begin it."""
        given = form.cleaned_data
        actions.begin_phase(
            episode=self.subject,
            phase=self.phase,
            reason=given["reason"],
            ending_on=given.get("ending_on"),
            seen=given["seen"],
            by=self.viewer.actor,
        )
        return self.back_href


class HandOverPage(EpisodeActionPage):
    """Give the work to another lead practitioner."""

    permission = Permission.RECORD_SESSIONS
    form_class = HandOverForm
    heading = "Hand over to another lead practitioner"
    submit_label = "Hand over"

    def intro(self) -> Sequence[str]:
        """What follows."""
        return ["Appointments that are booked stay with the colleague they are booked with: move them if need be."]

    def form_kwargs(self) -> dict[str, Any]:
        """Colleagues of the team."""
        return {"team": self.subject.team, "viewer": self.viewer, "family": self.family}

    def act(self, form: Any) -> str:
        """Hand it over."""
        given = form.cleaned_data
        actions.hand_over(
            episode=self.subject, lead=given["lead"], reason=given["reason"], seen=given["seen"], by=self.viewer.actor
        )
        return self.back_href
