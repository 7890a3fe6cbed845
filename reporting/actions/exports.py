"""Writes about files of rows: have one made, keep it, let it go."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from functools import partial
from typing import Any

from django.db import transaction
from django.utils import timezone

from pitservice.accounts.models import Team
from pitservice.audit.actions import record
from pitservice.db.actor import Actor
from pitservice.db.errors import Refused
from pitservice.db.locks import lock
from pitservice.db.transitions import advance, begin
from pitservice.files.actions import keep
from pitservice.files.letting_go import let_go
from pitservice.jobs import actions as jobs
from pitservice.jobs.enums import JobState
from pitservice.jobs.models import Job
from reporting.enums import ExportState
from reporting.models import Export
from reporting.periods import Period
from reporting.selectors import export_job_of

EXPORT = "reporting.export"
#: A file of rows is not kept for longer: it holds what the record holds, without its locks.
KEPT = timedelta(days=30)


@dataclass(frozen=True)
class MadeExport:
    """What a worker has made: the file (None: it may not be made), rows by table, what is wrong, and of whom."""

    content: bytes | None
    counts: Mapping[str, int] = field(default_factory=dict)
    problems: Sequence[Sequence[object]] = ()
    family_ids: Sequence[int] = ()


@transaction.atomic
def make_export(*, team: Team, kind: str, period: Period, by: Actor) -> Export:
    """Have a worker make a file of rows (REP-1 does not hold for it: no count in it is hidden). Refused before the
    period is over, since what is still to come would be missing.
    """
    if period.ends_on >= timezone.localdate():
        raise Refused("This period is not over yet. Choose one that has ended.")
    made = Export.objects.create(
        team=team, kind=kind, starts_on=period.starts_on, ends_on=period.ends_on, created_by=by
    )
    move = begin(made, by=by)
    job = jobs.start(
        kind=EXPORT,
        title=str(made),
        team=team,
        payload={"export": made.pk},
        dedupe_key=f"export:{made.pk}:{move.pk}",
        by=by,
    )
    record("reporting.make_export", made, by=by, kind=kind, job=job.pk)
    return made


@transaction.atomic
def keep_export(*, export: Export, made: MadeExport, by: Actor) -> Export:
    """Keep what was made; once, however often it is called."""
    export = lock(export)
    if export.state != ExportState.MAKING:
        return export
    given: dict[str, Any] = {"counts": made.counts, "problems": made.problems, "family_ids": made.family_ids}
    if made.content is None:
        advance(export, ExportState.NOT_MADE, by=by, **given)
        record("reporting.export_not_made", export, by=by)
        return export
    name = f"{export} - {export.team.name}.zip"
    file = keep(content=made.content, name=name, content_type="application/zip", team=export.team, by=by)
    advance(export, ExportState.MADE, by=by, file=file, **given)
    record("reporting.export_made", export, by=by, families=len(made.family_ids))
    return export


@transaction.atomic
def try_export_again(*, export: Export, by: Actor) -> Job:
    """Start the making of a file again that failed."""
    export = lock(export)
    job = export_job_of(export)
    if export.state != ExportState.MAKING or job is None or job.state != JobState.FAILED:
        raise Refused("The making of this file has not failed.")
    record("reporting.try_export_again", export, by=by, job=job.pk)
    return jobs.start_again(job=job, by=by)


@transaction.atomic
def forget_export(*, export: Export, seen: int | None = None, by: Actor) -> Export:
    """Let the file go; that it was made, by whom and what for stays."""
    export = lock(export, seen=seen)
    if export.file is None:
        raise Refused("This file has been removed already.")
    stored, export.file = export.file, None
    export.forgotten_at, export.forgotten_by = timezone.now(), by
    export.save(update_fields=["file", "forgotten_at", "forgotten_by"])
    stored.delete()
    transaction.on_commit(partial(let_go, stored.sha256))
    record("reporting.forget_export", export, by=by)
    return export


@transaction.atomic
def forget_exports(*, by: Actor) -> int:
    """Let go of every file that was made more than 30 days ago (data protection). Returns how many."""
    old = Export.objects.filter(file__isnull=False, created_at__lt=timezone.now() - KEPT).order_by("pk")
    for export in old:
        forget_export(export=export, by=by)
    return len(old)
