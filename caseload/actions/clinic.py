"""Allocating by assessment clinic: slots are published, and given to the next family that waits (toolkit ch. 6)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils import timezone

from caseload.actions.appointments import LONGEST, Visit, book
from caseload.actions.clinic_time import hold, let_go, put_away
from caseload.actions.episodes import allocate
from caseload.actions.series import said_with_day
from caseload.enums import AppointmentKind, Place
from caseload.interpreting import NOBODY, Interpreter
from caseload.models import Appointment, ClinicSlot, Room
from caseload.selectors.clinic import free_with, is_taken, why_not_free
from caseload.selectors.obstacles import days_to_pass_over
from caseload.selectors.people import may_be_lead
from caseload.times import MOST, days_of_series, local_day, moment_at
from families.models import Person
from pitservice.accounts.models import Team, User
from pitservice.audit.actions import record
from pitservice.db.actor import Actor
from pitservice.db.errors import Refused
from pitservice.db.locks import lock
from pitservice.ui import dates
from referrals.models import WaitingEntry

#: No clinic has more slots in a row.
MOST_IN_A_ROW = 12


@dataclass(frozen=True, slots=True)
class Clinic:
    """A practitioner's clinic: from when, so many slots of so many minutes in a row, on so many weeks."""

    practitioner: User
    starts: datetime
    minutes: int
    slots: int
    weeks: int = 1
    room: Room | None = None
    where: str = ""
    pass_over_taken: bool = False


@dataclass(frozen=True, slots=True)
class Published:
    """The slots that are free now, and what was passed over, with why: whole days, and single times."""

    slots: Sequence[ClinicSlot]
    days: Mapping[date, str] = field(default_factory=dict)
    times: Mapping[datetime, str] = field(default_factory=dict)

    @property
    def left_in_words(self) -> str:
        """Fri 25 December 2026 (a bank holiday), Fri 8 January 2027 at 10am (this room is taken at that time)."""
        days = [f"{dates.weekday(day)} ({why})" for day, why in sorted(self.days.items())]
        return ", ".join([*days, *(f"{dates.moment(at)} ({why})" for at, why in sorted(self.times.items()))])


@dataclass(frozen=True, slots=True)
class Offer:
    """Who is invited, who interprets, and who is told how, as booking asks it."""

    invited: Sequence[Person]
    interpreter: Interpreter = NOBODY
    text_to: Sequence[Person] = ()
    call_to: Sequence[Person] = ()
    letter_to: Sequence[Person] = ()


@transaction.atomic
def publish_slots(*, team: Team, clinic: Clinic, by: Actor) -> Published:
    """Publish slots of an assessment clinic; each keeps its practitioner and room, which nobody can book besides.

    Days on which the team is closed or the practitioner is away are passed over, and said. A time that is taken is
    refused with its day, unless such times are to be passed over too, as with a series.
    """
    lock(team)
    _check(team, clinic)
    days, passed = _days(team, clinic)
    made: list[ClinicSlot] = []
    taken: dict[datetime, str] = {}
    at, length = timezone.localtime(clinic.starts).time(), timedelta(minutes=clinic.minutes)
    for day in days:
        for number in range(clinic.slots):
            starts = moment_at(day, at) + length * number
            with said_with_day(starts, taken):
                made.append(_publish(team, clinic, starts, by))
    if taken and not clinic.pass_over_taken:
        said = "; ".join(f"{dates.moment(one)}: {why}" for one, why in sorted(taken.items()))
        raise Refused(f"{said}. Choose another time, or pass over what is taken.")
    if not made:
        left = Published((), passed, taken).left_in_words
        raise Refused(f"There is no time for a slot: {left}. Choose another day or time.")
    record("caseload.publish_slots", made[0], by=by, slots=[one.pk for one in made])
    return Published(made, passed, taken)


