"""Actions: keyword-only, `by` last, atomic, an event for each (style.md §2). Nothing else writes."""

from __future__ import annotations

import ast

from tests.architecture.code import Function, Module, calls, check, excused, of_kind

#: Methods that write, wherever they are called; `.update` and `.delete` only on a query.
_WRITES = {"create", "bulk_create", "get_or_create", "update_or_create", "bulk_update", "save", "raw", "execute"}
_QUERY_WRITES = {"update", "delete"}
_QUERY = {"objects", "_base_manager", "_default_manager", "filter", "exclude", "all", "visible_to"}
_MANAGERS = {"objects", "_base_manager", "_default_manager"}
#: Colleagues and teams are about no family.
_COLLEAGUES = ("User.objects", "Team.objects")
_QUIET = {"views", "forms", "presenters", "tasks", "selectors", "rules", "commands"}


def _actions() -> dict[str, tuple[Module, Function]]:
    """Every action, by "app.name": what a module or a package of actions offers."""
    found = {
        f"{module.app}.{function.name}": (module, function)
        for module in of_kind("actions")
        for function in module.functions
        if _is_offered(module, function)
    }
    return {name: pair for name, pair in found.items() if name not in excused("not an action")}


def _is_offered(module: Module, function: Function) -> bool:
    """Public in a module of its own; in a package, what its `__init__` names in `__all__`."""
    package = next(
        (m for m in of_kind("actions") if m.path.endswith("/actions/__init__.py") and m.app == module.app), None
    )
    if package is None or module is package:
        return not function.name.startswith("_")
    return f'"{function.name}"' in package.text.split("__all__")[-1]


def test_what_is_excused_from_being_an_action_is_there() -> None:
    public = {f"{m.app}.{f.name}" for m in of_kind("actions") for f in m.functions}

    assert set(excused("not an action")) <= public
    assert len(_actions()) > 30


def test_actions_are_keyword_only_with_by_last() -> None:
    def wrong(function: Function) -> str:
        arguments = function.args
        if arguments.args or arguments.posonlyargs or arguments.vararg:
            return "takes positional arguments"
        if not arguments.kwonlyargs or arguments.kwonlyargs[-1].arg != "by":
            return "`by` is not its last argument"
        if ast.unparse(arguments.kwonlyargs[-1].annotation or ast.Constant(None)) != "Actor":
            return "`by` is not an Actor"
        return "" if arguments.kw_defaults[-1] is None else "`by` has a default"

    check("action shape", {name: said for name, (_, f) in _actions().items() if (said := wrong(f))})


def test_actions_are_atomic() -> None:
    def atomic(function: Function) -> bool:
        return any("atomic" in ast.unparse(decorator) for decorator in function.decorator_list) or any(
            path[-1] == "atomic" for _, path in calls(function)
        )

    check("action atomic", {name: "not atomic" for name, (_, f) in _actions().items() if not atomic(f)})


def test_actions_leave_an_event() -> None:
    """Each calls `record` or `record_all`, itself or through a function of its module or another action."""
    heard = {"record", "record_all"}
    functions = [function for module in of_kind("actions") for function in module.functions]
    before = 0
    while len(heard) != before:
        before = len(heard)
        heard |= {f.name for f in functions if any(path[-1] in heard for _, path in calls(f))}

    check("action audit", {name: "leaves no event" for name, (_, f) in _actions().items() if f.name not in heard})


def test_nothing_but_actions_writes() -> None:
    found: dict[str, str] = {}
    for module in of_kind(*_QUIET):
        for name, function in module.everywhere():
            said = sorted({".".join(path) for _, path in calls(function) if _is_write(path)})
            if said:
                found[f"{module.name}.{name}"] = ", ".join(said)

    check("writes outside actions", found)


def _is_write(path: list[str]) -> bool:
    if path[-1] in _QUERY_WRITES:
        return bool(_QUERY & set(path[:-1]))
    return path[-1] in _WRITES and len(path) > 1


def test_views_forms_and_presenters_find_rows_through_visible_to() -> None:
    """`Model.objects` is followed by `visible_to`; presenters ask nothing at all (objects come prefetched)."""
    found: dict[str, str] = {}
    for module in of_kind("views", "forms", "presenters"):
        for name, function in module.everywhere():
            said = sorted(set(_wild_queries(function)))
            if said:
                found[f"{module.name}.{name}"] = ", ".join(said)

    check("queries of views", found)


def _wild_queries(function: Function) -> list[str]:
    attributes = [node for node in ast.walk(function) if isinstance(node, ast.Attribute)]
    asked = [node for node in attributes if isinstance(node.value, ast.Attribute) and node.value.attr in _MANAGERS]
    wild = [node for node in asked if node.attr not in ("visible_to", "none")]
    return [ast.unparse(node) for node in wild if not ast.unparse(node).startswith(_COLLEAGUES)]
