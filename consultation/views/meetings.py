"""Team meetings: the list, one with its agenda and minutes, what is written in it, and what somebody is to do."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cached_property
from typing import Any, ClassVar

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from consultation import actions, meetings, minutes
from consultation.actions import Subject
from consultation.agenda import Candidate, agenda_of
from consultation.enums import MeetingState, Topic
from consultation.forms import (
    AboutFilter,
    BeginTeamMeetingForm,
    DiscussForm,
    MeetingFilter,
)
from consultation.models import MeetingAction, MeetingPoint, TeamMeeting
from pitservice.accounts.enums import Permission
from pitservice.accounts.viewer import Viewer
from pitservice.db.errors import Refused
from pitservice.files.responses import download
from pitservice.ui.components import Button, Callout, Cell, Column, Empty, Link
from pitservice.ui.pages import ActionPage, ListPage, Page, PressPage, RecordPage, TeamPage

LIST = "consultation:meetings"
NAV = "consultation:ours"


def trail(meeting: TeamMeeting | None = None) -> Sequence[Link]:
    """Our own work, the meetings, this one."""
    found = [Link("Our own work", reverse(NAV)), Link("Team meetings", reverse(LIST))]
    return [*found, Link(minutes.title(meeting), minutes.href(meeting))] if meeting else found


class TeamMeetingListPage(ListPage):
    """Business and clinical meetings of the viewer's teams, newest first; one begins here."""

    permission = Permission.SEE_CASELOAD
    nav = NAV
    heading = "Team meetings"
    noun = ("meeting", "meetings")
    filter_form = MeetingFilter
    sorts = {"newest": "newest first"}

    def get_breadcrumbs(self) -> Sequence[Link]:
        """Our own work."""
        return trail()[:1]

    def records(self) -> Any:
        """Newest first."""
        return meetings.team_meetings(self.viewer, kind=self.values.get("kind", ""))

    def columns(self) -> Sequence[Column]:
        """Day, kind, state, team, who was there."""
        return minutes.COLUMNS

    def row(self, record: TeamMeeting) -> Sequence[Cell]:
        """One meeting."""
        return minutes.row(record)

    def buttons(self) -> Sequence[Button]:
        """Begin one, by team; and what came out of all of them."""
        teams = Viewer.of(self.user, Permission.HOLD_MEETINGS).teams
        begin = [
            Button(
                "Begin a meeting" if len(teams) == 1 else f"Begin a meeting of {team.name}",
                reverse("consultation:begin-meeting", args=[team.slug]),
            )
            for team in teams
        ]
        to_do = Button("What meetings agreed", reverse("consultation:meeting-actions"), secondary=True)
        return [*begin, to_do, Button("Allocation meetings", reverse("caseload:meetings"), secondary=True)]

    def empty(self) -> Empty:
        """What would put something here."""
        return Empty("No meeting has been written down here yet. Whoever keeps the minutes begins one.")


class BeginTeamMeetingPage(TeamPage, ActionPage):
    """Say which meeting it is and who is there."""

    permission = Permission.HOLD_MEETINGS
    nav = NAV
    heading = "Begin a team meeting"
    form_class = BeginTeamMeetingForm
    submit_label = "Begin"

    def get_breadcrumbs(self) -> Sequence[Link]:
        """The list."""
        return trail()

    def form_kwargs(self) -> dict[str, Any]:
        """Whose colleagues."""
        return {"team": self.team}

    def initial(self) -> dict[str, Any]:
        """Today."""
        return {"held_on": self.today}

    def act(self, form: Any) -> str:
        """Begin it."""
        data = form.cleaned_data
        given = {name: data[name] for name in ("kind", "held_on", "others", "apologies")}
        meeting = actions.begin_team_meeting(
            team=self.team, present=list(data["present"]), **given, by=self.viewer.actor
        )
        return minutes.href(meeting)


