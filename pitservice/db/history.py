"""Row history: one decorator for every clinical model.

`@tracked` gives the model a history table filled by PostgreSQL triggers (so `.update()`, bulk writes and raw SQL
are in it too: engineering §5.5) and, when it has a `version`, a trigger that raises it with every UPDATE.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

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
