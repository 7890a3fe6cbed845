"""The home page's worklist: each app says what waits, for whom, since when, and the one thing to do (P4).

A source is a function of a Viewer and the day; it returns items whose count equals the list it links to.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from pitservice.accounts.enums import Permission
from pitservice.accounts.models import User
from pitservice.accounts.viewer import Viewer
from pitservice.ui.components import Link, Tag


@dataclass(frozen=True, slots=True)
class Item:
    """One thing that waits: what it is, about whom (a reference or a name the viewer may see), and what to do.

    `mine`: for this person; otherwise for the team. `due` and `since` order the list; `urgent` comes first, and
    before that `now`: somebody may come to harm today (P60).
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
    now: bool = False
    family: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class Source:
    """Where items come from: what they are called together, who may see them, the function, and their list.

    `own`: nobody else can do it for them (sign a note), or it counts over families that a cover may not see: it shows
    to no cover.
    """

    title: str
    permission: Permission
    items: Callable[[Viewer, date], Sequence[Item]]
    list_url_name: str
    own: bool = False


@dataclass(frozen=True, slots=True)
class StandIn:
    """A colleague who is not here, for whom somebody stands in, in one team: why, in words (P5).

    `sees` gives those of some families that a viewer sees. `opened`: what is due stands in the open.
    """

    user: User
    why: str
    team_id: int
    sees: Callable[[Viewer, Iterable[int]], set[int]]
    opened: bool = False


@dataclass(frozen=True, slots=True)
class Today:
    """What the first page says of today besides what waits: lines ("You are on duty today."), and stand-ins."""

    above: Sequence[object] = field(default_factory=tuple)
    stand_ins: Sequence[StandIn] = field(default_factory=tuple)


_TODAY: list[Callable[[User, date], Today]] = []


def register_today(told: Callable[[User, date], Today]) -> None:
    """Have the first page ask this about a colleague's day."""
    _TODAY.append(told)


def today_of(user: User, today: date) -> Today:
    """Everything that is known of a colleague's day."""
    told = [ask(user, today) for ask in _TODAY]
    return Today([part for one in told for part in one.above], [part for one in told for part in one.stand_ins])


def waiting_instead(user: User, stand_in: StandIn, today: date) -> list[tuple[Source, Item]]:
    """What waits for a colleague who is not here, as far as this person may see and do it themselves (P5).

    The sources are asked as for the absent colleague, in the one team and only where this person holds the source's
    permission there; of what is theirs alone and of families that this person does not see nothing is given.
    """
    found: list[tuple[Source, Item]] = []
    for source in sources():
        own = Viewer.of(user, source.permission)
        if source.own or stand_in.team_id not in own.team_ids:
            continue
        theirs = Viewer(stand_in.user, source.permission, frozenset({stand_in.team_id}), frozenset())
        items = [item for item in source.items(theirs, today) if item.mine]
        families = {item.family[0] for item in items if item.family}
        seen = stand_in.sees(own, families) if families else set()
        found += [(source, item) for item in items if item.family is None or item.family[0] in seen]
    return sorted(found, key=lambda pair: _order(pair[1]))


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


def _order(item: Item) -> tuple[bool, bool, date, float]:
    return (not item.now, not item.urgent, item.due or date.max, item.since.timestamp() if item.since else 0.0)
