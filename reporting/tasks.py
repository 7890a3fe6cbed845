"""What beat rings for reports: no payload, safe to run twice."""

from __future__ import annotations

from celery import shared_task

from pitservice.db.actor import Actor
from reporting.actions import forget_exports


@shared_task(name="reporting.forget_exports")
def forget_old_exports() -> None:
    """Let go of files of rows that were made more than 30 days ago."""
    forget_exports(by=Actor.system("exports"))
