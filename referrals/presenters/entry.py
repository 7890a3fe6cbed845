"""A family's own page while it waits: where it stands, why, what happens next, and what can be done."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from itertools import pairwise

from django.urls import NoReverseMatch, reverse

from families.contact import Addressee
from families.enums import Answer
from families.presenters import grieves
from pitservice.configuration.enums import WaitingOrder, YesNoUnknown
from pitservice.configuration.models import TeamSettings
from pitservice.ui import dates
from pitservice.ui.components import Button, Empty, Entry, Fact, FactList, Link, Section, Tag, Timeline, Words
from pitservice.ui.fields import shown_phone
from pitservice.ui.words import inside
from referrals.enums import PRIORITY_COLOURS, WAITING_COLOURS, CallOutcome, TriagePriority, WaitingState
from referrals.models import PlaceMove, TriageContact, UnavailableTime, WaitingEntry, WaitingMove
from referrals.models.waiting import ORDERS
from referrals.presenters.holding import support_tag
from referrals.presenters.status import PAUSED
from referrals.presenters.waiting import ordinal, waited_tags, waited_words, why_here
from referrals.wording import babies_in_words

Places = Mapping[str, Mapping[int, int]]
#: Beside so many a family can be put: who stands further down is not put beside, but left where the orders put it.
MOST_NAMED = 200


def where(
    entry: WaitingEntry,
    *,
    order: str,
    places: Places,
    times: Sequence[UnavailableTime],
    settings: TeamSettings,
    today: date,
) -> FactList:
    """Since when, where in each order and why, support, the next check."""
    referral = Link(f"Referral {entry.referral.key}", reverse("referrals:referral", args=[entry.referral.key]))
    facts = [
        Fact("State", tags=[Tag(WaitingState(entry.state).label, WAITING_COLOURS[entry.state])]),
        Fact(
            "Waiting",
            f"{waited_words(entry, times, settings, today)}, since {dates.day(entry.since)}",
            tags=waited_tags(entry, times, settings, today),
        ),
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
        return Words([_over(entry)])
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


def moving(entry: WaitingEntry, order: str) -> list[str]:
    """What moving a family means, and that somebody moved this one before."""
    lines = [
        "A family that you move stands there in all three orders, until somebody moves it again or puts it back. "
        "Everybody who sees the list can read why."
    ]
    if entry.moved:
        lines.append(f"{why_here(entry, order)}.")
    return lines


def places_to_choose(found: Iterable[WaitingEntry], today: date) -> list[tuple[str, str]]:
    """Families of the list as they stand, by key: "3rd: Zayn Khan, 7 weeks"."""
    named = enumerate(found, start=1)
    return [
        (one.key, f"{ordinal(place)}: {babies_in_words(list(one.referral.people.all()), today)}")
        for place, one in named
    ]


def stands_now(entry: WaitingEntry, order: str, places: Places) -> str:
    """Where a family stands that was just moved."""
    return f"Moved: it is {ordinal(places[order].get(entry.pk))} {WaitingOrder(order).label} now."


def whom_to_ring(found: Iterable[Addressee]) -> Section:
    """Each adult by the contact rules: whom to ring at which number, whom not and why (CON-1)."""
    facts = [Fact(one.name, _call(one)) for one in found]
    return Section("Who may be rung", [FactList(facts)] if facts else [Empty("No adult is recorded.")])


def _call(one: Addressee) -> list[str]:
    if one.answer is Answer.REFUSE:
        return [f"Do not ring. {one.why}"]
    return [shown_phone(one.value), *([f"Ask first. {one.why}"] if one.why else [])]


def triaged(at_risk: bool, *, moved: bool = False) -> str:
    """What follows a triage contact; a family that a person moved stays where they put it."""
    if at_risk:
        return (
            "Recorded. You said that somebody is at risk of harm: record a safeguarding concern on the family's page, "
            "and tell the lead now."
        )
    if moved:
        return "Recorded. The family stays where a person put it on the list: move it if that is not right any more."
    return "Recorded. It counts in the order by triage."


def calls(found: Sequence[TriageContact]) -> Timeline:
    """Every triage contact, the newest first."""
    return Timeline([_call_made(one) for one in found])


def _call_made(one: TriageContact) -> Entry:
    said = [f"{one.get_change_display()}."] if one.change else []
    if one.outcome == CallOutcome.SPOKE:
        said.append(f"Anybody at risk of harm: {YesNoUnknown(one.at_risk).label.lower()}.")
    tags = [Tag(TriagePriority(one.priority).label, PRIORITY_COLOURS[one.priority])] if one.priority else []
    who = f" ({one.spoke_to})" if one.spoke_to else ""
    lines = [" ".join(said), one.note, f"By {one.created_by.name}"]
    return Entry(dates.weekday(one.on), f"{one.get_outcome_display()}{who}", lines=[*filter(None, lines)], tags=tags)


def _over(entry: WaitingEntry) -> str:
    """Why nothing more happens here, and what would put the family back."""
    said = f"This family does not wait any more: {inside(WaitingState(entry.state).label)}."
    if entry.state != WaitingState.LEFT:
        return said
    why = f" {entry.get_left_why_display()}." if entry.left_why else ""
    return f"{said}{why} Opening the referral again and accepting it puts the family back on the list."


def moves(found: Iterable[WaitingMove], placed: Sequence[PlaceMove]) -> Timeline:
    """Onto the list, to another place and off it, by whom and why; the newest first."""
    state = [
        (one.at, WaitingState(one.to_state).label, one.by.name, one.reason.text if one.reason else "") for one in found
    ]
    place = [
        (now.created_at, _changed(before, now), now.created_by.name, now.reason.text if now.reason else "")
        for before, now in pairwise(placed)
    ]
    entries = [
        Entry(dates.moment(at), what, lines=[f"By {by}", *filter(None, [why])])
        for at, what, by, why in sorted([*state, *place], reverse=True)
    ]
    return Timeline(entries)


def _changed(before: PlaceMove, now: PlaceMove) -> str:
    if now.as_number != before.as_number and now.as_number is not None:
        return "Put at a chosen place"
    if (now.first, now.as_number) != (before.first, before.as_number):
        return "Moved first" if now.first else "Put back in its order"
    return f"{TriagePriority(now.priority).label} at triage"


def buttons(entry: WaitingEntry, *, alarmed: bool, away: bool) -> Sequence[Button]:
    """What can be done; nothing about a family that does not wait any more."""
    if entry.state != WaitingState.WAITING:
        return ()
    found = [_button(entry, "Say what was done", "referrals:alarms")] if alarmed else []
    found += [
        _button(entry, "Holding check", "referrals:check", secondary=alarmed),
        _button(entry, "Triage contact", "referrals:triage", secondary=True),
        _button(entry, "Tell the family", "referrals:tell", secondary=True),
        _button(entry, "Record what it was told", "referrals:told", secondary=True),
        _button(
            entry,
            "Can come again" if away else "Cannot come",
            "referrals:available" if away else "referrals:unavailable",
            secondary=True,
        ),
        _button(entry, "Move on the list", "referrals:place", secondary=True),
        _button(entry, "Leave the list", "referrals:leave", secondary=True),
    ]
    try:  # a page of caseload's, known by its name alone
        found.append(_button(entry, "Allocate", "caseload:allocate", secondary=True))
    except NoReverseMatch:
        pass
    return found


def _button(entry: WaitingEntry, text: str, name: str, *, secondary: bool = False) -> Button:
    return Button(text, reverse(name, args=[entry.key]), secondary=secondary)