@transaction.atomic
def withdraw_slot(
    *, slot: ClinicSlot, why: str = "", whole: bool = False, seen: int | None = None, by: Actor
) -> list[ClinicSlot]:
    """Withdraw a free slot, or all of the practitioner's that are free that day: its time is free for anything else.

    Refused where it was withdrawn before, or a family has it: then its appointment is cancelled or moved.
    """
    slot = lock(slot, seen=seen)
    if slot.withdrawn_at is not None:
        raise Refused("This slot was withdrawn already.")
    if is_taken(slot):
        raise Refused("A family has this slot. Cancel or move its appointment instead.")
    day = local_day(slot.starts)
    others = free_with(slot.team, slot.practitioner, day, day) if whole else []
    chosen = [slot, *(lock(other) for other in others if other != slot)]
    for one in chosen:
        put_away(one, why, by)
    record("caseload.withdraw_slot", slot, by=by, reason=why, slots=[one.pk for one in chosen])
    return chosen


@transaction.atomic
def take_slot(
    *,
    slot: ClinicSlot,
    entry: WaitingEntry,
    offer: Offer,
    keyworker: User | None = None,
    seen: int | None = None,
    by: Actor,
) -> Appointment:
    """Give a slot to a waiting family: its practitioner leads the work, and the first appointment is booked.

    Allocated and booked in one transaction, or neither: `allocate` and `book` say what follows and what is told by the
    contact rules. `seen` is the version of the place on the waiting list. Of two who give one slot, or one family, at
    once the second is told; so is whoever gives a slot of a colleague who is away since.
    """
    slot = lock(slot)
    why = why_not_free(slot)
    if why:
        raise Refused(f"{why} Choose another slot.")
    if entry.team_id != slot.team_id:
        raise Refused("This family waits for another team. Choose a slot of that team.")
    let_go(slot.pk)
    episode = allocate(entry=entry, lead=slot.practitioner, keyworker=keyworker, seen=seen, by=by)
    appointment = book(
        episode=episode,
        kind=AppointmentKind.FIRST,
        visit=_visit(slot, offer.interpreter),
        invited=offer.invited,
        text_to=offer.text_to,
        call_to=offer.call_to,
        letter_to=offer.letter_to,
        clinic_slot=slot,
        by=by,
    )
    record("caseload.take_slot", slot, by=by, family_id=entry.family_id, appointment=appointment.pk)
    return appointment


def _check(team: Team, clinic: Clinic) -> None:
    if not may_be_lead(team.pk, clinic.practitioner):
        raise Refused(f"{clinic.practitioner.name} cannot lead work with families in this team. Choose somebody else.")
    if clinic.room is not None and clinic.room.team_id != team.pk:
        raise Refused("This room belongs to another team. Choose one of yours.")
    if not timedelta(0) < timedelta(minutes=clinic.minutes) <= LONGEST:
        raise Refused("A slot must take between 1 minute and 8 hours.")
    if not 1 <= clinic.slots <= MOST_IN_A_ROW or not 1 <= clinic.weeks <= MOST:
        raise Refused(f"Choose 1 to {MOST_IN_A_ROW} slots in a row, in 1 to {MOST} weeks.")
    if clinic.starts <= timezone.now():
        raise Refused("This time is over. Choose one that is still to come.")
    last = clinic.starts + timedelta(minutes=clinic.minutes * clinic.slots) - timedelta(seconds=1)
    if local_day(last) != local_day(clinic.starts):
        raise Refused("So many slots do not fit into the day. Choose fewer, or shorter ones.")


def _days(team: Team, clinic: Clinic) -> tuple[list[date], dict[date, str]]:
    """The days of the clinic; one that is passed over is not made up for at the end."""
    first = local_day(clinic.starts)
    last = first + timedelta(weeks=clinic.weeks - 1)
    over = days_to_pass_over(team, clinic.practitioner, first, last)
    days, passed = days_of_series(first, 1, times=None, last=last, passed_over=over)
    return days, {day: over[day] for day in passed}


def _publish(team: Team, clinic: Clinic, starts: datetime, by: Actor) -> ClinicSlot:
    slot = ClinicSlot.objects.create(
        team=team,
        practitioner=clinic.practitioner,
        room=clinic.room,
        where=clinic.where,
        starts=starts,
        ends=starts + timedelta(minutes=clinic.minutes),
        created_by=by,
    )
    hold(slot)
    return slot


def _visit(slot: ClinicSlot, interpreter: Interpreter) -> Visit:
    return Visit(
        practitioner=slot.practitioner,
        starts=slot.starts,
        minutes=int((slot.ends - slot.starts).total_seconds() // 60),
        place=Place.CLINIC,
        where=slot.where,
        room=slot.room,
        interpreter=interpreter,
    )
