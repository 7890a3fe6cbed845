"""What families texted to the team, and the list of correspondence that somebody cleared. All of it is invented."""

from __future__ import annotations

from datetime import datetime
from uuid import uuid4

from django.utils import timezone

from families.enums import FamilyRole
from pitservice.db.actor import Actor, ActorKind
from pitservice.demo.calendar import Calendar
from pitservice.demo.sign_ins import Staff
from pitservice.demo.told import Record
from pitservice.letters.actions import clear_list
from pitservice.letters.correspondence import Group
from pitservice.messaging import actions
from pitservice.messaging.enums import Handled
from pitservice.messaging.models import InboundText

BY = Actor(ActorKind.GATEWAY, "outbox")


def tell(staff: Staff, calendar: Calendar) -> None:
    """One dealt with, and four that wait: from a shared phone, a stranger, somebody in fear, and a plain answer.

    A call that a colleague took waits with them (P47).
    """
    with calendar.told(calendar.at(calendar.working(40), 11)):
        record = Record(staff, "Amira Saleh")
        mother = record.add(FamilyRole.MOTHER, "Amira Saleh")
        father = record.add(FamilyRole.FATHER, "Yusuf Saleh")
        record.add(FamilyRole.BABY, "Idris Saleh", calendar.day(140))
        record.says(mother)
        record.says(father)
        shared = record.mobile(mother, shared_with="Yusuf, her husband").value
        record.mobile(father, shared, shared_with="Amira, his wife")
        own = record.mobile(mother).value
    with calendar.told(calendar.at(calendar.working(9), 15, 20)):
        done = _came(own, "Thank you for the leaflet", "1")
    with calendar.told(calendar.at(calendar.working(9), 15, 50)):
        actions.deal_with(text=done, how=Handled.NOTHING, by=staff.admin.actor)
    friday = calendar.at(calendar.working(5), 16, 45)
    with calendar.told(friday):
        counts = {Group.NOT_GONE: 2, Group.IN_HAND: 1, Group.GONE: 14}
        clear_list(team=staff.team, until=timezone.now(), counts=counts, by=staff.admin.actor)
    waiting: tuple[tuple[datetime, str, str], ...] = (
        (calendar.at(calendar.day(1), 18, 5), shared, "Can we come half an hour later please"),
        (calendar.at(calendar.day(1), 20, 30), "07700 900899", "Hi is this still Sues number?"),
        (calendar.at(calendar.day(1), 23, 10), own, "I cant cope tonight. I dont feel safe with him here"),
        (calendar.at(calendar.day(0), 8, 15), own, "Yes thats fine see you then"),
    )
    with calendar.told(calendar.at(calendar.day(0), 8, 40)):
        actions.take_message(
            team=staff.team,
            caller="A man who gave no name",
            number="07700 900897",
            words="He asked whether a Saleh comes here. I said that I cannot tell, and that I pass it on.",
            call_back="he did not want to be rung",
            token=uuid4(),
            by=staff.admin.actor,
        )
    for number, (moment, sender, words) in enumerate(waiting, start=2):
        with calendar.told(moment):
            _came(sender, words, str(number))


def _came(sender: str, words: str, reference: str) -> InboundText:
    return actions.receive(
        gateway="outbox",
        gateway_reference=f"demo-{reference}",
        sender=sender,
        receiver="07700 900998",
        words=words,
        received_at=timezone.now(),
        by=BY,
    )
