"""How assessment clinics read: slots, who waits for one, and what speaks against it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.urls import reverse

from caseload.actions import Published
from caseload.models import Appointment, ClinicSlot
from caseload.presenters import appointment as appointments
from caseload.times import local_day
from pitservice.configuration.enums import WaitingOrder
from pitservice.configuration.models import TeamSettings
from pitservice.ui import dates
from pitservice.ui.components import (
    Callout,
    Cell,
    Colour,
    Column,
    Empty,
    Fact,
    FactList,
    Link,
    Section,
    Table,
    Tag,
    Words,
)
from pitservice.ui.fields import capital
from referrals.clock import times_of
from referrals.presenters.waiting import waited_words, why_here
from referrals.wording import babies_in_words

SLOT_COLUMNS = (Column("Time"), Column("State"), Column("Next step"))
WAITING_COLUMNS = (Column("Baby"), Column("Waiting"), Column("Why here"))
OFFER_COLUMNS = (*WAITING_COLUMNS, Column("What speaks against this slot"), Column("Next step"))
FREE = Tag("Free", Colour.GREEN)
#: What a diary, a calendar and a downtime pack call a slot that no family has.
FREE_IN_DIARY = "Assessment clinic, free"


def href(slot: ClinicSlot) -> str:
    """The page on which a free slot is given to a family."""
    return reverse("caseload:clinic_slot", args=[slot.key])


def hours(slot: ClinicSlot) -> str:
    """10am to 11am."""
    return f"{dates.clock(slot.starts)} to {dates.clock(slot.ends)}"


def when(slot: ClinicSlot) -> str:
    """Tue 24 November 2026, 10am to 11am."""
    return f"{dates.moment(slot.starts)} to {dates.clock(slot.ends)}"


def clinic(slots: Sequence[Any], clashes: Mapping[int, str], *, offers: bool, changes: bool, team: str) -> Section:
    """One clinic: its day and practitioner, where, how many slots are free, and each slot."""
    first = slots[0]
    free = sum(not one.is_taken and one.pk not in clashes for one in slots)
    heading = f"{dates.weekday(local_day(first.starts))}, {first.practitioner.name}"
    places = dict.fromkeys(filter(None, (one.venue for one in slots)))
    said = [f"{free} of {dates.count(len(slots), 'slot')} free", *places, *([team] if team else [])]
    rows = [_slot(one, clashes.get(one.pk, ""), offers=offers, changes=changes) for one in slots]
    return Section(heading, [Words([", ".join(said)]), Table(f"Slots, {heading}", SLOT_COLUMNS, rows)])


def _slot(slot: Any, clash: str, *, offers: bool, changes: bool) -> list[Cell]:
    if slot.is_taken:
        (made,) = slot.standing
        return [Cell(hours(slot)), Cell(made.episode.family.title, appointments.href(made)), Cell()]
    hidden = f"the slot of {slot.practitioner.name}, {dates.moment(slot.starts)}"
    withdraw = Link("Withdraw", reverse("caseload:withdraw_slot", args=[slot.key]), hidden=hidden)
    links = [Link("Offer", href(slot), hidden=hidden)] if offers and not clash else []
    tag = Tag("Cannot be given", Colour.YELLOW) if clash else FREE
    return [
        Cell(hours(slot)),
        Cell(tags=[tag], hint=capital(clash)),
        Cell(links=[*links, *([withdraw] if changes else [])]),
    ]


def waiting(rows: Sequence[Any], settings: TeamSettings, today: date, *, more: bool, team: str) -> Section:
    """The first of those waiting, in the order in force (WL-1)."""
    heading = f"Waiting{team and f' for {team}'}, {WaitingOrder(settings.waiting_order).label}"
    if not rows:
        return Section(heading, [Empty("Nobody is waiting.")])
    cells = [_waits(row, settings, today) for row in rows]
    link = [Link("All of the waiting list", reverse("referrals:waiting"))] if more else []
    return Section(heading, [Table(heading, WAITING_COLUMNS, cells), *link])


def _waits(row: Any, settings: TeamSettings, today: date) -> list[Cell]:
    return [
        Cell(babies_in_words(list(row.referral.people.all()), today), reverse("referrals:entry", args=[row.key])),
        Cell(waited_words(row, times_of(row.away), settings, today)),
        Cell(why_here(row, settings.waiting_order)),
    ]


def may_be_offered(
    row: Any, slot: ClinicSlot, against: Sequence[str], settings: TeamSettings, today: date, *, first: bool
) -> list[Cell]:
    """A waiting family beside a slot: what speaks against it, and the way to offer it. The first is next."""
    baby, waited, why = _waits(row, settings, today)
    offer = reverse("caseload:offer_slot", args=[slot.key, row.key])
    next_ = [Tag("Next", Colour.BLUE)] if first else []
    return [
        Cell(baby.text, baby.href, tags=next_),
        waited,
        why,
        Cell(" ".join(against) or "Nothing that is recorded"),
        Cell(links=[Link("Offer it", offer, hidden=f"to {row.family.title}")]),
    ]


def facts(slot: ClinicSlot) -> FactList:
    """What is offered."""
    return FactList(
        [
            Fact("When", when(slot)),
            Fact("Practitioner", slot.practitioner.name),
            Fact("Where", slot.venue, empty="Clinic room"),
        ]
    )


def not_free(why: str) -> Callout:
    """A slot that cannot be given any more."""
    return Callout("This slot cannot be given", [why, "Nothing was changed. Choose another slot."])


def published(done: Published) -> str:
    """6 slots are published. Passed over: Fri 25 December 2026 (a bank holiday)."""
    number = len(done.slots)
    said = f"{dates.count(number, 'slot')} {'is' if number == 1 else 'are'} published"
    left = done.left_in_words
    return f"{said}. Passed over: {left}." if left else f"{said}."


def taken(made: Appointment) -> str:
    """What follows of giving a slot."""
    return (
        f"{made.practitioner.name} leads the work now, and the first appointment is booked. A reminder goes to each "
        "adult invited, if the contact rules allow it."
    )


def diary_row(slot: ClinicSlot, *, with_day: bool, may_book: bool) -> list[Cell]:
    """A free slot in a diary: no family stands in it; for whoever books it leads to the clinics of its day."""
    href = f"{reverse('caseload:clinics')}?day={local_day(slot.starts)}" if may_book else ""
    return [
        Cell(when(slot) if with_day else hours(slot)),
        Cell(FREE_IN_DIARY, href, hidden=f"{when(slot)}, with {slot.practitioner.name}" if href else ""),
        Cell(),
        Cell(slot.venue),
        Cell(tags=[FREE]),
        Cell(),
    ]
