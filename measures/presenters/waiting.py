"""What waits on the home page (P4)."""

from __future__ import annotations

from django.urls import reverse

from measures.models import RiskAnswer
from measures.presenters.words import due_words, record_href
from measures.selectors.due import Due
from pitservice.ui.components import Colour, Link, Tag
from pitservice.ui.worklist import Item


def short_risk(row: RiskAnswer) -> str:
    """Which question, without its words."""
    unsent = ", form not sent" if row.request_id and row.score_id is None else ""
    return f"Question {row.item} of {row.definition.code}{unsent}"


def risk(row: RiskAnswer) -> Item:
    """A worrying answer: for everybody who works with families in the team, before all else (P60)."""
    return Item(
        what=f"Worrying answer: {short_risk(row)}",
        whose=row.family.title,
        action=Link("Act on it", reverse("measures:risk", args=[row.key]), hidden=f"for {row.family.title}"),
        mine=True,
        since=row.created_at,
        tag=Tag("Now", Colour.RED),
        urgent=True,
        family=(row.family_id, row.team_id),
    )


def due(one: Due) -> Item:
    """A measure that is due."""
    return Item(
        what=f"Measure due: {due_words(one)}",
        whose=one.family.title,
        action=Link("Record", record_href(one), hidden=f"{one.definition.code} for {one.family.title}"),
        mine=True,
        due=one.since,
        family=(one.family.pk, one.family.team_id),
    )
