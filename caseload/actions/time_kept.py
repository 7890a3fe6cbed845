"""Keeping the time of a practitioner or a room: the database refuses two at once, and it is said what holds it."""

from __future__ import annotations

from datetime import datetime
from functools import partial
from typing import Any

from django.db import IntegrityError

from caseload.models import Slot
from caseload.selectors.clinic import held_by_clinic, held_in_words
from pitservice.db.constraints import Explained


def keep(
    *,
    team_id: int,
    during: tuple[datetime, datetime],
    practitioner_id: int | None,
    room_id: int | None,
    **whose: Any,
) -> None:
    """Keep the time of a practitioner, and of a room where there is one; `whose`: what takes it.

    Refused by the database where one of them is taken, with a sentence of its own where a free slot of the team's
    assessment clinics takes it: whoever is told can withdraw that, which no other booking allows.
    """
    for one in ({"practitioner_id": practitioner_id}, {"room_id": room_id}):
        if None in one.values():
            continue
        try:
            Slot.objects.create(team_id=team_id, during=during, **one, **whose)
        except IntegrityError as error:
            raise Explained(error, partial(_held, team_id, during, one)) from error.__cause__


def _held(team_id: int, during: tuple[datetime, datetime], one: dict[str, Any]) -> str:
    return held_in_words(held_by_clinic(team_id, *during, **one))
