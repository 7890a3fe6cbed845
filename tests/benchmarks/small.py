"""Tables alike with 1,000 referrals, in a schema of their own: the same code, the same indexes, a smaller table."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager

import pghistory.models
import psycopg
from django.apps import apps
from django.db import connection, models

from tests.benchmarks.data import SMALL

SCHEMA = "small"

#: What is copied whole, and what is cut down to the first 1,000 referrals and what belongs to them.
_CUT = {
    "referrals_referral": f"id <= (SELECT min(id) + {SMALL} - 1 FROM public.referrals_referral)",
    "referrals_referredperson": f"referral_id <= (SELECT min(id) + {SMALL} - 1 FROM public.referrals_referral)",
    "referrals_waitingentry": f"referral_id <= (SELECT min(id) + {SMALL} - 1 FROM public.referrals_referral)",
    "families_family": f"id <= (SELECT min(id) + {SMALL} - 1 FROM public.families_family)",
    "families_person": f"id <= (SELECT min(id) + {SMALL} - 1 FROM public.families_person)",
    "families_familymember": f"family_id <= (SELECT min(id) + {SMALL} - 1 FROM public.families_family)",
    "families_contactpoint": "false",
    "families_formername": "false",
    "families_searchentry": "false",
    "audit_event": "false",
    "audit_access": "false",
}

#: What numbers a table's `id`, where anything does.
_SEQUENCE = (
    "SELECT pg_get_serial_sequence(attrelid::regclass::text, attname) FROM pg_attribute"
    " WHERE attrelid = %s::regclass AND attname = 'id' AND attidentity <> ''"
)


@contextmanager
def tables() -> Iterator[None]:
    """Inside, Django's connection uses the small tables."""
    _make()
    with connection.cursor() as cursor:
        cursor.execute(f"SET search_path TO {SCHEMA}, public")
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("RESET search_path")


def _make() -> None:
    """Make the schema anew, as the owner, and let the app role use it."""
    role = connection.settings_dict["USER"]
    there = set(connection.introspection.table_names())
    names = [m._meta.db_table for m in apps.get_models() if m._meta.db_table in there and not _is_history(m)]
    with psycopg.connect(os.environ["DATABASE_OWNER_URL"], autocommit=True) as owner:
        owner.execute(f"DROP SCHEMA IF EXISTS {SCHEMA} CASCADE".encode())
        owner.execute(f"CREATE SCHEMA {SCHEMA}".encode())
        for name in names:
            owner.execute(f"CREATE TABLE {SCHEMA}.{name} (LIKE public.{name} INCLUDING ALL)".encode())
            columns = _columns(owner, name)
            owner.execute(
                f"INSERT INTO {SCHEMA}.{name} ({columns}) OVERRIDING SYSTEM VALUE"
                f" SELECT {columns} FROM public.{name} WHERE {_CUT.get(name, 'true')}".encode()
            )
            for (sequence,) in owner.execute(_SEQUENCE, [f"{SCHEMA}.{name}"]).fetchall():
                owner.execute(
                    f"SELECT setval('{sequence}', (SELECT coalesce(max(id), 0) FROM {SCHEMA}.{name}) + 1)".encode()
                )
        owner.execute(f"GRANT USAGE ON SCHEMA {SCHEMA} TO {role}".encode())
        owner.execute(f"GRANT ALL ON ALL TABLES IN SCHEMA {SCHEMA} TO {role}".encode())
        owner.execute(f"GRANT ALL ON ALL SEQUENCES IN SCHEMA {SCHEMA} TO {role}".encode())
        owner.execute(b"ANALYZE")


def _is_history(model: type[models.Model]) -> bool:
    """History of another table, or the admin's log: nothing is written there while measuring."""
    return issubclass(model, pghistory.models.Event) or model._meta.app_label == "admin"


def _columns(owner: psycopg.Connection, name: str) -> str:
    """The columns that can be written (generated ones make themselves)."""
    rows = owner.execute(
        "SELECT column_name FROM information_schema.columns"
        " WHERE table_schema = 'public' AND table_name = %s AND is_generated = 'NEVER' ORDER BY ordinal_position",
        [name],
    )
    return ", ".join(f'"{row[0]}"' for row in rows)
