"""How a team's settings and lists read."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import groupby

from django.urls import reverse

from pitservice.accounts.models import Team
from pitservice.configuration.models import ClosedDay, RiskItem, RiskList, TeamSettings
from pitservice.configuration.rule import rule_in_words
from pitservice.ui import dates
from pitservice.ui.components import (
    Callout,
    Cell,
    Colour,
    Column,
    Empty,
    Fact,
    FactList,
    Link,
    Section,
    Table,
    Tag,
    Words,
)

ILLUSTRATIVE = (
    "This list was put together as an example. It is not the published list, and which factors count as significant "
    "is a guess. Ask your clinical lead to enter the wording that your team holds before relying on it."
)


def team_section(team: Team, settings: TeamSettings, edition: RiskList | None, days: int) -> Section:
    """One team: what is set, and where it is changed."""
    doors = [
        f"Professionals’ form: {'open' if settings.professionals_open else 'closed'}",
        f"Families’ own form: {'open' if settings.families_open else 'closed'}",
    ]
    facts = [
        Fact(
            "Settings",
            [f"A decision is due within {dates.count(settings.decision_days, 'working day')}", *doors],
            actions=[_link("Change", "configuration:change", team, "settings")],
        ),
        Fact(
            "Risk factors",
            str(edition) if edition else "No list is in force",
            tags=[Tag("Illustrative", Colour.YELLOW)] if edition and edition.illustrative else (),
            actions=[_link("Open", "configuration:risks", team, "risk factors")],
        ),
        Fact(
            "Working days",
            [f"Bank holidays of {team.get_nation_display()}", dates.count(days, "day of our own", "days of our own")],
            actions=[_link("Open", "configuration:days", team, "working days")],
        ),
    ]
    return Section(team.name, [FactList(facts)])


def _link(text: str, name: str, team: Team, what: str) -> Link:
    return Link(text, reverse(name, args=[team.slug]), hidden=f"{what} of {team.name}")


def risk_list(edition: RiskList | None) -> Sequence[object]:
    """The list in force, group by group, with its rule; an illustrative one says so first."""
    if edition is None:
        return [Empty("No list of risk factors is in force, so referrals come without a suggestion.")]
    notice = [Callout("Illustrative, not the published list", [ILLUSTRATIVE])] if edition.illustrative else []
    rule = Words([f"{edition.title}, edition {edition.edition}.", f"The rule asks for {rule_in_words(edition.rule)}."])
    groups = groupby(edition.items.all(), key=lambda item: item.group)
    return [*notice, rule, *(_group(group, items) for group, items in groups)]


def _group(group: str, items: Iterable[RiskItem]) -> Section:
    rows = [[Cell(item.text, hint=item.help_text), Cell(tags=_weight(item))] for item in items]
    return Section(group, [Table(group, [Column("Factor"), Column("Weight")], rows)])


def _weight(item: RiskItem) -> Sequence[Tag]:
    return [Tag("Significant", Colour.BLUE)] if item.significant else [Tag("Minor", Colour.WHITE)]


def day_row(row: ClosedDay) -> Sequence[Cell]:
    """One day of the team's own."""
    return [Cell(dates.weekday(row.day)), Cell("Closed" if row.closed else "Open"), Cell(row.why)]
