"""Work that ended: reason, sessions, what was arranged, follow-ups (domain.md §2.5; FUP-1)."""

from __future__ import annotations

from typing import Any

from django.db.models import Avg, Case, CharField, Count, Exists, F, IntegerField, Max, OuterRef, Subquery, Value, When
from django.db.models.functions import Coalesce

from caseload.enums import EndReason, FollowUpState
from caseload.models import Ending, FollowUp, Session
from families.entries import standing
from measures.enums import Side
from measures.models import Score
from pitservice.ui.dates import count
from pitservice.ui.words import inside
from reporting.indicators import babies
from reporting.indicators.base import Centile, Cut, Indicator, Line, Measure, Share, Theme, number
from reporting.indicators.change import by_change, by_change_and
from reporting.periods import Period

_BOARD = (Side.PARENT, Side.INFANT, Side.RELATIONSHIP)
_STEP_DOWN = (("arranged", "Arranged"), ("none", "None recorded"))
_REACHED = frozenset({str(FollowUpState.DONE)})
_WANTED = frozenset(FollowUpState.values) - {FollowUpState.NOT_WANTED}


_NOT_SAID = "not_said"
_SESSIONS = Measure("sessions-median", "Sessions (median)", Centile("sessions", fraction=0.5), number)


def ended(endings: Any, period: Period) -> Any:
    """Those of the period."""
    return endings.filter(ended_on__range=period.days)


def due(follow_ups: Any, period: Period) -> Any:
    """Those that fell due in the period."""
    return follow_ups.filter(due_on__range=period.days)


def endings_with_sessions(_: Period) -> Any:
    """Endings, with how many `sessions` the piece of work had."""
    held = Session.objects.filter(episode=OuterRef("episode")).standing().order_by()
    many = held.values("episode").annotate(many=Count("pk")).values("many")
    return Ending.objects.annotate(sessions=Coalesce(Subquery(many, output_field=IntegerField()), 0))


def _said_how() -> Exists:
    """Whether the family filled in how sessions were, during the work."""
    scores = standing(Score.objects.filter(family=OuterRef("episode__family"), replaced_by=None))
    during = scores.filter(taken_on__gte=OuterRef("episode__opened_on"), taken_on__lte=OuterRef("ended_on"))
    return Exists(during.filter(definition__body__side=Side.EXPERIENCE))


def _change_by_group() -> Cut:
    """Change in measures and ethnic group together: whether the work helps everybody alike."""
    groups = babies.ethnic_group(babies.babies_of_work("episode"), babies.IN_FEW_GROUPS)
    return by_change_and("measures-ethnicity", "Change in measures by ethnic group", _BOARD, groups, babies.FEW_GROUPS)


def _ending_line(ending: Any) -> Line:
    said = f"{ending.get_reason_display()}, after {count(ending.sessions, 'session')}"
    return Line(ending.ended_on, said, ending.episode.family)


ENDINGS = Indicator(
    key="endings",
    name="Work that ended",
    noun=("ending", "endings"),
    theme=Theme.OUTCOMES,
    definition=(
        "Pieces of work that ended, each once, by the reason recorded, with the sessions that took place in it, in "
        "whatever period they were. A step-down is what was arranged to follow, as the ending says. "
        "A measure is paired when the same person filled it in on or after the first attended appointment and again, "
        "later, on or after the second, before the work ended. A change counts as reliable from the threshold set for "
        "that measure on; where a family has several it is worse if any is, and better only if none is worse."
    ),
    date_rule="The day on which the work ended.",
    every=endings_with_sessions,
    counted=ended,
    line=_ending_line,
    order=("-ended_on", "-pk"),
    related=("episode__family",),
    cuts=(
        Cut("reason", "By reason", F("reason"), lambda _: EndReason.choices),
        Cut(
            "step-down",
            "Step-down",
            Case(When(step_down="", then=Value("none")), default=Value("arranged"), output_field=CharField()),
            lambda _: _STEP_DOWN,
            shares=(Share("With a step-down", frozenset({"arranged"}), frozenset({"arranged", "none"})),),
        ),
        by_change("measures", "Change in measures", _BOARD),
        by_change("goals", "Change in goals", (Side.GOALS,)),
        Cut(
            "intervention",
            "By what was offered",
            Coalesce(F("episode__intervention__name"), Value(_NOT_SAID)),
            lambda _: [(_NOT_SAID, "Not said")],
            each=(_SESSIONS,),
        ),
        Cut(
            "ethnicity",
            "By the ethnic group of the baby",
            babies.ethnic_group(babies.babies_of_work("episode"), babies.IN_FEW_GROUPS),
            lambda _: babies.FEW_GROUPS,
            each=(_SESSIONS,),
        ),
        _change_by_group(),
        Cut(
            "experience",
            "How sessions were, as families said",
            Case(When(_said_how(), then=Value("said")), default=Value("not_said"), output_field=CharField()),
            lambda _: [("said", "Said in a questionnaire"), ("not_said", "Not said")],
            shares=(Share("Families that said", frozenset({"said"}), frozenset({"said", "not_said"})),),
        ),
    ),
    measures=(
        Measure("sessions-mean", "Sessions for each piece of work (mean)", Avg("sessions"), number),
        _SESSIONS,
        Measure("sessions-most", "Sessions (most)", Max("sessions"), number),
    ),
)

FOLLOW_UPS = Indicator(
    key="follow-ups",
    name="Follow-ups due",
    noun=("follow-up", "follow-ups"),
    theme=Theme.OUTCOMES,
    definition=(
        "Follow-ups of closed work that fell due, each once, by what has come of them since. Done means that somebody "
        "of the family was reached. The share done is out of all that fell due and were wanted."
    ),
    date_rule="The day on which the follow-up fell due.",
    every=lambda _: FollowUp.objects.all(),
    counted=due,
    line=lambda one: Line(one.due_on, f"Follow-up, {inside(one.get_state_display())}", one.episode.family),
    order=("-due_on", "-pk"),
    related=("episode__family",),
    cuts=(
        Cut(
            "outcome",
            "By what came of it",
            F("state"),
            lambda _: FollowUpState.choices,
            shares=(Share("Done, of those wanted", _REACHED, _WANTED),),
        ),
    ),
)
