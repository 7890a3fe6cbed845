"""Removing rows that nothing else may remove: as the owner, in one transaction, for `destroy_record` alone (P31).

Triggers that keep history and refuse deletion are off for this transaction, on these tables: nobody else ever sees
them off, because the tables are locked against writing until it ends.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.db import connection
from psycopg import sql

from families.belongings import Belongings, Model, history_models, reasons_of, references_to
from families.models import Family
from pitservice.audit.models import Event
from pitservice.db.actor import Actor
from pitservice.db.errors import Refused
from pitservice.files.letting_go import let_go
from pitservice.files.models import StoredFile


def as_owner() -> None:
    """Refused unless this connection is the owner of the tables."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_get_userbyid(relowner) = current_user FROM pg_class WHERE relname = 'families_family'"
        )
        if not cursor.fetchone()[0]:
            raise Refused("Records are destroyed by the owner of the database: set DATABASE_OWNER_URL.")


def files_of(found: Belongings) -> list[str]:
    """The hashes of the stored files that go."""
    return list(StoredFile.objects.filter(pk__in=found.of(StoredFile)).values_list("sha256", flat=True))


def forget_files(hashes: Iterable[str]) -> None:
    """Take files off the disk, after the commit, that no row keeps any more."""
    for sha256 in set(hashes):
        let_go(sha256)


def erase(found: Belongings, *, by: Actor) -> None:
    """Blank the reasons, remove the rows and their history, let other families' rows go of them."""
    _blank_reasons(found, by)
    models = {model for model, ids in found.rows.items() if ids} | {one.model for one in found.loosened}
    histories = [(history, model) for history, model in history_models() if model in models]
    tables = sorted({model._meta.db_table for model in models} | {history._meta.db_table for history, _ in histories})
    for table in tables:
        _run("ALTER TABLE {table} DISABLE TRIGGER USER", table=table)
    for history, model in histories:
        _erase_history(found, history, model)
    for reference, ids in found.loosened.items():
        value = "NULL" if reference.nullable else "family_id"
        _run(
            f"UPDATE {{table}} SET {{column}} = {value} WHERE id = ANY(%s)",
            [sorted(ids)],
            table=reference.model._meta.db_table,
            column=f"{reference.name}_id",
        )
    for model, ids in found.rows.items():
        _run("DELETE FROM {table} WHERE id = ANY(%s)", [sorted(ids)], table=model._meta.db_table)
    _run("SET CONSTRAINTS ALL IMMEDIATE")
    for table in tables:
        _run("ALTER TABLE {table} ENABLE TRIGGER USER", table=table)


def _erase_history(found: Belongings, history: Model, model: Model) -> None:
    """Every version of the rows that go, and of rows of this family that were gone before."""
    names = {"table": history._meta.db_table, "now": model._meta.db_table}
    _run("DELETE FROM {table} WHERE pgh_obj_id = ANY(%s)", [sorted(found.of(model))], **names)
    columns = {one.name for one in history._meta.concrete_fields}
    for target, ids in found.rows.items():
        for reference in references_to(target):
            if reference.model is model and reference.name in columns:
                _run(
                    "DELETE FROM {table} AS h WHERE h.{column} = ANY(%s)"
                    " AND NOT EXISTS (SELECT FROM {now} AS n WHERE n.id = h.pgh_obj_id)",
                    [sorted(ids)],
                    column=f"{reference.name}_id",
                    **names,
                )


def _blank_reasons(found: Belongings, by: Actor) -> None:
    """The words of reasons in the audit and on moves; the rows and the audit's hashes stay as they are."""
    reasons = reasons_of(found)
    for model, ids in found.rows.items():
        events = Event.objects.filter(subject_type=model._meta.label_lower, subject_id__in=ids, reason__isnull=False)
        reasons |= set(events.values_list("reason_id", flat=True))
    about = Event.objects.filter(family_id__in=found.of(Family), reason__isnull=False)
    reasons |= set(about.values_list("reason_id", flat=True))
    _run(
        "UPDATE db_reason SET text = '', blanked_at = now(), blanked_by = %s WHERE id = ANY(%s)",
        [str(by), sorted(reasons)],
    )


def _run(statement: str, parameters: Sequence[Any] = (), **names: str) -> None:
    connection.ensure_connection()
    composed = sql.SQL(statement).format(**{key: sql.Identifier(name) for key, name in names.items()})
    with connection.cursor() as cursor:
        cursor.execute(composed.as_string(connection.connection), parameters or None)
