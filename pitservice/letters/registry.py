"""What the apps above know that a letter can be about: sessions, with who was there."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from families.models import Family
from pitservice.accounts.viewer import Viewer


@dataclass(frozen=True, slots=True)
class Occasion:
    """Something that took place: its reference ("appointment:KEY"), its words, and the adults who came ("person:12").

    `when` is as a letter's words say it.
    """

    ref: str
    title: str
    when: str
    attended: Sequence[str]


Occasions = Callable[[Family, Viewer], Sequence[Occasion]]

_OCCASIONS: list[Occasions] = []


def register_occasions(source: Occasions) -> None:
    """`source` gives what took place with a family, newest first, as far as the viewer may see it (LET-1)."""
    _OCCASIONS.append(source)


def occasions_of(family: Family, viewer: Viewer) -> list[Occasion]:
    """All of them."""
    return [occasion for source in _OCCASIONS for occasion in source(family, viewer)]
