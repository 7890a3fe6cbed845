"""Which policies a team's settings carry out: told by the register, which stands above the settings (P84)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from pitservice.accounts.models import Team
from pitservice.accounts.viewer import Viewer
from pitservice.ui.components import Fact, FactList, Link


@dataclass(frozen=True, slots=True)
class CarriedOut:
    """A policy, and what the settings that carry it out are called."""

    policy: Link
    settings: tuple[str, ...]


_ASKED: list[Callable[[Viewer, Team], Sequence[CarriedOut]]] = []


def register_policies(ask: Callable[[Viewer, Team], Sequence[CarriedOut]]) -> None:
    """Have the page of settings ask this."""
    _ASKED.append(ask)


def policies_beside(viewer: Viewer, team: Team) -> list[object]:
    """Above the settings: each policy that some of them carry out, and which; nothing where there is none."""
    found = [one for ask in _ASKED for one in ask(viewer, team)]
    facts = [
        Fact(one.policy.text, one.settings, actions=[Link("Open", one.policy.href, one.policy.text)]) for one in found
    ]
    return [FactList(facts, heading="Policies that these settings carry out")] if facts else []
