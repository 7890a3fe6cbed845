"""Kill whatever there is, at random, while reminders go: none lost, none doubled, none in a wrong end state.

Worker, beat, web, Redis (with all it knew) and PostgreSQL are killed with SIGKILL while the product sends over a bad
line (`gateway`), and are started again as the system's own supervisor would. `KILLS=200 REMINDERS=10000 SEED=1`.
"""

from __future__ import annotations

import os
import random
import secrets
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import django

from pitservice.embedded import product, servers
from pitservice.embedded.places import Places
from pitservice.embedded.processes import Child, wait_until

ROOT = Path(__file__).resolve().parents[2]
KILLS, REMINDERS = int(os.environ.get("KILLS", "200")), int(os.environ.get("REMINDERS", "10000"))
SEED = int(os.environ.get("SEED", "1"))
#: After the last kill everything must have settled within so many seconds.
SETTLES = 600


def main() -> int:
    """Set up, kill, wait, count; 1 where a reminder is lost, doubled or in a wrong state."""
    places = Places(ROOT, Path(os.environ.get("VAR", ROOT / "var")) / "drill")
    places.prepare()
    started = servers.start(places)
    try:
        made = product.Product(places, started)
        made.manage("migrate", "--verbosity", "0", doing="migrate the database", owner=True)
        token = secrets.token_urlsafe(40)
        os.environ |= dict(made.environment) | {
            "DJANGO_SETTINGS_MODULE": "pitservice.settings.drill",
            "NOTIFY_CALLBACK_TOKEN": token,
        }
        return Drill(started, places, token).run()
    finally:
        started.stop()


class Drill:
    """The product under attack."""

    def __init__(self, started: servers.Servers, places: Places, token: str) -> None:
        """Everything described, nothing started."""
        from tests.drills.gateway import BadLine
        from tests.messaging.stub import keys_for

        self.chance = random.Random(SEED)
        self.postgres, self.redis = started.children[0], started.children[1]
        port = product_port()
        hooks = f"http://localhost:{port}/messages/hooks/notify/receipt/"
        self.far_end = BadLine(self.chance, hooks, token, tries=REMINDERS * 3)
        os.environ |= keys_for(self.far_end.url)
        django.setup()
        self.product = self._product(started, places, port)
        self.killed: Counter[str] = Counter()

    def run(self) -> int:
        """The whole of it."""
        from tests.make.accounts import make_team
        from tests.make.messaging import make_many_due

        messages = make_many_due(make_team(f"Drill {secrets.token_hex(4)}"), REMINDERS)
        threads = [threading.Thread(target=work, daemon=True) for work in (self._serve, self.far_end.call_back)]
        for thread in threads:
            thread.start()
        self.product.start()
        begun = time.monotonic()
        for _ in range(KILLS):
            time.sleep(self.chance.uniform(0.1, 1.5))
            self._kill()
        settled = self._settle(messages)
        self.far_end.stopping.set()
        self.product.stop()
        return self._report(messages, time.monotonic() - begun, settled)

    def _serve(self) -> None:
        self.far_end.serve_forever(poll_interval=0.1)

    def _kill(self) -> None:
        victims: dict[str, Callable[[], None]] = {
            "worker": lambda: self._again(self.product.worker),
            "beat": lambda: self._again(self.product.beat),
            "web": lambda: self._again(self.product.web),
            "Redis": self._redis,
            "PostgreSQL": self._postgres,
        }
        name = self.chance.choice(["worker"] * 4 + sorted(victims))
        self.killed[name] += 1
        victims[name]()

    def _again(self, child: Child) -> None:
        child.kill()
        child.start()

    def _redis(self) -> None:
        self.redis.kill()
        for kept in Path(self.product.redis.home).rglob("*.aof*"):
            if kept.is_file():
                kept.unlink()
        self.product.redis.start()

    def _postgres(self) -> None:
        self.postgres.kill()
        self.postgres.start()
        wait_until(self._answers, self.postgres, seconds=60)

    def _answers(self) -> bool:
        from django.db import DatabaseError, connection

        try:
            connection.close()
            connection.ensure_connection()
        except DatabaseError:
            return False
        return True

    def _settle(self, messages: list[int]) -> float:
        """Seconds until nothing waits and every receipt has come."""
        from pitservice.messaging.models import Message

        begun = time.monotonic()
        while time.monotonic() - begun < SETTLES:
            for child in (self.product.worker, self.product.beat, self.product.web):
                if not child.running:
                    child.start()
            left = Message.objects.filter(pk__in=messages).exclude(state__in=["delivered", "failed"]).count()
            if not left:
                break
            time.sleep(1)
        return time.monotonic() - begun

    def _report(self, messages: list[int], took: float, settled: float) -> int:
        from pitservice.messaging.models import Message

        taken = Counter(one["reference"] for one in self.far_end.accepted)
        rows = Message.objects.filter(pk__in=messages).values_list("reference", "state", "why", "attempts")
        lost = [r for r, state, why, _ in rows if not taken[str(r)] and (state in ("sent", "delivered") or not why)]
        doubled = [r for r, *_ in rows if taken[str(r)] > 1]
        wrong = [r for r, state, *_ in rows if (state == "delivered") != (taken[str(r)] > 0)]
        states = Counter(state for _, state, *_ in rows)
        tries = Counter(attempts for *_, attempts in rows)
        twice = sum(self.far_end.called.values()) - len(self.far_end.called)
        print(f"killed: {dict(self.killed)}; end states: {dict(states)}; tries: {dict(sorted(tries.items()))}")
        print(f"requests: {len(self.far_end.headers_seen)}; receipts that came twice: {twice}")
        print(
            f"drill: {KILLS} kills over {len(rows):,} reminders in {took:.0f} s, settled {settled:.0f} s after the "
            f"last; {len(lost)} lost, {len(doubled)} doubled, {len(wrong)} in a wrong end state, "
            f"{states['failed']} not sent and say why"
        )
        return 1 if lost or doubled or wrong else 0

    def _product(self, started: servers.Servers, places: Places, port: int) -> Any:
        from pitservice.embedded import redis
        from tests.harness.product import RunningProduct

        server = redis.RedisServer(
            redis.find_server(places.venv, log=places.logs / "setup.log"),
            places.var / "redis",
            places.logs / "redis.log",
        )
        server.child = self.redis
        database: Any = SimpleNamespace(app_url=started.database_url)
        found = RunningProduct(
            database,
            server,
            places.logs,
            app="tests.drills.celery",
            port=port,
            settings_module="pitservice.settings.drill",
        )
        return found


def product_port() -> int:
    """A port that nobody listens on."""
    from tests.harness.product import free_port

    return free_port()


if __name__ == "__main__":
    sys.exit(main())
