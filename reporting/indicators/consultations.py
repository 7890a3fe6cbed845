"""Consultation to other professionals (CNS-1; toolkit ch. 6, "non-clinical activity")."""

from __future__ import annotations

from typing import Any

from django.db.models import F, Sum

from consultation.models import Consultation
from pitservice.configuration.enums import ReferralSource
from pitservice.ui.words import inside
from reporting.indicators.base import Cut, Indicator, Line, Measure, Theme, by_month, total
from reporting.periods import Period


def held(consultations: Any, period: Period) -> Any:
    """Those held in the period, anonymous and named."""
    return consultations.filter(held_on__range=period.days)


CONSULTATIONS = Indicator(
    key="consultations",
    name="Consultations",
    noun=("consultation", "consultations"),
    theme=Theme.CONSULTATION,
    definition=(
        "Conversations with workers outside the team about their work with families, anonymous and named, with the "
        "number of staff each reached (somebody reached twice counts twice) and the minutes they took."
    ),
    date_rule="The day of the consultation.",
    every=lambda _: Consultation.objects.all(),
    counted=held,
    line=lambda one: Line(
        one.held_on,
        f"Consultation with {one.consultee_name}, {inside(one.get_consultee_role_display())}",
        one.family,
        "Anonymous",
    ),
    order=("-held_on", "-pk"),
    related=("family",),
    cuts=(
        Cut("consultee", "By who was consulted", F("consultee_role"), lambda _: ReferralSource.choices),
        by_month("held_on"),
    ),
    measures=(
        Measure("staff", "Staff reached", Sum("staff_reached"), total, adds_up=True),
        Measure("minutes", "Minutes", Sum("minutes"), total, adds_up=True),
    ),
)
