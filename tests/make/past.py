"""The test's own hand on the clock: what was written down on days that are over."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import Any

from django.db import connection, models
from django.utils import timezone

from caseload.models import Allocation, Episode, EpisodeMove
from tests.make.accounts import BY
from tests.make.caseload import MadeWork, in_days


def moved(subject: Any, to_state: str, at: datetime) -> None:
    """A move that was made at that moment."""
    subject.moves.create(to_state=to_state, at=at, by=BY)


def written(row: models.Model, at: datetime) -> None:
    """A row was entered at that moment."""
    type(row)._base_manager.filter(pk=row.pk).update(created_at=at)


def was(subject: models.Model, since: datetime, **columns: Any) -> None:
    """A row's history says that from that moment on these columns stood so, and the others as they stand now."""
    event = type(subject).pgh_event_model  # type: ignore[attr-defined]  # by @tracked
    names = [field.column for field in event._meta.concrete_fields if field.column != "pgh_id"]
    given = {"pgh_created_at": since, **columns}
    values = ", ".join("%s" if name in given else f'"{name}"' for name in names)
    into = ", ".join(f'"{name}"' for name in names)
    table = event._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute(
            f'INSERT INTO "{table}" ({into}) SELECT {values} FROM "{table}" WHERE pgh_obj_id = %s'
            " ORDER BY pgh_id DESC LIMIT 1",
            [*(given[name] for name in names if name in given), subject.pk],
        )


def opened(work: MadeWork, days_ago: int, **columns: Any) -> None:
    """The work was opened, and everything about that written down, so many days ago at nine."""
    at, day = in_days(-days_ago, time(9)), timezone.localdate() - timedelta(days=days_ago)
    Episode.objects.filter(pk=work.episode.pk).update(opened_on=day, created_at=at)
    Allocation.objects.filter(episode=work.episode).update(starts_on=day, created_at=at)
    EpisodeMove.objects.create(subject=work.episode, to_state="engaging", at=at, by=BY)
    was(work.episode, at, **columns)
    work.episode.refresh_from_db()
