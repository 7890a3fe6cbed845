"""Row history: one decorator for every clinical model.

`@tracked` gives the model a history table filled by PostgreSQL triggers (so `.update()`, bulk writes and raw SQL
are in it too: engineering §5.5) and, when it has a `version`, a trigger that raises it with every UPDATE.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

import pghistory
import pgtrigger
from django.db import models

M = TypeVar("M", bound=models.Model)


class _BumpVersion(pgtrigger.Trigger):
    """Raises `version` by one with every UPDATE (without a WHEN: generated columns forbid one over the whole row)."""

    name = "bump_version"
    when = pgtrigger.Before
    operation = pgtrigger.Update
    func = "NEW.version = OLD.version + 1; RETURN NEW;"


def versioned(model: type[M]) -> type[M]:
    """Class decorator for a model with a `version` but without row history (messages, drafts): raises it by trigger."""
    pgtrigger.register(_BumpVersion())(model)
    return model


def tracked(*, exclude: Sequence[str] = ()) -> Callable[[type[M]], type[M]]:
    """Class decorator for a model whose every version is kept; `exclude` names generated columns."""

    def decorate(model: type[M]) -> type[M]:
        if any(field.name == "version" for field in model._meta.fields):
            versioned(model)
        generated = [f.name for f in model._meta.concrete_fields if isinstance(f, models.GeneratedField)]
        tracker = pghistory.track(
            pghistory.InsertEvent(),
            pghistory.UpdateEvent(),
            pghistory.DeleteEvent(),
            exclude=[*exclude, *generated],
        )
        tracker(model)
        return model

    return decorate


def frozen(*columns: str, name: str, when: str = "TRUE") -> Callable[[type[M]], type[M]]:
    """Class decorator: the database refuses to change these columns once `when` (SQL over OLD) holds."""
    changed = " OR ".join(f'OLD."{column}" IS DISTINCT FROM NEW."{column}"' for column in columns)
    return pgtrigger.register(
        pgtrigger.Trigger(
            name=name,
            when=pgtrigger.Before,
            operation=pgtrigger.Update,
            condition=pgtrigger.Condition(f"(({when}) AND ({changed}))"),
            func="RAISE EXCEPTION 'This is kept as it was' USING ERRCODE = 'restrict_violation';",
        )
    )


@dataclass(frozen=True, slots=True)
class Change:
    """One column of a row that is no longer as somebody saw it."""

    field: models.Field[Any, Any]
    before: Any
    now: Any


@dataclass(frozen=True, slots=True)
class Overtaken:
    """What happened to a row since a version of it was seen: the columns that differ, who wrote last, and when."""

    changes: Sequence[Change]
    user_id: int | None = None
    at: datetime | None = None


def changed_since(subject: models.Model, version: int) -> Overtaken:
    """Compare a row with what it was at `version`, by its row history; nothing where that is not known.

    Only columns that a person fills in: those of the machinery say nothing to anybody.
    """
    events = getattr(type(subject), "pgh_event_model", None)
    if events is None:
        return Overtaken(())
    rows = events._default_manager.filter(pgh_obj_id=subject.pk)
    then = rows.filter(version=version).order_by("-pgh_id").first()
    last = rows.select_related("pgh_context").order_by("-pgh_id").first()
    if then is None or last is None:
        return Overtaken(())
    kept = {field.name for field in then._meta.concrete_fields}
    changes = [
        Change(field, getattr(then, field.attname), getattr(subject, field.attname))
        for field in subject._meta.concrete_fields
        if field.editable and field.name in kept and getattr(then, field.attname) != getattr(subject, field.attname)
    ]
    user_id = last.pgh_context.metadata.get("user") if last.pgh_context else None
    return Overtaken(changes, user_id, last.pgh_created_at)


def as_it_was(subject: models.Model, ends: datetime) -> Any | None:
    """The columns of a row just before a moment, from its row history; None where that does not reach so far back."""
    rows = history_of(type(subject)).filter(pgh_obj_id=subject.pk, pgh_created_at__lt=ends)
    return rows.order_by("-pgh_created_at", "-pgh_id").first()


def history_of(model: type[models.Model]) -> models.QuerySet[Any]:
    """Every version of every row of a tracked model: `pgh_obj_id` says of which, `pgh_created_at` since when."""
    rows: models.QuerySet[Any] = model.pgh_event_model._default_manager.all()  # type: ignore[attr-defined]  # by @tracked
    return rows
