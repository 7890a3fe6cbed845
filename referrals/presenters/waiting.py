"""A row of the waiting list: who, how long, why here, whether support holds."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from copy import copy
from datetime import date
from typing import Any

from django.urls import NoReverseMatch, reverse
from django.utils import timezone

from pitservice.configuration.enums import WaitingOrder
from pitservice.configuration.models import TeamSettings
from pitservice.ui import dates
from pitservice.ui.components import Cell, Colour, Column, Link, Tag
from pitservice.ui.fields import capital
from pitservice.ui.words import inside
from referrals.clock import Time, away_on, days_away, days_waited, times_of
from referrals.enums import WAITING_COLOURS, TriagePriority, WaitingState
from referrals.models import WaitingEntry
from referrals.models.waiting import ORDERS, PLACED_AS
from referrals.presenters.holding import support_tag
from referrals.presenters.status import PAUSED
from referrals.selectors.waiting import MOST_PLACES
from referrals.wording import babies_in_words

COLUMNS = ("Baby", "Waiting", "Why here", "Other orders", "Support", "Next holding check", "Actions")
#: Said under a list as it stood.
THEN = "Everybody who waited then and whom you may see today stands here."
_ORDINALS = {1: "st", 2: "nd", 3: "rd"}


def columns() -> Sequence[Column]:
    """The list's headings."""
    return [Column(label) for label in COLUMNS]


def row(
    entry: Any,
    *,
    order: str,
    places: Mapping[str, Mapping[int, int]],
    today: date,
    settings: TeamSettings,
    may_change: bool,
) -> Sequence[Cell]:
    """One family."""
    parties = list(entry.referral.people.all())
    href = reverse("referrals:entry", args=[entry.key])
    return [
        Cell(babies_in_words(parties, today), href=href),
        _waited(entry, settings, today),
        Cell(why_here(entry, order), hint=f"{ordinal(places[order].get(entry.pk))} {WaitingOrder(order).label}"),
        Cell(others(entry, order, places)),
        _support(entry),
        _check(entry, today),
        Cell(links=_actions(entry) if may_change else ()),
    ]


def _support(entry: Any) -> Cell:
    """Whether support goes on, when a service was last heard, and since when one is asked (WL-2)."""
    alarm = [Tag("Alarm", Colour.RED)] if entry.alarmed else []
    told = [("Last heard", entry.heard_at), ("Asked", entry.asked_at)]
    hint = ". ".join(f"{word} {dates.day(timezone.localdate(at))}" for word, at in told if at)
    return Cell(tags=[support_tag(entry.support), *alarm], hint=hint)


def _waited(entry: Any, settings: TeamSettings, today: date) -> Cell:
    """How long by the team's clock, what is not counted, and whether that is long or too long: in words first."""
    times = times_of(entry.away)
    return Cell(
        waited_words(entry, times, settings, today),
        tags=waited_tags(entry, times, settings, today),
        hint=f"Since {dates.day(entry.since)}",
    )


