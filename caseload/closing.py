"""What the apps above say when work is about to end (measures without an end, goals not rated), and of what changed.

Filled in `AppConfig.ready()`; nothing here imports anything above caseload.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from caseload.models import Episode
from pitservice.accounts.viewer import Viewer

Source = Callable[[Episode, Viewer], Sequence[str]]
Changes = Callable[[Episode, Viewer], Mapping[int, Sequence[str]]]
_SOURCES: list[Source] = []
_CHANGES: list[Changes] = []
#: Under this stands what is no single adult's: a goal of the family, a measure of the baby alone.
EVERYBODYS = 0


def register(source: Source) -> None:
    """Add lines for the ending page of a piece of work."""
    _SOURCES.append(source)


def still_open(episode: Episode, viewer: Viewer) -> list[str]:
    """Everything that is said, in the order of registering."""
    return [line for source in _SOURCES for line in source(episode, viewer)]


def register_changes(source: Changes) -> None:
    """Add lines for the end report: goals and measures, by the adult (their id) whose they are (P66)."""
    _CHANGES.append(source)


def changes_for(episode: Episode, adult_id: int, viewer: Viewer) -> list[str]:
    """What changed for one adult, and what is everybody's; another adult's answers are never among it (P2)."""
    found: list[str] = []
    for source in _CHANGES:
        by_adult = source(episode, viewer)
        found += [*by_adult.get(adult_id, ()), *by_adult.get(EVERYBODYS, ())]
    return found
