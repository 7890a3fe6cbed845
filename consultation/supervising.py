"""How supervision reads: what was had of what is needed, with its working; and what was decided (P85)."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime, time

from django.urls import reverse
from django.utils import timezone

from consultation.models import Supervision, SupervisionDecision
from consultation.supervised import Standing
from families.registry import DatedEntry
from pitservice.ui import dates
from pitservice.ui.components import Cell, Colour, Column, Empty, Entry, Fact, FactList, Link, Section, Table, Tag
from pitservice.ui.words import inside

COLUMNS = (Column("When"), Column("Kind"), Column("Colleague"), Column("Minutes", numeric=True), Column("With whom"))
_STANDS = (Column("Colleague"), Column("Had in 4 weeks"), Column("How that is worked out"), Column("Experience"))


def href(one: Supervision) -> str:
    """Its page."""
    return reverse("consultation:one-supervision", args=[one.key])


def title(one: Supervision) -> str:
    """ "Clinical supervision, Thursday 26 November 2026"."""
    return f"{one.get_kind_display()}, {dates.weekday(one.held_on)}"


def row(one: Supervision) -> Sequence[Cell]:
    """One that was logged; expects `colleague`."""
    return (
        Cell(dates.weekday(one.held_on), href(one), hidden=f"{inside(one.get_kind_display())} of {one.colleague.name}"),
        Cell(one.get_kind_display()),
        Cell(one.colleague.name),
        Cell(str(one.minutes), numeric=True),
        Cell(one.with_whom),
    )


def standings(found: Sequence[Standing], led: Collection[int]) -> Section:
    """Where each stands; `led`: teams in which the viewer says since when somebody works with babies under two."""
    heading = "Clinical supervision in the last four weeks"
    if not found:
        return Section(heading, [Empty("Nobody works with families here.")])
    return Section(heading, [Table(heading, _STANDS, [_stands(one, may=one.team.pk in led) for one in found])])


def _stands(one: Standing, *, may: bool) -> Sequence[Cell]:
    known = f"Since {dates.day(one.experience.since)}" if one.experience else "Not recorded"
    to = reverse("consultation:experience", args=[one.team.slug, one.colleague.key])
    change = Link("Change" if one.experience else "Record", to, hidden=f"experience of {one.colleague.name}")
    links = [change] if may else []
    last = f"Last on {dates.day(one.last)}" if one.last else "None logged"
    return (
        Cell(one.colleague.name, tags=_tags(one)),
        Cell(f"{one.had} of {one.needed.minutes} minutes" if one.needed.minutes else f"{one.had} minutes", hint=last),
        Cell(f"{one.needed.working}: {one.needed.minutes} minutes" if one.needed.minutes else one.needed.working),
        Cell(known, links=links),
    )


def _tags(one: Standing) -> list[Tag]:
    """Overdue, or enough; of whom none is needed yet neither is said."""
    if not one.needed.minutes:
        return []
    return [Tag("Overdue", Colour.RED) if one.overdue else Tag("Enough", Colour.GREEN)]


def body(one: Supervision, found: Sequence[SupervisionDecision]) -> Sequence[object]:
    """That it took place, and what was decided about families that the viewer may see; expects their `family`."""
    facts = [
        Fact("Colleague", one.colleague.name),
        Fact("Minutes", str(one.minutes)),
        Fact("With whom", one.with_whom),
    ]
    decided = [
        Fact(row.family.title, row.words, links=[Link("Open", reverse("families:family", args=[row.family.key]))])
        for row in found
    ]
    heading = "Decided about families"
    said: object = FactList(decided) if decided else Empty("Nothing. What else was said is kept nowhere.")
    return [FactList(facts), Section(heading, [said])]


def entry(one: SupervisionDecision) -> DatedEntry:
    """In the family's record; expects the supervision and its colleague."""
    held = one.supervision
    at = datetime.combine(held.held_on, time(12), tzinfo=timezone.get_current_timezone())
    said = f"Decided in supervision of {held.colleague.name}"
    return DatedEntry(at, Entry(dates.weekday(held.held_on), said, lines=[one.words], kind="Work"), one)
