"""How a series reads, on its appointments and in the choice of how much of it is changed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.urls import reverse
from django.utils import timezone

from caseload.actions import Changed
from caseload.enums import AppointmentState, Scope
from caseload.models import Appointment
from caseload.presenters import words
from caseload.selectors.series import Earlier
from pitservice.ui import dates
from pitservice.ui.components import Cell, Column, Fact, Link, Section, Table, Words

_EVERY: Mapping[int, str] = {1: "every week", 2: "every two weeks", 3: "every three weeks", 4: "every four weeks"}


def section(appointment: Appointment, rows: Sequence[Appointment]) -> Section | None:
    """The series with each of its appointments; nothing for one that was booked alone."""
    if appointment.series is None:
        return None
    columns = (Column("When"), Column("Where"), Column("State"))
    table = Table("Appointments of this series", columns, [_row(one, this=one.pk == appointment.pk) for one in rows])
    said = [f"{dates.count(len(rows), 'appointment')}, booked {_EVERY[appointment.series.weeks]}."]
    if appointment.series.left_out:
        said.append(f"Passed over when it was booked: {appointment.series.left_out}.")
    return Section("The series", [Words(said), table])


def earlier(times: Sequence[Earlier]) -> list[Fact]:
    """Every time it had before, with who asked for another and why."""
    return [
        Fact(
            "Moved from",
            [
                dates.moment(one.appointment.starts),
                *([f"Who asked: {one.asked_by}"] if one.asked_by else []),
                *([one.reason] if one.reason else []),
            ],
            links=[Link("Earlier time", reverse("caseload:appointment", args=[one.appointment.key]))],
        )
        for one in times
    ]


def scopes(appointment: Appointment, rows: Sequence[Appointment]) -> list[tuple[str, str]]:
    """How much of its series can be changed with it; nothing where no other is still to come."""
    others = [one for one in rows if one.pk != appointment.pk and one.state == AppointmentState.BOOKED]
    ahead = [one for one in others if one.starts > timezone.now()]
    later = [one for one in ahead if one.starts > appointment.starts]
    found = [(Scope.THIS.value, str(Scope.THIS.label))]
    if later:
        found.append((Scope.LATER.value, f"{Scope.LATER.label} ({len(later) + 1} in all)"))
    if len(ahead) > len(later):
        found.append((Scope.ALL.value, f"{Scope.ALL.label} ({len(ahead) + 1} in all)"))
    return found if ahead else []


def booked(done: Changed) -> str:
    """What is said after a series was booked."""
    first, last = done.appointments[0], done.appointments[-1]
    said = (
        f"{dates.count(len(done.appointments), 'appointment')} are booked, from {dates.moment(first.starts)} to"
        f" {dates.moment(last.starts)}. A reminder goes to each adult invited, if the contact rules allow it."
    )
    return f"{said} Passed over: {done.left_in_words}." if done.left else said


def moved(done: Changed) -> str:
    """What is said after a series was moved."""
    many = len(done.appointments)
    said = f"{dates.count(many, 'appointment')} {'is' if many == 1 else 'are'} moved."
    told = " Reminders of the old times are cancelled, and who knew of them is told."
    stay = f" Not moved, look at them one by one: {done.left_in_words}." if done.left else ""
    return said + told + stay


def cancelled(done: Changed) -> str:
    """What is said after a series was cancelled."""
    many = len(done.appointments)
    return (
        f"{dates.count(many, 'appointment')} {'is' if many == 1 else 'are'} cancelled. Their reminders are cancelled,"
        " and who was told of one is texted once for all."
    )


def _row(one: Appointment, *, this: bool) -> list[Cell]:
    when = words.when(one)
    cell = Cell(f"{when} (this one)") if this else Cell(when, reverse("caseload:appointment", args=[one.key]))
    return [cell, Cell(words.where(one)), Cell(tags=[words.appointment_tag(one)])]
