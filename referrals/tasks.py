"""What beat rings for referrals: no payload, safe to run twice."""

from __future__ import annotations

from celery import shared_task
from django.conf import settings

from pitservice.db.actor import Actor
from referrals.actions import ask_when_due, forget_drafts, forget_imports


@shared_task(name="referrals.forget_drafts")
def forget_old_drafts() -> None:
    """Remove public forms that nobody has touched for 14 days (P11)."""
    forget_drafts(by=Actor.system("drafts"))


@shared_task(name="referrals.forget_imports")
def forget_old_imports() -> None:
    """Discard sheets that nobody has gone on with for 30 days."""
    forget_imports(by=Actor.system("imports"))


@shared_task(name="referrals.ask_when_due")
def ask_services_when_due() -> None:
    """Ask the referrer and services of families whose holding check is due, where the team set so (WL-2, P14)."""
    ask_when_due(site=settings.PUBLIC_URL, by=Actor.system("holding"))
