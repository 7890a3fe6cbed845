"""How other work reads."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from django.urls import reverse

from consultation.enums import Profession
from consultation.models import Activity, ActivityKind
from pitservice.ui.components import Cell, Column, Link, Section, Table, Words
from pitservice.ui.dates import count, day

COLUMNS = (
    *(Column("Date"), Column("What"), Column("Colleague"), Column("Minutes", numeric=True)),
    *(Column("People reached", numeric=True), Column("Change")),
)
KIND_COLUMNS = (Column("Kind"), Column("Reported as"), Column("Team"), Column("Change"))


def row(activity: Activity, *, may: bool) -> Sequence[Cell]:
    """One piece of other work; expects `kind` and `colleague`. `may`: this viewer may change it."""
    name = activity.kind.name if activity.kind else activity.get_category_display()
    of = [
        f"{label.lower()} {activity.reached[value]}" for value, label in Profession.choices if value in activity.reached
    ]
    about = f"{name}, {day(activity.done_on)}"
    links = [
        Link(text, reverse(f"consultation:{to}-activity", args=[activity.key]), hidden=about)
        for text, to in (("Change", "change"), ("Remove", "remove"))
    ]
    return (
        Cell(day(activity.done_on)),
        Cell(name, hint=", ".join(filter(None, (activity.what, activity.organisation)))),
        Cell(activity.colleague.name),
        Cell(f"{activity.minutes:,}", numeric=True),
        Cell(str(activity.people) if activity.people else "", hint=", ".join(of), numeric=True),
        Cell(links=links if may else ()),
    )


def kind_row(kind: ActivityKind) -> Sequence[Cell]:
    """One kind of the team's own list; expects `team`."""
    to = reverse("consultation:end-activity-kind", args=[kind.key])
    links = [Link("Take off the list", to, hidden=kind.name)]
    return (Cell(kind.name), Cell(kind.get_category_display()), Cell(kind.team.name), Cell(links=links))


def week_words(week: date) -> str:
    """ "23 November 2026 to 29 November 2026"."""
    return f"{day(week)} to {day(week + timedelta(days=6))}"


def logged(activities: Sequence[Activity]) -> Sequence[object]:
    """What was logged of the week already."""
    if not activities:
        return [Words(["Nothing is logged of this week yet."])]
    minutes = sum(one.minutes for one in activities)
    hours = f"{minutes // 60}:{minutes % 60:02}"
    said = f"{count(len(activities), 'line')} logged, {hours} hours in all."
    table = Table("Logged already", COLUMNS, [row(one, may=True) for one in activities])
    return [Section("Logged already", [Words([said]), table])]
