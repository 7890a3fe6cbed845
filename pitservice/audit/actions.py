"""Writing down what was done and who looked. Called by every action and every page about a family."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.db import connection, models, transaction
from django.utils import timezone

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


@transaction.atomic(savepoint=False)
def record_all(
    *, verb: str, subjects: Sequence[models.Model], data: Sequence[dict[str, int | str | bool]], by: Actor
) -> None:
    """One event for each of several things that the same was done to, each with its own `data` (see `record`)."""
    Event.objects.bulk_create(
        Event(
            by=by,
            verb=verb,
            subject_type=subject._meta.label_lower,
            subject_id=subject.pk,
            team_id=getattr(subject, "team_id", None),
            family_id=_family_of(subject),
            data=own,
            request_id=request_id.get(),
        )
        for subject, own in zip(subjects, data, strict=True)
    )


def looked(*, user_id: int, screen: str, families: Iterable[tuple[int, int]]) -> None:
    """Write who looked, for (family id, team id) pairs: one INSERT for a whole list.

    One statement is whole by itself: `bulk_create` would begin and end a transaction around it, on every page.
    """
    seen = dict(families)
    if not seen:
        return
    given: list[Any] = [timezone.now(), user_id, screen, request_id.get(), list(seen), list(seen.values())]
    with connection.cursor() as cursor:
        cursor.execute(_LOOKED, given)


_LOOKED = (
    f'INSERT INTO "{Access._meta.db_table}" (at, user_id, screen, request_id, family_id, team_id) '
    "SELECT %s, %s, %s, %s, seen.family, seen.team FROM unnest(%s::bigint[], %s::bigint[]) AS seen (family, team)"
)


def _family_of(subject: models.Model) -> int | None:
    if subject._meta.label_lower == "families.family":
        return int(subject.pk)
    family: int | None = getattr(subject, "family_id", None)
    return family
