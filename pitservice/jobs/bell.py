"""Ringing for the workers. A bell that cannot be heard (Redis is away) loses nothing: beat rings again each minute."""

from __future__ import annotations

import structlog
from celery import current_app
from django.db import transaction
from kombu.exceptions import OperationalError

log = structlog.get_logger(__name__)


def ring(task: str) -> None:
    """Ask a worker to look now, once the caller's transaction has committed. `task` is a task's name; no payload."""
    transaction.on_commit(lambda: ring_now(task))


def ring_now(task: str) -> None:
    """Ask at once; swallow and log when nobody can hear it."""
    try:
        current_app.send_task(task, ignore_result=True, retry=False, expires=120)
    except (OperationalError, OSError) as error:
        log.warning("bell not heard", task=task, error=type(error).__name__)
