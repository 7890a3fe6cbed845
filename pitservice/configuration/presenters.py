"""How a team's settings and lists read."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
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


def team_section(
    team: Team, settings: TeamSettings, edition: RiskList | None, days: int, areas: Sequence[str]
) -> Section:
    """One team: what is set, and where it is changed."""
    facts = [
        Fact(
            "Settings",
            [f"A decision is due within {dates.count(settings.decision_days, 'working day')}", *_doors(settings)],
            actions=[_link("Change", "configuration:change", team, "settings")],
        ),
        Fact(
            "Risk factors",
            str(edition) if edition else "No list is in force",
            tags=[Tag("Illustrative", Colour.YELLOW)] if edition and edition.illustrative else (),
            actions=[_link("Open", "configuration:risks", team, "risk factors")],
        ),
        Fact(
            "Measures",
            "Which are used, and how they count",
            actions=[_link("Open", "measures:library", team, "measures")],
        ),
        _other_work(team),
        Fact(
            "Postcode areas",
            ", ".join(areas),
            actions=[_link("Change", "configuration:postcodes", team, "postcode areas")],
            empty="None: referrals come to this team only at its own address",
        ),
        Fact(
            "Words that worry",
            "They raise a flag on a text that comes in",
            actions=[_link("Open", "messaging:worry_words", team, "words that worry")],
        ),
        Fact(
            "Working days",
            [f"Bank holidays of {team.get_nation_display()}", dates.count(days, "day of our own", "days of our own")],
            actions=[_link("Open", "configuration:days", team, "working days")],
        ),
    ]
    return Section(team.name, [FactList(facts)])


def _other_work(team: Team) -> Fact:
    open_list = Link("Open", reverse("consultation:activity-kinds"), hidden=f"kinds of other work of {team.name}")
    return Fact("Training and other work", "Our own list of kinds", actions=[open_list])


def _doors(settings: TeamSettings) -> list[str]:
    """Which forms are open, and until when (P15)."""
    doors = [
        f"Professionals’ form: {'open' if settings.professionals_open else 'closed'}",
        f"Families’ own form: {'open' if settings.families_open else 'closed'}",
        f"Consultation: {'open' if settings.consultations_open else 'closed'}",
    ]
    if settings.doors_close_on:
        doors.append(f"Forms close on {dates.day(settings.doors_close_on)}")
    if settings.doors_open_again_on:
        doors.append(f"Closed forms open again on {dates.day(settings.doors_open_again_on)}")
    return doors


def _link(text: str, name: str, team: Team, what: str) -> Link:
    return Link(text, reverse(name, args=[team.slug]), hidden=f"{what} of {team.name}")


def risk_list(edition: RiskList | None, earlier: Sequence[RiskList] = ()) -> Sequence[object]:
    """The list in force, group by group, with its rule; an illustrative one says so first; then earlier editions."""
    if edition is None:
        return [Empty("No list of risk factors is in force, so referrals come without a suggestion.")]
    notice = [Callout("Illustrative, not the published list", [ILLUSTRATIVE])] if edition.illustrative else []
    parts: list[object] = [*notice, _said(edition), *_groups(edition, COLUMNS, _seen)]
    if earlier:
        parts.append(Section("Earlier editions", [_earlier(edition.team, earlier)]))
    return parts


def draft_list(draft: RiskList) -> Sequence[object]:
    """A list that is being prepared: each factor leads to where it is changed."""
    note = Callout("Being prepared", ["Nothing is screened by this edition until it is put in force."])
    if not draft.items.all():
        return [note, _said(draft), Empty("The list holds no factor yet. Add some, as many at once as you like.")]
    return [note, _said(draft), *_groups(draft, (*COLUMNS, Column("Change")), lambda item: _changed(draft, item))]


def differences(draft: RiskList, now: RiskList | None) -> Sequence[object]:
    """What changes when a draft takes the place of the edition in force (SCR-1)."""
    before = {item.text: item for item in now.items.all()} if now else {}
    after = {item.text: item for item in draft.items.all()}
    new = [text for text in after if text not in before]
    gone = [text for text in before if text not in after]
    weighed = [
        f"{text}: {_kind(after[text])} instead of {_kind(before[text])}"
        for text in after
        if text in before and after[text].significant != before[text].significant
    ]
    facts = [
        Fact("Rule", f"{rule_in_words(draft.rule)}".capitalize()),
        Fact("Factors", dates.count(len(after), "factor")),
        Fact("New", new or "None"),
        Fact("Gone", gone or "None"),
        Fact("Weighed otherwise", weighed or "None"),
    ]
    return [FactList(facts)]


COLUMNS = (Column("Factor"), Column("Weight"))


def _said(edition: RiskList) -> Words:
    name = f"{edition.title}, edition {edition.edition}"
    if edition.in_force_from:
        until = f" until {dates.day(edition.in_force_until)}" if edition.in_force_until else ""
        name += f", in force from {dates.day(edition.in_force_from)}{until}"
    return Words([f"{name}.", f"The rule asks for {rule_in_words(edition.rule)}."])


def _groups(
    edition: RiskList, columns: Sequence[Column], row: Callable[[RiskItem], Sequence[Cell]]
) -> Iterator[Section]:
    for group, items in groupby(edition.items.all(), key=lambda item: item.group):
        yield Section(group, [Table(group, columns, [row(item) for item in items], caption_hidden=True)])


def _seen(item: RiskItem) -> Sequence[Cell]:
    return [Cell(item.text, hint=item.help_text), Cell(tags=_weight(item))]


def _changed(draft: RiskList, item: RiskItem) -> Sequence[Cell]:
    at = [draft.team.slug, item.position]
    links = [
        Link("Change", reverse("configuration:change_factor", args=at), hidden=item.text),
        Link("Remove", reverse("configuration:remove_factor", args=at), hidden=item.text),
    ]
    return [*_seen(item), Cell(links=links)]


def _weight(item: RiskItem) -> Sequence[Tag]:
    return [Tag("Significant", Colour.BLUE)] if item.significant else [Tag("Minor", Colour.WHITE)]


def _kind(item: RiskItem) -> str:
    return "significant" if item.significant else "minor"


def _earlier(team: Team, editions: Sequence[RiskList]) -> Table:
    rows = [
        [
            Cell(str(edition), href=reverse("configuration:edition", args=[team.slug, edition.edition])),
            Cell(dates.day(edition.in_force_from) if edition.in_force_from else "Not known"),
            Cell(dates.day(edition.in_force_until) if edition.in_force_until else "Not known"),
        ]
        for edition in editions
    ]
    return Table("Earlier editions", [Column("Edition"), Column("From"), Column("Until")], rows, caption_hidden=True)


def day_row(row: ClosedDay) -> Sequence[Cell]:
    """One day of the team's own."""
    return [Cell(dates.weekday(row.day)), Cell("Closed" if row.closed else "Open"), Cell(row.why)]
