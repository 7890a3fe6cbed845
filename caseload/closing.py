"""What the apps above say when work is about to end (measures without an end, goals not rated): facts, no answers.

Filled in `AppConfig.ready()`; nothing here imports anything above caseload.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from caseload.models import Episode
from pitservice.accounts.viewer import Viewer

Source = Callable[[Episode, Viewer], Sequence[str]]
_SOURCES: list[Source] = []


def register(source: Source) -> None:
    """Add lines for the ending page of a piece of work."""
    _SOURCES.append(source)


def still_open(episode: Episode, viewer: Viewer) -> list[str]:
    """Everything that is said, in the order of registering."""
    return [line for source in _SOURCES for line in source(episode, viewer)]
