"""Scores: recorded by item or in total as the licence allows, corrected with both rows kept (P60)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone

from families.enums import AtOnce
from families.models import Family, Person
from families.registry import at_once
from measures.enums import How, Point
from measures.models import Definition, Goal, MeasureRequest, RiskAnswer, Score
from measures.spec import Spec
from pitservice.audit.actions import record
from pitservice.db.actor import Actor
from pitservice.db.errors import Refused
from pitservice.db.locks import lock

OUT_OF_USE = "This measure has a newer edition, or is not in use any more. Begin again from the family's measures."


@dataclass(frozen=True)
class About:
    """Whom a score is about: the adult who answers or is meant, the baby, the goal that is rated."""

    adult: Person | None = None
    baby: Person | None = None
    goal: Goal | None = None


@dataclass(frozen=True)
class Filled:
    """A form as it was filled in: answers by item, or totals by scale as they were typed."""

    on: date
    point: Point
    how: How
    answers: Mapping[int, int] = field(default_factory=dict)
    totals: Mapping[str, Any] = field(default_factory=dict)
    form: str = ""


@transaction.atomic
def record_score(*, family: Family, definition: Definition, about: About, filled: Filled, by: Actor) -> Score:
    """Record a measure of this family. Refused, in a sentence, for what is outside its range."""
    definition = lock(definition)
    if definition.superseded_at is not None:
        raise Refused(OUT_OF_USE)
    score = write_score(family=family, definition=definition, about=about, filled=filled, by=by)
    record("measures.record_score", score, by=by, code=definition.code)
    return score


@transaction.atomic
def correct_score(*, score: Score, filled: Filled, why: str, seen: int | None = None, by: Actor) -> Score:
    """Put a score right: another row by the same edition stands in its place, and both are kept."""
    score = lock(score, seen=seen)
    if Score.objects.filter(replaces=score).exists():
        raise Refused("This score was corrected already. Correct the one that stands now.")
    if not why.strip():
        raise Refused("Enter why the score is corrected.")
    about = About(score.adult, score.baby, score.goal)
    made = write_score(
        family=score.family,
        definition=score.definition,
        about=about,
        filled=filled,
        replaces=score,
        why=why.strip(),
        by=by,
    )
    record("measures.correct_score", made, by=by, code=score.definition.code, replaces=score.pk)
    return made


def write_score(
    *,
    family: Family,
    definition: Definition,
    about: About,
    filled: Filled,
    request: MeasureRequest | None = None,
    replaces: Score | None = None,
    why: str = "",
    by: Actor,
) -> Score:
    """The row and its alerts; call it inside an action, which has checked the edition."""
    spec = definition.spec
    if filled.on > timezone.localdate():
        raise Refused("A measure cannot be recorded before it is filled in.")
    if spec.forms and filled.form not in spec.forms:
        raise Refused("Say which age form was used.")
    totals = read_totals(spec, filled)
    score = Score.objects.create(
        team_id=family.team_id,
        family=family,
        definition=definition,
        adult=about.adult,
        baby=about.baby,
        goal=about.goal,
        form=filled.form,
        taken_on=filled.on,
        point=filled.point,
        how=filled.how,
        answers={str(number): value for number, value in sorted(filled.answers.items())},
        totals=totals,
        replaces=replaces,
        why=why,
        created_by=by,
    )
    raise_risks(score=score, request=request, by=by)
    return score


def read_totals(spec: Spec, filled: Filled) -> dict[str, str]:
    """Totals by scale, as text: from the answers, or as typed; Refused where nothing was given."""
    if spec.by_item and filled.answers:
        return {name: str(value) for name, value in spec.totals(filled.answers).items()}
    for risk in spec.alerts:
        value = filled.answers.get(risk.item)
        if value is not None and not 0 <= value <= (risk.most or len(spec.anchors) - 1):
            raise Refused(f"Question {risk.item} must be from 0 to {risk.most or len(spec.anchors) - 1}.")
    given = {name: value for name, value in filled.totals.items() if value not in (None, "")}
    if not given:
        raise Refused("Enter a score.")
    return {scale.name: str(scale.read(given[scale.name])) for scale in spec.scales if scale.name in given}


def raise_risks(*, score: Score, request: MeasureRequest | None = None, by: Actor) -> None:
    """Put each positive risk item of a form on the team's worklist at once (P60); one already there is not doubled."""
    answers = {int(number): value for number, value in score.answers.items()}
    known: set[int] = set()
    if request is not None:
        known = set(request.risk_answers.values_list("item", flat=True))
        request.risk_answers.filter(score=None).update(score=score)
    elif score.replaces_id:
        known = set(RiskAnswer.objects.filter(score=score.replaces_id).values_list("item", flat=True))
    for risk in score.definition.spec.risks(answers):
        if risk.item not in known:
            raise_risk(
                of=score, definition=score.definition, item=risk.item, value=answers[risk.item], score=score, by=by
            )


def raise_risk(
    *, of: Score | MeasureRequest, definition: Definition, item: int, value: int, by: Actor, **more: Any
) -> None:
    """One risk item, on the worklist of everybody who works with families in the team, from this moment."""
    found = RiskAnswer.objects.create(
        team_id=of.team_id,
        family_id=of.family_id,
        adult=of.adult,
        definition=definition,
        item=item,
        value=value,
        created_by=by,
        **more,
    )
    record("measures.raise_risk", found, by=by, item=item)
    at_once(AtOnce.RISK, of.family, f"risk:{found.pk}", by)
