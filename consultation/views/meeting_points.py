"""What is written in a team meeting: a point changed or taken off, and what somebody is to do."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, ClassVar

from django.urls import reverse

from consultation import actions, meetings, minutes
from consultation.forms import AddMeetingActionForm, DecidePointForm, FinishMeetingActionForm, OpenFilter
from consultation.models import MeetingAction, MeetingPoint
from consultation.views.meetings import NAV, trail
from pitservice.accounts.enums import Permission
from pitservice.ui.components import Cell, Column, Empty, Link
from pitservice.ui.pages import ActionPage, ListPage, PressPage


class PointAction(ActionPage):
    """Changes one point of a meeting that is under way."""

    abstract: ClassVar[bool] = True
    permission = Permission.HOLD_MEETINGS
    nav = NAV

    def get_subject(self) -> MeetingPoint:
        """The point, where the viewer may see what it is about."""
        return self.find(meetings.points(self.viewer), key=self.kwargs["key"])

    def get_breadcrumbs(self) -> Sequence[Link]:
        """The list, the meeting."""
        return trail(self.subject.meeting)

    def get_cancel(self) -> Link:
        """Back to the meeting."""
        return Link("Cancel", minutes.href(self.subject.meeting))


class DecidePointPage(PointAction):
    """Write anew what was decided."""

    form_class = DecidePointForm

    def get_heading(self) -> str:
        """Of what."""
        return f"What was decided: {self.subject.what}"

    def initial(self) -> dict[str, Any]:
        """As it stands."""
        return {"decision": self.subject.decision}

    def act(self, form: Any) -> str:
        """Write it."""
        data = form.cleaned_data
        actions.decide_point(point=self.subject, decision=data["decision"], seen=data["seen"], by=self.viewer.actor)
        return minutes.href(self.subject.meeting)


class RemovePointPage(PointAction, PressPage):
    """Take a point off, with what hangs on it."""

    heading = "Take it off the agenda"
    submit_label = "Take it off"

    def aside(self) -> Sequence[object]:
        """What."""
        return [minutes.one_point(self.subject)]

    def act(self, form: Any) -> str:
        """Take it off."""
        to = minutes.href(self.subject.meeting)
        actions.remove_point(point=self.subject, seen=form.cleaned_data["seen"], by=self.viewer.actor)
        return to


class AddMeetingActionPage(PointAction):
    """One more thing that somebody does."""

    heading = "Add an action"
    form_class = AddMeetingActionForm
    submit_label = "Add it"

    def form_kwargs(self) -> dict[str, Any]:
        """Whose colleagues."""
        return {"team": self.subject.team}

    def aside(self) -> Sequence[object]:
        """About what."""
        return [minutes.one_point(self.subject)]

    def act(self, form: AddMeetingActionForm) -> str:
        """Add it."""
        task = form.task()
        assert task is not None  # the form asks for all of it
        actions.add_meeting_action(point=self.subject, task=task, by=self.viewer.actor)
        return minutes.href(self.subject.meeting)


class MeetingActionListPage(ListPage):
    """What meetings agreed to be done: open ones, or all."""

    permission = Permission.SEE_CASELOAD
    nav = NAV
    heading = "What meetings agreed"
    noun = ("action", "actions")
    filter_form = OpenFilter
    sorts = {"due": "due first"}

    def get_breadcrumbs(self) -> Sequence[Link]:
        """The meetings."""
        return trail()

    def records(self) -> Any:
        """Open ones, unless all are asked for."""
        return meetings.meeting_actions(self.viewer, done_too=self.values.get("show") == "all")

    def columns(self) -> Sequence[Column]:
        """What, who, by when, what came of it."""
        return minutes.ACTION_COLUMNS

    def row(self, record: MeetingAction) -> Sequence[Cell]:
        """One."""
        return minutes.action_row(record, self.today)

    def families_in(self, rows: Sequence[MeetingAction]) -> Iterable[tuple[int, int]]:
        """The families that they are about."""
        return [(row.point.family_id, row.team_id) for row in rows if row.point.family_id]

    def empty(self) -> Empty:
        """None."""
        return Empty("Nothing is open. What somebody is to do is written down with what a meeting decides.")


class FinishMeetingActionPage(ActionPage):
    """What came of it."""

    permission = Permission.SEE_CASELOAD
    nav = NAV
    heading = "Done"
    form_class = FinishMeetingActionForm
    submit_label = "It is done"
    success = "Recorded. It stands with the minutes."

    def get_subject(self) -> MeetingAction:
        """The action, where the viewer may see what it is about."""
        return self.find(meetings.meeting_actions(self.viewer, done_too=True), key=self.kwargs["key"])

    def families(self) -> Iterable[tuple[int, int]]:
        """The one it is about."""
        return [(self.subject.point.family_id, self.subject.team_id)] if self.subject.point.family_id else []

    def get_breadcrumbs(self) -> Sequence[Link]:
        """The list, the meeting."""
        return trail(self.subject.point.meeting)

    def aside(self) -> Sequence[object]:
        """What was agreed."""
        return [minutes.one_action(self.subject)]

    def act(self, form: Any) -> str:
        """Keep it."""
        data = form.cleaned_data
        actions.finish_meeting_action(
            action=self.subject, came_of_it=data["came_of_it"], seen=data["seen"], by=self.viewer.actor
        )
        return reverse("consultation:meeting-actions")
