"""What the database itself refuses, whoever asks: the app role, and the owner where a trigger stands."""

from __future__ import annotations

import re
from typing import Any

import pghistory.models
import pgtrigger
import psycopg
import pytest
from django.apps import apps
from django.db import DatabaseError, connection, models, transaction
from django.db.migrations import RunSQL
from django.db.migrations.loader import MigrationLoader
from django.db.utils import ProgrammingError

from pitservice.db.guards import append_only_tables
from pitservice.db.models import Move
from tests.harness.database import CloneDatabase
from tests.make.anything import World

TABLES = sorted(append_only_tables())

pytestmark = pytest.mark.django_db


def _privileges(table: str) -> set[str]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT p FROM unnest(ARRAY['SELECT','INSERT','UPDATE','DELETE','TRUNCATE','REFERENCES','TRIGGER']) AS p"
            " WHERE has_table_privilege(current_user, %s, p)",
            [table],
        )
        return {row[0] for row in cursor.fetchall()}


#: What a statement of ours changes or removes rows of.
WRITES = re.compile(r"\b(?:UPDATE|DELETE FROM)\s+\"?(\w+)")


def test_a_migration_that_changes_such_a_table_sets_its_guard_aside() -> None:
    """The guards come after the migrations: only a database that was in use has them while one runs, no new one."""
    assert WRITES.findall("UPDATE caseload_noteevent SET paragraphs = '[]'") == ["caseload_noteevent"]
    for migration in MigrationLoader(None).disk_migrations.values():
        sql = "\n".join(str(step.sql) for step in migration.operations if isinstance(step, RunSQL))
        tables = set(WRITES.findall(sql)) & set(TABLES)
        for table in tables:
            assert f"ALTER TABLE {table} DISABLE TRIGGER USER" in sql, f"{migration} would be refused"
            assert f"ALTER TABLE {table} ENABLE TRIGGER USER" in sql, f"{migration} leaves {table} without its guard"


def test_moves_events_access_seals_and_row_history_are_append_only() -> None:
    moves = {model._meta.db_table for model in apps.get_models() if issubclass(model, Move)}
    history = {model._meta.db_table for model in apps.get_models() if issubclass(model, pghistory.models.Event)}

    assert {"audit_event", "audit_access", "audit_seal"} | moves | history <= set(TABLES)
    assert len(moves) >= 8
    assert len(history) >= 30


@pytest.mark.parametrize("table", TABLES)
def test_the_app_role_may_only_read_and_add(table: str) -> None:
    assert _privileges(table) == {"SELECT", "INSERT"}


