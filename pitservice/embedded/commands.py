"""What each command of the Makefile does."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path

from pitservice.embedded import checks, environment, machine, product
from pitservice.embedded.places import Places, short_hash
from pitservice.embedded.problems import SetUpProblem
from pitservice.embedded.supervise import stop_on_signals


def run(arguments: list[str]) -> int:
    """Run the command that the arguments name; 0 if it went well."""
    name = arguments[0] if arguments else ""
    if name not in _COMMANDS or len(arguments) != 1:
        raise SetUpProblem(f"Name one command: {', '.join(_COMMANDS)}.")
    places = Places.here()
    _keep_bytecode(places)
    try:
        return _COMMANDS[name](places)
    except KeyboardInterrupt:
        return 0 if name == "run" else 130


def _keep_bytecode(places: Places) -> None:
    """What we start keeps its compiled Python under VAR, also in a clone that may only be read.

    Some machines turn that off altogether, and then each process that starts compiles every library anew.
    """
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    os.environ.setdefault("PYTHONPYCACHEPREFIX", str(places.bytecode))


def _run(places: Places) -> int:
    """Set up, start, watch, stop."""
    stop_on_signals()
    product.serve(places)
    return 0


def _setup(places: Places) -> int:
    """All the set-up that running and testing need, and nothing started."""
    product.set_up(places, "test")
    return 0


def _demo(places: Places) -> int:
    """The demo year anew."""
    stop_on_signals()
    product.make_demo(places)
    return 0


def _lock(places: Places) -> int:
    """The locked requirements anew."""
    places.prepare()
    environment.lock_all(places)
    return 0


def _clean(places: Places) -> int:
    """Remove what set-up, build and tests made; the data stays."""
    made = [places.venv, places.root / "node_modules", places.root / "static" / "build", places.tools]
    made += [places.logs, places.bytecode]
    caches = [places.root / f".{name}_cache" for name in ("mypy", "ruff", "pytest", "import_linter")]
    for folder in [*made, *caches, places.var / "test-template", places.var / "static", places.root / ".hypothesis"]:
        shutil.rmtree(folder, ignore_errors=True)
    for stamp in places.var.glob("*.stamp"):
        stamp.unlink()
    _remove_elsewhere(machine.SERVICE_HOME / short_hash(places.var) / "test-template")
    print(f"Cleaned. The data is still in {places.var}: `make wipe` removes that too.")
    return 0


def _wipe(places: Places) -> int:
    """Remove everything that was ever made here, the data included."""
    _clean(places)
    shutil.rmtree(places.var, ignore_errors=True)
    _remove_elsewhere(machine.SERVICE_HOME / short_hash(places.var))
    print("Wiped.")
    return 0


def _remove_elsewhere(folder: Path) -> None:
    """Remove the files that PostgreSQL keeps outside a clone that its user cannot enter."""
    shutil.rmtree(folder, ignore_errors=True)


_COMMANDS: dict[str, Callable[[Places], int]] = {
    "run": _run,
    "setup": _setup,
    "demo": _demo,
    "test": checks.test,
    "drill": checks.drill,
    "lint": checks.lint,
    "bench": checks.bench,
    "lock": _lock,
    "clean": _clean,
    "wipe": _wipe,
}
