"""What beat rings for caseload: no payload, safe to run twice."""

from __future__ import annotations

from celery import shared_task

from caseload.actions import tell_of_overdue
from pitservice.db.actor import Actor


@shared_task(name="caseload.tell_of_overdue")
def tell_of_who_is_not_back() -> None:
    """Tell the buddy, then the team, of colleagues who went out alone and have not said that they are back (P62)."""
    tell_of_overdue(by=Actor.system("lone work"))
