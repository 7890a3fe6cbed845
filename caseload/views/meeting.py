"""Meeting mode: the shared screen of the allocation meeting, live for everybody, written by one (issue 6 §1)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from typing import Any, ClassVar
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from caseload import actions
from caseload.enums import FirstWord
from caseload.forms.meeting import BeginMeetingForm, ChosenFilter, DecideInMeetingForm
from caseload.models import Meeting, MeetingDecision
from caseload.presenters import meeting as presenting
from caseload.selectors import meeting as selectors
from caseload.selectors.contact import first_word_answers
from families.pages import FamilyActionPage
from pitservice.accounts.enums import Permission
from pitservice.accounts.viewer import Viewer
from pitservice.configuration.selectors import settings_of
from pitservice.ui.components import Button, Buttons, Callout, Cell, Column, Empty, Link, Section
from pitservice.ui.pages import ActionPage, ListPage, Page, PressPage, TeamPage
from referrals.models import WaitingEntry

LIST = "caseload:meetings"


class MeetingsPage(ListPage):
    """Allocation meetings of the viewer's teams, newest first; one begins here."""

    permission = Permission.SEE_REFERRALS
    nav = "caseload:list"
    heading = "Allocation meetings"
    noun = ("meeting", "meetings")
    sorts = {"newest": "newest first"}

    def records(self) -> QuerySet[Any]:
        """Newest first."""
        return selectors.meetings(self.viewer)

    def columns(self) -> Sequence[Column]:
        """Day, state, team, who was there."""
        return presenting.LIST_COLUMNS

    def row(self, record: Any) -> Sequence[Cell]:
        """One meeting."""
        return presenting.list_row(record)

    def buttons(self) -> Sequence[Button]:
        """Begin one, by team; where one is open it is led to."""
        teams = Viewer.of(self.user, Permission.ALLOCATE).teams
        return [
            Button(
                "Begin a meeting" if len(teams) == 1 else f"Begin a meeting of {team.name}",
                reverse("caseload:begin_meeting", args=[team.slug]),
            )
            for team in teams
        ]

    def empty(self) -> Empty:
        """What would put something here."""
        return Empty("No meeting has been held here yet. Whoever allocates begins one.")


class BeginMeetingPage(TeamPage, ActionPage):
    """Say who is there; whoever begins holds the pen."""

    permission = Permission.ALLOCATE
    nav = "caseload:list"
    heading = "Begin the allocation meeting"
    form_class = BeginMeetingForm
    submit_label = "Begin"

    def get_breadcrumbs(self) -> Sequence[Link]:
        """The list."""
        return [Link("Allocation meetings", reverse(LIST))]

    def aside(self) -> Sequence[object]:
        """The one that is open already."""
        found = selectors.open_meeting(self.team)
        return [Link("A meeting is under way: go to it", presenting.href(found))] if found else ()

    def form_kwargs(self) -> dict[str, Any]:
        """Whose colleagues."""
        return {"team": self.team}

    def act(self, form: Any) -> str:
        """Begin it."""
        meeting = actions.begin_meeting(
            team=self.team, present=list(form.cleaned_data["present"]), by=self.viewer.actor
        )
        return presenting.href(meeting)


