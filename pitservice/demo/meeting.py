"""Team meetings of the demo: last week's with its minutes, a business meeting, and today's under way (toolkit ch. 6)."""

from __future__ import annotations

from datetime import date, timedelta

from consultation.actions import Subject, Task, begin_team_meeting, discuss, finish_meeting_action, finish_team_meeting
from consultation.agenda import Candidate, agenda_of
from consultation.enums import MeetingKind, Topic
from consultation.models import MeetingAction, TeamMeeting
from pitservice.demo.calendar import Calendar
from pitservice.demo.sign_ins import Staff

_DECIDED = {
    Topic.NEW: "Sam asks the referrer who in the family knows. The lead decides on Monday.",
    Topic.WAITING: "Next to be allocated. Megan has met the health visitor and could begin.",
    Topic.REVIEW: "Review at the next visit, with both parents if they can come.",
    Topic.ENDING: "Two more sessions, then the ending visit. A group is offered.",
    Topic.CONCERN: "The lead speaks with the named nurse today.",
}
_BUSINESS = (
    ("The room on Fridays", "We ask the family hub for its small room."),
    ("What we say about waiting", ""),
)


def tell(staff: Staff, calendar: Calendar) -> None:
    """The business meeting of last month, the clinical one of last week, and today's."""
    with calendar.told(calendar.at(calendar.working(28), 13)):
        _business(staff, calendar.working(28))
    with calendar.told(calendar.at(calendar.working(7), 11)):
        last = _clinical(staff, calendar.working(7), calendar.today)
        finish_team_meeting(meeting=last, by=staff.admin.actor)
    with calendar.told(calendar.at(calendar.today, 9, 40)):
        begin_team_meeting(
            team=staff.team,
            kind=MeetingKind.CLINICAL,
            held_on=calendar.today,
            present=[staff.lead, staff.sam, staff.admin],
            apologies="Megan is on leave.",
            by=staff.admin.actor,
        )


def _business(staff: Staff, day: date) -> None:
    by, present = staff.admin.actor, [staff.lead, *staff.practitioners[:2], staff.admin]
    kind = MeetingKind.BUSINESS
    meeting = begin_team_meeting(team=staff.team, kind=kind, held_on=day, present=present, by=by)
    for number, (what, decision) in enumerate(_BUSINESS):
        task = Task("Ring the family hub about Fridays", staff.admin, day + timedelta(days=5)) if not number else None
        discuss(meeting=meeting, subject=Subject(what), decision=decision, task=task, by=by)
    rung = MeetingAction.objects.filter(point__meeting=meeting).get()
    finish_meeting_action(action=rung, came_of_it="We have it from January.", by=by)
    finish_team_meeting(meeting=meeting, by=by)


def _clinical(staff: Staff, day: date, today: date) -> TeamMeeting:
    """One of each kind that waits is talked about, with one thing still to do."""
    by, present = staff.admin.actor, [staff.lead, staff.sam, staff.megan, staff.keyworker]
    meeting = begin_team_meeting(
        team=staff.team, kind=MeetingKind.CLINICAL, held_on=day, present=present, others="A student on placement", by=by
    )
    first: dict[Topic, Candidate] = {}
    for one in agenda_of(meeting, staff.lead, today):
        first.setdefault(one.topic, one)
    for number, one in enumerate(first.values()):
        subject = Subject(one.what, one.topic, one.about, one.family_id, one.referral_id, one.episode_id)
        task = Task("Ring the health visitor", staff.lead, today + timedelta(days=2)) if not number else None
        discuss(meeting=meeting, subject=subject, decision=_DECIDED.get(one.topic, ""), task=task, by=by)
    return meeting
