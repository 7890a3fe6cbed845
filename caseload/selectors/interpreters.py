"""Interpreters with whom something is still to be arranged (P68)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.utils import timezone

from caseload.enums import CANCELLED, AppointmentState, InterpreterAnswer
from caseload.models import Appointment, InterpreterStep
from caseload.selectors.work import ours
from families.selectors import loss_stands
from pitservice.accounts.viewer import Viewer


def interpreters_to_arrange(viewer: Viewer) -> QuerySet[Any]:
    """Appointments to come whose interpreter is not confirmed, or was not moved or cancelled with them.

    Own ones, and all of a team where this person allocates; soonest first. Nothing is pressed for while a loss stands.
    """
    last = InterpreterStep.objects.filter(appointment=OuterRef("pk")).order_by("-created_at", "-pk").values("answer")
    ahead = Appointment.objects.visible_to(viewer).filter(starts__gt=timezone.now()).exclude(interpreter="")
    found = ahead.annotate(arranged=Subquery(last[:1])).filter(~loss_stands("episode__family"))
    missing = Q(arranged=None)
    unconfirmed = Q(state=AppointmentState.BOOKED) & (missing | ~Q(arranged=InterpreterAnswer.CONFIRMED))
    not_told = Q(state__in=(AppointmentState.MOVED, *CANCELLED)) & (missing | Q(arranged=InterpreterAnswer.CONFIRMED))
    whose = Q(practitioner=viewer.user) | ours(viewer, "episode")
    return (
        found.filter(unconfirmed | not_told, whose)
        .select_related("episode__family", "practitioner")
        .order_by("starts", "pk")
    )


def steps_of(appointment: Appointment) -> Sequence[InterpreterStep]:
    """What was arranged with its interpreter, newest first."""
    return list(appointment.interpreter_steps.order_by("-created_at", "-pk"))
