"""What beat rings for caseload: no payload, safe to run twice."""

from __future__ import annotations

from datetime import datetime

from celery import shared_task
from django.utils import timezone

from caseload.actions import make_downtime_packs, tell_of_overdue
from caseload.downtime import page_of
from pitservice.db.actor import Actor


@shared_task(name="caseload.tell_of_overdue")
def tell_of_who_is_not_back() -> None:
    """Tell the buddy, then the team, of colleagues who went out alone and have not said that they are back (P62)."""
    tell_of_overdue(by=Actor.system("lone work"))


@shared_task(name="caseload.make_downtime_packs")
def make_packs_of_the_night() -> None:
    """Make what is missing of today's downtime packs, from two in the morning on (P71)."""
    make_packs(now=timezone.now(), by=Actor.system("downtime pack"))


def make_packs(*, now: datetime, by: Actor) -> int:
    """The same as of a moment; how many were made."""
    return make_downtime_packs(draw=page_of, now=now, by=by)
