"""What the apps above know that letters ask for: sessions to write about, and what is outstanding in a family."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
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


@dataclass(frozen=True, slots=True)
class Outstanding:
    """Something that can be outstanding in a family, for which a team may have a leaflet or a form (P48).

    `of` says for which of these families (by id) it is, each with the reason in words; as far as the viewer may see, in
    as many queries for many as for one.
    """

    code: str
    label: str
    of: Callable[[Sequence[int], Viewer], Mapping[int, str]]


_OUTSTANDING: dict[str, Outstanding] = {}


def register_outstanding(one: Outstanding) -> None:
    """Offer it as a reason for an enclosure."""
    _OUTSTANDING[one.code] = one


def outstanding() -> Mapping[str, Outstanding]:
    """All of them, by code."""
    return _OUTSTANDING
