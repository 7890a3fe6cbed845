"""The parts pages are made of, as plain values; templates under `templates/components/` draw them.

Presenters return these and never HTML. Every text here is escaped when drawn.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum


class Colour(StrEnum):
    """Colour of a state's tag; the word comes first, the colour second (pages.md, manners of every page)."""

    GREY = "grey"  # waiting on others
    BLUE = "blue"  # in hand
    YELLOW = "yellow"  # soon due
    RED = "red"  # late
    GREEN = "green"  # done
    WHITE = "white"  # a fact, no state


@dataclass(frozen=True, slots=True)
class Tag:
    """A state in words, with its colour."""

    text: str
    colour: Colour = Colour.GREY


@dataclass(frozen=True, slots=True)
class Link:
    """Words that lead somewhere; `hidden` completes them for a screen reader ("Decide" + "on referral K7M2Q9XTRD")."""

    text: str
    href: str
    hidden: str = ""
    download: bool = False


@dataclass(frozen=True, slots=True)
class Button:
    """A link drawn as a button (it leads to a page that does something), or a one-press POST when `post` is true.

    A POST button carries its own UUID and the version seen, as every POST form does.
    """

    text: str
    href: str
    secondary: bool = False
    warning: bool = False
    post: bool = False
    submission: str = ""
    seen: str = ""
    hidden: str = ""


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of a table: words, then tags, then links, then a quieter second line."""

    text: str = ""
    href: str = ""
    hidden: str = ""
    tags: Sequence[Tag] = ()
    links: Sequence[Link] = ()
    hint: str = ""
    numeric: bool = False


@dataclass(frozen=True, slots=True)
class Column:
    """A column's heading; with `sort_href` it can be sorted by; `sorted` is "ascending", "descending" or empty."""

    label: str
    sort_href: str = ""
    sorted: str = ""
    numeric: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """A table; at 320 px each row becomes a list of labelled cells. `caption` is read first, and may be hidden."""

    caption: str
    columns: Sequence[Column]
    rows: Sequence[Sequence[Cell]]
    caption_hidden: bool = True
    first_cell_is_header: bool = True


@dataclass(frozen=True, slots=True)
class Fact:
    """One row of a summary list: a key, one or more lines of value, and what may be done about it."""

    key: str
    value: str | Sequence[str] = ""
    tags: Sequence[Tag] = ()
    links: Sequence[Link] = ()  # drawn with the value
    actions: Sequence[Link] = ()  # drawn at the end of the row
    empty: str = "Not recorded"


@dataclass(frozen=True, slots=True)
class FactList:
    """A summary list, with a heading when it stands among others."""

    facts: Sequence[Fact]
    heading: str = ""


@dataclass(frozen=True, slots=True)
class Alert:
    """A line of a banner that must not be missed; never collapsed."""

    text: str
    tag: Tag | None = None


@dataclass(frozen=True, slots=True)
class Banner:
    """The banner on every page about a family: read first, a region with a heading of its own (pages.md)."""

    heading: str
    href: str = ""
    lines: Sequence[str] = ()
    alerts: Sequence[Alert] = ()
    heading_hidden: bool = False  # where the page's own heading says the same


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of a timeline."""

    when: str
    title: str
    href: str = ""
    lines: Sequence[str] = ()
    tags: Sequence[Tag] = ()
    kind: str = ""
    struck: bool = False
    links: Sequence[Link] = ()


@dataclass(frozen=True, slots=True)
class Empty:
    """What an empty list says: kindly, and what would put something there."""

    text: str
    link: Link | None = None


@dataclass(frozen=True, slots=True)
class Pages:
    """Where we are in a long list. Lists never count a whole big table: `total` is None past the counting limit."""

    number: int
    has_next: bool
    previous_href: str = ""
    next_href: str = ""
    total: int | None = None


@dataclass(frozen=True, slots=True)
class NavItem:
    """A place in the main navigation, with how much waits there (None: not counted)."""

    text: str
    href: str
    current: bool = False
    count: int | None = None


@dataclass(frozen=True, slots=True)
class Tab:
    """One of several pages about the same thing, drawn as links (works without JavaScript)."""

    text: str
    href: str
    current: bool = False


@dataclass(frozen=True, slots=True)
class Section:
    """A part of a page with its own heading; `body` is any sequence of components, drawn in order."""

    heading: str
    body: Sequence[object] = field(default_factory=tuple)
    anchor: str = ""


@dataclass(frozen=True, slots=True)
class Words:
    """Plain paragraphs."""

    lines: Sequence[str]


@dataclass(frozen=True, slots=True)
class Details:
    """Words that open in place ("working", "as sent")."""

    summary: str
    body: Sequence[object]


@dataclass(frozen=True, slots=True)
class Callout:
    """A warning callout: what must be read before going on."""

    heading: str
    lines: Sequence[str]


@dataclass(frozen=True, slots=True)
class Buttons:
    """Several buttons in a row."""

    buttons: Sequence[Button]


@dataclass(frozen=True, slots=True)
class Timeline:
    """Entries, newest first, and what an empty one says."""

    entries: Sequence[Entry]
    empty: Empty = Empty("Nothing has been recorded yet.")


@dataclass(frozen=True, slots=True)
class Picture:
    """An image drawn by us (a chart), its words, and its table elsewhere on the page."""

    src: str
    alt: str
    caption: str = ""


@dataclass(frozen=True, slots=True)
class Progress:
    """Work under way: whole numbers of `done` out of `total` (0: not yet known).

    With `refresh`, the address of its page, it keeps itself up to date; without scripts a link does it. One on a page.
    """

    label: str
    done: int
    total: int
    note: str = ""
    refresh: str = ""
