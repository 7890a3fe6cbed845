"""Of which kinds of entry a record holds any: asked once, so that a page does not ask thirty tables in turn.

It is no door: what is there is still read through `visible_to`. It only spares questions whose answer is nothing.
"""

from __future__ import annotations

from collections.abc import Collection
from functools import cache
from typing import Any

from django.db import connection
from django.db.models import Exists, Model, OuterRef

from families.models import Family

#: A model, and the way from its rows to their family ("episode__family").
Kind = tuple[type[Model], str]

#: Stands for the family's id in the statement, which is written once and asked for every family.
_ASKED = -1


def there(family: Family, kinds: Collection[Kind]) -> frozenset[Kind]:
    """Those of these kinds of which the record holds any row, whoever may see it; one query, none for no kinds."""
    if not kinds:
        return frozenset()
    asked = tuple(dict.fromkeys(kinds))
    sql, values = _statement(asked)
    with connection.cursor() as cursor:
        cursor.execute(sql, [family.pk if value == _ASKED else value for value in values])
        found = cursor.fetchone()
    return frozenset(kind for kind, is_there in zip(asked, found, strict=True) if is_there)


@cache
def _statement(kinds: tuple[Kind, ...]) -> tuple[str, tuple[Any, ...]]:
    """One column for each kind, as the ORM writes it; writing it takes longer than answering it."""
    rows = Family.objects.filter(pk=_ASKED).values_list(*(_any(model, path) for model, path in kinds))
    return rows.query.sql_with_params()


def _any(model: Any, path: str) -> Exists:
    return Exists(model._base_manager.filter(**{path: OuterRef("pk")}))
