"""What the slower of two people sees: which answers have changed, what stood there before, and what they typed."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.db import models
from django.forms import Field

from pitservice.accounts.models import User
from pitservice.db.errors import Stale
from pitservice.db.history import Change, Overtaken, changed_since
from pitservice.ui import dates
from pitservice.ui.components import Callout, Cell, Column, Table
from pitservice.ui.forms import ActForm

EMPTY = "Empty"
UNTOUCHED = "You had not changed this, so it stands as they left it."
_COLUMNS = (Column("What"), Column("As you saw it"), Column("As it is now"), Column("What you typed"))


def overtaken(form: ActForm, stale: Stale) -> list[object]:
    """The components that show it; what this person had left as it was is taken over from the quicker one.

    Nothing that was typed is lost: where both changed the same answer, both stand here and the form keeps the one
    that was typed. Sending the form again is then a decision.
    """
    if stale.subject is None or stale.seen is None:
        return []
    found = changed_since(stale.subject, stale.seen)
    if not found.changes:
        return []
    rows = [_row(form, change, _field_for(form, change.field.name)) for change in found.changes]
    return [Callout("What has changed", [_who(found)]), Table("What has changed", _COLUMNS, rows)]


def _who(found: Overtaken) -> str:
    user = User.objects.filter(pk=found.user_id).first() if found.user_id else None
    when = f" on {dates.moment(found.at)}" if found.at else ""
    name = user.name if user else "Somebody"
    return f"{name} changed this{when}. Look at each line, then send it again if what you typed is still right."


def _field_for(form: ActForm, column: str) -> str:
    """The question of the form that fills this column; "" when the form does not ask for it."""
    asked = next((name for name, filled in form.columns.items() if filled == column), column)
    return asked if asked in form.fields else ""


def _row(form: ActForm, change: Change, name: str) -> tuple[Cell, ...]:
    question = form.fields[name] if name else None
    label = str(question.label if question else change.field.verbose_name)
    before, now = (in_words(value, change.field, question) for value in (change.before, change.now))
    if before == now:  # another one of something that is not named here
        now = f"Another {label[:1].lower()}{label[1:]}"
    typed = Cell("Not asked here")
    if question is not None:
        given = form.cleaned_data.get(name)
        given = given.pk if isinstance(given, models.Model) else given
        typed = Cell(in_words(given, change.field, question))
        if _same(given, change.before):
            form.take_over(name, change.now)
            typed = Cell(now, hint=UNTOUCHED)
    return (Cell(label[:1].upper() + label[1:]), Cell(before), Cell(now), typed)


def _same(one: Any, other: Any) -> bool:
    return (one or None) == (other or None)


def in_words(value: Any, column: models.Field[Any, Any], question: Field | None = None) -> str:
    """A value as the question shows it: "Yes", "24 November 2026", "943 476 5919"."""
    if value in (None, "", []):
        return EMPTY
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if column.is_relation and question is None:
        return _related(value, column)
    if isinstance(value, datetime):
        return dates.moment(value)
    if isinstance(value, date):
        return dates.day(value)
    labels = {str(key): str(label) for key, label in [*(column.flatchoices or ()), *getattr(question, "choices", ())]}
    shown = labels.get(str(value))
    if not shown and column.is_relation:
        return _related(value, column)
    return str(shown or (question.prepare_value(value) if question else value))


def _related(key: Any, column: models.Field[Any, Any]) -> str:
    """A colleague by name; of any other record only that there is one, because who looks may not know of it."""
    name = User.objects.filter(pk=key).values_list("name", flat=True).first() if column.related_model is User else None
    return name or "Chosen"
