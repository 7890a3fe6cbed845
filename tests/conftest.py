"""The harness: servers for the run, a database for each worker, strictness, the running product and a browser.

Fixtures for everybody: `clone_database` (addresses of this worker's database), `redis_server` (this worker's own),
`running_product` (web, worker and beat over both), `page` and `plain_page` (a browser, with and without JavaScript).
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import transaction
from django.test import TransactionTestCase, override_settings
from pytest_django.plugin import DjangoDbBlocker

from pitservice.embedded import redis
from pitservice.embedded.places import Places
from pitservice.embedded.problems import SetUpProblem
from tests.harness import strictness
from tests.harness.database import CloneDatabase
from tests.harness.servers import ThrowAwayCluster

pytest_plugins = ["tests.harness.browser", "tests.harness.product"]

_SERVERS = pytest.StashKey[ThrowAwayCluster]()


def pytest_configure(config: pytest.Config) -> None:
    """Set what a property test tries: the same 100 examples each time, or 10,000 others in each `make drill`.

    What passes on one machine passes on the next, so that no change is refused for what another one broke; new
    examples are the drill's (decision 0025).
    """
    from hypothesis import HealthCheck
    from hypothesis import settings as hypothesis_settings

    slow = [HealthCheck.too_slow, HealthCheck.function_scoped_fixture]
    hypothesis_settings.register_profile(
        "test", max_examples=100, deadline=None, derandomize=True, suppress_health_check=slow
    )
    hypothesis_settings.register_profile("drill", max_examples=10_000, deadline=None, suppress_health_check=slow)
    hypothesis_settings.load_profile("drill" if os.environ.get("DRILL") else "test")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave what is marked `drill` to `make drill`."""
    if os.environ.get("DRILL"):
        return
    drills = [item for item in items if item.get_closest_marker("drill")]
    items[:] = [item for item in items if item not in drills]
    config.hook.pytest_deselected(items=drills)


@pytest.hookimpl(optionalhook=True)
def pytest_configure_node(node: Any) -> None:
    """Before a worker of a parallel run starts: tell it where the run's PostgreSQL is."""
    node.workerinput["postgres_sockets"] = _start_servers(node.config).sockets


def pytest_unconfigure(config: pytest.Config) -> None:
    """When the run is over: stop and remove its PostgreSQL."""
    if _SERVERS in config.stash:
        config.stash[_SERVERS].remove()


def _start_servers(config: pytest.Config) -> ThrowAwayCluster:
    """The run's PostgreSQL, started when it is first asked for."""
    if _SERVERS not in config.stash:
        try:
            config.stash[_SERVERS] = ThrowAwayCluster(Places.here())
        except SetUpProblem as problem:
            pytest.exit(str(problem), returncode=1)
    return config.stash[_SERVERS]


@pytest.fixture(scope="session")
def clone_database(request: pytest.FixtureRequest) -> CloneDatabase:
    """This worker's own clone of the migrated template."""
    workerinput = getattr(request.config, "workerinput", None)
    if workerinput is None:
        return CloneDatabase(_start_servers(request.config).sockets, "pit_main")
    return CloneDatabase(workerinput["postgres_sockets"], f"pit_{workerinput['workerid']}")


@pytest.fixture(scope="session")
def django_db_setup(
    request: pytest.FixtureRequest, django_test_environment: None, django_db_blocker: DjangoDbBlocker
) -> Iterator[None]:
    """In place of pytest-django's: connect to a clone as the app role, and make it anew where Django would flush."""
    database: CloneDatabase = request.getfixturevalue("clone_database")
    request.getfixturevalue("redis_server")
    with django_db_blocker.unblock(), pytest.MonkeyPatch.context() as patch:
        database.make()
        database.point_django_here()
        patch.setattr(TransactionTestCase, "_fixture_teardown", lambda _: database.make_anew())
        yield


@pytest.fixture(scope="module")
def kept(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Callable[[Callable[[], Any]], Any]]:
    """Make something once for all tests of a module: `kept(lambda: make_hard_family(make_team()))` in a fixture.

    Each test's own transaction lies within the module's, so what it changes is undone and what was kept is there
    again. A test takes a copy (`copy.deepcopy`), because the objects it is given remember what it did to them.
    """
    with django_db_blocker.unblock(), transaction.atomic():

        def keep(make: Callable[[], Any]) -> Any:
            with django_db_blocker.unblock():
                return make()

        with django_db_blocker.block():
            yield keep
        transaction.set_rollback(True)


@pytest.fixture(scope="session")
def worker_folder() -> Iterator[Path]:
    """A short folder of this worker's own, removed at the end."""
    folder = Path(tempfile.mkdtemp(prefix=f"pit-test-{os.getpid()}-"))
    yield folder
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def redis_server(worker_folder: Path) -> Iterator[redis.RedisServer]:
    """This worker's own Redis; tests may stop, flush and start it, and leave it running."""
    places = Places.here()
    program = redis.find_server(places.venv, log=places.logs / "setup.log")
    server = redis.RedisServer(program, worker_folder / "redis", worker_folder / "redis.log", durable=False)
    server.start()
    _point_celery_at(server.url)
    yield server
    server.stop()


@pytest.fixture(scope="session", autouse=True)
def _strict(worker_folder: Path) -> Iterator[None]:
    """Undefined variables fail, sockets stay on this machine, stored files go to a throw-away folder."""
    strictness.refuse_undefined_variables()
    media = worker_folder / "media"
    with pytest.MonkeyPatch.context() as patch, override_settings(MEDIA_ROOT=media):
        strictness.refuse_foreign_sockets(patch)
        yield


def _point_celery_at(url: str) -> None:
    """Have the bell ring at this worker's Redis."""
    from pitservice.celery import app
    from pitservice.settings.redis_url import broker_url

    settings.REDIS_URL = url
    settings.CELERY_BROKER_URL = broker_url(url)
    app.conf.update(broker_url=settings.CELERY_BROKER_URL)
