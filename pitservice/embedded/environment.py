"""The virtual environment: made with uv from the hash-locked requirements, left alone while the lock is unchanged."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path

from pitservice.embedded import machine, stamps
from pitservice.embedded.places import Places
from pitservice.embedded.problems import SetUpProblem
from pitservice.embedded.shell import Command, run, succeeds

#: What each set of requirements is a part of: whoever has the larger one needs no smaller one.
_LARGER = {"run": ("run", "test"), "test": ("test",)}
_OLD_ENOUGH = "import sys; sys.exit(sys.version_info < (3, 11))"
#: The locked files and what `uv pip compile` makes each of.
LOCKS = {
    "production.txt": ["pyproject.toml"],
    "run.txt": ["pyproject.toml", "--extra", "embedded"],
    "test.txt": ["pyproject.toml", "--all-extras"],
    "uv.txt": ["requirements/uv.in"],
    "node.txt": ["requirements/node.in"],
}


def ensure(places: Places, which: str) -> None:
    """Have the packages of `requirements/<which>.txt` in `.venv`, exactly as locked."""
    stamp = places.venv / "pitservice.stamp"
    wanted = {name: stamps.hash_of([_lock(places, name)], name) for name in _LARGER[which]}
    works = succeeds([places.python, "-c", _OLD_ENOUGH])
    if works and any(stamps.is_current(stamp, value) for value in wanted.values()):
        return
    print(f"Installing the Python packages of requirements/{which}.txt ...", flush=True)
    uv = find_uv(places)
    if not works:
        make(uv, places.venv, places.logs / "setup.log")
    sync(uv, places.venv, _lock(places, which), places.logs / "setup.log")
    stamps.set_stamp(stamp, wanted[which])


def find_uv(places: Places) -> Path:
    """The machine's uv, or one that we bring in a little environment of its own."""
    found = shutil.which("uv")
    if found is not None and succeeds([found, "--version"]):
        return Path(found)
    home = places.tools / "uv"
    stamp, wanted = home / "pitservice.stamp", stamps.hash_of([_lock(places, "uv")])
    if not (stamps.is_current(stamp, wanted) and succeeds([home / "bin" / "uv", "--version"])):
        _bring_uv(places, home)
        stamps.set_stamp(stamp, wanted)
    return home / "bin" / "uv"


def make(uv: Path, folder: Path, log: Path) -> None:
    """An empty virtual environment, in place of what was there."""
    run(
        [uv, "venv", "--quiet", "--clear", "--no-project", "--python", _base_python(), folder],
        doing=f"make the virtual environment {folder}",
        log=log,
        online=True,
    )


def sync(uv: Path, folder: Path, lock: Path, log: Path) -> None:
    """Exactly the locked packages, each checked against its hash."""
    run(
        [uv, "pip", "sync", "--quiet", "--require-hashes", "--python", folder / "bin" / "python", lock],
        doing=f"install the packages of {lock.parent.name}/{lock.name}",
        log=log,
        online=True,
    )


def lock_all(places: Places) -> None:
    """Compile `requirements/*.txt` anew from pyproject.toml, with hashes and without the name of any registry."""
    uv = find_uv(places)
    options = ["--universal", "--generate-hashes", "--no-emit-index-url", "--no-emit-find-links", "--no-annotate"]
    options += ["--no-header", "--upgrade", "--python-version", "3.11"]
    for name, sources in LOCKS.items():
        print(f"Locking requirements/{name} ...", flush=True)
        command: Command = [uv, "pip", "compile", "--quiet", *sources, *options, "-o", f"requirements/{name}"]
        run(command, doing=f"lock requirements/{name}", cwd=places.root, online=True)


def _bring_uv(places: Places, home: Path) -> None:
    """Install uv with pip."""
    log = places.logs / "setup.log"
    shutil.rmtree(home, ignore_errors=True)
    if not succeeds([_base_python(), "-c", "import ensurepip, venv"]):
        machine.install_or_ask(["python3-venv"], why="This Python cannot make virtual environments", log=log)
    run([_base_python(), "-m", "venv", home], doing="make a virtual environment for uv", log=log)
    run(
        [
            home / "bin" / "python",
            "-m",
            "pip",
            "install",
            "--quiet",
            "--disable-pip-version-check",
            "--require-hashes",
            "-r",
            _lock(places, "uv"),
        ],
        doing="install uv",
        log=log,
        online=True,
    )


def _base_python() -> str:
    """The machine's Python, also when we were started by one of a virtual environment."""
    return os.fspath(getattr(sys, "_base_executable", None) or sys.executable)


def _lock(places: Places, name: str) -> Path:
    """The path of a file of locked requirements."""
    path = places.root / "requirements" / f"{name}.txt"
    if not path.exists():
        raise SetUpProblem(f"The file {path} is missing from this clone: run `make lock` to make it.")
    return path
