"""Texts in colleagues' own words: gone, for a day to come, taken back, held, and to be sent by hand (P2, P42)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from uuid import uuid4

from django.utils import timezone

from caseload.models import Episode
from families.contact import Addressee
from families.models import Family
from pitservice.configuration.actions import change_settings
from pitservice.demo.calendar import Calendar
from pitservice.demo.sign_ins import BY, Staff
from pitservice.messaging import actions
from pitservice.messaging.models import Message
from pitservice.messaging.selectors import adults_to_text

#: Team and number stand in each; names of babies do not.
_WORDS = (
    "North team: we have the toy that was left here. No hurry. Ring us on 01632 960100 if you need it sooner.",
    "North team: the door to our rooms is at the back today. Ring the lower bell. Any trouble: 01632 960100.",
    "North team: this is the week of the summer picnic. You are welcome from 2pm. Questions? Ring 01632 960100.",
    "North team: please ring us on 01632 960100 when you have a moment. Nothing is wrong.",
)


def tell(staff: Staff, calendar: Calendar) -> None:
    """One of each, to families in the work; while the phone company changed, two were to be sent by hand.

    Colleagues get a digest, where e-mails go (P6).
    """
    found = _reachable(staff)
    with calendar.told(calendar.at(calendar.working(5), 11)):
        _write(next(found), _WORDS[0], staff)
        actions.deliver(by=BY)
    with calendar.told(calendar.at(calendar.working(2), 8)):
        for colleague in (staff.admin, staff.megan, staff.lead):
            actions.send_digest(user=colleague, day=calendar.day(-1), by=BY)
        actions.deliver(by=BY)
    with calendar.told(calendar.at(calendar.working(4), 15)):
        for text in _write(next(found), _WORDS[3], staff):
            actions.take_back(message=text, by=staff.megan.actor)
    with calendar.told(calendar.at(calendar.working(1), 9)):
        change_settings(team=staff.team, texts_by_hand=True, by=BY)
        sent, _ = (_write(next(found), _WORDS[1], staff) for _ in range(2))
        actions.deliver(by=BY)
        for text in sent:
            text.refresh_from_db()
            actions.say_sent_by_hand(message=text, at=timezone.now(), by=staff.admin.actor)
        change_settings(team=staff.team, texts_by_hand=False, by=BY)
    _write(next(found), _WORDS[2], staff, at=calendar.at(calendar.day(-6), 10))


def _write(to: tuple[Family, Addressee], words: str, staff: Staff, at: datetime | None = None) -> Sequence[Message]:
    family, adult = to
    return actions.write_text(
        family=family, recipients=[adult.recipient], words=words, token=uuid4(), at=at, by=staff.megan.actor
    )


def _reachable(staff: Staff) -> Iterator[tuple[Family, Addressee]]:
    """Families in the work with an adult who may be texted."""
    for episode in Episode.objects.filter(team=staff.team, closed_on=None).select_related("family").order_by("pk"):
        allowed = [to for to in adults_to_text(episode.family) if to.allowed]
        if allowed:
            yield episode.family, allowed[0]
