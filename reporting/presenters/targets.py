"""How targets read (P83)."""

from __future__ import annotations

from collections.abc import Sequence

from django.urls import reverse

from pitservice.accounts.models import Team
from pitservice.ui.components import Cell, Column, Link
from pitservice.ui.fields.wording import capital
from pitservice.ui.words import inside
from reporting.models import Target
from reporting.targets import amount_in_words, number_of

TARGET_COLUMNS = (Column("Figure"), Column("Target"), Column("Year of service"), Column("Commissioner"), Column("Team"))


def target_words(target: Target) -> str:
    """What it is for: "Referral to first appointment: Median (days)"."""
    number = number_of(target)
    return number.words if number else "a figure that is no longer counted"


def target_row(target: Target) -> Sequence[Cell]:
    """Its row in the list; expects `team`."""
    words = capital(target_words(target))
    actions = [
        Link(text, reverse(f"reporting:{name}-target", args=[target.key]), hidden=f"target of {words}")
        for text, name in (("Change", "change"), ("Remove", "remove"))
    ]
    return (
        Cell(words, links=actions),
        Cell(capital(amount_in_words(target, number_of(target)))),
        Cell(str(target.year)),
        Cell(target.commissioner or "Any"),
        Cell(target.team.name),
    )


def ages_in_words(ages: Sequence[tuple[Team, str]]) -> Sequence[str]:
    """How old each service is, or where to say when it began."""
    unknown = "the settings do not say when the service began, so no target counts yet"
    return [f"{team.name}: {inside(words) if words else unknown}" for team, words in ages]
