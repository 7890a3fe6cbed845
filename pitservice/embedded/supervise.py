"""Keeping the processes alive: whoever ends unasked is named and started again; all end together, last come first."""

from __future__ import annotations

import signal
import time
from types import FrameType

from pitservice.embedded.processes import Child

_POLL = 0.5
_FIRST_PAUSE, _LONGEST_PAUSE = 1.0, 60.0
#: A process that lived this long (seconds) is trusted again.
_LONG_LIFE = 120.0


class Supervisor:
    """The processes that we started, in the order in which they depend on one another."""

    def __init__(self) -> None:
        """Nothing is watched yet."""
        self._children: list[Child] = []
        self._pauses: dict[str, float] = {}
        self._due: dict[str, float] = {}
        self._started: dict[str, float] = {}

    def add(self, child: Child) -> None:
        """Watch a process that has just been started."""
        self._children.append(child)
        self._started[child.name] = time.monotonic()

    def watch(self) -> None:
        """Look after the processes until a signal raises `KeyboardInterrupt`."""
        while True:
            for child in self._children:
                if not child.running:
                    self._revive(child)
            time.sleep(_POLL)

    def stop_all(self) -> None:
        """End every process in good order; further signals are ignored meanwhile."""
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, signal.SIG_IGN)
        while self._children:
            self._children.pop().stop()

    def _revive(self, child: Child) -> None:
        """Say that a process ended, and start it again after a pause that grows each time."""
        now = time.monotonic()
        if child.name not in self._due:
            pause = self._next_pause(child.name, now)
            self._due[child.name] = now + pause
            print(
                f"{child.name} ended (exit code {child.exit_code}): {child.said()}."
                f" Starting it again in {pause:.0f} s; its log is {child.log}.",
                flush=True,
            )
        elif now >= self._due[child.name]:
            del self._due[child.name]
            self._started[child.name] = now
            child.kill()  # what it left behind
            child.start()

    def _next_pause(self, name: str, now: float) -> float:
        """One second at first, twice as long each time, one second again after a long life."""
        lived = now - self._started.get(name, now)
        before = 0.0 if lived > _LONG_LIFE else self._pauses.get(name, 0.0)
        self._pauses[name] = min(before * 2, _LONGEST_PAUSE) or _FIRST_PAUSE
        return self._pauses[name]


def stop_on_signals() -> None:
    """Let Ctrl-C, `kill` and a closed terminal all raise `KeyboardInterrupt`, also when started in the background."""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, _interrupt)


def _interrupt(_number: int, _frame: FrameType | None) -> None:
    """Any of the signals that ask us to stop."""
    raise KeyboardInterrupt
