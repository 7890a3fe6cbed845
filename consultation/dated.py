"""Reading bids and deadlines, and how they read."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.db.models import QuerySet
from django.urls import reverse

from consultation.models import Deadline
from pitservice.accounts.viewer import Viewer
from pitservice.ui import dates
from pitservice.ui.components import Cell, Colour, Column, Link, Tag

COLUMNS = (Column("By when"), Column("What"), Column("Whose"), Column("Reminded"), Column("What came of it"))


def deadlines(viewer: Viewer, *, settled_too: bool = False) -> QuerySet[Deadline]:
    """Those of the viewer's teams, the next first: what is open, or all."""
    found = Deadline.objects.visible_to(viewer).select_related("owner", "team")
    return (found if settled_too else found.filter(done_at=None)).order_by("due_on", "pk")


def to_remind_of(viewer: Viewer, today: date) -> QuerySet[Deadline]:
    """Open ones whose reminder has come."""
    return deadlines(viewer).filter(remind_on__lte=today)


def tag(one: Deadline, today: date) -> Tag | None:
    """Late, or its reminder has come; nothing for what is settled or lies ahead."""
    if one.done_at or one.remind_on > today:
        return None
    return Tag("Late", Colour.RED) if one.due_on < today else Tag("Soon due", Colour.YELLOW)


def row(one: Deadline, today: date) -> Sequence[Cell]:
    """One of the list."""
    said = tag(one, today)
    links = [
        Link(text, reverse(f"consultation:{name}", args=[one.key]), hidden=one.what)
        for text, name in (("Settle", "settle-deadline"), ("Change", "change-deadline"))
    ]
    kind = f"{one.get_kind_display()}: {one.with_whom}" if one.with_whom else one.get_kind_display()
    yearly = "Every year" if one.every_year else ""
    return (
        Cell(dates.weekday(one.due_on), tags=[said] if said else []),
        Cell(one.what, hint=kind),
        Cell(one.owner.name),
        Cell(f"From {dates.day(one.remind_on)}", hint=yearly),
        Cell(one.came_of_it) if one.done_at else Cell(links=links),
    )


def after_settling(coming: Deadline | None) -> str:
    """That it is settled, and by when the next year's is due, if it comes again."""
    return f"Settled. The next is due on {dates.weekday(coming.due_on)}." if coming else "Settled."


def before_settling(one: Deadline) -> Sequence[str]:
    """By when it was, and whether it comes again."""
    said = [f"Due {dates.weekday(one.due_on)}; it is {one.owner.name}’s."]
    return [*said, "It comes again every year: the next is put down by itself."] if one.every_year else said
