"""Reminders through a gateway on this machine that takes 20 ms for each (`reminders-*`; engineering §7.3).

Ours with every guarantee on: claimed, everything asked again, handed over with 32 in flight, recorded with its move and
its history. Beside it one Celery task for each reminder on two prefork workers, which only sends and marks. The gateway
is a process of its own, so that it does not share our interpreter. `REMINDERS=1000` measures with fewer.
"""

from __future__ import annotations

import multiprocessing
import os
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import timedelta
from multiprocessing.connection import Connection

from django.db import connections
from django.test import override_settings
from django.utils import timezone

from pitservice.accounts.models import Team, User
from pitservice.messaging import actions
from pitservice.messaging.enums import MessageState
from pitservice.messaging.models import Message
from tests.benchmarks.data import BY
from tests.benchmarks.lists import line
from tests.benchmarks.one_by_one import QUEUE, send_one
from tests.make.messaging import make_many_due
from tests.messaging.stub import FarEnd, keys_for

REMINDERS = int(os.environ.get("REMINDERS", "10000"))
#: One task each is measured with so many, and reckoned up: it takes two minutes for all.
ONE_BY_ONE = min(REMINDERS, 2_000)
IN_FLIGHT, LAG = 32, 0.02


def report(lead: User) -> Iterator[str]:
    """One line for each aim."""
    team = lead.current_memberships[0].team
    Message.objects.filter(state=MessageState.QUEUED).update(not_before=timezone.now() + timedelta(days=900))
    with gateway() as url, override_settings(**at(url)):
        ours = _ours(team) / REMINDERS
        theirs = _one_task_each(team, url) / ONE_BY_ONE
    bound = LAG / IN_FLIGHT
    yield line("reminders-bound", bound / ours, 0.5, at_least=True)
    yield line("reminders-vs-task-each", ours / theirs, 0.1)
    yield ""
    yield (
        f"{REMINDERS:,} reminders of a hundred families: {1 / ours:.0f} a second, {1 / theirs:.0f} with a task each "
        f"(measured with {ONE_BY_ONE:,}); {IN_FLIGHT} in flight at {LAG * 1000:.0f} ms would be {1 / bound:.0f}."
    )


def at(url: str) -> dict[str, object]:
    """The settings that lead to the gateway."""
    return {
        "MESSAGING_GATEWAY": "notify",
        **keys_for(url),
        "MESSAGING_RECEIVES": True,
        "MESSAGING_IN_FLIGHT": IN_FLIGHT,
        "MESSAGING_BATCH": 320,
    }


@contextmanager
def gateway() -> Iterator[str]:
    """A far end in a process of its own; its address."""
    here, there = multiprocessing.Pipe()
    connections.close_all()
    process = multiprocessing.Process(target=_serve, args=(there,), daemon=True)
    process.start()
    try:
        yield here.recv()
    finally:
        process.kill()
        process.join()


def _serve(there: Connection) -> None:
    far_end = FarEnd()
    far_end.lag = LAG
    there.send(far_end.url)
    far_end.serve_forever(poll_interval=0.5)


def _ours(team: Team) -> float:
    """Seconds for all of them in one worker process."""
    messages = make_many_due(team, REMINDERS)
    start = time.perf_counter()
    while actions.deliver(by=BY):
        pass
    taken = time.perf_counter() - start
    _all_sent(messages)
    return taken


def _one_task_each(team: Team, url: str) -> float:
    """Seconds for some of them, from the first task put in the queue to the last text sent."""
    messages = make_many_due(team, ONE_BY_ONE)
    command = [sys.executable, "-m", "celery", "-A", "tests.benchmarks.one_by_one", "worker", "-Q", QUEUE]
    known = os.environ | {name: str(value) for name, value in at(url).items()}
    worker = subprocess.Popen([*command, "--concurrency", "2", "--without-gossip", "--without-mingle"], env=known)
    try:
        warm = make_many_due(team, 4)
        for message in warm:
            send_one.delay(message)
        _until_sent(warm)
        start = time.perf_counter()
        for message in messages:
            send_one.delay(message)
        _until_sent(messages)
        return time.perf_counter() - start
    finally:
        worker.terminate()
        worker.wait()


def _until_sent(messages: Sequence[int]) -> None:
    while Message.objects.filter(pk__in=messages).exclude(state=MessageState.SENT).exists():
        time.sleep(0.05)


def _all_sent(messages: Sequence[int]) -> None:
    left = Message.objects.filter(pk__in=messages).exclude(state=MessageState.SENT)
    assert not left.exists(), Counter(left.values_list("state", "why"))
