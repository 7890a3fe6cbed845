"""How apps above take part in a decision: caseload registers the way to allocate at once (design §2)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms

from pitservice.accounts.viewer import Viewer
from pitservice.db.actor import Actor
from referrals.enums import Outcome
from referrals.models import Referral


@dataclass(frozen=True)
class Route:
    """What choosing an outcome does besides the decision: how it is called, the questions it asks, and what it does.

    `form_fields(referral, viewer)` are the questions by name; `act(referral, answers, by)` runs in the decision's
    transaction with the referral settled and locked, and must leave it in the state of its outcome. `undo(referral,
    by)` takes it back; without it the decision cannot be taken back on the referral's page.
    """

    label: str
    form_fields: Callable[[Referral, Viewer], Mapping[str, forms.Field]]
    act: Callable[[Referral, dict[str, Any], Actor], None]
    undo: Callable[[Referral, Actor], None] | None = None


_ROUTES: dict[str, Route] = {}


def register_route(outcome: Outcome, route: Route) -> None:
    """Offer a way to carry out an outcome."""
    _ROUTES[outcome] = route


def route_of(outcome: str) -> Route | None:
    """The way to carry out an outcome, where somebody registered one."""
    return _ROUTES.get(outcome)


@dataclass(frozen=True)
class Way:
    """A way in which families of the waiting list are allocated: how it is called, and where (URL name).

    `open_to(viewer)` says whether a team of this viewer's works so; nobody has to set it.
    """

    label: str
    url_name: str
    open_to: Callable[[Viewer], bool] = lambda _viewer: True


_WAYS: list[Way] = []


def register_way(way: Way) -> None:
    """Offer a way of allocating."""
    _WAYS.append(way)


def ways_of(viewer: Viewer) -> list[Way]:
    """The ways open to somebody who allocates; none to anybody else (toolkit ch. 6)."""
    return [way for way in _WAYS if way.open_to(viewer)] if viewer.allowed else []
