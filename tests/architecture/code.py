"""Reading our own code: modules, functions, and what they call, from syntax trees."""

from __future__ import annotations

import ast
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ("pitservice", "families", "referrals", "caseload", "measures", "consultation", "reporting")
Function = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(frozen=True)
class Module:
    """One module of the product: its path from the root, its text, its tree."""

    path: str
    text: str
    tree: ast.Module

    @property
    def name(self) -> str:
        """As it is imported: "families.actions.people"."""
        return self.path.removesuffix(".py").removesuffix("/__init__").replace("/", ".")

    @property
    def kind(self) -> str:
        """Which of the house's words it is: "actions" for families/actions.py and for families/actions/people.py."""
        parts = self.path.removesuffix(".py").split("/")
        return next((part for part in parts[1:] if part in KINDS), "")

    @property
    def app(self) -> str:
        """The app's label: "families", "jobs"."""
        parts = self.path.split("/")
        return parts[1].removesuffix(".py") if parts[0] == "pitservice" else parts[0]

    @property
    def functions(self) -> list[Function]:
        """Functions of the module itself, in order."""
        return [node for node in self.tree.body if isinstance(node, Function)]

    def everywhere(self) -> Iterator[tuple[str, Function]]:
        """Every function and method, with its name ("Person.name")."""
        for node in self.tree.body:
            if isinstance(node, Function):
                yield node.name, node
            elif isinstance(node, ast.ClassDef):
                yield from ((f"{node.name}.{part.name}", part) for part in node.body if isinstance(part, Function))


KINDS = ("actions", "forms", "presenters", "rules", "selectors", "tasks", "views", "commands")


@cache
def modules() -> tuple[Module, ...]:
    """Every module of the product but migrations."""
    found = [path for package in PACKAGES for path in sorted((ROOT / package).rglob("*.py"))]
    return tuple(_module(path) for path in found if "migrations" not in path.parts)


@cache
def test_modules() -> tuple[Module, ...]:
    """Every module of the tests."""
    return tuple(_module(path) for path in sorted((ROOT / "tests").rglob("*.py")))


test_modules.__test__ = False  # type: ignore[attr-defined]  # a name that pytest would collect


def of_kind(*kinds: str) -> list[Module]:
    """The modules of these kinds."""
    return [module for module in modules() if module.kind in kinds]


def _module(path: Path) -> Module:
    text = path.read_text(encoding="utf-8")
    return Module(str(path.relative_to(ROOT)), text, ast.parse(text))


def chain(node: ast.AST) -> list[str]:
    """The names of a chain of attributes and calls: `Room.objects.filter(…).update` → Room, objects, filter, update."""
    if isinstance(node, ast.Attribute):
        return [*chain(node.value), node.attr]
    if isinstance(node, ast.Call):
        return chain(node.func)
    if isinstance(node, ast.Subscript):
        return chain(node.value)
    return [node.id] if isinstance(node, ast.Name) else [""]


def calls(node: ast.AST) -> Iterator[tuple[ast.Call, list[str]]]:
    """Every call inside, with the chain of what is called."""
    for inner in ast.walk(node):
        if isinstance(inner, ast.Call):
            yield inner, chain(inner.func)


@cache
def _exceptions() -> dict[str, dict[str, str]]:
    with (Path(__file__).parent / "exceptions.toml").open("rb") as file:
        return tomllib.load(file)


def excused(rule: str) -> dict[str, str]:
    """What is excused from a rule, each with its reason. Ask `check` to use it."""
    return _exceptions().get(rule, {})


def check(rule: str, found: dict[str, str]) -> None:
    """Fail with what was found and is not excused, and with excuses that are no longer needed or give no reason."""
    known = excused(rule)
    new = [f"{name}: {what}" for name, what in sorted(found.items()) if name not in known]
    stale = [f"{name}: no longer needs its excuse in exceptions.toml" for name in known if name not in found]
    silent = [f"{name}: give the reason" for name, reason in known.items() if len(reason) < 20]
    wrong = "\n".join(new + stale + silent)
    assert not wrong, f"{rule}:\n{wrong}"
