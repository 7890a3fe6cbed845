"""A row of the triage inbox."""

from __future__ import annotations

from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from datetime import date
from typing import Any

from django.urls import reverse

from pitservice.ui.components import Cell, Colour, Column, Tag
from referrals.models import Referral
from referrals.presenters import amending
from referrals.presenters.status import (
    PAUSED,
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


def row(referral: Any, *, today: date, holidays: AbstractSet[date]) -> Sequence[Cell]:
    """When it is due, who it is about, what the rule suggests, who sent it, what is missing, where it is."""
    parties = list(referral.people.all())
    tags = [state_tag(referral)]
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
            tags=[] if referral.grieves else due_tags(referral, today),
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


def counts_line(counts: InboxCounts) -> str:
    """ "Due today 2 · late 1 · waiting for information 4 · team review 1"."""
    return (
        f"Due today {counts.due_today} · late {counts.late} · "
        f"waiting for information {counts.information} · team review {counts.review}"
    )
