"""Ringing for the workers. A bell that cannot be heard (Redis is away) loses nothing: beat rings again each minute."""

from __future__ import annotations

from dataclasses import dataclass

import structlog
from celery import current_app
from django.db import connection, transaction
from kombu.exceptions import OperationalError

log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class _Ring:
    """A ring that waits for the commit."""

    task: str

    def __call__(self) -> None:
        ring_now(self.task)


def ring(task: str) -> None:
    """Ask a worker to look now, once the caller's transaction has committed. `task` is a task's name; no payload.

    However often it is asked for in one transaction, it rings once: an import of thousands of rows is one ring. What is
    rolled back takes its ring along; one that still waits lasts at least as long as another made now would.
    """
    if not any(entry[1] == _Ring(task) for entry in connection.run_on_commit):
        transaction.on_commit(_Ring(task))


def ring_now(task: str) -> None:
    """Ask at once; swallow and log when nobody can hear it."""
    try:
        current_app.send_task(task, ignore_result=True, retry=False, expires=120)
    except (OperationalError, OSError) as error:
        log.warning("bell not heard", task=task, error=type(error).__name__)
