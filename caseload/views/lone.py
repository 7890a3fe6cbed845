"""Going out alone: setting out, staying longer, being back, and who is not back (P62)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import timedelta
from functools import cached_property
from typing import Any, ClassVar

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone

from caseload import actions
from caseload.forms.lone import BackForm, LongerForm, SetOutForm
from caseload.models import LoneVisit
from caseload.presenters import lone as presenting
from caseload.presenters import words
from caseload.selectors.lone import checks_are_on, is_first_home_visit, overdue_for, risks_at_home
from caseload.views.base import AboutWork, AppointmentActionPage, appointment_link, episode_link
from families.pages import FamilyActionPage
from pitservice.accounts.enums import Permission
from pitservice.accounts.selectors import holders
from pitservice.ui.components import Cell, Column, Empty, Link
from pitservice.ui.pages import ListPage

#: Time for the way back, which the page proposes after the visit.
WAY_BACK = timedelta(minutes=30)


class SetOutPage(AppointmentActionPage):
    """Say where one goes alone, until when, and who waits to hear."""

    permission = Permission.SEE_CASELOAD
    nav = "caseload:my_day"
    form_class = SetOutForm
    heading = "Set out alone"
    submit_label = "Set out"

    @cached_property
    def first(self) -> bool:
        """Whether nobody has visited them at home yet."""
        return is_first_home_visit(self.subject)

    @cached_property
    def alerts(self) -> list[Any]:
        """What is written about visiting."""
        return risks_at_home(self.family.pk)

    def form_kwargs(self) -> dict[str, Any]:
        """Colleagues of the team; the alerts are read before the first visit at home, and wherever there are any."""
        buddies = holders(self.subject.team_id, Permission.SEE_CASELOAD).exclude(pk=self.user.pk)
        return {"buddies": buddies, "must_read": self.first or bool(self.alerts)}

    def initial(self) -> dict[str, Any]:
        """After the visit, with the way back."""
        back = timezone.localtime(max(self.subject.ends, timezone.now()) + WAY_BACK)
        return {"where": self.subject.where or words.where(self.subject), "until": f"{back:%H:%M}"}

    def intro(self) -> Sequence[str]:
        """What it does, and that it is no alarm."""
        return presenting.what_it_does(on=checks_are_on(timezone.now()), restricted=self.family.restricted)

    def aside(self) -> Sequence[object]:
        """The safety alerts."""
        return [presenting.risks(self.alerts, first=self.first)] if self.first or self.alerts else []

    def act(self, form: Any) -> str:
        """Set out."""
        given = form.cleaned_data
        out = actions.set_out(
            appointment=self.subject,
            buddy=given["buddy"],
            where=given["where"],
            due_back=form.due_back,
            seen=given["seen"],
            by=self.viewer.actor,
        )
        self.success = f"{out.buddy.name} waits to hear that you are back. Say so on My day."
        return reverse("caseload:my_day")


class LoneVisitPage(AboutWork, FamilyActionPage):
    """About somebody who is out; `subject` is their visit."""

    abstract: ClassVar[bool] = True
    permission = Permission.SEE_CASELOAD
    nav = "caseload:my_day"
    way_to_family = "subject.appointment.episode.family"

    def get_subject(self) -> Any:
        """The visit with the address's key, from those visible to the viewer."""
        related = ("user", "buddy", "appointment__episode__family", "appointment__episode__team")
        return self.find(LoneVisit.objects.visible_to(self.viewer).select_related(*related), key=self.kwargs["key"])

    def get_breadcrumbs(self) -> Sequence[Link]:
        """Families, this family, the work, the appointment."""
        appointment = self.subject.appointment
        return self.trail(episode_link(appointment.episode), appointment_link(appointment))

    @property
    def back_href(self) -> str:
        """My day."""
        return reverse("caseload:my_day")


class BackPage(LoneVisitPage):
    """Say that one is back, or that a colleague is safe and how one knows."""

    form_class = BackForm
    submit_label = "Say so"

    def get_heading(self) -> str:
        """Who."""
        return "I am back" if self._own else f"{self.subject.user.name} is safe"

    @property
    def _own(self) -> bool:
        return bool(self.subject.user_id == self.user.pk)

    def form_kwargs(self) -> dict[str, Any]:
        """Whether it is they themselves."""
        return {"own": self._own}

    def intro(self) -> Sequence[str]:
        """Where they went and until when."""
        return presenting.where_and_when(self.subject)

    def act(self, form: Any) -> str:
        """Say so."""
        given = form.cleaned_data
        actions.is_back(visit=self.subject, found=given.get("found", ""), seen=given["seen"], by=self.viewer.actor)
        self.success = "Welcome back." if self._own else "It is noted. Nobody is told any more."
        return self.back_href


class LongerPage(LoneVisitPage):
    """Say a later time."""

    form_class = LongerForm
    heading = "I stay longer"
    submit_label = "Stay longer"
    success = "The later time is noted. Your buddy waits until then."

    def intro(self) -> Sequence[str]:
        """Until when now."""
        return presenting.where_and_when(self.subject)

    def act(self, form: Any) -> str:
        """Note it."""
        actions.stay_longer(
            visit=self.subject, due_back=form.due_back, seen=form.cleaned_data["seen"], by=self.viewer.actor
        )
        return self.back_href


class NotBackPage(ListPage):
    """Colleagues of whom nobody has heard: for their buddy, the duty worker and the lead."""

    permission = Permission.SEE_CASELOAD
    nav = "caseload:my_day"
    heading = "Colleagues not back"
    noun = ("colleague", "colleagues")
    sorts = {"longest": "longest overdue first"}
    url_name = "caseload:not_back"

    def records(self) -> QuerySet[Any]:
        """Longest overdue first."""
        return overdue_for(self.viewer)

    def columns(self) -> Sequence[Column]:
        """Who, until when, where, who waits."""
        return presenting.COLUMNS

    def row(self, record: Any) -> Sequence[Cell]:
        """One colleague."""
        return presenting.row(record)

    def empty(self) -> Empty:
        """What would put something here."""
        return Empty("Everybody is back. Who set out alone and has not said so in time comes here.")

    def families_in(self, rows: Sequence[Any]) -> Iterable[tuple[int, int]]:
        """Each row's family."""
        return [(row.appointment.episode.family_id, row.team_id) for row in rows]
