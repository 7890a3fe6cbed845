"""A team's measures as its lead reads them."""

from __future__ import annotations

from collections.abc import Sequence

from django.urls import reverse

from measures.drawing import plain
from measures.models import Definition
from measures.spec import Scale
from pitservice.ui import dates
from pitservice.ui.components import Details, Empty, Fact, FactList, Link, Section, Words
from pitservice.ui.words import inside


def body(used: Sequence[Definition], old: Sequence[Definition]) -> list[object]:
    """Each in use whole; earlier editions by a line."""
    if not used and not old:
        return [Empty("No measure is in use. Choose some from the library, or add your own.")]
    found: list[object] = [_section(one) for one in used]
    if old:
        lines = [
            f"{one.code}, edition {one.edition}: until {dates.day(one.superseded_at)}"
            for one in old
            if one.superseded_at
        ]
        found.append(Details("Earlier editions, and measures no longer used", [Words(lines)]))
    return found


def _section(one: Definition) -> Section:
    spec = one.spec
    points = ", ".join(inside(point.label) for point in spec.points)
    facts = [
        Fact("Name", spec.name),
        Fact("Edition", f"{one.edition}, since {dates.day(one.created_at)}"),
        Fact("Scores", [_scale(scale) for scale in spec.scales]),
        Fact("Due", points, empty="Whenever somebody wants it"),
        Fact("Must not wait", [f"Question {risk.item}: {risk.says}" for risk in spec.alerts], empty="No question"),
        Fact("Owner and licence", [spec.owner, spec.licence]),
        Fact("Words of the questions", "Here" if spec.by_item else "Not here: scores only"),
        Fact("Source", [spec.reference, spec.source]),
    ]
    blank = Link("Print it empty", reverse("measures:blank", args=[one.key]), hidden=one.code)
    links = [
        *([blank] if spec.by_item else []),
        Link("Make a new edition", reverse("measures:change", args=[one.key]), hidden=f"of {one.code}"),
        Link("Stop using it", reverse("measures:stop", args=[one.key]), hidden=one.code),
    ]
    return Section(one.code, [FactList(facts), *links])


def _scale(scale: Scale) -> str:
    better = "higher" if scale.high_is_good else "lower"
    said = f"{scale.name}: {plain(scale.low)} to {plain(scale.high)}, {better} is better"
    if scale.reliable:
        said += f"; a change of {plain(scale.reliable)} counts"
    if scale.cutoff is not None:
        said += f"; {scale.cutoff_says} {'up to' if scale.cutoff_below else 'from'} {plain(scale.cutoff)}"
    bands = ", ".join(f"{plain(low)} to {plain(high)} {word}" for low, high, word in scale.bands)
    return f"{said}; {bands}" if bands else said
