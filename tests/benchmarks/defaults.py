"""Rows made in SQL need to name only the columns they are about: the models' own defaults stand for the others."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import psycopg
from django.db import connection, models
from psycopg import sql


@contextmanager
def model_defaults(owner: psycopg.Connection, *tables: type[models.Model]) -> Iterator[None]:
    """Inside, every column that may not be null has its field's default in the database too."""
    columns = [
        (sql.Identifier(model._meta.db_table), sql.Identifier(str(field.column)), sql.Literal(_default(field)))
        for model in tables
        for field in model._meta.concrete_fields
        if not (field.null or field.generated or field.primary_key or field.is_relation)
    ]
    for table, column, value in columns:
        owner.execute(sql.SQL("ALTER TABLE {} ALTER {} SET DEFAULT {}").format(table, column, value))
    try:
        yield
    finally:
        for table, column, _ in columns:
            owner.execute(sql.SQL("ALTER TABLE {} ALTER {} DROP DEFAULT").format(table, column))


def _default(field: models.Field[Any, Any]) -> object:
    return field.get_db_prep_save(field.get_default(), connection)
