"""The hazard log: every control names a test that is there, or a rule whose tests are."""

from __future__ import annotations

import ast
from functools import cache

import pytest

from pitservice.governance.hazards import Control, Hazard, hazards
from pitservice.governance.rules import ROOT, all_rules

CONTROLS = [(hazard.name, control) for hazard in hazards() for control in hazard.controls]


@cache
def _tests_in(path: str) -> frozenset[str]:
    """Names of the tests of a module."""
    tree = ast.parse((ROOT / path).read_text(encoding="utf-8"))
    return frozenset(node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef))


@pytest.mark.parametrize(("name", "control"), CONTROLS, ids=[f"{name}-{c.rule or c.what[:30]}" for name, c in CONTROLS])
def test_a_control_is_shown_by_tests_that_are_there(name: str, control: Control) -> None:
    assert bool(control.test) != bool(control.rule), f"{name}: name a test or a rule"
    assert control.shown_by, f"{name}: no test shows {control.rule or control.what}"
    for test in control.shown_by:
        path, _, function = test.partition("::")
        assert (ROOT / path).exists(), test
        assert function in _tests_in(path), test


@pytest.mark.parametrize("hazard", hazards(), ids=lambda hazard: hazard.name)
def test_a_hazard_has_a_control_or_says_which_issue_brings_it(hazard: Hazard) -> None:
    assert hazard.controls or "issue" in hazard.comes
    assert not (hazard.controls and hazard.comes), "split it: what is controlled, and what is to come"
    for words in (hazard.title, hazard.cause, hazard.harm):
        assert len(words) > 10


def test_the_hazards_of_the_main_job_are_all_there() -> None:
    said = " ".join(f"{hazard.title} {hazard.comes} {[c.rule for c in hazard.controls]}" for hazard in hazards())

    for item in ("P1", "P2", "P3", "P11", "P12", "P13", "P20", "P22", "P40", "P42", "P45", "P46", "P63", "P80", "P81"):
        assert item in said, item
    assert [hazard.name for hazard in hazards()][:12] == [f"H{number}" for number in range(1, 13)]


def test_every_rule_that_controls_a_hazard_is_written_down() -> None:
    assert {control.rule for _, control in CONTROLS if control.rule} <= set(all_rules())


def test_what_is_not_yet_controlled_is_no_safer_than_before() -> None:
    assert [hazard.name for hazard in hazards() if hazard.comes and hazard.before != hazard.after] == []
