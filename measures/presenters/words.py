"""Small words about measures that stand on many pages."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal

from django.urls import reverse

from measures.drawing import plain
from measures.enums import Change
from measures.models import Score
from measures.selectors.due import Due
from measures.series import Series
from pitservice.ui.words import inside, listed

#: Said with the parent beside us: no word for how somebody is, only for what moved.
CHANGE: Mapping[Change | None, str] = {
    Change.BETTER: "Better, by more than chance",
    Change.SAME: "About the same: too small a change to be sure",
    Change.WORSE: "Harder than before, by more than chance",
    Change.UNCLASSIFIED: "",
    None: "Not yet compared",
}


def values_of(score: Score) -> list[str]:
    """Its scales with their values and bands: "Total 18 (moderately severe)"."""
    spec = score.definition.spec
    found = []
    for scale in spec.scales:
        if scale.name in score.totals:
            value = Decimal(score.totals[scale.name])
            said = scale.band(value)
            if not said and scale.past_cutoff(value, spec.forms.get(score.form)):
                said = scale.cutoff_says
            found.append(f"{scale.name} {plain(value)}{f' ({said})' if said else ''}")
    if not found:
        found = [f"Not scored: {missing(score)} not answered"]
    return found


def missing(score: Score) -> str:
    """Which questions were left out."""
    asked = range(1, len(score.definition.spec.items) + 1)
    left = [str(number) for number in asked if str(number) not in score.answers]
    return f"question {left[0]}" if len(left) == 1 else f"questions {', '.join(left)}"


def whose(score: Score, names: Mapping[int, str]) -> str:
    """Whom a score is about."""
    if score.goal is not None:
        return str(score.goal.words)
    return " and ".join(names[pk] for pk in (score.adult_id, score.baby_id) if pk is not None and pk in names)


def change_of(series: Series) -> str:
    """What became of a series, in words: levels by how many, forms by their cut-off, all else by its threshold."""
    if series.paired is None:
        return CHANGE[None]
    first, last = series.paired
    said = f"{plain(first.value)}, then {plain(last.value)}"
    if series.spec.ordinal:
        return f"Level {said}{_moved(series)}"
    if series.spec.forms:
        sides = [_side(series.past_cutoff(one)) for one in series.paired]
        return f"{sides[0].capitalize()} at {first.form} months, {sides[1]} at {last.form} months"
    judged = CHANGE[series.change]
    if series.recovered:
        judged = f"{judged}, and no longer {series.scale.cutoff_says}"
    return f"{said}. {judged}." if judged else f"{said}."


def _moved(series: Series) -> str:
    assert series.paired is not None, "asked before"
    by = series.paired[1].value - series.paired[0].value
    if not by:
        return ": the same level"
    better = (by > 0) == series.scale.high_is_good
    levels = "one level" if abs(by) == 1 else f"{plain(abs(by))} levels"
    return f": {levels} {'better' if better else 'harder'}"


def _side(past: bool | None) -> str:
    return "above the line" if past else "below the line"


def due_words(due: Due) -> str:
    """ "PHQ-9, half-way"."""
    return f"{due_code(due)}, {inside(due.point.label)}"


def due_code(due: Due) -> str:
    """ "ASQ:SE-2, 6 months"."""
    return f"{due.definition.code}{f', {due.form} months' if due.form else ''}"


def due_together(of_family: Sequence[Due]) -> str:
    """ "GAD-7 and PHQ-9, half-way; ASQ:SE-2, 6 months, by age": each measure once, those of a point together."""
    by_point: dict[str, list[str]] = {}
    for one in of_family:
        codes = by_point.setdefault(inside(one.point.label), [])
        if due_code(one) not in codes:
            codes.append(due_code(one))
    return "; ".join(f"{listed(codes)}, {point}" for point, codes in by_point.items())


def due_whose(due: Due, names: Mapping[int, str]) -> str:
    """Of whom it is due."""
    if due.goal is not None:
        return due.goal.words
    people = [person for person in (due.adult, due.baby) if person is not None]
    return " and ".join(names.get(person.pk, person.name) for person in people)


def record_href(due: Due) -> str:
    """Where it is recorded, with what is known filled in."""
    people = {"adult": due.adult, "baby": due.baby, "goal": due.goal}
    asked = "".join(f"&{name}={row.key}" for name, row in people.items() if row is not None)
    href = reverse("measures:record", args=[due.family.key, due.definition.key])
    return f"{href}?point={due.point}{asked}{f'&form={due.form}' if due.form else ''}"
