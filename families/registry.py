"""What the apps above give to a family's page, and how they hear that the contact rules may answer differently.

Filled in `AppConfig.ready()`; nothing here imports anything above families.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import models
from django.db.models import Model, QuerySet

from families.enums import AtOnce
from families.models import Family
from families.there import Kind
from pitservice.accounts.enums import Permission
from pitservice.accounts.viewer import Viewer
from pitservice.db.actor import Actor
from pitservice.ui.components import Entry


@dataclass(frozen=True, slots=True)
class FamilyTab:
    """A sister page about a family; its address takes the family's key as `key`. Low `order` stands first."""

    text: str
    url_name: str
    permission: Permission
    order: int


@dataclass(frozen=True, slots=True)
class DatedEntry:
    """A timeline entry with the moment it is sorted by.

    `about`: the row it tells of, where it can be put right from here (`families.entries`).
    """

    at: datetime
    entry: Entry
    about: models.Model | None = None


@dataclass(frozen=True, slots=True)
class TimelineSource:
    """Where timeline entries come from: the name they are filtered by, who may see them, what they tell of, how.

    `entries` gets the family and a viewer who holds `permission`; its records come through `visible_to(viewer)`, in
    a constant number of queries. It is asked only where the record holds a row of `model`; `path` leads from there to
    the family.
    """

    name: str
    permission: Permission
    model: type[Model]
    entries: Callable[[Family, Viewer], Sequence[DatedEntry]]
    path: str = "family"

    @property
    def kind(self) -> Kind:
        """Of what there must be any."""
        return self.model, self.path


@dataclass(frozen=True, slots=True)
class ReleasedText:
    """One entry of the record in words, for a copy of it (P31).

    `warning`: why somebody must look at it by itself. `about`: the key of the one person it is about, where it says so.
    """

    at: datetime
    title: str
    words: str = ""
    warning: str = ""
    about: str = ""


@dataclass(frozen=True, slots=True)
class ReleaseSource:
    """What the timeline names by its title alone, in full: notes, letters, texts, what a referrer wrote (P31)."""

    name: str
    permission: Permission
    texts: Callable[[Family, Viewer], Sequence[ReleasedText]]


@dataclass(frozen=True, slots=True)
class NextSource:
    """What comes next for a family ("home visit Thu 26 Nov, 10am"): short lines for the top of its page.

    It is asked only where the record holds a row of `model`.
    """

    name: str
    permission: Permission
    model: type[Model]
    lines: Callable[[Family, Viewer], Sequence[str]]
    path: str = "family"

    @property
    def kind(self) -> Kind:
        """Of what there must be any."""
        return self.model, self.path


ContactChanged = Callable[[int], None]
#: A baby's id, those of its twins who were not expected, and who recorded the birth.
Born = Callable[[int, Sequence[int], Actor], None]
#: A family's id, and who recorded the loss or the adoption.
EverythingStops = Callable[[int, Actor], None]
#: A family's id, the day since which its clocks stood still, today, and who lifted the loss.
ClocksResume = Callable[[int, date, date, Actor], None]
#: The last day on which anybody had to do with each of these families, by its id; today while something is open.
LastContact = Callable[[Sequence[int]], Mapping[int, date]]
#: The ids of families that a reference of the app above ("R-1042") leads to, in the viewer's teams.
Lookup = Callable[[str, Viewer], Iterable[int]]

#: Rows that hang on others (by model: their ids) otherwise than by a foreign key, for destruction to reach (P31).
Trace = Callable[[Mapping[type[Model], Set[int]]], Iterable[QuerySet[Any]]]


@dataclass(frozen=True, slots=True)
class IncidentSubject:
    """What an incident can be opened about: its label ("letters.copy"), how it is called, and the name of its page.

    `in_family`: the page's address holds the family's key before that of the row.
    """

    label: str
    noun: str
    url_name: str
    in_family: bool = False


_TABS: list[FamilyTab] = []
_TIMELINE: list[TimelineSource] = []
_NEXT: list[NextSource] = []
_RELEASED: list[ReleaseSource] = []
_CHANGED: list[ContactChanged] = []
_LOOKUPS: list[Lookup] = []
_LAST: list[LastContact] = []
_TRACES: list[Trace] = []
_SUBJECTS: dict[str, IncidentSubject] = {}
#: What went out about a family since a moment, as codes ("letters.copy:K7M2Q9XTRD"): for an incident to be followed up.
Gone = Callable[[int, datetime], Sequence[str]]
AtOnceHook = Callable[[AtOnce, Family, str, Actor], None]
_GONE: list[Gone] = []
_AT_ONCE: list[AtOnceHook] = []
_BORN: list[Born] = []
_STOPS: list[EverythingStops] = []
_RESUME: list[ClocksResume] = []


