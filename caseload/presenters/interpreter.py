"""How it reads what is arranged with an interpreter (P68)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from django.urls import reverse

from caseload.enums import CANCELLED, AppointmentState, InterpreterAnswer
from caseload.interpreting import Interpreter
from caseload.models import Appointment, InterpreterStep
from caseload.presenters import words
from caseload.times import local_day
from families.enums import NeedKind
from families.models import Need
from pitservice.accounts.models import User
from pitservice.ui import dates
from pitservice.ui.components import Callout, Cell, Colour, Column, Fact, FactList, Link, Tag
from pitservice.ui.worklist import Item

COLUMNS = (Column("Appointment"), Column("Family"), Column("Interpreter"), Column("With"), Column("To do"))
_TO_DO = {
    AppointmentState.BOOKED: "Interpreter to confirm",
    AppointmentState.MOVED: "Interpreter to move or cancel",
}


def to_do(appointment: Any, *, refused: bool = False) -> str:
    """What is still to be arranged; a name that the family has refused (P68) comes first."""
    booked = appointment.state == AppointmentState.BOOKED
    if booked and refused:
        return "Another interpreter to find"
    if booked and not (appointment.interpreter_agency or appointment.interpreter_name):
        return "Interpreter to book"
    return _TO_DO.get(AppointmentState(appointment.state), "Interpreter to cancel")


def href(appointment: Appointment) -> str:
    """Where what was arranged is recorded."""
    return reverse("caseload:interpreter", args=[appointment.key])


def facts(
    appointment: Appointment, steps: Sequence[InterpreterStep], *, refused: Need | None, may_book: bool, may_edit: bool
) -> list[FactList]:
    """Who comes, whether they confirmed, whether the family `refused` them, and everything that was arranged.

    Nothing where no interpreter comes, and none did.
    """
    interpreter = appointment.interpreter
    if not interpreter and not steps:
        return []
    change = Link("Change", reverse("caseload:name_interpreter", args=[appointment.key]), hidden="the interpreter")
    changes = [change] if may_book and appointment.state == AppointmentState.BOOKED else []
    if not interpreter:
        return [FactList([Fact("Interpreter", "None any more", actions=changes), _arranged(steps)])]
    tag = _tag(appointment, steps[0].answer if steps else "", refused=refused is not None)
    arrange = Link("Record what was arranged", href(appointment), hidden="with the interpreter")
    arranges = [arrange] if may_book and tag is not None and tag.colour == Colour.YELLOW else []
    who = ", ".join(part for part in (interpreter.name, interpreter.agency) if part) or "Not named yet"
    to = f"{reverse('families:add_need', args=[appointment.episode.family.key])}?kind={NeedKind.NOT_INTERPRETER}"
    may_refuse = may_edit and refused is None and interpreter.name and appointment.state == AppointmentState.BOOKED
    refuses = [Link("They do not want this one", to, hidden="as interpreter")] if may_refuse else []
    found = [
        Fact("Interpreter", who, tags=[tag] if tag else [], actions=[*arranges, *changes, *refuses]),
        Fact("Interprets", spoken(interpreter)),
    ]
    if refused is not None:
        since = dates.day(local_day(refused.created_at))
        found.append(Fact("Not wanted", f"{refused.person.name} does not want this interpreter, since {since}."))
    if steps:
        found.append(_arranged(steps))
    return [FactList(found)]


def not_wanted(refusals: Sequence[Need], names: Mapping[int, str]) -> list[Callout]:
    """Interpreters whom somebody of the family does not want; nothing where there are none."""
    lines = [f"{names.get(need.person_id, need.person.name)} does not want {need.text}." for need in refusals]
    return [Callout("Not these interpreters", lines)] if lines else []


def spoken(interpreter: Interpreter) -> str:
    """Language, dialect, and whom the family asked for."""
    return str(replace(interpreter, agency="", name=""))


def _tag(appointment: Appointment, last: str, *, refused: bool) -> Tag | None:
    booked = appointment.state == AppointmentState.BOOKED
    if booked and last == InterpreterAnswer.CONFIRMED and not refused:
        return Tag("Confirmed", Colour.GREEN)
    gone = appointment.state in (AppointmentState.MOVED, *CANCELLED)
    told = last in (InterpreterAnswer.MOVED, InterpreterAnswer.CANCELLED)
    named = bool(last or appointment.interpreter_agency or appointment.interpreter_name)
    if booked or (gone and named and not told):
        return Tag(to_do(appointment, refused=refused), Colour.YELLOW)
    return None


def _arranged(steps: Sequence[InterpreterStep]) -> Fact:
    return Fact("Arranged with the interpreter", [_line(one) for one in steps])


def _line(step: InterpreterStep) -> str:
    parts = [dates.weekday(step.on), step.get_answer_display(), step.agency, step.note]
    return ", ".join(part for part in parts if part) + "."


def row(appointment: Any) -> list[Cell]:
    """One row of the list."""
    title = appointment.episode.family.title
    return [
        Cell(words.when(appointment), href(appointment), hidden=f"with {title}"),
        Cell(title),
        Cell(str(appointment.interpreter)),
        Cell(appointment.practitioner.name),
        Cell(tags=[Tag(to_do(appointment, refused=appointment.refused), Colour.YELLOW)]),
    ]


def waiting(found: Any, user: User, _today: date) -> Item:
    """On the home page."""
    family = found.episode.family
    return Item(
        what=f"{to_do(found, refused=found.refused)}, {dates.weekday(local_day(found.starts))}",
        whose=family.title,
        action=Link("Arrange", href(found), hidden=f"the interpreter for {family.title}"),
        mine=found.practitioner_id == user.pk,
        due=local_day(found.starts),
        family=(family.pk, found.team_id),
    )
