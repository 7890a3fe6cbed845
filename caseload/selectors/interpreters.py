"""Interpreters: with whom something is still to be arranged, whom a family refused, who never interprets (P68)."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery
from django.utils import timezone

from caseload.enums import CANCELLED, AppointmentState, InterpreterAnswer
from caseload.interpreting import NOBODY, Interpreter, may_be_the_same, read_need, relative_in, same_name
from caseload.models import Appointment, InterpreterStep
from caseload.selectors.work import ours
from families.enums import NeedKind
from families.models import Family, Need, Person
from families.selectors import loss_stands, without_sealed
from pitservice.accounts.viewer import Viewer
from pitservice.ui import dates


def interpreters_to_arrange(viewer: Viewer) -> QuerySet[Any]:
    """Appointments to come whose interpreter is not confirmed, was refused, or was not moved or cancelled with them.

    Own ones, and all of a team where this person allocates; soonest first. Nothing is pressed for while a loss stands.
    """
    last = InterpreterStep.objects.filter(appointment=OuterRef("pk")).order_by("-created_at", "-pk").values("answer")
    ahead = Appointment.objects.visible_to(viewer).filter(starts__gt=timezone.now()).exclude(interpreter_language="")
    found = ahead.annotate(arranged=Subquery(last[:1]), refused=Exists(_refused())).filter(
        ~loss_stands("episode__family")
    )
    missing = Q(arranged=None)
    unsettled = missing | ~Q(arranged=InterpreterAnswer.CONFIRMED) | Q(refused=True)
    asked = missing & ~Q(interpreter_agency="", interpreter_name="")  # somebody may know of it
    gone = Q(state__in=(AppointmentState.MOVED, *CANCELLED))
    not_told = gone & (asked | Q(arranged__in=(InterpreterAnswer.CONFIRMED, InterpreterAnswer.NAMED)))
    whose = Q(practitioner=viewer.user) | ours(viewer, "episode")
    return (
        found.filter(Q(state=AppointmentState.BOOKED) & unsettled | not_told, whose)
        .select_related("episode__family", "practitioner")
        .order_by("starts", "pk")
    )


def _refused() -> QuerySet[Need]:
    """Of an appointment: that somebody of its family does not want its interpreter, as `same_name` compares names."""
    needs = Need.objects.filter(
        family=OuterRef("episode__family"), kind=NeedKind.NOT_INTERPRETER, ended_at__isnull=True
    )
    return needs.annotate(booked=OuterRef("interpreter_name")).filter(text__iexact=F("booked"))


def steps_of(appointment: Appointment) -> Sequence[InterpreterStep]:
    """What was arranged with its interpreter, newest first."""
    return list(appointment.interpreter_steps.order_by("-created_at", "-pk"))


def refusals_of(family: Family) -> list[Need]:
    """Interpreters whom somebody of the family does not want, with who and since when; a reason is never asked."""
    needs = Need.objects.filter(family=family, kind=NeedKind.NOT_INTERPRETER, ended_at__isnull=True)
    return list(without_sealed(needs).select_related("person").order_by("pk"))


def refused_by(refusals: Sequence[Need], interpreter: Interpreter) -> Need | None:
    """The refusal of this very name, where there is one."""
    return next((need for need in refusals if same_name(need.text, interpreter.name)), None)


def why_not(family: Family, interpreter: Interpreter, invited: Collection[Person]) -> str:
    """Why this interpreter must not be put on an appointment of these people, in a sentence; empty where they may.

    A relative never interprets (domain.md §5.5), and nobody whom one of those invited has refused.
    """
    name = interpreter.name
    if not name:
        return ""
    members = Person.objects.filter(memberships__family=family, sealed=False)
    if relative_in(name, [person.name for person in members]):
        return f"“{name}” is of the family or close to it. A relative or friend never interprets: ask an agency."
    need = refused_by(refusals_of(family), interpreter)
    if need is not None and need.person_id in {person.pk for person in invited}:
        return (
            f"{_since(need)}. Name somebody else, or leave the name empty and ask the agency for another interpreter."
        )
    return ""


def doubts_about(family: Family, interpreter: Interpreter, invited: Collection[int]) -> list[str]:
    """Refusals that may mean this interpreter: another way of writing the name, or of somebody who is not invited."""
    if not interpreter.name:
        return []
    found = [need for need in refusals_of(family) if may_be_the_same(need.text, interpreter.name)]
    return [
        f"{_since(need)}: make sure that this is somebody else."
        if not same_name(need.text, interpreter.name)
        else f"{_since(need)}, who is not invited to this."
        for need in found
        if not (same_name(need.text, interpreter.name) and need.person_id in invited)
    ]


def _since(need: Need) -> str:
    since = dates.day(timezone.localdate(need.created_at))
    return f"Since {since} {need.text} is not wanted as interpreter by {need.person.name}"


def proposed_interpreter(needs: Sequence[Need]) -> Interpreter:
    """The interpreter that somebody here needs, as far as their words say; of several the first that can be read."""
    read = (read_need(need.text) for need in needs if need.kind == NeedKind.INTERPRETER)
    return next((one for one in read if one), NOBODY)
