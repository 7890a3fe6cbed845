"""Words for the report's template."""

from __future__ import annotations

from django import template

from reporting.chart import in_words
from reporting.figures import Breakdown, Figure

register = template.Library()


@register.simple_tag
def chart_in_words(figure: Figure, breakdown: Breakdown) -> str:
    """What a chart shows, in words."""
    return in_words(figure.name, breakdown)
