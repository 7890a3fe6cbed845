"""Groups (toolkit ch. 6; domain.md §2.1): how often they met. Who came is counted with the appointments."""

from __future__ import annotations

from typing import Any

from django.db.models import Case, CharField, F, IntegerField, Sum, Value, When
from django.db.models.functions import Cast, Extract

from caseload.grouping import GroupSessionState
from caseload.models import GroupSession
from reporting.indicators.base import Cut, Indicator, Line, Measure, Theme, by_month, london_day, total
from reporting.periods import Period

_WHOM = (("in_work", "Families in work with us"), ("keeps_touch", "Keeping in touch after the work"))


def held(sessions: Any, period: Period) -> Any:
    """Those that took place in the period."""
    return sessions.filter(state=GroupSessionState.HELD, day__range=period.days)


_MINUTES = Cast(Extract(F("ends") - F("starts"), "epoch") / 60, IntegerField())

GROUP_SESSIONS = Indicator(
    key="group-sessions",
    name="Group sessions",
    noun=("group session", "group sessions"),
    theme=Theme.WORK,
    definition=(
        "Sessions of groups that took place, each once, however many families came, with the minutes they were planned "
        "to take. Each family that came is counted among sessions and appointments by attendance too."
    ),
    date_rule="The day on which the group met, in London time.",
    every=lambda _: GroupSession.objects.annotate(day=london_day("starts")),
    counted=held,
    line=lambda one: Line(one.day, one.group.name, None, one.get_state_display()),
    order=("-starts", "-pk"),
    related=("group",),
    cuts=(
        by_month("day"),
        Cut(
            "whom",
            "By whom the group is for",
            Case(
                When(group__keeps_touch=True, then=Value("keeps_touch")),
                default=Value("in_work"),
                output_field=CharField(),
            ),
            lambda _: _WHOM,
        ),
    ),
    measures=(Measure("minutes", "Minutes", Sum(_MINUTES), total, adds_up=True),),
)
