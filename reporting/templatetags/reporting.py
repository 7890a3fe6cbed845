"""Words for the report's template."""

from __future__ import annotations

from django import template

from reporting import brevity, chart
from reporting.figures import Breakdown, Figure

register = template.Library()


@register.simple_tag
def chart_in_words(figure: Figure, breakdown: Breakdown) -> str:
    """What a chart shows, in words."""
    return chart.in_words(figure.name, breakdown)


@register.filter
def without_empty(breakdown: Breakdown) -> Breakdown:
    """A breakdown without the rows that say nothing."""
    return brevity.without_empty(breakdown)


@register.simple_tag
def over_time_in_words(figure: Figure) -> str:
    """What a chart over time shows, in words."""
    return chart.over_time_in_words(figure.name, figure.over_time) if figure.over_time else ""
