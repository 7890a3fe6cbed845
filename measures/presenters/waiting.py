"""What waits on the home page (P4)."""

from __future__ import annotations

from collections.abc import Sequence

from django.urls import reverse

from measures.models import RiskAnswer
from measures.presenters.words import due_together, record_href
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
        now=True,
        family=(row.family_id, row.team_id),
    )


def due(of_family: Sequence[Due]) -> Item:
    """What is due of one family, longest due first: one line, however many measures (P4)."""
    first, *more = of_family
    href = reverse("measures:family", args=[first.family.key]) if more else record_href(first)
    return Item(
        what=f"{'Measures' if more else 'Measure'} due: {due_together(of_family)}",
        whose=first.family.title,
        action=Link("Record", href, hidden=f"measures for {first.family.title}"),
        mine=True,
        due=first.since,
        family=(first.family.pk, first.family.team_id),
    )
