"""The home page's worklist: each app says what waits, for whom, since when, and the one thing to do (P4).

A source is a function of a Viewer and the day; it returns items whose count equals the list it links to.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from pitservice.accounts.enums import Permission
from pitservice.accounts.models import User
from pitservice.accounts.viewer import Viewer
from pitservice.ui.components import Link, Tag


@dataclass(frozen=True, slots=True)
class Item:
    """One thing that waits: what it is, about whom (a reference or a name the viewer may see), and what to do.

    `mine`: for this person; otherwise for the team. `due` and `since` order the list; `urgent` comes first.
    `family` is the (family id, team id) that showing this item reveals, for the access log.
    """

    what: str
    whose: str
    action: Link
    mine: bool
    due: date | None = None
    since: datetime | None = None
    tag: Tag | None = None
    urgent: bool = False
    family: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class Source:
    """Where items come from: its name, who may see them, the function, and the list they all stand in."""

    name: str
    permission: Permission
    items: Callable[[Viewer, date], Sequence[Item]]
    list_url_name: str


_SOURCES: list[Source] = []


def register(source: Source) -> None:
    """Add a source."""
    _SOURCES.append(source)


def sources() -> Sequence[Source]:
    """All sources, in the order of their names."""
    return sorted(_SOURCES, key=lambda source: source.name)


def items_for(user: User, today: date) -> list[Item]:
    """Everything that waits for this person: urgent first, then by due date, then by age."""
    found: list[Item] = []
    for source in sources():
        viewer = Viewer.of(user, source.permission)
        if viewer.allowed:
            found.extend(source.items(viewer, today))
    return sorted(found, key=_order)


def _order(item: Item) -> tuple[bool, date, float]:
    return (not item.urgent, item.due or date.max, item.since.timestamp() if item.since else 0.0)
