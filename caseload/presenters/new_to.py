"""How extra time for what is new reads (P85)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.urls import reverse

from caseload.selectors.new_to import new_at
from pitservice.ui import dates
from pitservice.ui.components import Cell, Colour, Column, Link, Tag


def columns(*, teams: bool) -> Sequence[Column]:
    """Who, to what, how much, how long, since when; and of which team, where there are several."""
    team = [Column("Team")] if teams else []
    return [Column("Colleague"), *team, Column("New to"), Column("More time"), Column("For how long"), Column("State")]


def row(one: Any, *, teams: bool) -> Sequence[Cell]:
    """One; expects `done` and `counts`."""
    at = new_at(one)
    said = f"until {dates.day(one.until)}" if one.until else f"{one.done} of {at.pieces_words} done"
    links = []
    if one.ended_on is None:
        href = reverse("caseload:end_new_to", args=[one.key])
        links = [Link("End it", href, hidden=f"for {one.user.name}: {at.name}")]
    over = f"Ended {dates.day(one.ended_on)}" if one.ended_on else "Over"
    return [
        Cell(one.user.name),
        *([Cell(one.team.name)] if teams else []),
        Cell(at.name),
        Cell(f"{one.percent}%"),
        Cell(said[0].upper() + said[1:], hint=f"From {dates.day(one.starts_on)}"),
        Cell(tags=[Tag("Counts now", Colour.GREEN) if one.counts else Tag(over, Colour.GREY)], links=links),
    ]