class MeetingPage(Page):
    """The shared screen: who waits beside who has room, and what was written; it keeps itself up to date."""

    permission = Permission.SEE_REFERRALS
    nav = "caseload:list"
    of_many = True
    template_name = "caseload/meeting.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The screen; to a window that asks again and has missed nothing, nothing."""
        if self.asked.get("since") == self.stamp:
            return HttpResponse(status=204)
        self.log_look(self._families())
        return self.render({"left": self._left(), "right": self._right(), "poll": self._poll()})

    @cached_property
    def meeting(self) -> Meeting:
        """The meeting, of the viewer's teams."""
        return self.find(selectors.meetings(self.viewer), key=self.kwargs["key"])

    @cached_property
    def asked(self) -> Mapping[str, Any]:
        """Which family, and since when."""
        return ChosenFilter(self.request.GET).values

    @property
    def stamp(self) -> str:
        """When anything of it changed last."""
        return self.meeting.last_change.isoformat()

    def get_heading(self) -> str:
        """Whose."""
        return f"Allocation meeting, {self.meeting.team.name}"

    def get_breadcrumbs(self) -> Sequence[Link]:
        """The list."""
        return [Link("Allocation meetings", reverse(LIST))]

    @cached_property
    def is_open(self) -> bool:
        """Whether it goes on."""
        return presenting.is_open(self.meeting)

    @property
    def may_write(self) -> bool:
        """Whether this person could hold the pen."""
        return self.viewer.may(Permission.ALLOCATE, self.meeting.team_id)

    @property
    def writes(self) -> bool:
        """Whether they hold it."""
        return self.is_open and self.may_write and self.meeting.pen_id == self.user.pk

    @cached_property
    def waiting(self) -> list[Any]:
        """Who waits; nobody once it is over."""
        return selectors.waiting_in(self.meeting, self.viewer) if self.is_open else []

    @cached_property
    def decided(self) -> list[MeetingDecision]:
        """What was written."""
        return selectors.decided_in(self.meeting, self.viewer)

    @cached_property
    def colleagues(self) -> list[selectors.Colleague]:
        """Who has room."""
        return selectors.colleagues_in(self.meeting, self.viewer, self.today) if self.is_open else []

    @cached_property
    def chosen(self) -> Any:
        """The family the room talks about."""
        return next((row for row in self.waiting if row.key == self.asked.get("family")), None)

    def _left(self) -> list[object]:
        decided = presenting.decisions(self.decided, writes=self.writes)
        if not self.is_open:
            return [presenting.about(self.meeting), decided]
        by_entry = {row.entry_id: row for row in self.decided}
        settings = settings_of(self.meeting.team_id)
        return [
            *self._buttons(),
            presenting.waiting(self.meeting, self.waiting, by_entry, settings, self.today),
            decided,
        ]

    def _right(self) -> list[object]:
        if not self.is_open:
            return []
        chosen = [self._chosen()] if self.chosen is not None else []
        return [*chosen, presenting.colleagues(self.colleagues), presenting.about(self.meeting)]

    def _chosen(self) -> Section:
        row = self.chosen
        decide = reverse("caseload:decide_in_meeting", args=[self.meeting.key, row.key])
        body: list[object] = [Link("While they wait", reverse("referrals:entry", args=[row.key]))]
        body.append(presenting.fits(self.colleagues, selectors.asks_of(row.family)))
        if self.writes:
            body.append(Buttons([Button("Decide", decide, hidden=f"about {row.family.title}")]))
        return Section(presenting.chosen(row, self.today), body)

    def _buttons(self) -> list[object]:
        key = [self.meeting.key]
        if self.writes:
            finish = Button("Finish the meeting", reverse("caseload:finish_meeting", args=key))
            off = Button("Call it off", reverse("caseload:call_off_meeting", args=key), secondary=True)
            return [Buttons([finish, off])]
        if self.may_write:
            return [Buttons([Button("Take the pen", reverse("caseload:take_pen", args=key), secondary=True)])]
        return []

    def _poll(self) -> str:
        if not self.is_open:
            return ""
        family = {"family": self.chosen.key} if self.chosen is not None else {}
        return f"{self.request.path}?{urlencode({**family, 'since': self.stamp})}"

    def _families(self) -> Iterable[tuple[int, int]]:
        yield from ((row.family_id, row.team_id) for row in self.waiting)
        yield from ((row.entry.family_id, row.team_id) for row in self.decided)


class MeetingPressPage(PressPage):
    """One press about a meeting."""

    abstract: ClassVar[bool] = True
    permission = Permission.ALLOCATE
    nav = "caseload:list"

    def get_subject(self) -> Any:
        """The meeting, of the teams for which this person allocates."""
        return self.find(selectors.meetings(self.viewer), key=self.kwargs["key"])

    def get_breadcrumbs(self) -> Sequence[Link]:
        """The list, the meeting."""
        return [Link("Allocation meetings", reverse(LIST)), Link("The meeting", presenting.href(self.subject))]

    def get_cancel(self) -> Link | None:
        """Back to the meeting."""
        return Link("Cancel", presenting.href(self.subject))


class TakePenPage(MeetingPressPage):
    """From now on this colleague writes."""

    heading = "Take the pen"
    submit_label = "Take the pen"

    def intro(self) -> Sequence[str]:
        """From whom."""
        return [f"{self.subject.pen.name} holds it now. Everybody sees who writes."]

    def act(self, form: Any) -> str:
        """Take it."""
        return presenting.href(actions.take_pen(meeting=self.subject, by=self.viewer.actor))


