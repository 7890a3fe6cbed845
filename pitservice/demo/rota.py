"""The rota of the demo: part-time days, who is on duty, a colleague on leave with a cover (P5)."""

from __future__ import annotations

from datetime import timedelta

from caseload import actions
from pitservice.configuration.selectors import holidays_of
from pitservice.configuration.working_days import is_working
from pitservice.demo.calendar import Calendar
from pitservice.demo.sign_ins import Staff

#: For so many days from today somebody is on duty.
_AHEAD = 14


def tell(staff: Staff, calendar: Calendar) -> None:
    """Megan works on three days and is away for a week; Sam covers; the lead and Sam are on duty in turn."""
    by, today = staff.admin.actor, calendar.today
    with calendar.told(calendar.at(calendar.day(300), 9)):
        patterns = ((staff.sam, (0, 1, 2, 3), ""), (staff.megan, (0, 1, 3), "9:15am to 2:45pm, school hours"))
        for user, days, hours in patterns:
            actions.set_working_days(
                team=staff.team, user=user, days=days, hours=hours, starts_on=calendar.day(300), by=by
            )
    with calendar.told(calendar.at(calendar.day(1), 16)):
        actions.record_absence(
            team=staff.team, user=staff.megan, first=today, last=today + timedelta(days=6), cover=staff.sam, by=by
        )
        ahead = [today + timedelta(days=number) for number in range(_AHEAD)]
        turns = {day: staff.lead for day in ahead if is_working(day, holidays_of(staff.team)) or day == today}
        actions.set_duty(team=staff.team, turns=turns, by=by)
