"""Setting out alone, staying longer, being back, and what happens when nobody has heard (P62)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from caseload.enums import AppointmentState, Place
from caseload.models import Appointment, LoneVisit
from caseload.selectors.lone import overdue_rows
from caseload.selectors.people import sees_family
from families.enums import AtOnce
from pitservice.accounts.models import User
from pitservice.audit.actions import record
from pitservice.db.actor import Actor
from pitservice.db.errors import Refused
from pitservice.db.locks import lock
from pitservice.messaging.actions import tell_at_once
from pitservice.ui import dates

#: So long after nobody has heard, the team hears too, and not the buddy alone. A team's own policy may be shorter.
THEN_THE_TEAM = timedelta(minutes=15)
LONGEST = timedelta(hours=10)
AWAY = frozenset({Place.HOME, Place.COMMUNITY})


@transaction.atomic
def set_out(
    *, appointment: Appointment, buddy: User, where: str, due_back: datetime, seen: int | None = None, by: Actor
) -> LoneVisit:
    """A colleague sets out alone: where, until when, and who waits to hear (P62).

    The buddy must see the family, because they are told where. Refused where nobody goes out, for what is not booked,
    and for a time that is past or further away than a day's work.
    """
    appointment = lock(appointment, seen=seen)
    user = User.objects.get(pk=_who(by))
    if appointment.state != AppointmentState.BOOKED or appointment.place not in AWAY:
        raise Refused("This is for a visit that is booked, at home or at another place in the community.")
    if buddy.pk == user.pk:
        raise Refused("Somebody else has to wait to hear that you are back.")
    if not sees_family(buddy, appointment.episode.family_id):
        raise Refused(f"{buddy.name} cannot see this record. Choose somebody who can: they are told where you are.")
    _check(due_back)
    if LoneVisit.objects.filter(user=user, back_at__isnull=True).exists():
        raise Refused("You are out already. Say first that you are back.")
    out = LoneVisit.objects.create(
        team_id=appointment.team_id,
        appointment=appointment,
        user=user,
        buddy=buddy,
        where=where.strip(),
        due_back=due_back,
        created_by=by,
    )
    record("caseload.set_out", out, by=by, family_id=appointment.episode.family_id, buddy=buddy.pk)
    return out


@transaction.atomic
def stay_longer(*, visit: LoneVisit, due_back: datetime, seen: int | None = None, by: Actor) -> LoneVisit:
    """Whoever is out says a later time; whoever was told before is told anew if that passes too."""
    visit = _open(visit, seen)
    if by.user_id != visit.user_id:
        raise Refused(f"Only {visit.user.name} can say that they stay longer.")
    _check(due_back)
    visit.due_back, visit.buddy_told, visit.team_told = due_back, None, None
    visit.save(update_fields=["due_back", "buddy_told", "team_told"])
    record("caseload.stay_longer", visit, by=by)
    return visit


@transaction.atomic
def is_back(*, visit: LoneVisit, found: str = "", seen: int | None = None, by: Actor) -> LoneVisit:
    """They are back: they say so themselves, or a colleague says how it was found out (P62)."""
    visit = _open(visit, seen)
    if by.user_id != visit.user_id and not found.strip():
        raise Refused(f"Enter how you know that {visit.user.name} is safe.")
    visit.back_at, visit.back_by, visit.found = timezone.now(), by, found.strip()
    visit.save(update_fields=["back_at", "back_by", "found"])
    record("caseload.is_back", visit, by=by, late=visit.back_at > visit.due_back)
    return visit


@transaction.atomic
def tell_of_overdue(*, by: Actor) -> int:
    """Rung by beat: the buddy is told at once, the duty worker and the lead a quarter of an hour later (P62, P6).

    Once each, however often it runs. The lists show who is overdue whether or not this runs.
    """
    now, told = timezone.now(), 0
    due = Q(buddy_told__isnull=True) | Q(team_told__isnull=True, due_back__lte=now - THEN_THE_TEAM)
    for visit in overdue_rows(now).filter(due).select_for_update(of=("self",), skip_locked=True):
        buddy, team = visit.buddy_told is None, visit.team_told is None and visit.due_back + THEN_THE_TEAM <= now
        number = _tell(visit, "buddy", by, only=[visit.buddy]) if buddy else 0
        number += _tell(visit, "team", by) if team else 0
        visit.buddy_told = visit.buddy_told or now
        visit.team_told = now if team else visit.team_told
        visit.save(update_fields=["buddy_told", "team_told"])
        family_id = visit.appointment.episode.family_id
        record("caseload.tell_of_overdue", visit, by=by, family_id=family_id, told=number)
        told += number
    return told


def _tell(visit: LoneVisit, whom: str, by: Actor, only: Sequence[User] | None = None) -> int:
    """Once for each time that passes; who sees the record hears of it, and reads the place there (P6)."""
    key = f"lone:{visit.pk}:{visit.due_back:%Y%m%d%H%M%S}:{whom}"
    return tell_at_once(kind=AtOnce.LONE_WORKER, family=visit.appointment.episode.family, key=key, only=only, by=by)


def _open(visit: LoneVisit, seen: int | None) -> LoneVisit:
    visit = lock(visit, seen=seen)
    if visit.back_at is not None:
        raise Refused(f"{visit.user.name} was back at {dates.clock(visit.back_at)}.")
    return visit


def _check(due_back: datetime) -> None:
    now = timezone.now()
    if due_back <= now:
        raise Refused("Enter a time that is still to come.")
    if due_back > now + LONGEST:
        raise Refused("Enter a time within the next ten hours.")


def _who(by: Actor) -> int:
    if by.user_id is None:
        raise Refused("A colleague sets out.")
    return by.user_id
