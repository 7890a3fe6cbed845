"""What beat rings each minute and every commit at once: no payload, safe to run twice or not at all."""

from __future__ import annotations

from celery import shared_task

from pitservice.db.actor import Actor
from pitservice.jobs.bell import ring_now
from pitservice.messaging import actions
from pitservice.messaging.actions.queueing import BELL

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
