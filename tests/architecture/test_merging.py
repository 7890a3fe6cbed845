"""A merge moves every row of every app: each foreign key to a family or a person is moved, or excused with a reason."""

from __future__ import annotations

from typing import Any

import pytest
from django.apps import apps
from django.utils import timezone

from families import actions
from families.dependents import DOUBLES, REFUSES, STAYS, Column, columns, moved_by_a_merge
from families.models import Family, Person
from tests.make.accounts import BY
from tests.make.anything import World
from tests.make.families import MadeFamily, make_family

pytestmark = pytest.mark.django_db

KINDS: tuple[type[Family | Person], ...] = (Family, Person)
MOVED = [column for kind in KINDS for column in moved_by_a_merge(kind)]


def test_every_excuse_is_needed_and_says_why() -> None:
    known = {column.label for kind in KINDS for column in columns(kind)}

    assert set(STAYS) <= known
    assert all(len(reason) > 20 for reason in STAYS.values())
    assert len(known) > 60


def test_every_constraint_that_two_rows_might_break_is_decided_about() -> None:
    found = {name for column in MOVED for name, _, _ in column.uniques()}

    assert found == set(REFUSES) | set(DOUBLES)
    assert not set(REFUSES) & set(DOUBLES)


def test_tables_that_only_grow_hold_no_key_that_would_have_to_move() -> None:
    assert [column.label for column in MOVED if getattr(column.model, "append_only", False)] == []


#: What a row needs besides, so that its own constraints hold.
BESIDES: dict[str, dict[str, Any]] = {
    "families.document": {"filed_at": timezone.now(), "filed_by": BY},
    "consultation.consultation": {"anonymity": "family_knows"},
}


def _row(world: World, column: Column, pk: int) -> Any:
    """A row whose column points there."""
    label = column.model._meta.label_lower
    if column.model._meta.auto_created:
        other = next(one for one in column.model._meta.concrete_fields if one.is_relation and one.name != column.field)
        assert other.remote_field is not None
        row = world.new(other.remote_field.model._meta.label_lower)
        return column.model._base_manager.create(**{other.attname: row.pk, f"{column.field}_id": pk})
    return world.new(label, **{f"{column.field}_id": pk}, **BESIDES.get(label, {}))


def _points_at(rows: dict[Column, int]) -> dict[str, int]:
    """Where each row's column points now."""
    found = {}
    for column, pk in rows.items():
        found[column.label] = column.model._base_manager.values_list(f"{column.field}_id", flat=True).get(pk=pk)
    return found


def test_a_merge_of_records_moves_all_of_it_and_back() -> None:
    kept, gone, world = _two()
    rows = {column: _row(world, column, gone.family.pk).pk for column in moved_by_a_merge(Family)}

    merge = actions.merge_families(keep=kept.family, gone=gone.family, by=BY)
    moved = _points_at(rows)
    actions.unmerge(merge=merge, reason="Two families.", by=BY)

    assert moved == dict.fromkeys(moved, kept.family.pk)
    assert _points_at(rows) == dict.fromkeys(moved, gone.family.pk)
    assert len(moved) > 30


def test_a_merge_of_people_moves_all_of_it_and_back() -> None:
    kept, gone, world = _two()
    rows = {column: _row(world, column, gone.mother.pk).pk for column in moved_by_a_merge(Person)}

    merge = actions.merge_people(family=kept.family, keep=kept.mother, gone=gone.mother, by=BY)
    moved = _points_at(rows)
    actions.unmerge(merge=merge, reason="Two people.", by=BY)

    assert moved == dict.fromkeys(moved, kept.mother.pk)
    assert _points_at(rows) == dict.fromkeys(moved, gone.mother.pk)
    assert len(moved) > 20


def test_the_relations_are_read_from_every_app() -> None:
    apps_found = {column.model._meta.app_label for column in MOVED}

    assert apps_found >= {"families", "referrals", "caseload", "letters", "messaging", "consultation"}
    assert {model._meta.app_label for model in apps.get_models()} >= apps_found


def _two() -> tuple[MadeFamily, MadeFamily, World]:
    """Two records of one team, and a world beside them for the rows."""
    kept = make_family()
    gone = make_family(kept.team, mother="Ayesha")
    return kept, gone, World(kept.team)
