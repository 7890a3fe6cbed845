"""`make test`, `make lint`, `make bench`, `make drill`: the set-up that each needs, then the tool itself."""

from __future__ import annotations

import os
import shlex
import subprocess
import sys
from collections.abc import Mapping, Sequence

from pitservice.embedded import chromium, product, servers
from pitservice.embedded.places import Places
from pitservice.embedded.problems import SetUpProblem
from pitservice.embedded.shell import Command

#: Settings can be read, and nothing can be reached.
_NOWHERE = {
    "SECRET_KEY": "only-to-check-the-settings-" + "0123456789abcdefghijklmnopqrstuvwxyz" * 2,
    "DATABASE_URL": "postgresql://pit_app@%2Fnowhere/pitservice",
    "REDIS_URL": "unix:///nowhere/redis.sock?db=0",
    "ALLOWED_HOSTS": "pit.example.org",
}

#: Where tests try harder in `make drill`.
_DRILLED = ("tests/faults", "tests/properties", "tests/referrals/test_two_at_once.py")


def test(places: Places) -> int:
    """Every test, browser journeys included, on as many processes as there are cores; ARGS go to pytest."""
    product.set_up(places, "test")
    return _pytest(places, _parallel(), *(_arguments() or ["tests"]))


def drill(places: Places) -> int:
    """Kills while texts go, then the long tests: 10,000 examples where `make test` tries 100, and what is a `drill`."""
    product.set_up(places, "test")
    if arguments := _arguments():
        return _pytest(places, _parallel(), *arguments, DRILL="1")
    killed = _call(places, [places.python, "-m", "tests.drills"], {"VAR": str(places.var)})
    return _pytest(places, _parallel(), *_DRILLED, DRILL="1") or killed


def lint(places: Places) -> int:
    """Every check of style, types, imports, templates, migrations and settings; all run, even if one fails."""
    product.set_up(places, "test")
    tools = places.venv / "bin"
    manage: Command = [places.python, "-W", "ignore", "manage.py"]
    testing = {"DJANGO_SETTINGS_MODULE": "pitservice.settings.testing"} | _NOWHERE
    production = {"DJANGO_SETTINGS_MODULE": "pitservice.settings.production"} | _NOWHERE
    checks: list[tuple[Command, Mapping[str, str]]] = [
        ([tools / "ruff", "check", "."], {}),
        ([tools / "mypy"], testing),
        ([tools / "lint-imports"], {}),
        ([tools / "djlint", "templates", "--lint", "--quiet"], {}),
        ([*manage, "makemigrations", "--check", "--dry-run"], testing),
        ([*manage, "check", "--deploy", "--fail-level", "WARNING"], production),
    ]
    failed = [str(command[0]) for command, known in checks if _call(places, command, known) != 0]
    print(f"lint: {len(checks) - len(failed)} checks passed, {len(failed)} failed", flush=True)
    return 1 if failed else 0


def bench(places: Places) -> int:
    """The benchmarks, over a database of their own that is kept between runs."""
    product.set_up(places, "test")
    if not (places.root / "tests" / "benchmarks" / "__main__.py").exists():
        raise SetUpProblem("There are no benchmarks in this clone (tests/benchmarks/__main__.py is missing).")
    bench_places = Places(places.root, places.var / "bench")
    bench_places.prepare()
    started = servers.start(bench_places)
    try:
        made = product.Product(bench_places, started)
        made.manage("migrate", "--verbosity", "1", doing="migrate the database", owner=True)
        known = dict(made.environment) | {"DJANGO_SETTINGS_MODULE": "pitservice.settings.benchmark"}
        known["DATABASE_OWNER_URL"] = started.owner_url
        return _call(places, [places.python, "-m", "tests.benchmarks", *_arguments()], known)
    finally:
        started.stop()


def _pytest(places: Places, parallel: Sequence[str], *arguments: str, **known: str) -> int:
    """Run pytest with the browser that is there."""
    browser = chromium.ensure(places)
    if browser:
        known["CHROMIUM"] = browser
    return _call(places, [places.python, "-m", "pytest", *parallel, *arguments], known | {"VAR": str(places.var)})


def _parallel() -> list[str]:
    """One process for each core; two at least, because half of a journey is waiting."""
    given = os.environ.get("ARGS", "")
    if "-n" in shlex.split(given) or "--numprocesses" in given:
        return []
    return ["-n", str(max(2, len(os.sched_getaffinity(0)))), "--dist", "loadgroup"]


def _arguments() -> list[str]:
    """What `make ... ARGS="..."` passes on."""
    return shlex.split(os.environ.get("ARGS", ""))


def _call(places: Places, command: Command, known: Mapping[str, str]) -> int:
    """Run a tool in the clone, its output straight to the terminal."""
    words = [os.fspath(part) for part in command]
    print("$ " + shlex.join(word.removeprefix(f"{places.root}/") for word in words), flush=True)
    sys.stdout.flush()
    return subprocess.run(words, env=os.environ | known, cwd=places.root, check=False).returncode
