"""A row of the triage inbox."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from collections.abc import Set as AbstractSet
from datetime import date
from typing import Any

from django.urls import reverse

from pitservice.configuration.models import TeamSettings
from pitservice.ui import dates
from pitservice.ui.components import Cell, Colour, Column, Tab, Tag
from referrals.enums import Show
from referrals.models import Referral
from referrals.presenters import amending
from referrals.presenters.status import (
    PAUSED,
    aside_tags,
    both_clocks,
    due_tags,
    due_words,
    missing_in_short,
    state_tag,
    suggestion_in_short,
)
from referrals.selectors import InboxCounts
from referrals.wording import babies_in_words

COLUMNS = ("Due", "Baby", "Suggests", "From", "Missing", "State")


def columns() -> Sequence[Column]:
    """The inbox's headings."""
    return [Column(label) for label in COLUMNS]


def row(referral: Any, *, today: date, holidays: AbstractSet[date], settings: TeamSettings) -> Sequence[Cell]:
    """When it is due, who it is about, what the rule suggests, who sent it, what is missing, where it is."""
    parties = list(referral.people.all())
    tags = [state_tag(referral), *aside_tags(referral, today)]
    if referral.must_be_read:
        tags.insert(0, Tag("Read first", Colour.YELLOW))
    tags += amending.tags(amended=referral.amended, wants_out=referral.wants_out)
    if referral.asks_guardian:
        tags.append(Tag("Ask the guardian", Colour.GREY))
    elif referral.may_match:
        tags.append(Tag("Possible match", Colour.YELLOW))
    href = reverse("referrals:referral", args=[referral.key])
    return [
        Cell(
            PAUSED if referral.grieves else due_words(referral.due_on, today, holidays),
            href=href,
            hidden=f"referral {referral.key}",
            tags=[] if referral.grieves else due_tags(referral, today, holidays, settings),
            hint="" if referral.grieves else both_clocks(referral, today, holidays),
        ),
        Cell(babies_in_words(parties, today)),
        Cell(suggestion_in_short(referral), hint=_working(referral)),
        Cell(referral.get_source_display(), hint=referral.referrer_organisation),
        Cell(missing_in_short(referral, parties)),
        Cell(tags=tags, hint=f"Screened by {referral.screener.name}" if referral.screener else ""),
    ]


def _working(referral: Referral) -> str:
    """The working without the sentence that the first line says already."""
    return referral.working.partition(": ")[2]


def tabs(counts: InboxCounts, show: str, href: Callable[[str], str]) -> list[Tab]:
    """The lists with how much is in each; `href` leads to one of them with the other filters kept."""
    return [
        Tab(label if counts.of(value) is None else f"{label} {counts.of(value)}", href(value), current=value == show)
        for value, label in Show.choices
    ]


def to_share(referral: Any, today: date) -> tuple[str, str, str]:
    """A referral among those to share out: its key, who it is about, whose it is now and when it is due."""
    due = f"due {dates.day(referral.due_on)}" if referral.due_on else "no clock"
    whose = f"screened by {referral.screener.name}" if referral.screener else "nobody’s yet"
    return referral.key, babies_in_words(list(referral.people.all()), today), f"{referral.key}, {due}, {whose}"