@pytest.mark.parametrize("table", TABLES)
@pytest.mark.parametrize("statement", ["UPDATE {} SET id = id", "DELETE FROM {}", "TRUNCATE {} CASCADE"])
def test_the_app_role_is_refused(table: str, statement: str) -> None:
    with (
        pytest.raises(ProgrammingError, match="permission denied"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement.format(table))


def test_the_app_role_owns_nothing_and_may_not_change_the_schema() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_class WHERE relowner = (SELECT oid FROM pg_roles WHERE rolname = current_user)"
        )
        assert cursor.fetchone() == (0,)
        cursor.execute(
            "SELECT rolsuper, rolcreatedb, rolcreaterole, rolbypassrls FROM pg_roles WHERE rolname = current_user"
        )
        assert cursor.fetchone() == (False, False, False, False)
    with (
        pytest.raises(ProgrammingError, match="permission denied"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute("CREATE TABLE mine (id int)")
    with pytest.raises(ProgrammingError, match="must be owner"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("ALTER TABLE audit_event DISABLE TRIGGER ALL")


def test_the_app_role_may_not_write_the_list_of_migrations() -> None:
    assert _privileges("django_migrations") == {"SELECT"}


@pytest.mark.parametrize(
    "statement", ["UPDATE audit_event SET verb = 'x'", "DELETE FROM audit_event", "TRUNCATE audit_event"]
)
@pytest.mark.django_db(transaction=True)
def test_even_the_owner_is_refused_by_the_trigger(clone_database: CloneDatabase, statement: str) -> None:
    World().of("families.family")  # making its team and user leaves events

    with psycopg.connect(clone_database.owner_url) as owner:
        assert owner.execute("SELECT count(*) > 0 FROM audit_event").fetchone() == (True,)
        with pytest.raises(psycopg.errors.RestrictViolation, match="never changed or removed"):
            owner.execute(statement.encode())


def test_the_triggers_in_the_database_are_those_that_the_models_declare() -> None:
    """Triggers are no migrations (docs/decisions/0002): this sees that none is missing, old or left over."""
    statuses = {
        f"{model._meta.label}: {trigger.name}": trigger.get_installation_status(model)[0]
        for model, trigger in pgtrigger.registered()
    }

    assert {name: status for name, status in statuses.items() if status != "INSTALLED"} == {}
    assert len(statuses) > 60
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_trigger WHERE NOT tgisinternal AND tgname LIKE 'pgtrigger_%%'")
        assert cursor.fetchone() == (len(statuses),)


def test_every_append_only_table_has_both_triggers() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT c.relname, array_agg(t.tgname::text ORDER BY t.tgname) FROM pg_trigger t"
            " JOIN pg_class c ON c.oid = t.tgrelid WHERE t.tgname LIKE 'append_only%%' AND t.tgenabled = 'O' GROUP BY 1"
        )
        found = dict(cursor.fetchall())

    assert found == {table: ["append_only", "append_only_truncate"] for table in TABLES}


def _versioned() -> list[type[models.Model]]:
    named = [model for model in apps.get_models() if not issubclass(model, pghistory.models.Event)]
    return [m for m in named if any(f.name == "version" for f in m._meta.fields) and not hasattr(m, "append_only")]


@pytest.mark.parametrize("model", _versioned(), ids=lambda model: model._meta.label)
def test_every_update_raises_the_version(model: type[models.Model]) -> None:
    """However it was made: `.update()`, `save()`, bulk or raw SQL."""
    row: Any = World().of(model._meta.label)
    before = model._base_manager.values_list("version", flat=True).get(pk=row.pk)

    column = next(f for f in model._meta.concrete_fields if f.attname not in ("id", "version") and not f.generated)
    model._base_manager.filter(pk=row.pk).update(**{column.attname: getattr(row, column.attname)})
    row.refresh_from_db()
    row.save()
    model._base_manager.bulk_update([row], [column.name])
    with connection.cursor() as cursor:
        cursor.execute(f'UPDATE "{model._meta.db_table}" SET version = 1 WHERE id = %s', [row.pk])

    assert model._base_manager.values_list("version", flat=True).get(pk=row.pk) == before + 4


def test_row_history_sees_update_bulk_and_raw_sql() -> None:
    family = World().of("families.family")
    model = type(family)

    model.objects.filter(pk=family.pk).update(title="by update")
    model.objects.bulk_update([model(pk=family.pk, title="by bulk", team=family.team)], ["title"])
    with connection.cursor() as cursor:
        cursor.execute("UPDATE families_family SET title = 'by raw SQL' WHERE id = %s", [family.pk])

    history = apps.get_model("families.FamilyEvent").objects.filter(pgh_obj_id=family.pk).order_by("pgh_id")
    assert [(row.pgh_label, row.title) for row in history] == [
        ("insert", family.title),
        ("update", "by update"),
        ("update", "by bulk"),
        ("update", "by raw SQL"),
    ]


def test_a_password_is_in_no_history() -> None:
    columns = {field.name for field in apps.get_model("accounts.UserEvent")._meta.fields}

    assert "email" in columns
    assert not {"password", "last_login"} & columns


def test_what_a_referrer_sent_stays_as_it_was_sent() -> None:
    referral = World().new("referrals.referral", submitted={"worries": "sleep"})

    with pytest.raises(DatabaseError, match="This is kept as it was"), transaction.atomic():
        type(referral).objects.filter(pk=referral.pk).update(submitted={})

    referral.refresh_from_db()
    assert referral.submitted == {"worries": "sleep"}


def test_a_draft_note_may_be_changed_and_a_signed_one_may_not() -> None:
    world = World()
    note = world.of("caseload.note")
    model = type(note)
    model.objects.filter(pk=note.pk).update(paragraphs=[{"text": "first"}])
    model.objects.filter(pk=note.pk).update(state="signed", signed_at="2026-01-01T00:00Z", signed_by=world.user.actor)

    with pytest.raises(DatabaseError, match="This is kept as it was"), transaction.atomic():
        model.objects.filter(pk=note.pk).update(paragraphs=[{"text": "second"}])

    note.refresh_from_db()
    assert note.paragraphs == [{"text": "first"}]
