"""Reading what came in: what waits, for how long, whom it can be from, what was said before (P44, P49)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet

from families.models import ContactPoint, Family
from families.numbers import points_with, points_with_any
from families.scoping import FamilyScopedQuerySet
from pitservice.accounts.models import Team
from pitservice.accounts.viewer import Viewer
from pitservice.configuration.opening import opening_of_teams
from pitservice.configuration.selectors import settings_of_teams
from pitservice.messaging.enums import InboundState
from pitservice.messaging.models import InboundText, Message, WorryList
from pitservice.messaging.selectors import to_number
from pitservice.messaging.worries import SHIPPED

#: As many texts to and from a number stand under one of them.
THREAD = 50


@dataclass(frozen=True, slots=True)
class Clock:
    """Since when a text waits and by when somebody should have dealt with it, in the team's hours."""

    now: datetime
    since: datetime
    due: datetime

    @property
    def late(self) -> bool:
        """Past its time."""
        return self.due < self.now


def received(viewer: Viewer) -> FamilyScopedQuerySet[InboundText]:
    """Everything that came in and exists for the viewer, with what a line of it says."""
    return InboundText.objects.visible_to(viewer).select_related("family", "person", "team", "assigned_to", "answers")


def waiting(viewer: Viewer) -> QuerySet[InboundText]:
    """What nobody has dealt with yet, the oldest first: the order in which families wrote."""
    return received(viewer).filter(state=InboundState.WAITING).order_by("received_on", "pk")


def of_family(family: Family, viewer: Viewer) -> QuerySet[InboundText]:
    """A family's texts to us, newest first."""
    return received(viewer).filter(family=family).order_by("-received_on", "-pk")


def from_number(number: str, viewer: Viewer) -> QuerySet[InboundText]:
    """What came from one number, newest first; nothing for a caller who gave none."""
    if not number:
        return received(viewer).none()
    return received(viewer).filter(number=number).order_by("-received_on", "-pk")


def sent_to_number(number: str, viewer: Viewer) -> QuerySet[Message]:
    """What we wrote to one number, newest first; nothing for a caller who gave none."""
    if not number:
        return Message.objects.none()
    return (
        to_number(number).filter(pk__in=Message.objects.visible_to(viewer).values("pk")).order_by("-not_before", "-pk")
    )


def candidates(text: InboundText, viewer: Viewer) -> Sequence[ContactPoint]:
    """Whom it can be from: those with this number who exist for the viewer, each person once."""
    return _once(points_with(text.number, viewer)) if text.number else ()


def candidates_of(texts: Iterable[InboundText], viewer: Viewer) -> Mapping[str, Sequence[ContactPoint]]:
    """The same for several in one query, by number."""
    found: dict[str, list[ContactPoint]] = {}
    for point in points_with_any({text.number for text in texts} - {""}, viewer):
        found.setdefault(point.normal, []).append(point)
    return {number: _once(points) for number, points in found.items()}


def clocks(texts: Sequence[InboundText], now: datetime) -> Mapping[int, Clock]:
    """How long each has waited, by id; flagged ones have the same clock as all (P44)."""
    teams: dict[int, Team] = {text.team_id: text.team for text in texts}
    openings, settings = opening_of_teams(teams.values()), settings_of_teams(teams)
    return {
        text.pk: Clock(
            now, text.received_on, openings[text.team_id].after(text.received_on, settings[text.team_id].reply_hours)
        )
        for text in texts
    }


def worry_words_of(team_id: int) -> tuple[int, Sequence[str]]:
    """The edition of the words that worry, and its entries; edition 0 is what the product ships with."""
    newest = WorryList.objects.filter(team_id=team_id).order_by("-edition").first()
    return (newest.edition, newest.entries) if newest else (0, SHIPPED)


def restricted_waiting(viewer: Viewer) -> QuerySet[InboundText]:
    """For the guardian: what restricted families wrote and nobody has dealt with; the named see it too (P10)."""
    shared = ContactPoint.objects.visible_to(viewer).filter(family__restricted=True).values("normal")
    hidden = Q(family__restricted=True) | Q(family=None, number__in=shared)
    return waiting(viewer).filter(hidden)


def _once(points: Iterable[ContactPoint]) -> list[ContactPoint]:
    return list({(point.family_id, point.person_id): point for point in points}.values())
