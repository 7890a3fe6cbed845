"""Worker processes that are killed: real ones, forked from the test, on connections of their own."""

from __future__ import annotations

import multiprocessing
import os
import signal
from collections.abc import Callable
from multiprocessing.context import ForkContext, ForkProcess

from django.db import connections

_FORK: ForkContext = multiprocessing.get_context("fork")


def start(work: Callable[[], object]) -> ForkProcess:
    """A process that does `work` over the test's database. Our connections are closed first: a fork shares sockets."""
    connections.close_all()
    process = _FORK.Process(target=_alone, args=(work,), daemon=True)
    process.start()
    return process


def run(work: Callable[[], object], *, seconds: float = 30) -> int | None:
    """Do `work` in a process and wait for its end; its exit code (-9: it was killed)."""
    process = start(work)
    process.join(seconds)
    return process.exitcode


def die() -> None:
    """As `kill -9`: no clean-up, no rollback but the server's own."""
    os.kill(os.getpid(), signal.SIGKILL)


def _alone(work: Callable[[], object]) -> None:
    try:
        work()
    finally:
        connections.close_all()
