"""A draft that was acknowledged is never lost: the web server is killed, and the database, while somebody types."""

from __future__ import annotations

import json
import threading
import time
import urllib.error
import urllib.parse
import urllib.request
import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import psycopg
import pytest
from django.conf import settings
from django.urls import reverse
from pytest_django.plugin import DjangoDbBlocker

from pitservice.embedded import postgres
from pitservice.embedded.places import Places
from pitservice.embedded.processes import wait_until
from pitservice.embedded.redis import RedisServer
from tests.harness.database import CloneDatabase
from tests.harness.product import RunningProduct
from tests.harness.servers import PASSWORD, ThrowAwayCluster
from tests.make.accounts import client_of
from tests.make.caseload import in_days, make_appointment, make_work

SAVES_BETWEEN = 5
DISASTERS = 4


@dataclass
class Scene:
    """A web server over a database of its own that may be killed, and somebody signed in with a page open."""

    cluster: ThrowAwayCluster
    database: CloneDatabase
    product: RunningProduct
    cookie: str = ""
    path: str = ""

    def kill_web(self) -> None:
        """The server process dies at once and is started again."""
        self.product.web.kill()
        self.start_web()

    def kill_database(self) -> None:
        """Every PostgreSQL process dies at once; it recovers from its log when it is started again."""
        self.cluster.cluster.child.kill()
        (self.cluster.cluster.data / "postmaster.pid").unlink(missing_ok=True)
        self.cluster.cluster.start()

    def start_web(self) -> None:
        """Start the web server and wait until it answers."""
        self.product.web.start()
        wait_until(self.product.answers, self.product.web, seconds=60)

    def kept(self) -> str:
        """The draft as it stands in the database."""
        with psycopg.connect(self.database.app_url) as connection:
            row = connection.execute("SELECT text FROM caseload_draft").fetchone()
        return str(row[0]) if row else ""


@pytest.fixture
def cluster(tmp_path: Path) -> Iterator[ThrowAwayCluster]:
    """A PostgreSQL of this test's own that writes what it commits to the disk, as in production."""
    throw_away = ThrowAwayCluster(Places.here())
    throw_away.cluster.stop()
    throw_away.cluster = postgres.Cluster(
        throw_away.binaries, throw_away.home, throw_away.user, PASSWORD, tmp_path / "postgres.log", durable=True
    )
    throw_away.cluster.start()
    yield throw_away
    throw_away.remove()


@pytest.fixture
def scene(
    cluster: ThrowAwayCluster,
    django_db_setup: None,
    django_db_blocker: DjangoDbBlocker,
    clone_database: CloneDatabase,
    redis_server: RedisServer,
    tmp_path: Path,
) -> Iterator[Scene]:
    """The scene, with an appointment to write about."""
    database = CloneDatabase(cluster.sockets, "pit_drafts")
    database.make()
    found = Scene(cluster, database, RunningProduct(database, redis_server, tmp_path))
    with django_db_blocker.unblock():
        database.point_django_here()
        try:
            work = make_work()
            appointment = make_appointment(work, in_days(-1))
            found.cookie = client_of(work.lead).cookies[settings.SESSION_COOKIE_NAME].value
            found.path = reverse("caseload:draft", args=[appointment.key])
        finally:
            clone_database.point_django_here()
    found.start_web()
    yield found
    found.product.stop()


@dataclass
class Typist:
    """Somebody who types on and on; each save goes until it is acknowledged, as the page's script does."""

    scene: Scene
    text: str = ""
    acknowledged: str = ""
    saves: int = 0
    retries: int = 0
    stop: threading.Event = field(default_factory=threading.Event)
    tab: str = field(default_factory=lambda: str(uuid.uuid4()))
    token: str = ""
    revision: int = 0
    seq: int = 0

    def type_on(self) -> None:
        """Type and save until told to stop."""
        while not self.stop.is_set():
            self.text += f"word {self.saves} "
            while not self._saved() and not self.stop.is_set():
                self.retries += 1
                time.sleep(0.05)

    def _saved(self) -> bool:
        """One save; whether it was acknowledged."""
        sent, self.seq = self.text, self.seq + 1
        try:
            if not self.token:
                self.token = str(self._call(None)["token"])
            body = {"text": sent, "revision": self.revision, "tab": self.tab, "seq": self.seq}
            said = self._call(urllib.parse.urlencode(body).encode())
        except (OSError, urllib.error.HTTPError, ValueError):
            return False
        assert said["aside"] is False
        self.revision, self.acknowledged, self.saves = int(str(said["revision"])), sent, self.saves + 1
        return True

    def _call(self, body: bytes | None) -> dict[str, object]:
        request = urllib.request.Request(f"{self.scene.product.url}{self.scene.path}", data=body)
        cookies = f"{settings.SESSION_COOKIE_NAME}={self.scene.cookie}"
        if body is not None:
            request.add_header("X-CSRFToken", self.token)
            cookies += f"; {settings.CSRF_COOKIE_NAME}={self._secret}"
        request.add_header("Cookie", cookies)
        with urllib.request.urlopen(request, timeout=10) as answer:
            given = answer.headers.get_all("Set-Cookie") or []
            for cookie in given:
                name, _, value = cookie.partition("=")
                if name == settings.CSRF_COOKIE_NAME:
                    self._secret = value.partition(";")[0]
            found: dict[str, object] = json.loads(answer.read())
        return found

    _secret: str = ""


@pytest.mark.rule("P70")
def test_an_acknowledged_draft_outlives_the_server_and_the_database(scene: Scene) -> None:
    typist = Typist(scene)
    thread = threading.Thread(target=typist.type_on, daemon=True)
    thread.start()

    for number in range(DISASTERS):
        _wait_for_saves(typist, typist.saves + SAVES_BETWEEN)
        (scene.kill_database if number % 2 else scene.kill_web)()
    _wait_for_saves(typist, typist.saves + SAVES_BETWEEN)
    scene.product.web.kill()
    scene.cluster.cluster.child.kill()
    typist.stop.set()
    thread.join(20)
    (scene.cluster.cluster.data / "postmaster.pid").unlink(missing_ok=True)
    scene.cluster.cluster.start()

    assert typist.retries > 0
    assert scene.kept().startswith(typist.acknowledged)


def _wait_for_saves(typist: Typist, number: int) -> None:
    """Until so many saves have been acknowledged."""
    deadline = time.monotonic() + 60
    while typist.saves < number:
        assert time.monotonic() < deadline, f"only {typist.saves} of {number} saves were acknowledged"
        time.sleep(0.02)
