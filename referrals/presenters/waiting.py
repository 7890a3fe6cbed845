"""A row of the waiting list: who, how long, why here, whether support holds."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.urls import NoReverseMatch, reverse

from pitservice.configuration.enums import WaitingOrder
from pitservice.ui import dates
from pitservice.ui.components import Cell, Colour, Column, Link, Tag
from referrals.enums import TriagePriority
from referrals.models import WaitingEntry
from referrals.presenters.holding import support_tag
from referrals.presenters.status import PAUSED
from referrals.selectors.waiting import MOST_PLACES, ORDERS
from referrals.wording import babies_in_words

COLUMNS = ("Baby", "Waiting", "Why here", "Other orders", "Support", "Next holding check", "Actions")
_ORDINALS = {1: "st", 2: "nd", 3: "rd"}


def columns() -> Sequence[Column]:
    """The list's headings."""
    return [Column(label) for label in COLUMNS]


def row(
    entry: Any, *, order: str, places: Mapping[str, Mapping[int, int]], today: date, may_change: bool
) -> Sequence[Cell]:
    """One family."""
    parties = list(entry.referral.people.all())
    href = reverse("referrals:entry", args=[entry.key])
    return [
        Cell(babies_in_words(parties, today), href=href),
        Cell(dates.count((today - entry.since).days // 7, "week"), hint=f"Since {dates.day(entry.since)}"),
        Cell(why_here(entry, order), hint=f"{ordinal(places[order].get(entry.pk))} {WaitingOrder(order).label}"),
        Cell(others(entry, order, places)),
        Cell(tags=[support_tag(entry.support), *([Tag("Alarm", Colour.RED)] if entry.alarmed else [])]),
        _check(entry, today),
        Cell(links=_actions(entry) if may_change else ()),
    ]


def why_here(entry: WaitingEntry, order: str) -> str:
    """Why it stands where it stands (WL-1)."""
    if entry.first:
        return f"Moved first: {entry.moved_up}"
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
        Link("Triage", reverse("referrals:priority", args=[entry.key]), hidden=about),
        Link("Put back" if entry.first else "Move first", reverse("referrals:first", args=[entry.key]), hidden=about),
        Link("Leave", reverse("referrals:leave", args=[entry.key]), hidden=about),
    ]
    try:  # a page of caseload's, known by its name alone
        found.insert(0, Link("Allocate", reverse("caseload:allocate", args=[entry.key]), hidden=about))
    except NoReverseMatch:
        pass
    return found