class FinishMeetingPage(MeetingPressPage):
    """Everything that will follow, then one press that does it."""

    heading = "Finish the meeting"
    submit_label = "Finish and do it"
    success = "The meeting is finished, and what was decided is done. Its minutes stand on this page."

    @cached_property
    def decided(self) -> list[MeetingDecision]:
        """What was written."""
        return selectors.decided_in(self.subject, self.viewer)

    def families(self) -> Iterable[tuple[int, int]]:
        """Those decided about."""
        return [(row.entry.family_id, row.team_id) for row in self.decided]

    def aside(self) -> Sequence[object]:
        """Line by line what will follow."""
        if not self.decided:
            return [Callout("Nothing is written", ["Nothing will follow. The meeting is only closed."])]
        texted = [row for row in self.decided if row.lead_id and row.first_word == FirstWord.TEXT]
        answers = {row.entry_id: first_word_answers(row.entry.family, row.entry.team) for row in texted}
        return [presenting.what_follows(self.decided, answers, self.today)]

    def act(self, form: Any) -> str:
        """Do it."""
        meeting = actions.finish_meeting(meeting=self.subject, seen=form.cleaned_data["seen"], by=self.viewer.actor)
        return presenting.href(meeting)


class CallOffMeetingPage(MeetingPressPage):
    """End it without doing anything."""

    heading = "Call the meeting off"
    submit_label = "Call it off"

    def intro(self) -> Sequence[str]:
        """What stays."""
        return ["Nothing that was written is done. What was written stays on the meeting's page."]

    def act(self, form: Any) -> str:
        """Call it off."""
        return presenting.href(actions.call_off_meeting(meeting=self.subject, by=self.viewer.actor))


class DecideInMeetingPage(FamilyActionPage):
    """Write down what is decided of one family; it can be changed and undone until the meeting is finished."""

    permission = Permission.ALLOCATE
    nav = "caseload:list"
    form_class = DecideInMeetingForm
    submit_label = "Write it down"
    way_to_family = "subject.family"

    @cached_property
    def meeting(self) -> Meeting:
        """The meeting."""
        return self.find(selectors.meetings(self.viewer), key=self.kwargs["key"])

    def get_heading(self) -> str:
        """About whom."""
        return f"Decide about {self.family.title}"

    def get_subject(self) -> Any:
        """The family's place on the waiting list, in the meeting's team."""
        visible = WaitingEntry.objects.visible_to(self.viewer).filter(team=self.meeting.team)
        return self.find(visible.select_related("family", "team"), key=self.kwargs["item"])

    @property
    def back_href(self) -> str:
        """The shared screen, with this family still open."""
        return f"{presenting.href(self.meeting)}?family={self.subject.key}"

    @cached_property
    def written(self) -> MeetingDecision | None:
        """What was written about it already."""
        rows = MeetingDecision.objects.visible_to(self.viewer).filter(meeting=self.meeting, entry=self.subject)
        return rows.select_related("lead", "co_worker", "keyworker").first()

    def form_kwargs(self) -> dict[str, Any]:
        """Colleagues of the team."""
        return {"team": self.meeting.team, "viewer": self.viewer, "family": self.family}

    def initial(self) -> dict[str, Any]:
        """As it stands."""
        row = self.written
        if row is None:
            return {"first_word": FirstWord.CALL}
        users = {name: getattr(row, name) for name in ("lead", "co_worker", "keyworker")}
        keys = {name: user.key if user else "" for name, user in users.items()}
        return {**keys, "first_word": row.first_word, "note": row.note}

    def act(self, form: Any) -> str:
        """Write it."""
        given = form.cleaned_data
        decided = actions.Decided(
            given["lead"], given["co_worker"], given["keyworker"], FirstWord(given["first_word"]), given["note"]
        )
        actions.decide_in_meeting(meeting=self.meeting, entry=self.subject, decided=decided, by=self.viewer.actor)
        return self.back_href


class UndoInMeetingPage(FamilyActionPage, PressPage):
    """Take away what was written about a family."""

    permission = Permission.ALLOCATE
    nav = "caseload:list"
    submit_label = "Undo it"
    way_to_family = "subject.entry.family"

    def get_heading(self) -> str:
        """About whom."""
        return f"Undo what is written about {self.family.title}"

    def get_subject(self) -> Any:
        """The decision, from those visible to the viewer."""
        visible = MeetingDecision.objects.visible_to(self.viewer).select_related("meeting__pen", "entry__family")
        return self.find(visible, key=self.kwargs["key"])

    @property
    def back_href(self) -> str:
        """The shared screen."""
        return presenting.href(self.subject.meeting)

    def act(self, form: Any) -> str:
        """Undo it."""
        return presenting.href(actions.undo_in_meeting(decision=self.subject, by=self.viewer.actor))
