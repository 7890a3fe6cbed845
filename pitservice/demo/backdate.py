"""The demo's one exception to the house: times of what was built are moved to when the stories say it happened.

Run as the owner, after everything is committed, with our triggers off: rows that are never changed are changed here,
and the audit's hashes are made anew. Nothing outside the demo may do this; the package is not installed in production.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

import psycopg
from django.apps import apps
from django.db import models

_TOLD = """
CREATE FUNCTION pg_temp.told(v timestamptz) RETURNS timestamptz LANGUAGE sql STABLE AS $$
    SELECT coalesce((SELECT s.told + (v - s.since) FROM (
        SELECT * FROM step WHERE since <= v ORDER BY since DESC LIMIT 1) AS s WHERE v < s.until), v)
$$
"""
#: What is reckoned from the day somebody acted, and so has to be reckoned anew.
_RECKONED = (
    "UPDATE referrals_decision d SET in_time = (d.created_at AT TIME ZONE 'Europe/London')::date <= r.due_on"
    " FROM referrals_referral r WHERE r.id = d.referral_id AND d.in_time IS NOT NULL",
    *(
        f"UPDATE families_{table}{history} SET starts_on = (created_at AT TIME ZONE 'Europe/London')::date"
        " WHERE starts_on > (created_at AT TIME ZONE 'Europe/London')::date"
        for table in ("familymember", "contactpoint", "familyprofessional")
        for history in ("", "event")
    ),
    "UPDATE audit_event SET row_hash = pit_hash_of(audit_event)",
)


def backdate(owner_url: str, steps: Sequence[tuple[datetime, datetime, datetime]]) -> None:
    """Move every moment that lies in a step to when the step is told. `owner_url` is the owner's address."""
    with psycopg.connect(owner_url) as owner:
        there = {row[0] for row in owner.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")}
        tables = [(table, columns) for table, columns in _tables() if table in there]
        owner.execute("CREATE TEMP TABLE step (since timestamptz PRIMARY KEY, until timestamptz, told timestamptz)")
        with owner.cursor().copy("COPY step FROM STDIN") as copy:
            for step in steps:
                copy.write_row(step)
        owner.execute("ANALYZE step")
        owner.execute("SET CONSTRAINTS ALL IMMEDIATE")  # a table with checks still to come cannot be altered
        owner.execute(_TOLD.encode())
        for table, columns in tables:
            owner.execute(f'ALTER TABLE "{table}" DISABLE TRIGGER USER'.encode())
            moved = ", ".join(f'"{column}" = pg_temp.told("{column}")' for column in columns)
            owner.execute(f'UPDATE "{table}" SET {moved}'.encode())
        for statement in _RECKONED:
            owner.execute(statement.encode())
        for table, _ in tables:
            owner.execute(f'ALTER TABLE "{table}" ENABLE TRIGGER USER'.encode())


def flush(owner_url: str) -> None:
    """Take everything out, as the owner: users, families, audit. Only the schema and its own lists stay."""
    kept = {"django_migrations", "django_content_type", "auth_permission"}
    with psycopg.connect(owner_url) as owner:
        rows = owner.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'").fetchall()
        emptied = sorted({str(row[0]) for row in rows} - kept)
        for table in emptied:
            owner.execute(f'ALTER TABLE "{table}" DISABLE TRIGGER USER'.encode())
        names = ", ".join(f'"{table}"' for table in emptied)
        owner.execute(f"TRUNCATE {names} RESTART IDENTITY".encode())
        for table in emptied:
            owner.execute(f'ALTER TABLE "{table}" ENABLE TRIGGER USER'.encode())


def _tables() -> Iterator[tuple[str, list[str]]]:
    """Our tables, their history too, with the columns that hold moments."""
    for model in apps.get_models():
        if not model._meta.managed or model._meta.proxy or model._meta.app_label in ("sessions", "axes", "mfa"):
            continue
        fields = [field for field in model._meta.concrete_fields if not isinstance(field, models.GeneratedField)]
        columns = [str(field.column) for field in fields if isinstance(field, models.DateTimeField)]
        if columns:
            yield model._meta.db_table, columns
