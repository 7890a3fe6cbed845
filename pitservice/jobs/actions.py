"""Starting, claiming and ending jobs."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import structlog
from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.utils import timezone

from pitservice.accounts.models import Team
from pitservice.audit.actions import record
from pitservice.db.actor import Actor
from pitservice.db.errors import Refused
from pitservice.db.locks import lock
from pitservice.jobs.bell import ring
from pitservice.jobs.enums import JobState
from pitservice.jobs.models import Heartbeat, Job
from pitservice.jobs.registry import Unfinished, handler_of, tell_gave_up

#: Longer than the longest job: Celery ends a task after 300 s (CELERY_TASK_TIME_LIMIT).
LEASE = timedelta(seconds=330)

log = structlog.get_logger(__name__)

Payload = dict[str, int | str | bool | None]


@transaction.atomic
def start(
    *,
    kind: str,
    title: str,
    team: Team,
    payload: Payload,
    dedupe_key: str | None = None,
    not_before: datetime | None = None,
    by: Actor,
) -> Job:
    """Queue a job in the caller's transaction and ring once it commits. The same `dedupe_key` makes one job only."""
    fields: dict[str, Any] = {"kind": kind, "title": title, "team": team, "payload": payload, "created_by": by}
    fields["not_before"] = not_before or timezone.now()
    if dedupe_key is None:
        job, made = Job.objects.create(**fields), True
    else:
        job, made = Job.objects.get_or_create(dedupe_key=dedupe_key, defaults=fields)
    if made:
        record("jobs.start", job, by=by, kind=kind)
        ring("jobs.work")
    return job


@transaction.atomic
def start_again(*, job: Job, by: Actor) -> Job:
    """Put a failed job back in the queue, by a person's wish."""
    job = lock(job)
    if job.state != JobState.FAILED:
        raise Refused("This job has not failed, so it cannot be started again.")
    job.state, job.attempts, job.note, job.not_before, job.finished_on = JobState.QUEUED, 0, "", timezone.now(), None
    job.save(update_fields=["state", "attempts", "note", "not_before", "finished_on"])
    record("jobs.start_again", job, by=by)
    ring("jobs.work")
    return job


@transaction.atomic
def claim(*, by: Actor) -> Job | None:
    """Lease the oldest job that is due, or whose worker died; None when there is nothing to do."""
    now = timezone.now()
    due = Q(state=JobState.QUEUED, not_before__lte=now) | Q(state=JobState.RUNNING, lease_until__lt=now)
    job = Job.objects.filter(due).order_by("not_before", "pk").select_for_update(skip_locked=True).first()
    if job is None:
        return None
    if job.attempts >= job.max_attempts:
        _give_up(job, "It was interrupted too often. Start it again, or ask who looks after the system.")
        return claim(by=by)
    job.state, job.lease_until, job.attempts = JobState.RUNNING, now + LEASE, F("attempts") + 1
    job.save(update_fields=["state", "lease_until", "attempts"])
    job.refresh_from_db()
    return job


def work_one(*, by: Actor) -> bool:
    """Claim one job and do it. Returns whether there was one. A handler's failure is kept on the row, not raised."""
    job = claim(by=by)
    if job is None:
        return False
    try:
        note = handler_of(job.kind)(job)
    except Unfinished:
        _queue_again(job)
    except Refused as refusal:
        _end(job, JobState.FAILED, refusal.sentence)
    except Exception:
        log.exception("job failed", kind=job.kind, job=job.key)
        _retry_or_fail(job)
    else:
        _end(job, JobState.DONE, note)
    return True


def progress(*, job: Job, done: int, total: int, by: Actor) -> None:  # noqa: ARG001 - every action says by whom
    """Say how far it is, and keep the lease for that much longer."""
    Job.objects.filter(pk=job.pk, state=JobState.RUNNING, attempts=job.attempts).update(
        done=done, total=total, lease_until=timezone.now() + LEASE
    )


def beat(*, name: str, by: Actor) -> None:  # noqa: ARG001 - every action says by whom
    """Give a sign of life."""
    Heartbeat.objects.update_or_create(name=name, defaults={"at": timezone.now()})


@transaction.atomic
def _give_up(job: Job, note: str) -> None:
    """Its tries are used up: it has failed, and what it was about says so, unless it cannot be told."""
    if not _end(job, JobState.FAILED, note):
        return
    try:
        with transaction.atomic():
            tell_gave_up(job)
    except Exception:  # a job nobody can be told of must not stop the others
        log.exception("nobody could be told of a failed job", kind=job.kind, job=job.key)


def _retry_or_fail(job: Job) -> None:
    if job.attempts >= job.max_attempts:
        _give_up(job, "It did not work. The reason is in the system's log.")
    else:
        _still_mine(job).update(
            state=JobState.QUEUED, not_before=timezone.now() + timedelta(seconds=30 * job.attempts), lease_until=None
        )


def _queue_again(job: Job) -> None:
    """What its worker gives back itself was no failed attempt; whoever took it over meanwhile keeps it."""
    _still_mine(job).update(
        state=JobState.QUEUED, not_before=timezone.now(), lease_until=None, attempts=F("attempts") - 1
    )


def _still_mine(job: Job) -> QuerySet[Job]:
    """The row, unless another worker has taken it over since (each claim raises `attempts`)."""
    return Job.objects.filter(pk=job.pk, attempts=job.attempts)


def _end(job: Job, state: JobState, note: str) -> bool:
    """Whether it was ours to end."""
    return bool(_still_mine(job).update(state=state, note=note, finished_on=timezone.now(), lease_until=None))
