"""Rooms stay small: a module of 400 lines becomes a package, a function of 40 lines becomes several."""

from __future__ import annotations

import ast
from statistics import mean, median

from tests.architecture.code import Function, check, modules, of_kind

MODULE, FUNCTION = 400, 40


def _length(function: Function) -> int:
    """Lines of a function's body, without its docstring."""
    first = function.body[0]
    docstring = isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant)
    start = (first.end_lineno or 0) + 1 if docstring else first.lineno
    return (function.end_lineno or 0) - start + 1


def test_no_module_is_long() -> None:
    lengths = {module.name: len(module.text.splitlines()) for module in modules()}

    check("long modules", {name: f"{length} lines" for name, length in lengths.items() if length > MODULE})


def test_no_function_is_long() -> None:
    lengths = {f"{m.name}.{name}": _length(function) for m in modules() for name, function in m.everywhere()}

    check("long functions", {name: f"{length} lines" for name, length in lengths.items() if length > FUNCTION})


def test_the_house_stays_readable() -> None:
    """Design §2: a mean module of about 100 lines, a mean function of 10 to 15."""
    lengths = [len(module.text.splitlines()) for module in modules() if module.text.strip().count("\n")]
    functions = [_length(function) for m in modules() for _, function in m.everywhere()]

    assert mean(lengths) < 150
    assert median(lengths) < 120
    assert mean(functions) < 15


def test_every_module_says_what_it_owns() -> None:
    assert [module.name for module in modules() if module.text.strip() and not ast.get_docstring(module.tree)] == []


def test_every_action_is_described() -> None:
    bare = [
        f"{module.name}.{function.name}"
        for module in of_kind("actions", "selectors", "rules")
        for function in module.functions
        if not function.name.startswith("_") and not ast.get_docstring(function)
    ]
    assert bare == []
