"""Team meetings and supervision of the demo: last week's meeting with its minutes, today's under way (ch. 6, P85)."""

from __future__ import annotations

from datetime import date, timedelta

from caseload.models import Episode
from consultation.actions import (
    Subject,
    Task,
    Term,
    add_deadline,
    begin_team_meeting,
    decide_in_supervision,
    discuss,
    finish_meeting_action,
    finish_team_meeting,
    log_supervision,
    set_experience,
)
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
    """The business meeting of last month, the clinical one of last week, and today's; and supervision."""
    _supervision(staff, calendar)
    _deadlines(staff, calendar)
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


def _deadlines(staff: Staff, calendar: Calendar) -> None:
    """A bid whose reminder has come, the proposal of every year, and a report to a trust."""
    by = staff.admin.actor
    with calendar.told(calendar.at(calendar.day(60), 10)):
        for kind, what, whom, owner, days, before, yearly in (
            ("bid", "Group for fathers", "Rowan Trust", staff.lead, 19, 42, False),
            ("commissioning", "Proposal for next year’s budget", "Integrated care board", staff.lead, 200, 91, True),
            ("report", "What the grant paid for", "Eastfield Fund", staff.admin, 75, 42, False),
        ):
            due_on = calendar.today + timedelta(days=days)
            term = Term(kind, what, due_on, due_on - timedelta(days=before), owner, whom, every_year=yearly)
            add_deadline(team=staff.team, term=term, by=by)


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


def _supervision(staff: Staff, calendar: Calendar) -> None:
    """Sam has had enough, Megan too little; and of one family something was decided."""
    for user, years in ((staff.lead, 9), (staff.sam, 2), (staff.megan, 5)):
        since = calendar.today - timedelta(days=365 * years)
        set_experience(team=staff.team, colleague=user, since=since, by=staff.lead.actor)
    for number, ago in enumerate(range(5, 33, 7)):
        day = calendar.working(ago)
        with calendar.told(calendar.at(day, 17)):
            for user in (staff.sam, staff.lead)[: 1 + (number == 1)]:
                made = log_supervision(
                    team=staff.team,
                    colleague=user,
                    kind="clinical" if user == staff.sam else "external",
                    held_on=day,
                    minutes=75 if user == staff.sam else 120,
                    with_whom="Priya Shah" if user == staff.sam else "Dr Edith Fell",
                    by=user.actor,
                )
    led = Episode.objects.filter(
        allocations__user=staff.sam, allocations__ends_on=None, family__restricted=False
    ).exclude(state="closed")
    work = led.select_related("family").order_by("-opened_on", "pk").first()
    if work is not None:
        words = "Meet the father by himself once before the review."
        decide_in_supervision(supervision=made, family=work.family, words=words, by=staff.sam.actor)
