"""Timing one page through the whole stack of middleware, and counting its queries."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

ROUNDS = 60


@dataclass(frozen=True)
class Timing:
    """Milliseconds of server time and the number of queries of one page."""

    median: float
    p95: float
    queries: int
    counts_all: bool  # a COUNT over a whole table was among the queries


def interleaved(
    clients: dict[str, tuple[Client, str]], before: Callable[[str], None] = lambda _: None
) -> dict[str, Timing]:
    """Each page ROUNDS times, in turn, so that noise of the machine falls on all alike; `before` each, by its name."""
    taken: dict[str, list[float]] = {name: [] for name in clients}
    for name, (client, address) in clients.items():
        before(name)
        for _ in range(5):
            _get(client, address)
    for _ in range(ROUNDS):
        for name, (client, address) in clients.items():
            before(name)
            start = time.perf_counter()
            _get(client, address)
            taken[name].append((time.perf_counter() - start) * 1000)
    found = {}
    for name, (client, address) in clients.items():
        before(name)
        found[name] = _timing(taken[name], client, address)
    return found


def _get(client: Client, address: str) -> None:
    response = client.get(address)
    assert response.status_code == 200, f"{address}: {response.status_code}"


def _timing(taken: list[float], client: Client, address: str) -> Timing:
    with CaptureQueriesContext(connection) as captured:
        _get(client, address)
    counting = any("COUNT(*)" in q["sql"] and "LIMIT" not in q["sql"] for q in captured.captured_queries)
    ordered = sorted(taken)
    return Timing(statistics.median(taken), ordered[int(len(ordered) * 0.95) - 1], len(captured), counting)
