"""Running a program to its end: its output goes to a log, its failure becomes one sentence."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path

from pitservice.embedded.problems import SetUpProblem, sentence_in

Command = Sequence[str | os.PathLike[str]]


def run(
    command: Command,
    *,
    doing: str,
    log: Path | None = None,
    env: Mapping[str, str] | None = None,
    user: str | None = None,
    stdin: str = "",
    cwd: Path | str | None = None,
    online: bool = False,
) -> str:
    """Run `command` and return what it printed. `doing` completes the sentence "Could not ..." if it fails.

    `online` says that the program talks to a package registry, so that a missing network is named as the reason.
    """
    try:
        done = subprocess.run(
            [os.fspath(part) for part in command],
            input=stdin,
            text=True,
            errors="replace",
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            env=None if env is None else dict(env),
            cwd=cwd,
            user=user,
            group=user,
            extra_groups=no_groups(user),
            check=False,
        )
    except FileNotFoundError as error:
        raise SetUpProblem(f"Could not {doing}: {error.filename} is missing.") from error
    _keep(done.stdout, log)
    if done.returncode != 0:
        raise SetUpProblem(_sentence(doing, done.stdout, done.returncode, log, online=online))
    return done.stdout


def succeeds(command: Command, *, user: str | None = None) -> bool:
    """Whether `command` ends well; what it prints is thrown away."""
    try:
        done = subprocess.run(
            [os.fspath(part) for part in command],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            cwd="/",
            user=user,
            group=user,
            extra_groups=no_groups(user),
            check=False,
        )
    except OSError:
        return False
    return done.returncode == 0


def no_groups(user: str | None) -> list[str] | None:
    """`extra_groups` of `subprocess` for a program that runs as another user: none but that user's own."""
    return None if user is None else []


def last_words(text: str) -> str:
    """The last line of a program's output that says something, without its full stop."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    return lines[-1][:300].rstrip(".") if lines else "it said nothing"


def _keep(output: str, log: Path | None) -> None:
    """Add a program's output to the log."""
    if log is not None and output:
        log.parent.mkdir(parents=True, exist_ok=True)
        with log.open("a", encoding="utf-8") as stream:
            stream.write(output)


def _sentence(doing: str, output: str, code: int, log: Path | None, *, online: bool) -> str:
    """One sentence for a program that failed."""
    reason = sentence_in(output, online=online) or f"{last_words(output)} (exit code {code})"
    where = f" All it said is in {log}." if log is not None else ""
    return f"Could not {doing}: {reason}.{where}"
