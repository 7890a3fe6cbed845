"""The rota of the demo: who works where and when, who is on duty, a colleague on leave with a cover (P5)."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

from caseload import actions
from caseload.enums import AllocationRole, TellOfChange
from caseload.selectors.clearing import to_clear
from caseload.selectors.leaving import carried_by
from pitservice.accounts.enums import Permission
from pitservice.accounts.viewer import Viewer
from pitservice.configuration.selectors import holidays_of
from pitservice.configuration.working_days import is_working
from pitservice.demo.calendar import Calendar
from pitservice.demo.sign_ins import Staff
from referrals.enums import WaitingState
from referrals.models import WaitingEntry

#: For so many days from today somebody is on duty.
_AHEAD = 14
#: So many days Megan is away.
_AWAY = 7


def tell(staff: Staff, calendar: Calendar) -> None:
    """Megan works on three days and is away for a week; Sam covers; a day of hers is cleared; the lead is on duty.

    Sam carries too much: one family goes to Megan, another stays with him for some days.
    """
    by, today = staff.admin.actor, calendar.today
    with calendar.told(calendar.at(calendar.day(300), 9)):
        patterns = (
            (staff.lead, (0, 1, 2, 3, 4), "", "37.5", "22.5"),
            (staff.sam, (0, 1, 2, 3), "", "30", "6"),
            (staff.megan, (0, 1, 3), "9:15am to 2:45pm, school hours", "16.5", "3"),
        )
        for user, days, hours, weekly, other in patterns:
            actions.set_working_days(
                team=staff.team,
                user=user,
                days=days,
                hours=hours,
                weekly_hours=Decimal(weekly),
                other_hours=Decimal(other),
                starts_on=calendar.day(300),
                by=by,
            )
        _localities(staff)
    with calendar.told(calendar.at(calendar.day(1), 16)):
        actions.record_absence(
            team=staff.team,
            user=staff.megan,
            first=today,
            last=today + timedelta(days=_AWAY - 1),
            cover=staff.sam,
            by=by,
        )
        ahead = [today + timedelta(days=number) for number in range(_AHEAD)]
        turns = {day: staff.lead for day in ahead if is_working(day, holidays_of(staff.team)) or day == today}
        actions.set_duty(team=staff.team, turns=turns, by=by)
    with calendar.told(calendar.at(today, 7, 50)):
        _clear(staff, today)
    with calendar.told(calendar.at(today, 9, 30)):
        _meet(staff)
    with calendar.told(calendar.at(today, 9, 45)):
        _hand_over(staff, today)


def _localities(staff: Staff) -> None:
    """The town is in two halves; families beyond them are seen by whoever gets there (toolkit ch. 6)."""
    for name, areas, colleagues in (
        ("Hillside", ["ZZ4", "ZZ5", "ZZ6"], [staff.megan, staff.keyworker]),
        ("Riverside", ["ZZ1", "ZZ2", "ZZ3"], [staff.sam, staff.lead]),
    ):
        drawn = actions.Drawn(name, areas, colleagues)
        actions.add_locality(team=staff.team, drawn=drawn, by=staff.lead.actor)


def _meet(staff: Staff) -> None:
    """What each brings; the allocation meeting of today is under way, with the first family talked about."""
    by = staff.lead.actor
    for user, skills, languages, areas in (
        (staff.lead, ["Parent-infant psychotherapy"], [], ["ZZ8"]),
        (staff.sam, ["Video Interaction Guidance (VIG)"], ["Polish"], ["ZZ7", "ZZ8"]),
        (staff.megan, ["Newborn Behavioural Observations (NBO)"], ["Welsh"], ["ZZ9"]),
    ):
        actions.set_brings(team=staff.team, user=user, skills=skills, languages=languages, areas=areas, by=by)
    present = [staff.lead, staff.sam, staff.keyworker]
    meeting = actions.begin_meeting(team=staff.team, present=present, by=by)
    first = WaitingEntry.objects.filter(team=staff.team, state=WaitingState.WAITING).order_by("since", "pk").first()
    if first is not None:
        decided = actions.Decided(lead=staff.sam, keyworker=staff.keyworker, note="Mornings, after the school run.")
        actions.decide_in_meeting(meeting=meeting, entry=first, decided=decided, by=by)


def _clear(staff: Staff, today: date) -> None:
    """The first of Megan's days on which anybody is booked is cleared: the first visit is taken over (P69)."""
    viewer = Viewer.of(staff.admin, Permission.BOOK)
    for number in range(_AWAY):
        day = today + timedelta(days=number)
        if booked := to_clear(viewer, staff.team, staff.megan, day):
            chosen = dict.fromkeys(booked) | ({booked[0]: staff.lead} if len(booked) > 1 else {})
            actions.clear_day(team=staff.team, user=staff.megan, day=day, appointments=chosen, by=staff.admin.actor)
            return


def _hand_over(staff: Staff, today: date) -> None:
    """Sam gives one family on and keeps another for some days (issue 6 §1)."""
    carried = carried_by(Viewer.of(staff.lead, Permission.RECORD_SESSIONS), staff.team, staff.sam)
    led = [one.episode for one in carried if one.role == AllocationRole.LEAD]
    passings = (actions.Passing(to=staff.megan), actions.Passing(until=today + timedelta(days=5)))
    if works := dict(zip(led, passings, strict=False)):
        actions.hand_over_caseload(
            team=staff.team,
            user=staff.sam,
            works=works,
            reason="Sam supervises two trainees from now on.",
            tell=TellOfChange.IN_PERSON,
            by=staff.lead.actor,
        )
