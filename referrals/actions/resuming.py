"""Clocks of referrals and of the waiting list run on after a loss was lifted (P22, SCR-2)."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone

from families.clocks import resumed, resumed_working
from pitservice.audit.actions import record
from pitservice.configuration.selectors import holidays_of
from pitservice.db.actor import Actor
from referrals.enums import UNDECIDED_STATES, ReferralState, WaitingState
from referrals.models import InformationRequest, Referral, WaitingEntry


@transaction.atomic
def resume_clocks(*, family_id: int, since: date, until: date, by: Actor) -> None:
    """A loss was lifted: a decision, an answer to chase and a holding check are due later by the pause (P22, SCR-2)."""
    open_ones = Referral.objects.filter(family_id=family_id, state__in=UNDECIDED_STATES).select_related("team")
    for referral in open_ones.order_by("pk"):
        if referral.due_on is not None:
            days = holidays_of(referral.team)
            later = resumed_working(referral.due_on, began=referral.local_date, since=since, until=until, holidays=days)
            _later(referral, "due_on", later, family_id, by)
    waits = ReferralState.AWAITING_INFORMATION
    unanswered = InformationRequest.objects.filter(answered_at=None, chased_at=None, referral__state=waits)
    asked = unanswered.filter(referral__family_id=family_id)
    for request in asked.select_related("team").order_by("pk"):
        began, days = timezone.localdate(request.created_at), holidays_of(request.team)
        later = resumed_working(request.chase_on, began=began, since=since, until=until, holidays=days)
        _later(request, "chase_on", later, family_id, by)
    for entry in WaitingEntry.objects.filter(family_id=family_id, state=WaitingState.WAITING).order_by("pk"):
        if entry.next_check_on is not None:
            later = resumed(entry.next_check_on, began=_asked_last(entry), since=since, until=until)
            _later(entry, "next_check_on", later, family_id, by)


def _asked_last(entry: WaitingEntry) -> date:
    """The day from which the next holding check is counted."""
    last = entry.checks.order_by("-created_at").values_list("created_at", flat=True).first()
    return timezone.localdate(last or entry.created_at)


def _later(row: Any, name: str, day: date, family_id: int, by: Actor) -> None:
    """Keep the later day, where there is one, and write that it is later by so many days."""
    if days := (day - getattr(row, name)).days:
        setattr(row, name, day)
        row.save(update_fields=[name])
        record("referrals.resume_clock", row, by=by, family_id=family_id, days=days)
