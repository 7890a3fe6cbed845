"""What the database itself refuses the app role: run as the owner after every migration (design §7).

The app role may read and write ordinary tables. On history, audit, access and move tables it may only read and add,
and triggers of our own refuse UPDATE, DELETE and TRUNCATE there to everybody, the owner included. The triggers that
models declare (row history, versions, frozen columns) are put in place here too (docs/decisions/0002).
"""

from __future__ import annotations

from collections.abc import Iterator

import pghistory.models
import pgtrigger
from django.apps import apps
from django.db import connection, models
from psycopg import sql

_FUNCTION = """
CREATE OR REPLACE FUNCTION pit_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'Rows of % are never changed or removed', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END $$;
"""


def append_only_tables() -> Iterator[str]:
    """Tables to which rows are only ever added."""
    for model in apps.get_models(include_auto_created=True):
        if getattr(model, "append_only", False) or _is_history(model):
            yield model._meta.db_table


def _is_history(model: type[models.Model]) -> bool:
    return issubclass(model, pghistory.models.Event) and not model._meta.proxy and model._meta.managed


def apply_guards(app_role: str) -> None:
    """Grant the app role what it needs and no more, and put the append-only triggers in place. Safe to repeat."""
    role = sql.Identifier(app_role)
    pgtrigger.install()
    pgtrigger.prune()
    with connection.cursor() as cursor:
        cursor.execute(_FUNCTION)
        for statement in (
            "GRANT USAGE ON SCHEMA public TO {role}",
            "GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {role}",
            "GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {role}",
            "REVOKE INSERT, UPDATE, DELETE ON django_migrations FROM {role}",
        ):
            cursor.execute(_compose(statement, role=role))
        for table in append_only_tables():
            _guard_table(cursor, sql.Identifier(table), role)


def _guard_table(cursor: object, table: sql.Identifier, role: sql.Identifier) -> None:
    for statement in (
        "REVOKE UPDATE, DELETE ON {table} FROM {role}",
        "CREATE OR REPLACE TRIGGER append_only BEFORE UPDATE OR DELETE ON {table}"
        " FOR EACH ROW EXECUTE FUNCTION pit_append_only()",
        "CREATE OR REPLACE TRIGGER append_only_truncate BEFORE TRUNCATE ON {table}"
        " FOR EACH STATEMENT EXECUTE FUNCTION pit_append_only()",
    ):
        cursor.execute(_compose(statement, table=table, role=role))  # type: ignore[attr-defined]  # Django's cursor


def _compose(statement: str, **parts: sql.Identifier) -> str:
    connection.ensure_connection()
    return sql.SQL(statement).format(**parts).as_string(connection.connection)
