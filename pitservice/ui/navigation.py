"""The places of the main navigation; each app adds its own in `AppConfig.ready()`, and only those see it who may."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse

from pitservice.accounts.enums import Permission
from pitservice.accounts.models import User
from pitservice.accounts.viewer import Viewer
from pitservice.ui.components import NavItem


@dataclass(frozen=True)
class Place:
    """A place: its words, its URL name, who may go there, and where it stands (low first).

    `searches`: the box in the header posts its `words` there (search words never stand in an address: design §6).
    """

    text: str
    url_name: str
    permission: Permission
    order: int
    searches: bool = False


_PLACES: list[Place] = []


def register(place: Place) -> None:
    """Add a place."""
    _PLACES.append(place)
    _PLACES.sort(key=lambda p: p.order)


def items_for(user: User, current: str) -> list[NavItem]:
    """What this person's navigation shows; `current` is the URL name of the place they are in."""
    return [
        NavItem(place.text, reverse(place.url_name), current=place.url_name == current)
        for place in _PLACES
        if Viewer.of(user, place.permission).allowed
    ]


def search_address(user: User) -> str:
    """Where the box in the header posts to; empty for somebody who may not search."""
    may = (p for p in _PLACES if p.searches and Viewer.of(user, p.permission).allowed)
    return next((reverse(place.url_name) for place in may), "")
