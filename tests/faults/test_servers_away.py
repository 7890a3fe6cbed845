"""Redis or the database is away, Redis forgets or repeats, beat runs twice: each text goes once (design §8).

A real worker and two real beats that ring each second, so that a minute's wait is a second's; leases run out after six
seconds (`settings.drill`). The gateway is a stand-in for GOV.UK Notify, which would take a text twice.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.conf import settings
from django.db import connections
from kombu import Connection

from pitservice.embedded import postgres
from pitservice.embedded.processes import Child
from pitservice.embedded.redis import RedisServer
from pitservice.jobs.bell import ring_now
from pitservice.messaging.actions.queueing import BELL
from pitservice.messaging.models import Message
from pitservice.messaging.tasks import send_due
from tests.faults import processes
from tests.harness.database import CloneDatabase
from tests.harness.product import RunningProduct
from tests.harness.servers import url
from tests.make.families import MadeFamily, make_family
from tests.make.messaging import in_outbox, queue_text
from tests.messaging.stub import FarEnd, notify

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.rule("REM-1")]

APP = "tests.drills.celery"
#: Each text takes so long at the far end that what happens meanwhile finds some on their way.
LAG = 0.1


@dataclass
class Scene:
    """A worker and two beats over the test's database, its Redis, and the far end."""

    product: RunningProduct
    second_beat: Child
    far_end: FarEnd
    made: MadeFamily

    @property
    def redis(self) -> RedisServer:
        """The test's own."""
        return self.product.redis

    def write(self, number: int) -> None:
        """So many texts that are due now."""
        for _ in range(number):
            queue_text(self.made)

    def all_gone(self) -> None:
        """Wait until nothing waits; then each is at the far end once, and none was left out."""
        _until(lambda: set(_states()) == {"sent"})
        ours = Message.objects.order_by("reference").values_list("reference", flat=True)
        assert sorted(one["reference"] for one in self.far_end.accepted) == sorted(map(str, ours))


@pytest.fixture
def scene(
    transactional_db: None,
    clone_database: CloneDatabase,
    redis_server: RedisServer,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[Scene]:
    """Everything runs, and one text has gone."""
    with notify() as far_end:
        for name in ("NOTIFY_BASE_URL", "NOTIFY_API_KEY", "NOTIFY_TEMPLATE_ID"):
            monkeypatch.setenv(name, getattr(settings, name))
        product = RunningProduct(
            clone_database, redis_server, tmp_path, app=APP, settings_module="pitservice.settings.drill"
        )
        beat = [sys.executable, "-m", "celery", "-A", APP, "beat", "--schedule", str(tmp_path / "2"), "--pidfile", ""]
        second = Child("beat 2", beat, log=tmp_path / "beat-2.log", env=product.environment, cwd=settings.BASE_DIR)
        found = Scene(product, second, far_end, make_family())
        found.write(1)
        children = (product.worker, product.beat, second)
        for child in children:
            child.start()
        try:
            found.all_gone()
            far_end.lag = LAG
            yield found
        finally:
            for child in children:
                child.kill()
            if not redis_server.child.running:
                redis_server.start()


def test_redis_is_away_for_a_while_and_then_has_forgotten_everything(scene: Scene) -> None:
    scene.write(10)
    _until(lambda: "sending" in _states())

    scene.redis.child.kill()
    scene.write(10)  # a bell that nobody hears is no error, and keeps nobody waiting
    time.sleep(3)
    for kept in scene.redis.home.rglob("*.aof*"):
        kept.unlink()
    scene.redis.start()
    scene.write(5)

    scene.all_gone()
    assert scene.product.beat.running and scene.second_beat.running


def test_the_database_is_away_while_texts_are_on_their_way(scene: Scene, clone_database: CloneDatabase) -> None:
    """The far end takes texts that cannot be written down: it is asked about each before one would go again."""
    scene.write(20)
    _until(lambda: "sending" in _states())

    _database(clone_database, there=False)
    time.sleep(4)
    _database(clone_database, there=True)
    scene.write(5)

    scene.all_gone()
    assert scene.far_end.lookups != []


def test_a_bell_that_redis_gives_out_twice_sends_nothing_twice(redis_server: RedisServer) -> None:
    """A task whose end Redis did not hear of in time (`visibility_timeout`) is given to another worker as well."""
    options = {"visibility_timeout": 1}
    with (
        Connection(settings.CELERY_BROKER_URL, transport_options=options) as one,
        Connection(settings.CELERY_BROKER_URL, transport_options=options) as another,
    ):
        first: Any = one.channel()
        second: Any = another.channel()
        first.client.flushdb()  # also what workers that were killed never said they had done
        ring_now(BELL)
        given = first.basic_get(settings.CELERY_TASK_DEFAULT_QUEUE)
        assert second.basic_get(settings.CELERY_TASK_DEFAULT_QUEUE) is None
        time.sleep(1.1)
        second.qos.restore_visible(interval=1)
        again = second.basic_get(settings.CELERY_TASK_DEFAULT_QUEUE)
        second.basic_ack(again.delivery_tag)

    assert given.headers["id"] == again.headers["id"]
    messages = [queue_text(make_family()) for _ in range(6)]
    workers = [processes.start(send_due) for _ in (given, again)]
    for worker in workers:
        worker.join(30)
    assert [in_outbox(message) for message in messages] == [1] * 6


def _database(database: CloneDatabase, *, there: bool) -> None:
    """Everybody is thrown out and nobody let in, or everybody is let in again."""
    with psycopg.connect(url(database.sockets, postgres.SUPERUSER, "postgres"), autocommit=True) as admin:
        admin.execute(f"ALTER DATABASE {database.name} ALLOW_CONNECTIONS {there}".encode())
        if not there:
            admin.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", [database.name])
    connections.close_all()


def _states() -> list[str]:
    return list(Message.objects.order_by("pk").values_list("state", flat=True))


def _until(happened: Callable[[], bool], seconds: float = 60) -> None:
    deadline = time.monotonic() + seconds
    while not happened():
        assert time.monotonic() < deadline, _states()
        time.sleep(0.1)
