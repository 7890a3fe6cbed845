"""A family's own page while it waits: where it stands, why, what happens next, and what can be done."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from django.urls import NoReverseMatch, reverse

from families.presenters import grieves
from pitservice.configuration.enums import WaitingOrder
from pitservice.ui import dates
from pitservice.ui.components import Button, Entry, Fact, FactList, Link, Tag, Timeline, Words
from pitservice.ui.words import inside
from referrals.enums import WAITING_COLOURS, TriagePriority, WaitingState
from referrals.models import WaitingEntry, WaitingMove
from referrals.presenters.holding import support_tag
from referrals.presenters.status import PAUSED
from referrals.presenters.waiting import ordinal, why_here
from referrals.selectors.waiting import ORDERS

Places = Mapping[str, Mapping[int, int]]


def where(entry: WaitingEntry, *, order: str, places: Places, today: date) -> FactList:
    """Since when, where in each order and why, support, the next check."""
    referral = Link(f"Referral {entry.referral.key}", reverse("referrals:referral", args=[entry.referral.key]))
    facts = [
        Fact("State", tags=[Tag(WaitingState(entry.state).label, WAITING_COLOURS[entry.state])]),
        Fact("Waiting", f"{dates.count((today - entry.since).days // 7, 'week')}, since {dates.day(entry.since)}"),
    ]
    if entry.state == WaitingState.WAITING:
        facts += [_place(entry, one, order, places) for one in ORDERS]
        facts.append(Fact("Next holding check", _check(entry, today)))
    facts += [
        Fact("Support", tags=[support_tag(entry.support)]),
        Fact("Priority", TriagePriority(entry.priority).label),
        Fact("Came with", links=[referral]),
    ]
    return FactList(facts)


def _place(entry: WaitingEntry, one: str, order: str, places: Places) -> Fact:
    in_force = ", the order in force" if one == order else ""
    words = f"{ordinal(places[one].get(entry.pk))}: {why_here(entry, one)}"
    return Fact(f"Place {WaitingOrder(one).label}{in_force}", words)


def _check(entry: WaitingEntry, today: date) -> str:
    if grieves(entry.family):
        return PAUSED
    return dates.in_words(entry.next_check_on, today) if entry.next_check_on else "None is due"


def happens_next(entry: WaitingEntry, order: str, places: Places, today: date) -> Words:
    """What will happen, and by whose doing."""
    if entry.state != WaitingState.WAITING:
        return Words([f"This family does not wait any more: {inside(WaitingState(entry.state).label)}."])
    if grieves(entry.family):
        return Words(["A loss is recorded. Nothing is due and nothing goes out until a person has decided what to do."])
    lines = [
        f"The family is {ordinal(places[order].get(entry.pk))} {WaitingOrder(order).label}, the team's order. A "
        "practitioner is found for it at the allocation meeting; the first contact is made after that."
    ]
    if entry.next_check_on:
        late = " It is late." if entry.next_check_on < today else ""
        lines.append(
            f"The next holding check is due {dates.weekday(entry.next_check_on)}: whether the referrer and every "
            f"service named go on with their support.{late}"
        )
    return Words(lines)


def moves(found: Iterable[WaitingMove]) -> Timeline:
    """Onto the list and off it, by whom and why; the newest first."""
    entries = [
        Entry(
            dates.moment(one.at),
            WaitingState(one.to_state).label,
            lines=[f"By {one.by.name}", *([one.reason.text] if one.reason else [])],
        )
        for one in sorted(found, key=lambda one: one.at, reverse=True)
    ]
    return Timeline(entries)


def buttons(entry: WaitingEntry, *, alarmed: bool) -> Sequence[Button]:
    """What can be done; nothing about a family that does not wait any more."""
    if entry.state != WaitingState.WAITING:
        return ()
    found = [_button(entry, "Say what was done", "referrals:alarms")] if alarmed else []
    found += [
        _button(entry, "Holding check", "referrals:check", secondary=alarmed),
        _button(entry, "Triage", "referrals:priority", secondary=True),
        _button(entry, "Put back" if entry.first else "Move first", "referrals:first", secondary=True),
        _button(entry, "Leave the list", "referrals:leave", secondary=True),
    ]
    try:  # a page of caseload's, known by its name alone
        found.append(_button(entry, "Allocate", "caseload:allocate", secondary=True))
    except NoReverseMatch:
        pass
    return found


def _button(entry: WaitingEntry, text: str, name: str, *, secondary: bool = False) -> Button:
    return Button(text, reverse(name, args=[entry.key]), secondary=secondary)
