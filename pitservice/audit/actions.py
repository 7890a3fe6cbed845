"""Writing down what was done and who looked. Called by every action and every page about a family."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import models

from pitservice.audit.context import request_id
from pitservice.audit.models import Access, Event
from pitservice.db.actor import Actor
from pitservice.db.transitions import keep_reason


def record(
    verb: str,
    subject: models.Model,
    *,
    by: Actor,
    family_id: int | None = None,
    reason: str = "",
    **data: int | str | bool | list[int] | list[str] | None,
) -> Event:
    """Write one event inside the caller's transaction. `data` takes ids and codes, never words about a family.

    The family is read from the subject where it has one; `family_id` names it where it has not.
    """
    return Event.objects.create(
        by=by,
        verb=verb,
        subject_type=subject._meta.label_lower,
        subject_id=subject.pk,
        team_id=getattr(subject, "team_id", None),
        family_id=family_id or _family_of(subject),
        data=data,
        reason=keep_reason(reason),
        request_id=request_id.get(),
    )


def looked(*, user_id: int, screen: str, families: Iterable[tuple[int, int]]) -> None:
    """Write who looked, for (family id, team id) pairs: one INSERT for a whole list."""
    rows: list[Any] = [
        Access(user_id=user_id, family_id=family, team_id=team, screen=screen, request_id=request_id.get())
        for family, team in dict(families).items()
    ]
    if rows:
        Access.objects.bulk_create(rows)


def _family_of(subject: models.Model) -> int | None:
    if subject._meta.label_lower == "families.family":
        return int(subject.pk)
    family: int | None = getattr(subject, "family_id", None)
    return family
