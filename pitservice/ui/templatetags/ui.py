"""Template tags that draw components and forms (`{% load ui %}`).

`{% component thing %}` picks `components/<name of its class>.html`; `{% draw things %}` draws several in order. An app
with a part of its own gives the class a `template` attribute and keeps the template with itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from typing import Any, cast

import qrcode
from crispy_forms.helper import FormHelper
from django import template
from django.forms import BaseForm, BoundField
from django.template.context import Context
from django.utils.safestring import SafeString

from pitservice.ui import dates
from pitservice.ui.components import Table, Words
from pitservice.ui.controls import Control, SummaryLine, control_of, summary_lines
from pitservice.ui.tables import body_rows

register = template.Library()

TOP_SECTION_LEVEL = 2
# What a part may see of the page it stands on: nothing else leaks in, so each draws the same everywhere.
SEEN_BY_PARTS = ("csrf_token", "request", "section_level")
SEEN_BY_TITLE = ("form", "formset")


@cache
def _template_name(kind: Any) -> str:
    own = getattr(kind, "template", None)
    if isinstance(own, str):
        return own
    words = re.sub(r"(?<!^)(?=[A-Z])", "_", kind.__name__).lower()
    return f"components/{words}.html"


def _draw_one(context: Context, thing: object, level: int) -> SafeString:
    part = Words((thing,)) if isinstance(thing, str) else thing
    kind: Any = type(part)
    seen = {name: context[name] for name in SEEN_BY_PARTS if name in context}
    inner = context.new(seen | {"thing": part, "section_level": level})
    engine = cast(Any, context.template).engine
    return cast(SafeString, engine.get_template(_template_name(kind)).render(inner))


def _level(context: Context) -> int:
    return cast(int, context.get("section_level", TOP_SECTION_LEVEL))


@register.simple_tag(takes_context=True)
def component(context: Context, thing: object) -> SafeString:
    """Draw one component, by the template of its class; plain text becomes a paragraph, None nothing."""
    return SafeString("") if thing is None else _draw_one(context, thing, _level(context))


@register.simple_tag(takes_context=True)
def draw(context: Context, things: Iterable[object] | None, deeper: bool = False) -> SafeString:
    """Draw several components in order; `deeper` puts their headings one level below the page's sections."""
    level = _level(context) + (1 if deeper else 0)
    drawn = (_draw_one(context, thing, level) for thing in things or () if thing is not None)
    return SafeString("".join(drawn))


@register.simple_tag
def table_rows(table: Table) -> SafeString:
    """Draw the rows of a table's body."""
    return body_rows(table)


@register.simple_tag
def lines(value: str | Sequence[str]) -> list[str]:
    """The lines of a value that may be one text or several; empty ones are left out."""
    several = [value] if isinstance(value, str) else value
    return [line for line in several if line]


@register.simple_tag(takes_context=True)
def error_prefix(context: Context) -> str:
    """Put "Error: " first in the page's title when a form on it was refused."""
    forms = (context.get(name) for name in SEEN_BY_TITLE)
    return "Error: " if any(getattr(form, "is_bound", False) and summary_lines(form) for form in forms) else ""


@register.simple_tag
def error_lines(form: Any) -> list[SummaryLine]:
    """What stands in the error summary of a form or formset."""
    return summary_lines(form)


@register.simple_tag(takes_context=True)
def control(context: Context, field: BoundField) -> Control:
    """Everything the template of a field needs: ids, attributes, options, errors."""
    return control_of(
        field,
        conditionals=context.get("conditionals") or {},
        size=context.get("label_size") or "",
        heading=bool(context.get("label_is_heading")),
    )


@register.inclusion_tag("nhsuk/errors.html")
def error_summary(form: Any) -> dict[str, Any]:
    """Draw the error summary; it stands above the page's heading."""
    return {"form": form}


@register.inclusion_tag("nhsuk/fields.html")
def form_fields(form: BaseForm) -> dict[str, Any]:
    """Draw all fields of a form in order, without its <form> element."""
    return {"form": form}


@register.simple_tag(takes_context=True)
def layout_of(context: Context, form: BaseForm) -> SafeString:
    """Draw what a form's crispy layout says (all its fields when it has none), without <form>, token or errors."""
    helper = getattr(form, "helper", None) or FormHelper(form)
    if helper.layout is None:
        helper.layout = helper.build_default_layout(form)
    helper.render_hidden_fields = True
    return cast(SafeString, helper.render_layout(form, context, template_pack="nhsuk"))


@dataclass(frozen=True, slots=True)
class QrCode:
    """A QR code as the path of an SVG image, `size` squares wide with its margin."""

    size: int
    path: str


@register.simple_tag
def qr_code(text: str) -> QrCode:
    """Draw a QR code as plain numbers, because our Content Security Policy refuses images inside the page's address."""
    code = qrcode.QRCode(error_correction=qrcode.constants.ERROR_CORRECT_M)
    code.add_data(text)
    squares = code.get_matrix()
    dark = (f"M{x} {y}h1v1h-1z" for y, row in enumerate(squares) for x, filled in enumerate(row) if filled)
    return QrCode(size=len(squares), path="".join(dark))


@register.filter
def moment(at: datetime) -> str:
    """Tue 24 November 2026, 2:30pm."""
    return dates.moment(at)


@register.filter
def in_how_long(wait: timedelta) -> str:
    """ "in 15 minutes", rounded up."""
    minutes = max(1, -(-int(wait.total_seconds()) // 60))
    return f"in {minutes} minute{'' if minutes == 1 else 's'}"
