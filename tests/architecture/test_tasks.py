"""Tasks: named, without payload, on a queue that somebody works; nothing is scheduled in the queue (engineering §3)."""

from __future__ import annotations

import ast
import re

from pitservice.celery import app
from tests.architecture.code import ROOT, calls, modules, of_kind

_BANNED = re.compile(r"\b(eta|countdown)\s*=|\.apply_async\(|\.delay\(|AsyncResult")


def _tasks() -> dict[str, tuple[str, ast.FunctionDef]]:
    """Tasks by name, with their module; a task without an explicit name has an empty one."""
    found = {}
    for module in modules():
        for function in module.functions:
            for decorator in function.decorator_list:
                words = ast.unparse(decorator)
                if words.startswith(("shared_task", "app.task", "celery.task")) and isinstance(
                    function, ast.FunctionDef
                ):
                    found[_name(decorator)] = (f"{module.name}.{function.name}", function)
    return found


def _name(decorator: ast.expr) -> str:
    """The name given, as text or as a constant of the module."""
    keywords = decorator.keywords if isinstance(decorator, ast.Call) else []
    given = next((keyword.value for keyword in keywords if keyword.arg == "name"), None)
    if isinstance(given, ast.Name):
        found = re.search(rf'^{given.id}(?:: [^=]+)? = "([^"]+)"', everything(), re.MULTILINE)
        return found[1] if found else ""
    return str(given.value) if isinstance(given, ast.Constant) else ""


def everything() -> str:
    """All our code as one text."""
    return "\n".join(module.text for module in modules())


def test_tasks_are_named_after_their_app_and_stand_in_tasks() -> None:
    assert {"jobs.work", "jobs.heartbeat"} <= set(_tasks())
    assert "" not in _tasks()
    for name, (module, _) in _tasks().items():
        assert name.split(".")[0] in module.split("."), name
        assert ".tasks" in module, name


def test_tasks_take_nothing_or_primitives() -> None:
    """The row is the message; what rings carries no data about anybody."""
    for name, (_, function) in _tasks().items():
        kinds = {ast.unparse(a.annotation) for a in [*function.args.args, *function.args.kwonlyargs] if a.annotation}
        assert kinds <= {"int", "str", "bool"}, name


def test_nothing_is_scheduled_in_the_queue() -> None:
    wrong = [module.name for module in modules() if _BANNED.search(module.text)]

    assert wrong == []


def test_every_bell_rings_a_task_that_is_there() -> None:
    first = [call.args[0] for m in modules() for call, path in calls(m.tree) if path[-1] in ("ring", "ring_now")]
    rung = {str(argument.value) for argument in first if isinstance(argument, ast.Constant)}
    scheduled = {str(entry["task"]) for entry in app.conf.beat_schedule.values()}

    assert "jobs.work" in rung
    assert sorted((rung | scheduled) - set(_tasks())) == []


def test_every_task_is_rung_by_somebody() -> None:
    for name, (module, _) in _tasks().items():
        said = re.findall(rf'"{re.escape(name)}"', everything())
        constant = re.search(rf'^([A-Z_]+)(?:: [^=]+)? = "{re.escape(name)}"', everything(), re.MULTILINE)
        rung = (
            bool(constant) and len(re.findall(rf"\b{constant[1]}\b", everything())) > 2 if constant else len(said) > 1
        )
        assert rung, f"{name} of {module} is never rung"


def test_every_queue_has_a_worker() -> None:
    routes = app.conf.task_routes or {}
    queues = {app.conf.task_default_queue} | {route["queue"] for route in routes.values() if "queue" in route}
    for place in ("docker-compose.yml", "pitservice/embedded/product.py", "tests/harness/product.py"):
        worked = set(re.findall(r"\b(default|messages|letters|jobs)\b", (ROOT / place).read_text(encoding="utf-8")))
        assert queues <= worked, place


def test_tasks_hold_no_rules() -> None:
    long = [
        f"{m.name}.{f.name}"
        for m in of_kind("tasks")
        for f in m.functions
        if f.end_lineno and f.end_lineno - f.lineno > 15
    ]

    assert long == []
