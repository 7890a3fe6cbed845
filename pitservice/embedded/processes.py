"""One server process: started in a session of its own, ended kindly or at once, gone when we are gone."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import IO

from pitservice.embedded.problems import SetUpProblem
from pitservice.embedded.shell import Command, last_words, no_groups


class Child:
    """A server process that we own."""

    def __init__(
        self,
        name: str,
        command: Command,
        *,
        log: Path,
        env: Mapping[str, str] | None = None,
        cwd: Path | str = "/",
        user: str | None = None,
        stop_with: signal.Signals = signal.SIGTERM,
    ) -> None:
        """Describe it; `start()` starts it. `stop_with` is the signal that asks it to end in good order."""
        self.name = name
        self.command = [os.fspath(part) for part in command]
        self.log = log
        self.env = None if env is None else dict(env)
        self.cwd = cwd
        self.user = user
        self.stop_with = stop_with
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start the process; its output is added to the log."""
        self.log.parent.mkdir(parents=True, exist_ok=True)
        try:
            with self.log.open("ab") as stream:
                self.process = self._popen(stream)
        except FileNotFoundError as error:
            raise SetUpProblem(f"Could not start {self.name}: {error.filename} is missing.") from error

    @property
    def running(self) -> bool:
        """Whether the process lives."""
        return self.process is not None and self.process.poll() is None

    @property
    def exit_code(self) -> int | None:
        """How the process ended, None while it lives or was never started."""
        return None if self.process is None else self.process.poll()

    def stop(self, timeout: float = 20) -> None:
        """Ask the process to end, and end it and all it started if it does not within `timeout` seconds."""
        if self.process is None:
            return
        if self.running:
            self.process.send_signal(self.stop_with)
            try:
                self.process.wait(timeout)
            except subprocess.TimeoutExpired:
                pass
        self.kill()

    def kill(self) -> None:
        """End the process and everything it started, at once."""
        if self.process is None:
            return
        try:
            os.killpg(self.process.pid, signal.SIGKILL)
        except (ProcessLookupError, PermissionError):
            pass  # nobody is left
        self.process.wait()

    def said(self) -> str:
        """The last line in the log that says something."""
        try:
            return last_words(self.log.read_text(errors="replace")[-4000:])
        except OSError:
            return "it said nothing"

    def _popen(self, stream: IO[bytes]) -> subprocess.Popen[bytes]:
        """The process, in its own session, so that Ctrl-C reaches us alone and we end things in order."""
        return subprocess.Popen(
            [*_dies_with_us(self.stop_with), *self.command],
            stdin=subprocess.DEVNULL,
            stdout=stream,
            stderr=subprocess.STDOUT,
            env=self.env,
            cwd=self.cwd,
            start_new_session=True,
            user=self.user,
            group=self.user,
            extra_groups=no_groups(self.user),
        )


def wait_until(ready: Callable[[], bool], child: Child, *, seconds: float) -> None:
    """Wait until `ready()` is true; stop with a sentence if `child` ends first or it takes too long."""
    deadline, pause = time.monotonic() + seconds, 0.02
    while True:
        if ready():
            return
        if not child.running:
            raise SetUpProblem(f"{child.name} did not start: {child.said()}. All it said is in {child.log}.")
        if time.monotonic() > deadline:
            raise SetUpProblem(f"{child.name} did not answer within {seconds:.0f} seconds; see {child.log}.")
        time.sleep(pause)
        pause = min(pause * 1.5, 0.3)


def _dies_with_us(stop_with: signal.Signals) -> list[str]:
    """A prefix (Linux) that has the kernel end the child when we are killed and cannot."""
    program = shutil.which("setpriv")
    return [] if program is None else [program, "--pdeathsig", stop_with.name.removeprefix("SIG"), "--"]
