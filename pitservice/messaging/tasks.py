"""What beat rings each minute and every commit at once: no payload, safe to run twice or not at all."""

from __future__ import annotations

from datetime import datetime

from celery import shared_task
from django.utils import timezone

from pitservice.db.actor import Actor
from pitservice.jobs.bell import ring_now
from pitservice.messaging import actions
from pitservice.messaging.actions.queueing import BELL
from pitservice.messaging.notices import due_a_digest

_BATCHES = 10


@shared_task(name=BELL)
def send_due() -> None:
    """Ask about what nobody knows, then send what is due; ring again when there may be more."""
    by = Actor.system(BELL)
    actions.reconcile(by=by)
    for _ in range(_BATCHES):
        if not actions.deliver(by=by):
            return
    ring_now(BELL)


@shared_task(name="messaging.fetch_texts")
def fetch_texts() -> None:
    """Texts that families sent and the gateway could not bring us (P44)."""
    actions.fetch(by=Actor.system("messaging.fetch_texts"))


@shared_task(name="messaging.send_digests")
def send_digests() -> None:
    """What waits for each colleague, on working days in the morning, each in a transaction of their own (P6)."""
    write_digests(timezone.now())


def write_digests(at: datetime) -> int:
    """Those due at a moment; returns how many were written."""
    by, day = Actor.system("messaging.send_digests"), timezone.localdate(at)
    return sum(actions.send_digest(user=user, day=day, by=by) for user in due_a_digest(at))
