"""Reading team meetings: what was written, as far as whoever reads may see what it is about."""

from __future__ import annotations

from django.db.models import Prefetch, Q, QuerySet

from consultation.enums import MeetingState
from consultation.models import MeetingAction, MeetingPoint, TeamMeeting
from families.models import Family
from pitservice.accounts.viewer import Viewer


def team_meetings(viewer: Viewer, *, kind: str = "") -> QuerySet[TeamMeeting]:
    """Meetings of the viewer's teams, newest first; of one kind where asked."""
    found = TeamMeeting.objects.visible_to(viewer).select_related("team")
    return (found.filter(kind=kind) if kind else found).order_by("-held_on", "-pk")


def points(viewer: Viewer) -> QuerySet[MeetingPoint]:
    """What was written in meetings, with what it leads to and who does what, in its order."""
    tasks = MeetingAction.objects.select_related("colleague").order_by("due_on", "pk")
    found = MeetingPoint.objects.visible_to(viewer).select_related(
        "meeting__team", "team", "family", "referral", "episode"
    )
    return found.prefetch_related(Prefetch("actions", tasks)).order_by("pk")


def points_of(meeting: TeamMeeting, viewer: Viewer) -> QuerySet[MeetingPoint]:
    """What was written in one meeting."""
    return points(viewer).filter(meeting=meeting)


def for_everybody(meeting: TeamMeeting, viewer: Viewer) -> QuerySet[MeetingPoint]:
    """What may stand in a file that is passed on: nothing of a restricted family, whoever makes it."""
    open_ones = Q(family=None) | Q(family__restricted=False)
    settled = Q(referral=None) | Q(referral__family=None) | Q(referral__family__restricted=False)
    return points_of(meeting, viewer).filter(open_ones, settled)


def meeting_actions(viewer: Viewer, *, done_too: bool = False) -> QuerySet[MeetingAction]:
    """What meetings agreed to be done, due first: what is open, or all."""
    found = MeetingAction.objects.visible_to(viewer).exclude(point__meeting__state=MeetingState.CALLED_OFF)
    found = found.select_related("point__meeting__team", "colleague")
    return (found if done_too else found.filter(done_at=None)).order_by("due_on", "pk")


def decided_about(family: Family, viewer: Viewer) -> QuerySet[MeetingPoint]:
    """What meetings decided about a family, oldest first."""
    found = MeetingPoint.objects.visible_to(viewer).filter(family=family).exclude(decision="")
    found = found.exclude(meeting__state=MeetingState.CALLED_OFF)
    return found.select_related("meeting").order_by("pk")