class OneMeeting(Page):
    """What pages about one meeting share."""

    abstract: ClassVar[bool] = True
    nav = NAV

    @cached_property
    def meeting(self) -> TeamMeeting:
        """The meeting, of the viewer's teams."""
        return self.find(meetings.team_meetings(self.viewer), key=self.kwargs["key"])

    def get_breadcrumbs(self) -> Sequence[Link]:
        """The list, the meeting."""
        return trail(self.meeting)


class TeamMeetingPage(OneMeeting, RecordPage):
    """Its agenda while it is under way; its minutes afterwards. Everybody reads of families that they may see."""

    permission = Permission.SEE_CASELOAD

    def get_record(self) -> TeamMeeting:
        """The meeting."""
        return self.meeting

    def get_heading(self) -> str:
        """Which."""
        return minutes.title(self.record)

    def get_breadcrumbs(self) -> Sequence[Link]:
        """The list."""
        return trail()

    @cached_property
    def points(self) -> list[MeetingPoint]:
        """What was written of families that the viewer may see."""
        return list(meetings.points_of(self.record, self.viewer))

    @cached_property
    def agenda(self) -> Sequence[Candidate]:
        """What waits to be spoken about; nothing once the meeting is over, and for who writes nothing in it."""
        return agenda_of(self.record, self.user, self.today) if self._writes else ()

    @property
    def _writes(self) -> bool:
        return minutes.is_open(self.record) and self.viewer.may(Permission.HOLD_MEETINGS, self.record.team_id)

    @cached_property
    def left_to_do(self) -> list[MeetingAction]:
        """Open actions out of earlier meetings, while this one is under way."""
        if not minutes.is_open(self.record):
            return []
        return list(
            meetings.meeting_actions(self.viewer).filter(team=self.record.team).exclude(point__meeting=self.record)
        )

    def body(self) -> Sequence[object]:
        """Who is there; what was written; what waits."""
        parts: list[object] = [minutes.about(self.record), minutes.points(self.points, writes=self._writes)]
        if self._writes:
            parts += [*minutes.to_discuss(self.record, self.agenda), minutes.still_to_do(self.left_to_do, self.today)]
        return parts

    def families(self) -> Iterable[tuple[int, int]]:
        """Every family on the page."""
        team = self.record.team_id
        shown = {row.family_id for row in self.points} | {one.family_id for one in self.agenda}
        shown |= {row.point.family_id for row in self.left_to_do}
        return [(family, team) for family in sorted(one for one in shown if one)]

    def buttons(self) -> Sequence[Button]:
        """Write, finish, call off; or the file."""
        key = [self.record.key]
        if self._writes:
            return [
                Button("Add something else", reverse("consultation:discuss", args=key), secondary=True),
                Button("Finish the meeting", reverse("consultation:finish-meeting", args=key)),
                Button("Call it off", reverse("consultation:call-off-meeting", args=key), secondary=True),
            ]
        if self.record.state == MeetingState.FINISHED:
            return [Button("Minutes as a file", reverse("consultation:minutes", args=key), secondary=True)]
        return []


