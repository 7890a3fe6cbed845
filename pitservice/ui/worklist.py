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
    """Where items come from: what they are called together, who may see them, the function, and their list."""

    title: str
    permission: Permission
    items: Callable[[Viewer, date], Sequence[Item]]
    list_url_name: str


_SOURCES: list[Source] = []


def register(source: Source) -> None:
    """Add a source."""
    _SOURCES.append(source)


def sources() -> Sequence[Source]:
    """All sources, in the order of their titles."""
    return sorted(_SOURCES, key=lambda source: source.title)


def waiting_for(user: User, today: date) -> list[tuple[Source, Item]]:
    """Everything that waits for this person, and where it comes from: urgent first, then by due date, then by age."""
    found: list[tuple[Source, Item]] = []
    for source in sources():
        viewer = Viewer.of(user, source.permission)
        if viewer.allowed:
            found.extend((source, item) for item in source.items(viewer, today))
    return sorted(found, key=lambda pair: _order(pair[1]))


def items_for(user: User, today: date) -> list[Item]:
    """The same without where it comes from."""
    return [item for _, item in waiting_for(user, today)]


def folded(waiting: Sequence[tuple[Source, Item]], most: int) -> tuple[list[Item], list[tuple[Source, list[Item]]]]:
    """What stands in the open, and what is folded because more than `most` of a kind wait: nothing urgent ever is."""
    calm: dict[Source, list[Item]] = {}
    for source, item in waiting:
        if not item.urgent:
            calm.setdefault(source, []).append(item)
    many = [(source, items) for source, items in calm.items() if len(items) > most]
    away = {source for source, _ in many}
    return [item for source, item in waiting if item.urgent or source not in away], many


def _order(item: Item) -> tuple[bool, date, float]:
    return (not item.urgent, item.due or date.max, item.since.timestamp() if item.since else 0.0)
