"""The running product of one test worker: a real web server, Celery worker and beat over its database and its Redis."""

from __future__ import annotations

import os
import socket
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings

from pitservice.embedded.processes import Child, wait_until
from pitservice.embedded.redis import RedisServer
from tests.harness.database import CloneDatabase
from tests.harness.servers import SETTINGS

QUEUES = "default,messages,letters,jobs"

_PRODUCT = pytest.StashKey["RunningProduct"]()


class RunningProduct:
    """The processes, each to be stopped, killed and started by tests of faults; `start()` starts what does not run."""

    def __init__(
        self,
        database: CloneDatabase,
        redis: RedisServer,
        folder: Path,
        *,
        app: str = "pitservice.celery",
        settings_module: str = SETTINGS,
        port: int = 0,
    ) -> None:
        """Describe the processes; nothing runs yet."""
        self.database, self.redis = database, redis
        self.port = port or free_port()
        self.url = f"http://localhost:{self.port}"
        self.folder = folder
        self.environment = os.environ | {
            "DJANGO_SETTINGS_MODULE": settings_module,
            "DATABASE_URL": database.app_url,
            "REDIS_URL": redis.url,
            "TEST_MEDIA_ROOT": str(settings.MEDIA_ROOT),
            "PYTHONWARNINGS": "default",
        }
        self.web = self._child(
            "gunicorn",
            "pitservice.wsgi",
            "--bind",
            f"127.0.0.1:{self.port}",
            "--workers",
            "1",
            "--worker-class",
            "gthread",
            "--threads",
            "4",
            "--no-control-socket",
        )
        celery = ("celery", "-A", app)
        self.worker = self._child(
            *celery,
            "worker",
            "-Q",
            QUEUES,
            "--concurrency",
            "2",
            "--without-gossip",
            "--without-mingle",
            "-n",
            "worker@%h",
            name="worker",
        )
        self.beat = self._child(*celery, "beat", "--schedule", str(folder / "beat"), "--pidfile", "", name="beat")

    def start(self) -> None:
        """Start whatever does not run, and wait until pages are answered."""
        if not self.redis.child.running:
            self.redis.start()
        for child in (self.web, self.worker, self.beat):
            if not child.running:
                child.start()
        wait_until(self.answers, self.web, seconds=60)

    @property
    def running(self) -> bool:
        """Whether any of it runs."""
        return any(child.running for child in (self.web, self.worker, self.beat))

    def stop(self) -> None:
        """Stop everything but the servers."""
        for child in (self.beat, self.web, self.worker):
            child.stop(timeout=10)

    def answers(self) -> bool:
        """Whether the web server answers at all."""
        try:
            with urllib.request.urlopen(f"{self.url}/healthz", timeout=5):
                return True
        except urllib.error.HTTPError:
            return True
        except OSError:
            return False

    def _child(self, module: str, *arguments: str, name: str = "web") -> Child:
        """A process of this Python that runs a module from the repository's root."""
        command = [sys.executable, "-m", module, *arguments]
        log = self.folder / f"{name}.log"
        return Child(name, command, log=log, env=self.environment, cwd=settings.BASE_DIR)


@pytest.fixture(scope="session")
def product_processes(
    request: pytest.FixtureRequest,
    django_db_setup: None,
    clone_database: CloneDatabase,
    redis_server: RedisServer,
    worker_folder: Path,
) -> Iterator[RunningProduct]:
    """The product of this worker, started by the first test that asks for it."""
    product = request.config.stash[_PRODUCT] = RunningProduct(clone_database, redis_server, worker_folder)
    yield product
    product.stop()


@pytest.fixture
def running_product(product_processes: RunningProduct, transactional_db: None) -> RunningProduct:
    """The product, with every process running, over a database that only this test has changed; `.url` leads to it."""
    product_processes.start()
    return product_processes


@pytest.fixture(autouse=True)
def _alone(request: pytest.FixtureRequest) -> None:
    """Stop the product before a test that did not ask for it: its worker would do that test's work behind its back."""
    product = request.config.stash.get(_PRODUCT, None)
    if product is not None and product.running and not _needs_product(request.node):
        product.stop()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Tests of the running product first, so that it is started and stopped once."""
    items.sort(key=lambda item: not _needs_product(item))


def _needs_product(test: pytest.Item) -> bool:
    return "running_product" in getattr(test, "fixturenames", ())


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
