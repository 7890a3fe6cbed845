"""While a family waits: what it is told, and the days on which it cannot come."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from pitservice.audit.actions import record
from pitservice.db.actor import Actor
from pitservice.db.errors import Refused
from referrals.actions.waiting import still_waiting
from referrals.meanwhile import proposals, send
from referrals.models import UnavailableTime, WaitingEntry, WordWhileWaiting


@transaction.atomic
def tell_family(*, entry: WaitingEntry, seen: int | None = None, by: Actor) -> int:
    """Tell each adult that they are still on the list, by text or letter as the contact rules allow (P14, CON-1).

    Returns how many are written to. Pressed twice on one day it is one word.
    """
    entry = still_waiting(entry, seen)
    found = [told for told in proposals(entry) if told.words]
    if not found:
        raise Refused("Nobody of this family may be written to. Tell them another way, and record what you said.")
    for told in found:
        send(entry, told, timezone.localdate(), by=by)
    record("referrals.tell_family", entry, by=by, told=len(found))
    return len(found)


@transaction.atomic
def log_word(
    *, entry: WaitingEntry, on: date, how: str, to: str, said: str, seen: int | None = None, by: Actor
) -> WordWhileWaiting:
    """Record what a family was told by phone, in person, or through a professional."""
    entry = still_waiting(entry, seen)
    if not (to.strip() and said.strip()):
        raise Refused("Enter whom you told, and what you said.")
    if on > timezone.localdate():
        raise Refused("The day cannot be in the future.")
    word = WordWhileWaiting.objects.create(
        entry=entry, team_id=entry.team_id, on=on, how=how, to=to.strip(), said=said.strip(), created_by=by
    )
    record("referrals.log_word", entry, by=by, word=word.pk)
    return word


@transaction.atomic
def set_unavailable(
    *, entry: WaitingEntry, starts_on: date, ends_on: date | None, why: str, seen: int | None = None, by: Actor
) -> UnavailableTime:
    """Record that a family cannot come from a day on, to a day or until it says so; both days count in."""
    entry = still_waiting(entry, seen)
    if not why.strip():
        raise Refused("Enter why the family cannot come.")
    if ends_on is not None and ends_on < starts_on:
        raise Refused("The last day cannot be before the first.")
    ahead = Q(starts_on__lte=ends_on) if ends_on else Q()
    if entry.unavailable_times.filter(ahead, Q(ends_on=None) | Q(ends_on__gte=starts_on)).exists():
        raise Refused("These days overlap with others on which the family cannot come.")
    time = UnavailableTime.objects.create(
        entry=entry, team_id=entry.team_id, starts_on=starts_on, ends_on=ends_on, why=why.strip(), created_by=by
    )
    record("referrals.set_unavailable", entry, by=by, time=time.pk)
    return time


@transaction.atomic
def available_again(*, entry: WaitingEntry, on: date, seen: int | None = None, by: Actor) -> UnavailableTime:
    """Record from which day the family can come again; the time before it ends on the day before."""
    entry = still_waiting(entry, seen)
    time = entry.unavailable_times.select_for_update().filter(Q(ends_on=None) | Q(ends_on__gte=on)).first()
    if time is None or time.starts_on >= on:
        raise Refused("Nothing says that the family cannot come on the day before this.")
    time.ends_on = date.fromordinal(on.toordinal() - 1)
    time.save(update_fields=["ends_on"])
    record("referrals.available_again", entry, by=by, time=time.pk)
    return time
