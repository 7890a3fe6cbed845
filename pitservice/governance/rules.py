"""Which rule is kept where, and which tests show it: read from docstrings, marks and docs/rules.toml (design §5)."""

from __future__ import annotations

import ast
import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ("pitservice", "families", "referrals", "caseload", "measures", "consultation", "reporting")
#: Rules by name, and items of practice by number.
_ID = re.compile(r"\b(SCR|WL|TELL|ENG|CON|REM|LET|END|FUP|CNS|CAP|REP)-(\d)\b|\bP(\d{1,2})\b")
#: What the main job must have (the later parts of P5, P6, P7 and CAP-1 are said to come).
REQUIRED = (
    *("SCR-1", "SCR-2", "SCR-3", "WL-1", "WL-2", "TELL-1", "ENG-1", "CON-1", "CON-2", "REM-1", "LET-1", "END-1"),
    *("FUP-1", "CNS-1", "CAP-1", "REP-1", "P1", "P2", "P3", "P4", "P5", "P6", "P7", "P8"),
)


@dataclass
class Rule:
    """A rule: its ID, our sentence, what is still to come, the code that claims it and the tests that show it."""

    name: str
    says: str = ""
    comes: str = ""
    code: set[str] = field(default_factory=set)
    tests: set[str] = field(default_factory=set)


@cache
def all_rules() -> Mapping[str, Rule]:
    """Every rule that is written down or claimed anywhere, in order. Reads the whole code base, once for a process."""
    found = {name: Rule(name, said.get("says", ""), comes=said.get("comes", "")) for name, said in _sentences().items()}
    for place, docstring in _docstrings():
        for name in ids_in(docstring):
            found.setdefault(name, Rule(name)).code.add(place)
    for place, name in marked_tests():
        found.setdefault(name, Rule(name)).tests.add(place)
    return dict(sorted(found.items(), key=lambda pair: _order(pair[0])))


def ids_in(text: str) -> set[str]:
    """The IDs that a text names.

    >>> sorted(ids_in("Keeps SCR-1 and P22 (see P3)."))
    ['P22', 'P3', 'SCR-1']
    """
    return {match[0] for match in _ID.finditer(text)}


@cache
def _sentences() -> dict[str, dict[str, str]]:
    with (ROOT / "docs" / "rules.toml").open("rb") as file:
        rules: dict[str, dict[str, str]] = tomllib.load(file)["rules"]
    return rules


def _order(name: str) -> tuple[bool, int, str]:
    """Named rules in the order of the sentences' file, then items by number."""
    places = {known: place for place, known in enumerate(_sentences())}
    number = int(name[1:]) if name[0] == "P" else 0
    return (name[0] == "P", number or places.get(name, 999), name)


def _docstrings() -> Iterator[tuple[str, str]]:
    """Every docstring of the product with where it stands; generated and governance's own texts are left out."""
    for path in _files(*PACKAGES):
        module = _dotted(path)
        if module.startswith(("pitservice.governance.rules", "pitservice.governance.documents")):
            continue
        tree = ast.parse(path.read_text(encoding="utf-8"))
        for name, node in _named(tree, module):
            if docstring := ast.get_docstring(node):
                yield name, docstring


def _named(tree: ast.Module, module: str) -> Iterator[tuple[str, ast.Module | ast.ClassDef | ast.FunctionDef]]:
    """The module, its classes, functions and methods, by dotted name."""
    yield module, tree
    for node in tree.body:
        if isinstance(node, (ast.ClassDef, ast.FunctionDef)):
            yield f"{module}.{node.name}", node
        if isinstance(node, ast.ClassDef):
            yield from ((f"{module}.{node.name}.{m.name}", m) for m in node.body if isinstance(m, ast.FunctionDef))


def marked_tests() -> Iterator[tuple[str, str]]:
    """Each test marked with a rule, and the rule; a mark on the module counts for all of its tests."""
    for path in _files("tests"):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        place = str(path.relative_to(ROOT))
        whole = set()
        for node in tree.body:
            if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "pytestmark":
                whole = set(_marks(node.value))
        for test in _tests(tree):
            for name in whole | {mark for decorator in test.decorator_list for mark in _marks(decorator)}:
                yield f"{place}::{test.name}", name


def _tests(tree: ast.Module) -> Iterator[ast.FunctionDef]:
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef) and node.name.startswith("test_"):
            yield node


def _marks(node: ast.AST) -> Iterator[str]:
    """IDs in `pytest.mark.rule("…")`, wherever inside this expression."""
    for inner in ast.walk(node):
        if isinstance(inner, ast.Call) and ast.unparse(inner.func).endswith("mark.rule"):
            yield from (str(part.value) for part in inner.args if isinstance(part, ast.Constant))


def _files(*packages: str) -> Iterator[Path]:
    for package in packages:
        yield from (path for path in sorted((ROOT / package).rglob("*.py")) if "migrations" not in path.parts)


def _dotted(path: Path) -> str:
    return str(path.relative_to(ROOT)).removesuffix(".py").removesuffix("/__init__").replace("/", ".")
