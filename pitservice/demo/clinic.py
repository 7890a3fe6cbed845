"""Assessment clinics of the demo: Sam's on Wednesdays, Megan's when she is back; one slot is given (toolkit ch. 6)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from caseload import actions
from caseload.actions import Clinic, Offer
from caseload.models import Room
from caseload.selectors.groups import who_can_come
from families.selectors import loss_stands
from pitservice.demo.calendar import Calendar
from pitservice.demo.sign_ins import Staff
from referrals.enums import WaitingState
from referrals.models import WaitingEntry

#: Nobody is given less notice.
NOTICE = 9
WHERE = "Eastfield Clinic"


def tell(staff: Staff, calendar: Calendar) -> None:
    """Sam's clinic is published for three weeks, Megan's for one; the longest waiting family has Sam's first slot."""
    room = Room.objects.filter(team=staff.team).order_by("pk").first()
    with calendar.told(calendar.at(calendar.day(2), 9)):
        wednesday = _next(calendar, 2)
        sams = Clinic(staff.sam, calendar.at(wednesday, 9, 15), 75, 3, 3, room, WHERE, pass_over_taken=True)
        first = actions.publish_slots(team=staff.team, clinic=sams, by=staff.admin.actor).slots[0]
        megans = replace(sams, practitioner=staff.megan, starts=calendar.at(_next(calendar, 3), 9, 15), weeks=1)
        actions.publish_slots(team=staff.team, clinic=megans, by=staff.admin.actor)
    waits = WaitingEntry.objects.filter(team=staff.team, state=WaitingState.WAITING, family__restricted=False)
    entry = waits.filter(~loss_stands()).select_related("family", "referral").order_by("since", "pk").first()
    if entry is None:
        return
    with calendar.told(calendar.at(calendar.day(1), 11)):
        people = who_can_come(entry.family)
        actions.take_slot(slot=first, entry=entry, offer=Offer(people), by=staff.lead.actor)


def _next(calendar: Calendar, weekday: int) -> date:
    """The next such day of the week with notice."""
    soonest = calendar.today + timedelta(days=NOTICE)
    return soonest + timedelta(days=(weekday - soonest.weekday()) % 7)
