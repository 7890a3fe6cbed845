"""What a text that came in can be made into, so that it stands where the work stands: apps above add theirs (P44)."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms

from pitservice.accounts.enums import Permission
from pitservice.accounts.viewer import Viewer
from pitservice.db.actor import Actor
from pitservice.messaging.enums import Handled
from pitservice.messaging.models import InboundText


@dataclass(frozen=True, slots=True)
class Turn:
    """One thing that a text can become.

    `name` stands in the address; `label` on its button; `permission` is needed besides *send letters and texts*;
    `offered`: whether it can be done with this text, which is a family's; `fields`: what is asked; `act` makes it, in
    the transaction in which the text is dealt with as `how`.
    """

    name: str
    label: str
    how: Handled
    permission: Permission
    offered: Callable[[InboundText, Viewer], bool]
    fields: Callable[[InboundText, Viewer], Mapping[str, forms.Field]]
    act: Callable[[InboundText, Mapping[str, Any], Actor], None]


_TURNS: dict[str, Turn] = {}


def register(turn: Turn) -> None:
    """Add one. Called in `AppConfig.ready()`."""
    _TURNS[turn.name] = turn


def turn_named(name: str) -> Turn | None:
    """The one in an address."""
    return _TURNS.get(name)


def turns_for(text: InboundText, viewer: Viewer) -> Sequence[Turn]:
    """What this viewer can make of this text, by label."""
    if text.family is None:
        return ()
    found = (turn for turn in _TURNS.values() if viewer.may(turn.permission, text.team_id))
    return sorted((turn for turn in found if turn.offered(text, viewer)), key=lambda turn: turn.label)