def register_tab(tab: FamilyTab) -> None:
    """Add a tab."""
    _TABS.append(tab)
    _TABS.sort(key=lambda known: known.order)


def tabs() -> Sequence[FamilyTab]:
    """All tabs in their order."""
    return tuple(_TABS)


def register_timeline(source: TimelineSource) -> None:
    """Add a source of the timeline."""
    _TIMELINE.append(source)


def timeline_sources() -> Sequence[TimelineSource]:
    """All sources, by name."""
    return sorted(_TIMELINE, key=lambda source: source.name)


def register_release(source: ReleaseSource) -> None:
    """Add what a copy of the record says in full."""
    _RELEASED.append(source)


def release_sources() -> Sequence[ReleaseSource]:
    """All of them, by name."""
    return sorted(_RELEASED, key=lambda source: source.name)


def register_next(source: NextSource) -> None:
    """Add what comes next."""
    _NEXT.append(source)


def next_sources() -> Sequence[NextSource]:
    """All of them, by name."""
    return sorted(_NEXT, key=lambda source: source.name)


def register_lookup(lookup: Lookup) -> None:
    """Add references by which the list of families can be searched."""
    _LOOKUPS.append(lookup)


def lookups() -> Sequence[Lookup]:
    """All of them."""
    return tuple(_LOOKUPS)


def register_last_contact(source: LastContact) -> None:
    """Add where the last contact is known, from which a record's retention is counted (domain.md §4.6)."""
    _LAST.append(source)


def last_contacts() -> Sequence[LastContact]:
    """All of them."""
    return tuple(_LAST)


def register_traces(trace: Trace) -> None:
    """Add what a destroyed row leaves behind in the app above (P31)."""
    _TRACES.append(trace)


def traces() -> Sequence[Trace]:
    """All of them."""
    return tuple(_TRACES)


def register_incident_subject(subject: IncidentSubject) -> None:
    """Add what an incident can be opened about (P31)."""
    _SUBJECTS[subject.label] = subject


def incident_subject(about: str) -> IncidentSubject | None:
    """What "letters.copy:K7M2Q9XTRD" speaks of; None for what nobody registered."""
    return subject_named(about.partition(":")[0])


def subject_named(label: str) -> IncidentSubject | None:
    """The same by the label alone."""
    return _SUBJECTS.get(label)


def register_at_once(fn: AtOnceHook) -> None:
    """`fn(kind, family, key, by)` is called inside the transaction of what colleagues must hear of at once (P6)."""
    _AT_ONCE.append(fn)


def at_once(kind: AtOnce, family: Family, key: str, by: Actor) -> None:
    """Tell colleagues at once; `key` names what happened ("concern:12"), so that it is told once (P6)."""
    for fn in _AT_ONCE:
        fn(kind, family, key, by)


def register_gone(gone: Gone) -> None:
    """Add what went out about a family."""
    _GONE.append(gone)


def gone_out(family_id: int, since: datetime) -> list[str]:
    """Everything that went out about a family since then, by every app."""
    return [code for gone in _GONE for code in gone(family_id, since)]


def register_born(fn: Born) -> None:
    """`fn(baby, twins, by)` is called inside the transaction when a birth turns out to be of two or more (P22)."""
    _BORN.append(fn)


def born(person_id: int, twin_ids: Sequence[int], by: Actor) -> None:
    """Tell everybody who works for the baby that there are more of them."""
    for fn in _BORN:
        fn(person_id, twin_ids, by)


def register_everything_stops(fn: EverythingStops) -> None:
    """`fn(family_id, by)` is called inside the transaction: private links close, confirmations end (P22, P23)."""
    _STOPS.append(fn)


def everything_stops(family_id: int, by: Actor) -> None:
    """Tell everybody what must stop at once after a loss or an adoption."""
    for fn in _STOPS:
        fn(family_id, by)


def register_clocks_resume(fn: ClocksResume) -> None:
    """`fn(family_id, since, until, by)` is called inside the transaction: a loss was lifted, clocks run on (P22)."""
    _RESUME.append(fn)


def clocks_resume(family_id: int, since: date, until: date, by: Actor) -> None:
    """Give every clock of this family back the days from `since` to `until`, on which it stood still."""
    for fn in _RESUME:
        fn(family_id, since, until, by)


def register_contact_changed(fn: ContactChanged) -> None:
    """`fn(family_id)` is called inside the transaction, after anything the contact rules look at has changed."""
    _CHANGED.append(fn)


def contact_changed(family_id: int) -> None:
    """Tell everybody who keeps words in a queue for this family to ask the contact rules again (CON-1, P1)."""
    for fn in _CHANGED:
        fn(family_id)
