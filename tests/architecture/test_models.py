"""Models: who is said with when, every constraint has a name and a sentence, every model a class of privacy."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pghistory.models
import pytest
from django.apps import apps
from django.db import models

from pitservice.db.actor import ActorField
from pitservice.db.models import TeamOwned
from tests.architecture.code import PACKAGES, ROOT, check, test_modules

OURS = [
    model
    for model in apps.get_models()
    if model.__module__.split(".")[0] in PACKAGES and not issubclass(model, pghistory.models.Event)
]
#: Apps whose models are about a family or a team: all of them belong to a team.
CLINICAL = {"families", "referrals", "caseload", "measures", "consultation", "reporting", "letters", "messaging"}


def test_when_is_said_with_by_whom() -> None:
    """A `…_at` has its `…_by`; `no_maker` on a model says why nobody can be named."""
    found = {}
    for model in OURS:
        names = {field.name for field in model._meta.fields}
        lonely = {n for n in names if n.endswith("_at") and n.removesuffix("_at") + "_by" not in names}
        reason = getattr(model, "no_maker", "")
        assert not (reason and len(reason) < 10), f"{model._meta.label} gives no reason"
        if lonely and not reason:
            found[model._meta.label] = ", ".join(sorted(lonely))

    check("made without a maker", found)


def test_by_whom_is_an_actor() -> None:
    wrong = [
        str(field)
        for model in OURS
        for field in model._meta.fields
        if field.name.endswith("_by") and not isinstance(field, ActorField)
        if field.name.removesuffix("_by") + "_at" in {other.name for other in model._meta.fields}
    ]

    assert wrong == []


def test_no_reason_is_given_where_none_is_needed() -> None:
    for model in OURS:
        if hasattr(model, "no_maker"):
            names = {field.name for field in model._meta.fields}
            assert any(name.endswith("_at") or name == "at" for name in names), model._meta.label


def test_every_constraint_has_a_name_and_a_sentence_of_its_own() -> None:
    constraints = [(model, constraint) for model in OURS for constraint in model._meta.constraints]
    names = [constraint.name for _, constraint in constraints]
    default = models.CheckConstraint(condition=models.Q(pk=1), name="x").violation_error_message

    assert len(set(names)) == len(names) > 40
    for _, constraint in constraints:
        sentence = str(constraint.violation_error_message)
        assert sentence != default, constraint.name
        assert sentence[0].isupper(), constraint.name
        assert sentence.endswith("."), constraint.name
        assert constraint.name not in sentence


def test_every_constraint_has_a_test_that_makes_the_database_refuse() -> None:
    from tests.db.test_constraints import BREAKS

    names = {constraint.name for model in OURS for constraint in model._meta.constraints}

    assert sorted(names - set(BREAKS)) == [], "add a line to BREAKS in tests/db/test_constraints.py"
    assert sorted(set(BREAKS) - names) == []


def test_every_foreign_key_protects() -> None:
    wrong = [
        str(field)
        for model in OURS
        for field in model._meta.fields
        if isinstance(field, models.ForeignKey) and field.remote_field.on_delete is not models.PROTECT
    ]

    assert wrong == []


def test_every_clinical_row_belongs_to_a_team_or_hangs_on_one_that_does() -> None:
    from pitservice.db.models import Move

    loose = [
        model._meta.label
        for model in OURS
        if model._meta.app_label in CLINICAL
        and not issubclass(model, (TeamOwned, Move))
        and not getattr(model, "no_maker", "")
    ]

    assert loose == []


def test_every_model_that_a_page_can_show_can_be_narrowed_to_its_viewer() -> None:
    """Models with a key are shown: their manager has `visible_to`."""
    from pitservice.db.models import Keyed

    blind = [m._meta.label for m in OURS if issubclass(m, Keyed) and not hasattr(m._default_manager, "visible_to")]

    # Users and teams are shown by managers through memberships; risk lists by their team.
    assert blind == ["accounts.User", "accounts.Team"]


# --- privacy and retention ---


@pytest.fixture(scope="module")
def privacy() -> dict[str, dict[str, dict[str, str]]]:
    with (ROOT / "pitservice" / "governance" / "privacy.toml").open("rb") as file:
        return tomllib.load(file)


def test_every_model_has_a_class_of_privacy_and_of_retention(privacy: dict[str, dict[str, dict[str, str]]]) -> None:
    stored = [m for m in apps.get_models() if m._meta.managed and not issubclass(m, pghistory.models.Event)]
    labels = {model._meta.label for model in stored if not model._meta.proxy}

    assert sorted(labels - set(privacy["models"])) == [], "declare it in pitservice/governance/privacy.toml"
    assert sorted(set(privacy["models"]) - labels) == []
    for label, declared in privacy["models"].items():
        assert set(declared) == {"privacy", "kept"}, label
        assert declared["privacy"] in privacy["privacy"], label
        assert declared["kept"] in privacy["retention"], label


def test_what_is_about_a_family_is_not_called_free_of_people(privacy: dict[str, dict[str, dict[str, str]]]) -> None:
    for model in OURS:
        names = {field.name for field in model._meta.fields}
        if {"family", "person", "family_id", "episode", "referral"} & names:
            assert privacy["models"][model._meta.label]["privacy"] in ("family", "special"), model._meta.label


def test_a_history_row_is_kept_as_what_it_is_the_history_of() -> None:
    histories = [m for m in apps.get_models() if issubclass(m, pghistory.models.Event) and m._meta.managed]

    assert all(m.pgh_tracked_model in OURS for m in histories if not m._meta.proxy)


def test_nothing_steps_around_the_triggers() -> None:
    banned = "pgtrigger" + ".ignore"
    paths = [*ROOT.glob("*.py"), *(p for name in (*PACKAGES, "tests") for p in (ROOT / name).rglob("*.py"))]

    assert [str(path) for path in paths if banned in path.read_text(encoding="utf-8")] == []
    assert test_modules()
    assert Path(__file__) in paths
