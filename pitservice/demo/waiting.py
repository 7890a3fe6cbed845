"""What happens to a family of the demo while it waits: it is held by checks, rung, and sometimes loses support."""

from __future__ import annotations

from datetime import date, timedelta

from django.utils import timezone

from pitservice.configuration.actions import change_settings
from pitservice.db.actor import Actor
from pitservice.demo.calendar import Calendar
from pitservice.demo.intake import NO, Telling, post_letters
from pitservice.demo.sign_ins import Staff
from pitservice.links.models import Link
from referrals.actions import (
    Call,
    answer_check,
    ask_services,
    ask_when_due,
    close_alarms,
    leave_list,
    log_word,
    move_first,
    place_beside,
    record_check,
    record_triage,
    set_unavailable,
)
from referrals.enums import CallOutcome, Change, LeftWhy, Side, Support, ToldHow, TriagePriority, WaitingState
from referrals.holding import askees
from referrals.models import HoldingCheck, WaitingEntry

#: Where the demo stands, for the links in its letters.
SITE = "http://localhost:8000/"
#: A check every four weeks.
EVERY = 28


def tell(staff: Staff, calendar: Calendar) -> None:
    """The team lets the product ask on the day a check is due; it asked this morning (WL-2, P14)."""
    with calendar.told(calendar.at(calendar.working(1), 7)):
        change_settings(team=staff.team, holding_by_itself=True, by=staff.lead.actor)
        ask_when_due(site=SITE, by=Actor.system("holding"))


def wait(telling: Telling) -> None:
    """Holding checks each month, a priority from a call; by turns a question out, an answer by link, an alarm."""
    if telling.entry is None:
        return
    accepted = telling.story.ago - 3
    _due(telling.entry, telling, accepted - EVERY)
    if telling.number % 4 == 0:
        with telling.calendar.told(telling.at(max(accepted - 6, 0), 16)) as moment:
            call = _call(telling, timezone.localdate(moment))
            record_triage(entry=telling.entry, call=call, by=telling.staff.keyworker.actor)
    for ago in range(accepted - EVERY, 3, -EVERY):
        _check(telling.entry, telling, ago)
    if telling.number % 8 == 1 and accepted > 10:
        with telling.calendar.told(telling.at(9, 15)):
            move_first(
                entry=telling.entry, reason="The baby goes home from the neonatal unit", by=telling.staff.lead.actor
            )
    if telling.number % 8 == 7 and accepted > 10:
        _beside(telling.entry, telling)
    if telling.number % 4 == 3 and accepted > 10:
        _away_and_told(telling.entry, telling)
    if telling.number % 8 == 5 and accepted > 10:
        with telling.calendar.told(telling.at(2, 15)):
            leave_list(entry=telling.entry, why=LeftWhy.NO_CONTACT, write=True, by=telling.staff.lead.actor)
        return
    if telling.number % 3 == 1 and accepted > 4:
        _ask(telling.entry, telling)


def _call(telling: Telling, on: date) -> Call:
    """Every other call reaches the mother."""
    if telling.number % 8:
        return Call(on=on, outcome=CallOutcome.NO_ANSWER, note="Rang at four, after the school run.")
    return Call(
        on=on,
        outcome=CallOutcome.SPOKE,
        spoke_to="The mother",
        change=Change.WORSE,
        at_risk=NO,
        note="Cried on the phone; sleeps two hours. Her sister comes on Sundays.",
        priority=TriagePriority.SOON,
    )


def _check(entry: WaitingEntry, telling: Telling, ago: int) -> None:
    """A round of calls; what became less is taken up within days, but for the newest."""
    support = (Support.AS_BEFORE, Support.AS_BEFORE, Support.LESS)[(telling.number + ago) % 3]
    with telling.calendar.told(telling.at(ago, 12)):
        record_check(entry=entry, answers={"Health visitor": support}, by=telling.staff.admin.actor)
    if support == Support.LESS and ago > EVERY:
        with telling.calendar.told(telling.at(ago - 2, 9)):
            done = "Rang the health visitors' team leader: fortnightly visits go on until we begin."
            close_alarms(entry=entry, done=done, by=telling.staff.lead.actor)
    _due(entry, telling, ago - EVERY)


def _away_and_told(entry: WaitingEntry, telling: Telling) -> None:
    """A family that stays with relatives for three weeks, and was told by phone how long it may still be."""
    first = telling.calendar.day(9)
    with telling.calendar.told(telling.at(9, 10)) as moment:
        log_word(
            entry=entry,
            on=timezone.localdate(moment),
            how=ToldHow.CALL,
            to="The mother",
            said="Six to eight weeks more, she thinks that is all right. She can ring us.",
            by=telling.staff.keyworker.actor,
        )
        set_unavailable(
            entry=entry,
            starts_on=first,
            ends_on=first + timedelta(weeks=3),
            why="They stay with her parents until then.",
            by=telling.staff.keyworker.actor,
        )


def _beside(entry: WaitingEntry, telling: Telling) -> None:
    """A family that is put just after the one that waits longest: the mothers are sisters, and come together."""
    waiting = WaitingEntry.objects.filter(team=entry.team_id, state=WaitingState.WAITING).exclude(pk=entry.pk)
    if (longest := waiting.order_by("since", "pk").first()) is None:
        return
    with telling.calendar.told(telling.at(8, 11)):
        why = "Sister of the mother of the other baby: they would come together"
        place_beside(entry=entry, other=longest, side=Side.AFTER, reason=why, by=telling.staff.lead.actor)


def _ask(entry: WaitingEntry, telling: Telling) -> None:
    """The referrer is asked by a letter with a private link; every other one has answered by it, once with less."""
    if not any(one.written for one in askees(entry)):
        return
    with telling.calendar.told(telling.at(4, 11)):
        ask_services(entry=entry, site=SITE, by=telling.staff.admin.actor)
    check = HoldingCheck.objects.filter(entry=entry, support=Support.ASKED).first()
    if check is None or telling.number % 2:
        return
    post_letters(telling.referral, telling.staff)
    link = Link.objects.get(subject_key=check.key, used_at=None)
    with telling.calendar.told(telling.at(1, 14)):
        answer_check(
            check=check, link=link, support=Support.LESS, note="We are two posts short until January.", by=link.actor
        )


def _due(entry: WaitingEntry, telling: Telling, ago: int) -> None:
    WaitingEntry.objects.filter(pk=entry.pk).update(next_check_on=telling.calendar.day(ago))