def waited_words(entry: WaitingEntry, times: Sequence[Time], settings: TeamSettings, today: date) -> str:
    """ "12 weeks", and how many days on which the family could not come are not in it, or are."""
    said = dates.count(days_waited(entry, times, settings, today) // 7, "week")
    away = days_away(entry, times, today)
    if not away:
        return said
    days = f"{dates.count(away, 'day')} on which they could not come"
    return f"{said}, without {days}" if settings.waiting_clock_stops else f"{said}, with {days}"


def waited_tags(entry: WaitingEntry, times: Sequence[Time], settings: TeamSettings, today: date) -> list[Tag]:
    """Long and too long by the team's weeks, and that the family cannot come now."""
    weeks = days_waited(entry, times, settings, today) // 7
    found = []
    if weeks >= settings.waiting_late_weeks:
        found.append(Tag(f"Too long: {settings.waiting_late_weeks} weeks or more", Colour.RED))
    elif weeks >= settings.waiting_soon_weeks:
        found.append(Tag(f"Long: {settings.waiting_soon_weeks} weeks or more", Colour.YELLOW))
    if away := away_on(times, today):
        found.append(Tag(f"Unavailable until {dates.day(away.ends_on)}" if away.ends_on else "Unavailable"))
    return found


def columns_then() -> Sequence[Column]:
    """The headings of a list as it stood."""
    return [Column(label) for label in ("Baby", "Waiting then", "Why there", "Now")]


def row_then(entry: Any, *, order: str, day: date) -> Sequence[Cell]:
    """One family as it stood at the end of a past day, and where it is now."""
    then = copy(entry)
    for name in ("significant", "total", "priority", "first", *PLACED_AS):
        setattr(then, name, getattr(entry, f"then_{name}"))
    then.moved_up = entry.then_why or ""
    state = WaitingState(entry.state)
    return [
        Cell(
            babies_in_words(list(entry.referral.people.all()), day), href=reverse("referrals:entry", args=[entry.key])
        ),
        Cell(dates.count((day - entry.since).days // 7, "week"), hint=f"Since {dates.day(entry.since)}"),
        Cell(why_here(then, order)),
        Cell(tags=[Tag(state.label, WAITING_COLOURS[state])]),
    ]


def order_columns(order: str) -> Sequence[Column]:
    """The headings of the three orders side by side, the one in force first (WL-1)."""
    found = [
        Column(f"{capital(WaitingOrder(one).label)}{', in force' if one == order else ''}") for one in _first(order)
    ]
    return [Column("Baby"), *found, Column("How the places differ")]


def order_row(entry: Any, *, order: str, places: Mapping[str, Mapping[int, int]], today: date) -> Sequence[Cell]:
    """One family's place in each order, with why it stands there (WL-1)."""
    parties = list(entry.referral.people.all())
    return [
        Cell(babies_in_words(parties, today), href=reverse("referrals:entry", args=[entry.key])),
        *(Cell(ordinal(places[one].get(entry.pk)), hint=why_here(entry, one)) for one in _first(order)),
        Cell(differ(entry, order, places)),
    ]


def differ(entry: WaitingEntry, order: str, places: Mapping[str, Mapping[int, int]]) -> str:
    """How its place in the other two orders differs from the one in force, in words."""
    here = places[order].get(entry.pk, MOST_PLACES + 1)
    said = []
    for other in _first(order)[1:]:
        by = here - places[other].get(entry.pk, MOST_PLACES + 1)
        if by:
            earlier = "earlier" if by > 0 else "later"
            said.append(f"{dates.count(abs(by), 'place')} {earlier} {WaitingOrder(other).label}")
    return "; ".join(said) or "The same in all three"


def _first(order: str) -> list[str]:
    """The orders, this one first."""
    return [order, *(one for one in ORDERS if one != order)]


def why_here(entry: WaitingEntry, order: str) -> str:
    """Why it stands where it stands (WL-1); of one that a person moved also what it would stand by."""
    own = _own(entry, order)
    if not entry.moved:
        return own
    how = "Put at this place" if entry.placed else "Moved first"
    return f"{how}: {entry.moved_up.rstrip('.')}. By itself: {inside(own)}"


def _own(entry: WaitingEntry, order: str) -> str:
    if order == WaitingOrder.RISK:
        return f"{entry.significant} significant, {entry.total} ticked in all, then by date"
    if order == WaitingOrder.TRIAGE:
        return f"{TriagePriority(entry.priority).label} at triage, then by date"
    return f"Referred {dates.day(entry.since)}"


def others(entry: WaitingEntry, order: str, places: Mapping[str, Mapping[int, int]]) -> str:
    """Its places in the two orders that are not in force."""
    return "; ".join(
        f"{ordinal(places[other].get(entry.pk))} {WaitingOrder(other).label}" for other in ORDERS if other != order
    )


def ordinal(place: int | None) -> str:
    """2nd; beyond those that are counted, "after the 100th"."""
    if place is None:
        return f"after the {MOST_PLACES}th"
    ending = "th" if place % 100 in (11, 12, 13) else _ORDINALS.get(place % 10, "th")
    return f"{place}{ending}"


def _check(entry: Any, today: date) -> Cell:
    due = entry.next_check_on
    if entry.grieves:
        return Cell(PAUSED)
    if due is None:
        return Cell("None is due")
    tags = [Tag("Late", Colour.RED)] if due < today else [Tag("Due today", Colour.YELLOW)] if due == today else []
    return Cell(dates.in_words(due, today), tags=tags)


def _actions(entry: WaitingEntry) -> Sequence[Link]:
    about = f"about referral {entry.referral.key}"
    found = [
        Link("Check", reverse("referrals:check", args=[entry.key]), hidden=about),
        Link("Triage", reverse("referrals:triage", args=[entry.key]), hidden=about),
        Link("Move", reverse("referrals:place", args=[entry.key]), hidden=about),
        Link("Leave", reverse("referrals:leave", args=[entry.key]), hidden=about),
    ]
    try:  # a page of caseload's, known by its name alone
        found.insert(0, Link("Allocate", reverse("caseload:allocate", args=[entry.key]), hidden=about))
    except NoReverseMatch:
        pass
    return found
