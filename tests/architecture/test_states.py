"""State tables: everything can be reached, ends have no exit, every state has its words."""

from __future__ import annotations

import pytest
from django.apps import apps
from django.db import models

from pitservice.db.models import Move
from pitservice.db.transitions import MoveTable

TABLES: dict[str, MoveTable] = {
    model._meta.label: model.MOVES for model in apps.get_models() if hasattr(model, "MOVES")
}
each = pytest.mark.parametrize("label", sorted(TABLES))


def test_there_are_tables_for_what_moves() -> None:
    assert {"referrals.Referral", "caseload.Episode", "caseload.Note", "messaging.Message", "jobs.Job"} <= set(TABLES)


@each
def test_every_state_can_be_reached(label: str) -> None:
    table = TABLES[label]

    assert set(table.states.values) - table.reachable() == set()


@each
def test_every_name_in_the_table_is_a_state(label: str) -> None:
    table = TABLES[label]
    named = {*table.starts, *table.allowed, *(to for targets in table.allowed.values() for to in targets)}

    assert named <= set(table.states.values)
    assert all(targets for targets in table.allowed.values()), "leave an end out of the table"


@each
def test_nothing_moves_to_where_it_is(label: str) -> None:
    table = TABLES[label]

    assert [state for state in table.states.values if table.may(state, state)] == []


@each
def test_the_model_keeps_the_states_of_its_table(label: str) -> None:
    model = apps.get_model(label)
    field = model._meta.get_field("state")

    assert isinstance(field, models.CharField)
    assert list(field.flatchoices) == list(TABLES[label].states.choices)
    assert field.default in TABLES[label].starts
    assert field.max_length is not None
    assert field.max_length >= max(map(len, TABLES[label].states.values))


@each
def test_every_state_has_words_of_its_own(label: str) -> None:
    labels = [str(state.label) for state in TABLES[label].states]

    assert len(set(labels)) == len(labels)
    assert all(words[0].isupper() and "_" not in words for words in labels)
    assert TABLES[label].noun.islower()


@each
def test_moves_are_kept_in_a_table_of_their_own(label: str) -> None:
    """Jobs are machinery: their row says when they ran."""
    model = apps.get_model(label)
    moves = [
        m
        for m in apps.get_models()
        if issubclass(m, Move) and m._meta.get_field("subject").related_model is model  # type: ignore[misc]  # each subclass has one
    ]

    assert len(moves) == (0 if label == "jobs.Job" else 1)