class MinutesPage(OneMeeting):
    """The minutes as a PDF, made now and kept nowhere: by references, without anything of a restricted family."""

    permission = Permission.SEE_CASELOAD

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The file; while the meeting is under way as far as it has come."""
        points = list(meetings.for_everybody(self.meeting, self.viewer))
        self.log_look((row.family_id, row.team_id) for row in points if row.family_id)
        try:
            made = minutes.pdf(self.meeting, points)
        except Refused as refusal:
            return self.render({"body": [Callout("The file could not be made", [refusal.sentence])]}, status=409)
        return download(made, f"minutes-{self.meeting.held_on}-{self.meeting.key}.pdf", "application/pdf", inline=True)

    template_name = "pages/record.html"

    def get_heading(self) -> str:
        """Only where there is no file."""
        return minutes.title(self.meeting)


class DiscussPage(OneMeeting, ActionPage):
    """Write down what is decided of one thing on the agenda, or put something of one's own on it."""

    permission = Permission.HOLD_MEETINGS
    form_class = DiscussForm
    submit_label = "Write it down"

    @cached_property
    def about(self) -> str:
        """Which thing of the agenda, as the address or the form says; empty for something of one's own."""
        asked = self.request.POST if self.request.method == "POST" else self.request.GET
        return str(AboutFilter(asked).values.get("about") or "")

    @cached_property
    def candidate(self) -> Candidate | None:
        """It, where it stands on the agenda."""
        if not self.about:
            return None
        return next((one for one in agenda_of(self.meeting, self.user, self.today) if one.about == self.about), None)

    def get_subject(self) -> None:
        """Nothing that has a version."""
        return

    def get_heading(self) -> str:
        """About what."""
        return self.candidate.what if self.candidate else "Add to the agenda"

    def families(self) -> Iterable[tuple[int, int]]:
        """The one it is about."""
        one = self.candidate
        return [(one.family_id, self.meeting.team_id)] if one and one.family_id else []

    def intro(self) -> Sequence[str]:
        """Why it stands on the agenda."""
        one = self.candidate
        return [": ".join(part for part in (one.topic.label, one.hint) if part)] if one else []

    def form_kwargs(self) -> dict[str, Any]:
        """Whose colleagues, and whether it is named here: a name that was typed stays, whatever else was sent."""
        named = self.request.method == "POST" and bool(self.request.POST.get("what"))
        return {"team": self.meeting.team, "own": named or not self.about}

    def initial(self) -> dict[str, Any]:
        """What it is about."""
        return {"about": self.about}

    def get_cancel(self) -> Link:
        """Back to the meeting."""
        return Link("Cancel", minutes.href(self.meeting))

    def act(self, form: DiscussForm) -> str:
        """Write it."""
        actions.discuss(
            meeting=self.meeting,
            subject=self._subject(form),
            decision=form.cleaned_data["decision"],
            task=form.task(),
            by=self.viewer.actor,
        )
        return minutes.href(self.meeting)

    def _subject(self, form: DiscussForm) -> Subject:
        one = self.candidate
        if not self.about:
            return Subject(form.cleaned_data["what"], Topic.OWN)
        if one is None:
            raise Refused("This is not on the agenda any more: somebody has dealt with it or written it down already.")
        return Subject(one.what, one.topic, one.about, one.family_id, one.referral_id, one.episode_id)


class MeetingPress(OneMeeting, PressPage):
    """One press about a meeting."""

    abstract: ClassVar[bool] = True
    permission = Permission.HOLD_MEETINGS

    def get_subject(self) -> TeamMeeting:
        """The meeting."""
        return self.meeting

    def get_cancel(self) -> Link:
        """Back to the meeting."""
        return Link("Cancel", minutes.href(self.meeting))


class FinishTeamMeetingPage(MeetingPress):
    """From now on its minutes stay as they are."""

    heading = "Finish the meeting"
    submit_label = "Finish it"
    success = "The meeting is finished. What somebody is to do stands on their home page until it is done."

    def intro(self) -> Sequence[str]:
        """What follows."""
        return ["Nothing can be written in it afterwards. What stands in it can be read here, and taken as a file."]

    def act(self, form: Any) -> str:
        """Finish it."""
        seen = form.cleaned_data["seen"]
        return minutes.href(actions.finish_team_meeting(meeting=self.subject, seen=seen, by=self.viewer.actor))


class CallOffTeamMeetingPage(MeetingPress):
    """It does not take place."""

    heading = "Call the meeting off"
    submit_label = "Call it off"
    success = "The meeting is called off."

    def intro(self) -> Sequence[str]:
        """What stays."""
        return ["What was written stays on its page alone: on no timeline, and nobody is asked to do any of it."]

    def act(self, form: Any) -> str:
        """Call it off."""
        return minutes.href(actions.call_off_team_meeting(meeting=self.subject, by=self.viewer.actor))
