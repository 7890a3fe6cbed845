"""Team meetings: begun, written point by point, finished; and what somebody is to do, until it is done (P4)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone

from consultation.enums import MeetingState, Topic
from consultation.models import MeetingAction, MeetingPoint, TeamMeeting
from pitservice.accounts.enums import Permission
from pitservice.accounts.models import Team, User
from pitservice.accounts.viewer import Viewer
from pitservice.audit.actions import record
from pitservice.db.actor import Actor
from pitservice.db.errors import Refused
from pitservice.db.locks import lock
from pitservice.db.transitions import advance, begin

OVER = "This meeting is over. What it decided stands in its minutes."


@dataclass(frozen=True, slots=True)
class Task:
    """What a colleague is to do, by when."""

    what: str
    colleague: User
    due_on: date


@dataclass(frozen=True, slots=True)
class Subject:
    """What a point is about, as the agenda named it; in somebody's own words it has only its `what`."""

    what: str
    topic: Topic = Topic.OWN
    about: str = ""
    family_id: int | None = None
    referral_id: int | None = None
    episode_id: int | None = None


@transaction.atomic
def begin_team_meeting(
    *,
    team: Team,
    kind: str,
    held_on: date,
    present: Sequence[User],
    others: str = "",
    apologies: str = "",
    by: Actor,
) -> TeamMeeting:
    """Begin a business or clinical meeting, with who is there (toolkit ch. 6). Refused for a day ahead."""
    if held_on > timezone.localdate():
        raise Refused("A meeting is begun on its day, or written down after it.")
    meeting = TeamMeeting.objects.create(
        team=team,
        kind=kind,
        held_on=held_on,
        present=[user.name for user in present],
        others=others.strip(),
        apologies=apologies.strip(),
        created_by=by,
    )
    begin(meeting, by=by)
    record("consultation.begin_team_meeting", meeting, by=by, present=sorted(user.pk for user in present))
    return meeting


@transaction.atomic
def discuss(
    *, meeting: TeamMeeting, subject: Subject, decision: str = "", task: Task | None = None, by: Actor
) -> MeetingPoint:
    """Put something on the agenda, or write down what was decided of it, with what somebody is to do.

    The second of two who write about the same thing is refused by the database, with both their words kept.
    """
    meeting = _open(meeting)
    if not subject.what.strip():
        raise Refused("Enter what it is about.")
    point = MeetingPoint.objects.create(
        team_id=meeting.team_id,
        meeting=meeting,
        topic=subject.topic,
        about=subject.about,
        what=subject.what.strip()[:200],
        decision=decision.strip(),
        family_id=subject.family_id,
        referral_id=subject.referral_id,
        episode_id=subject.episode_id,
        created_by=by,
    )
    record("consultation.discuss", point, by=by, family_id=subject.family_id, topic=subject.topic)
    if task is not None:
        add_meeting_action(point=point, task=task, by=by)
    return point


@transaction.atomic
def decide_point(*, point: MeetingPoint, decision: str, seen: int | None = None, by: Actor) -> MeetingPoint:
    """Write down, or write anew, what was decided; refused once the meeting is over."""
    _open(point.meeting)
    point = lock(point, seen=seen)
    point.decision = decision.strip()
    point.save(update_fields=["decision"])
    record("consultation.decide_point", point, by=by, family_id=point.family_id)
    return point


@transaction.atomic
def remove_point(*, point: MeetingPoint, seen: int | None = None, by: Actor) -> None:
    """Take a point and what hangs on it off the agenda, while the meeting is open; its history stays."""
    _open(point.meeting)
    point = lock(point, seen=seen)
    record("consultation.remove_point", point, by=by, family_id=point.family_id)
    MeetingAction.objects.filter(point=point).delete()
    point.delete()


@transaction.atomic
def add_meeting_action(*, point: MeetingPoint, task: Task, by: Actor) -> MeetingAction:
    """Somebody is to do something by a day. Refused for a colleague who may not open the family's record."""
    _open(point.meeting)
    if not task.what.strip():
        raise Refused("Enter what is to be done.")
    if task.due_on < point.meeting.held_on:
        raise Refused("The day it is to be done by must not be before the meeting.")
    sees = MeetingPoint.objects.visible_to(Viewer.of(task.colleague, Permission.SEE_CASELOAD))
    if not sees.filter(pk=point.pk).exists():
        raise Refused(f"{task.colleague.name} may not see what this is about. Choose somebody who may.")
    action = MeetingAction.objects.create(
        team_id=point.team_id,
        point=point,
        what=task.what.strip(),
        colleague=task.colleague,
        due_on=task.due_on,
        created_by=by,
    )
    record("consultation.add_meeting_action", action, by=by, family_id=point.family_id, user=task.colleague.pk)
    return action


@transaction.atomic
def finish_meeting_action(
    *, action: MeetingAction, came_of_it: str = "", seen: int | None = None, by: Actor
) -> MeetingAction:
    """Say that it is done, or what came of it instead; it leaves the home page by nothing else (P4)."""
    action = lock(action, seen=seen)
    if action.done_at is not None:
        raise Refused("Somebody has said already what came of this.")
    action.came_of_it, action.done_at, action.done_by = came_of_it.strip(), timezone.now(), by
    action.save(update_fields=["came_of_it", "done_at", "done_by"])
    record("consultation.finish_meeting_action", action, by=by, family_id=action.point.family_id)
    return action


@transaction.atomic
def finish_team_meeting(*, meeting: TeamMeeting, seen: int | None = None, by: Actor) -> TeamMeeting:
    """Close the meeting: from now on its minutes stay as they are. Refused where nothing was written."""
    meeting = lock(_open(meeting), seen=seen)
    if not MeetingPoint.objects.filter(meeting=meeting).exists():
        raise Refused("Nothing was written in this meeting. Write something down, or call it off.")
    advance(meeting, MeetingState.FINISHED, by=by)
    record("consultation.finish_team_meeting", meeting, by=by)
    return meeting


@transaction.atomic
def call_off_team_meeting(*, meeting: TeamMeeting, by: Actor) -> TeamMeeting:
    """It did not take place: what was written stays on its page, and nobody is asked to do any of it."""
    meeting = _open(meeting)
    advance(meeting, MeetingState.CALLED_OFF, by=by)
    record("consultation.call_off_team_meeting", meeting, by=by)
    return meeting


def _open(meeting: Any) -> TeamMeeting:
    found: TeamMeeting = lock(meeting)
    if found.state != MeetingState.OPEN:
        raise Refused(OVER)
    return found
