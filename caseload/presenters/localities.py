"""How localities read: the team's list of them, and who waits in each beside who works there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.urls import reverse

from caseload.localities import Elsewhere, Localities
from caseload.presenters.meeting import COLLEAGUES, colleague_cells
from caseload.selectors.by_locality import Group, Worker
from pitservice.accounts.models import Team
from pitservice.configuration.models import TeamSettings
from pitservice.ui import dates
from pitservice.ui.components import Cell, Colour, Column, Empty, Link, Section, Table, Tag, Words
from pitservice.ui.words import listed
from referrals.clock import times_of
from referrals.presenters.waiting import waited_tags, waited_words, why_here
from referrals.wording import babies_in_words

FAMILIES = (Column("Baby"), Column("Waiting"), Column("Why here"), Column("Next"))
#: What each group that is no locality means. It names no fault: a family lives where it lives.
MEANS = {
    Elsewhere.SEVERAL: "They have homes in more than one locality. Ask the family where it is to be seen.",
    Elsewhere.OUTSIDE: "Their postcode lies in none of the localities above.",
    Elsewhere.UNKNOWN: "No home is recorded whose postcode is known today: none, one from which a letter came back, or"
    " no fixed address.",
    Elsewhere.HIDDEN: "Their address is kept secret from somebody, is a refuge or a foster home, or nobody has settled"
    " yet who may know it. No list says where they live.",
}


def list_columns(*, teams: bool, waiting: bool) -> Sequence[Column]:
    """Name, areas, colleagues; the team where there are several; how many wait, for whoever allocates."""
    team = [Column("Team")] if teams else []
    count = [Column("Families waiting", numeric=True)] if waiting else []
    return [Column("Name"), *team, Column("Postcode areas"), Column("Who works there"), *count, Column("State")]


def list_row(row: Any, names: Mapping[int, str], waiting: Mapping[str, int] | None, *, teams: bool) -> Sequence[Cell]:
    """One locality; expects `in_areas` and `worker_ids`. `names`: of colleagues who work in the team now."""
    ended = row.ended_on is not None
    there = [names[user] for user in row.worker_ids if user in names]
    count = "" if ended or waiting is None else str(waiting.get(row.key, 0))
    return [
        Cell(row.name, "" if ended else reverse("caseload:change_locality", args=[row.key])),
        *([Cell(row.team.name)] if teams else []),
        Cell(", ".join(row.in_areas)),
        Cell(listed(there) or ("" if ended else "Nobody yet")),
        *([Cell(count, numeric=True)] if waiting is not None else []),
        Cell(tags=[Tag(f"Ended {dates.day(row.ended_on)}") if ended else Tag("In use", Colour.GREEN)]),
    ]


def parts(
    team: Team,
    localities: Localities,
    groups: Mapping[str, Group],
    workers: Mapping[int, Worker],
    settings: TeamSettings,
    today: date,
    *,
    named: bool,
) -> list[Section]:
    """Each locality with who works there and who waits; then what lives elsewhere; `named`: with the team."""
    said = f", {team.name}" if named else ""
    found = []
    for row in localities.rows:
        body = [workers_table(row, workers), *_waiting(row.name, groups[row.key], href(row), settings, today)]
        found.append(Section(f"{row.name}{said}", body))
    for one in Elsewhere:
        if group := groups.get(one):
            more = reverse("caseload:elsewhere", args=[team.slug, one.value])
            body = [Words([MEANS[one]]), *_waiting(one.label, group, more, settings, today)]
            found.append(Section(f"{one.label}{said}", body))
    return found


def href(row: Any) -> str:
    """Where all families of a locality stand."""
    return reverse("caseload:in_locality", args=[row.key])


def workers_table(row: Any, workers: Mapping[int, Worker]) -> object:
    """Who works there, by name: what they carry, when they work, whether they are away; never ranked."""
    there = [workers[user] for user in row.worker_ids if user in workers]
    if not there:
        return Words(["Nobody is recorded to work here."])
    cells = [colleague_cells(one.colleague, _part(one)) for one in there]
    return Table(f"Who works in {row.name}", COLLEAGUES, cells)


def _part(one: Worker) -> list[Tag]:
    if one.trainee:
        return [Tag("Trainee: works along")]
    return [] if one.leads else [Tag("Does not lead")]


def _waiting(name: str, group: Group, more: str, settings: TeamSettings, today: date) -> list[object]:
    if not group.number:
        return [Empty("No family of this locality is waiting.")]
    rows = [family_row(row, settings, today) for row in group.first]
    table = Table(f"Waiting: {name}", FAMILIES, rows)
    return [table, *([Link(f"All {group.number}", more, hidden=name)] if group.number > len(group.first) else [])]


def family_row(row: Any, settings: TeamSettings, today: date) -> Sequence[Cell]:
    """One waiting family: how long, why in this place of the order in force; allocating is one press away."""
    times, babies = times_of(row.away), babies_in_words(list(row.referral.people.all()), today)
    allocate = reverse("caseload:allocate", args=[row.key])
    return [
        Cell(babies, reverse("referrals:entry", args=[row.key])),
        Cell(waited_words(row, times, settings, today), tags=waited_tags(row, times, settings, today)),
        Cell(why_here(row, settings.waiting_order)),
        Cell(links=[Link("Allocate", allocate, hidden=babies)]),
    ]
