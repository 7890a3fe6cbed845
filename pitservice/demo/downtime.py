"""The downtime pack of the demo: its pass-phrase was set, and tonight's was made (P71)."""

from __future__ import annotations

from caseload import actions, tasks
from pitservice.demo.calendar import Calendar
from pitservice.demo.sign_ins import BY, Staff

#: Opens the pack of the demo; invented families only.
PHRASE = "green otter river lamp"


def tell(staff: Staff, calendar: Calendar) -> None:
    """The lead set the words a month ago; the pack of the night."""
    with calendar.told(calendar.at(calendar.day(30), 9)):
        actions.set_downtime_phrase(team=staff.team, phrase=PHRASE, by=staff.lead.actor)
    with calendar.told(made := calendar.at(calendar.today, 2, 10)):
        tasks.make_packs(now=made, by=BY)
