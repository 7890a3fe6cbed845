"""How it reads what is arranged with an interpreter (P68)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.urls import reverse

from caseload.enums import CANCELLED, AppointmentState, InterpreterAnswer
from caseload.models import Appointment, InterpreterStep
from caseload.presenters import words
from caseload.times import local_day
from pitservice.accounts.models import User
from pitservice.ui import dates
from pitservice.ui.components import Cell, Colour, Column, Fact, FactList, Link, Tag
from pitservice.ui.worklist import Item

COLUMNS = (Column("Appointment"), Column("Family"), Column("Interpreter"), Column("With"), Column("To do"))
_TO_DO = {
    AppointmentState.BOOKED: "Interpreter to confirm",
    AppointmentState.MOVED: "Interpreter to move or cancel",
}


def to_do(appointment: Appointment) -> str:
    """What is still to be arranged."""
    return _TO_DO.get(AppointmentState(appointment.state), "Interpreter to cancel")


def href(appointment: Appointment) -> str:
    """Where what was arranged is recorded."""
    return reverse("caseload:interpreter", args=[appointment.key])


def facts(appointment: Appointment, steps: Sequence[InterpreterStep], *, may_book: bool) -> list[FactList]:
    """Who comes, whether they confirmed, and everything that was arranged; nothing without an interpreter."""
    if not appointment.interpreter:
        return []
    last = steps[0].answer if steps else ""
    gone = appointment.state in (AppointmentState.MOVED, *CANCELLED)
    tag = None
    if appointment.state == AppointmentState.BOOKED and last == InterpreterAnswer.CONFIRMED:
        tag = Tag("Confirmed", Colour.GREEN)
    elif (appointment.state == AppointmentState.BOOKED) or (gone and last in ("", InterpreterAnswer.CONFIRMED)):
        tag = Tag(to_do(appointment), Colour.YELLOW)
    link = [Link("Record what was arranged", href(appointment), hidden="with the interpreter")]
    actions = link if may_book and tag is not None and tag.colour == Colour.YELLOW else []
    found = [Fact("Interpreter", appointment.interpreter, tags=[tag] if tag else [], actions=actions)]
    if steps:
        found.append(Fact("Arranged with the interpreter", [_line(one) for one in steps]))
    return [FactList(found)]


def _line(step: InterpreterStep) -> str:
    parts = [dates.weekday(step.on), step.get_answer_display(), step.agency, step.note]
    return ", ".join(part for part in parts if part) + "."


def row(appointment: Appointment) -> list[Cell]:
    """One row of the list."""
    title = appointment.episode.family.title
    return [
        Cell(words.when(appointment), href(appointment), hidden=f"with {title}"),
        Cell(title),
        Cell(appointment.interpreter),
        Cell(appointment.practitioner.name),
        Cell(tags=[Tag(to_do(appointment), Colour.YELLOW)]),
    ]


def waiting(found: Any, user: User, _today: date) -> Item:
    """On the home page."""
    family = found.episode.family
    return Item(
        what=f"{to_do(found)}, {dates.weekday(local_day(found.starts))}",
        whose=family.title,
        action=Link("Arrange", href(found), hidden=f"the interpreter for {family.title}"),
        mine=found.practitioner_id == user.pk,
        due=local_day(found.starts),
        family=(family.pk, found.team_id),
    )
