"""Training and other work that is about no open case (domain.md §2.3: non-clinical outputs)."""

from __future__ import annotations

from typing import Any

from django.db.models import F, IntegerField, Sum
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Cast

from consultation.enums import ActivityCategory, Profession
from consultation.models import Activity
from reporting.indicators.base import Cut, Indicator, Line, Measure, Theme, by_month, total
from reporting.periods import Period


def done(activities: Any, period: Period) -> Any:
    """Those of the period."""
    return activities.filter(done_on__range=period.days)


def _reached(profession: str, label: str) -> Measure:
    """People of one profession; Profession's values are ours, never typed."""
    of = Cast(KeyTextTransform(profession, "reached"), IntegerField())
    return Measure(
        f"reached-{profession.replace('_', '-')}", f"Of these, {label.lower()}", Sum(of), total, adds_up=True
    )


_MINUTES = Measure("minutes", "Minutes", Sum("minutes"), total, adds_up=True)
_PEOPLE = Measure("people", "People reached", Sum("people"), total, adds_up=True)

OTHER_WORK = Indicator(
    key="other-work",
    name="Training and other work",
    noun=("piece of other work", "pieces of other work"),
    theme=Theme.OTHER,
    definition=(
        "Training given, strategy, conferences, presentations, service development and the like, each as a colleague "
        "logged it: consultation and work with families are counted elsewhere. People reached are counted each time; "
        "by profession where that was said."
    ),
    date_rule="The day on which it was done.",
    every=lambda _: Activity.objects.all(),
    counted=done,
    line=lambda one: Line(one.done_on, one.what or one.get_category_display(), None, one.get_category_display()),
    order=("-done_on", "-pk"),
    cuts=(
        Cut(
            "category",
            "By what it was",
            F("category"),
            lambda _: ActivityCategory.choices,
            charted=True,
            each=(_MINUTES, _PEOPLE),
        ),
        by_month("done_on"),
    ),
    measures=(
        _MINUTES,
        _PEOPLE,
        *(_reached(value, label) for value, label in Profession.choices),
    ),
)
