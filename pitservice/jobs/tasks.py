"""What beat and the bell ring: no payload, safe to run twice."""

from __future__ import annotations

import time

from celery import shared_task

from pitservice.db.actor import Actor
from pitservice.jobs import actions
from pitservice.jobs.bell import ring_now

_BATCH = 20
#: A ring begins nothing more after so many seconds: Celery ends a task after 300 (CELERY_TASK_TIME_LIMIT).
_LONGEST = 120


@shared_task(name="jobs.work")
def work() -> None:
    """Do what is due; ring again when there may be more."""
    by, started = Actor.system("jobs"), time.monotonic()
    for _ in range(_BATCH):
        if not actions.work_one(by=by):
            return
        if time.monotonic() - started > _LONGEST:
            break
    ring_now("jobs.work")


@shared_task(name="jobs.heartbeat")
def heartbeat() -> None:
    """Rung by beat alone: that this runs shows that both beat and a worker are alive."""
    by = Actor.system("heartbeat")
    for name in ("beat", "worker"):
        actions.beat(name=name, by=by)
