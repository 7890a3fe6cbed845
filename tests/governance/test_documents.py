"""Documents made from code are as the code is; every rule that must be kept is kept and shown."""

from __future__ import annotations

import tomllib

import pytest

from pitservice.governance.documents import DOCUMENTS
from pitservice.governance.rules import REQUIRED, ROOT, all_rules, ids_in


@pytest.mark.parametrize("name", sorted(DOCUMENTS))
def test_a_document_is_as_the_code_is(name: str) -> None:
    path = ROOT / name

    assert path.exists(), "run `manage.py write_docs`"
    assert path.read_text(encoding="utf-8") == DOCUMENTS[name](), "run `manage.py write_docs`"


@pytest.mark.parametrize("name", ["whats_new", "help"])
def test_every_entry_stands_by_itself(name: str) -> None:
    """Two entries that were merged into one break the page that shows them."""
    entries = tomllib.loads((ROOT / f"pitservice/governance/{name}.toml").read_text(encoding="utf-8"))["entry"]

    assert all(entry["title"] for entry in entries)


def test_every_rule_that_is_claimed_has_a_sentence_of_ours() -> None:
    silent = [rule.name for rule in all_rules().values() if not rule.says]

    assert silent == [], "write it into docs/rules.toml"


@pytest.mark.parametrize("name", REQUIRED)
def test_a_required_rule_is_kept_by_code_and_shown_by_a_test_or_said_to_come(name: str) -> None:
    rule = all_rules()[name]

    if rule.comes and "omes with" in rule.comes and not rule.tests:
        return
    assert rule.code, f"no docstring names {name}"
    assert rule.tests, f"no test is marked with {name}"


def test_only_what_comes_later_may_be_missing() -> None:
    missing = [name for name in REQUIRED if not (all_rules()[name].code and all_rules()[name].tests)]

    assert set(missing) <= {"CAP-1", "P5", "P6"}


def test_a_sentence_that_promises_for_later_names_the_issue() -> None:
    vague = [rule.name for rule in all_rules().values() if rule.comes and "issue" not in rule.comes]

    assert vague == []


def test_ids_are_read_from_words() -> None:
    assert ids_in("SCR-1, P22; not SCR-12x nor P100 nor XP3") == {"SCR-1", "P22"}
