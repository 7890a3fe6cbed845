"""`make run`: the product on this machine - migrated, filled with a demo year, served, watched."""

from __future__ import annotations

import errno
import fcntl
import os
import socket
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from pitservice.embedded import at_hand, environment, frontend, keys, libraries, servers, stamps
from pitservice.embedded.places import Places
from pitservice.embedded.problems import SetUpProblem
from pitservice.embedded.processes import Child, wait_until
from pitservice.embedded.shell import Command, run
from pitservice.embedded.supervise import Supervisor

SETTINGS = "pitservice.settings.embedded"
#: Every queue that a task names; tests hold this list and the compose file against the tasks.
QUEUES = "default,messages,letters,jobs"
_BIGGEST_LOG = 10 * 1024 * 1024


def set_up(places: Places, which: str = "run") -> None:
    """The environment, the browser's files and the libraries."""
    places.prepare()
    with _lock(places.var / "setup.lock", wait=True):
        environment.ensure(places, which)
        frontend.ensure(places)
        libraries.ensure(places.logs / "setup.log")


def serve(places: Places) -> None:
    """Start everything, say where it is, and watch it until somebody asks it to stop."""
    port = _port()
    places.prepare()
    with _lock(places.var / "run.lock", wait=False):
        addresses = _free_addresses(port)
        set_up(places)
        supervisor = Supervisor()
        try:
            product = _start_servers(places, supervisor)
            product.prepare()
            _start_processes(product, supervisor, addresses, port)
            at_hand.keep(places, product.environment)
            _say_ready(product, port)
            supervisor.watch()
        finally:
            supervisor.stop_all()
            at_hand.forget(places)
            print("Stopped.", flush=True)


def make_demo(places: Places) -> None:
    """Make the demo year anew, in the product that runs or in the one that is stopped."""
    places.prepare()
    set_up(places)
    try:
        with _lock(places.var / "run.lock", wait=False):
            started = servers.start(places)
            try:
                product = Product(places, started)
                product.prepare(demo=False)
                product.make_demo()
            finally:
                started.stop()
    except AlreadyRunningError:
        Product(places, servers.running(places)).make_demo()


class AlreadyRunningError(SetUpProblem):
    """Another `make run` holds the data folder."""


@dataclass
class Product:
    """Our Django project over its servers."""

    places: Places
    servers: servers.Servers

    @property
    def environment(self) -> Mapping[str, str]:
        """What web, worker and beat see: the app role's address, never the owner's."""
        known = {name: value for name, value in os.environ.items() if name != "DATABASE_OWNER_URL"}
        return known | {
            "DJANGO_SETTINGS_MODULE": SETTINGS,
            "SECRET_KEY": keys.kept(self.places.secrets / "secret_key"),
            "DATABASE_URL": self.servers.database_url,
            "REDIS_URL": self.servers.redis_url,
            "VAR": str(self.places.var),
            "PYTHONUNBUFFERED": "1",
        }

    def manage(self, *arguments: str, doing: str, owner: bool = False) -> str:
        """Run a command of Django's; as the database's owner only where the command needs it."""
        known = dict(self.environment)
        if owner:
            known["DATABASE_OWNER_URL"] = self.servers.owner_url
        command: Command = [self.places.python, self.places.root / "manage.py", *arguments]
        return run(command, doing=doing, log=self.places.logs / "setup.log", env=known, cwd=self.places.root)

    def prepare(self, *, demo: bool = True) -> None:
        """Migrate, collect what the browser gets, and fill an empty database with the demo year."""
        if not self._known("migrated"):
            print("Preparing the database ...", flush=True)
            self.manage("migrate", "--verbosity", "1", doing="migrate the database", owner=True)
            self._know("migrated")
        self._collect_static()
        if demo and not self._known("demo"):
            self.make_demo("--if-empty")

    def make_demo(self, *arguments: str) -> None:
        """Make the demo year, where this clone has the command for it."""
        if not self.has_demo:
            print("There is no demo year to make yet.", flush=True)
            return
        print("Making the demo year ...", flush=True)
        print(self.manage("make_demo", *arguments, doing="make the demo year", owner=True), end="", flush=True)
        self._know("demo")

    def sign_ins(self) -> str:
        """Who may sign in to the demo; asked once for each state of the code."""
        if not self.has_demo:
            return ""
        kept, stamp = self.places.var / "sign-ins.txt", self.places.var / "sign-ins.stamp"
        if not (stamps.is_current(stamp, self._code) and kept.exists()):
            kept.write_text(self.manage("make_demo", "--sign-ins", doing="list the demo sign-ins"))
            stamps.set_stamp(stamp, self._code)
        return kept.read_text()

    @property
    def has_demo(self) -> bool:
        """Whether this clone has a demo year."""
        return (self.places.root / "pitservice" / "demo" / "management" / "commands" / "make_demo.py").exists()

    @cached_property
    def _code(self) -> str:
        """A hash of all our Python and of the libraries: what a database was prepared by."""
        packages = [path.parent for path in sorted(self.places.root.glob("*/__init__.py"))]
        code = [path for package in packages for path in sorted(package.rglob("*.py"))]
        return stamps.hash_of([*code, self.places.root / "requirements" / "run.txt"])

    def _known(self, step: str) -> bool:
        """Whether the embedded database went through a step with this code; never assumed of a foreign one."""
        home = self.servers.home
        return home is not None and stamps.is_current(home / f"{step}.stamp", self._code)

    def _know(self, step: str) -> None:
        """Remember beside the data that the embedded database went through a step."""
        if self.servers.home is not None:
            stamps.set_stamp(self.servers.home / f"{step}.stamp", self._code)

    def _collect_static(self) -> None:
        """Collect and compress the browser's files, unless nothing has changed."""
        stamp = self.places.var / "static.stamp"
        wanted = stamps.hash_of([self.places.root / "static" / "build", self.places.root / "requirements" / "run.txt"])
        if not stamps.is_current(stamp, wanted):
            self.manage("collectstatic", "--no-input", "--clear", doing="collect what the browser gets")
            stamps.set_stamp(stamp, wanted)


def _start_servers(places: Places, supervisor: Supervisor) -> Product:
    """The database and the doorbell, watched from now on."""
    for log in places.logs.glob("*.log"):
        if log.stat().st_size > _BIGGEST_LOG:
            log.replace(log.with_suffix(".log.old"))
    print("Starting the database ...", flush=True)
    started = servers.start(places)
    for child in started.children:
        supervisor.add(child)
    return Product(places, started)


def _start_processes(product: Product, supervisor: Supervisor, addresses: list[str], port: int) -> None:
    """Web server, worker and beat; wait until the web server answers."""
    bound = [part for address in addresses for part in ("--bind", address)]
    web = _child(
        product,
        "The web server",
        "gunicorn",
        "pitservice.wsgi",
        *bound,
        "--workers",
        "2",
        "--worker-class",
        "gthread",
        "--threads",
        "4",
        "--no-control-socket",
        "--graceful-timeout",
        "10",
    )
    celery = ("celery", "-A", "pitservice.celery")
    worker = _child(
        product,
        "The worker",
        *celery,
        "worker",
        "-Q",
        QUEUES,
        "--pool",
        "prefork",
        "--concurrency",
        "2",
        "--without-gossip",
        "--without-mingle",
        "-n",
        "worker@%h",
    )
    schedule = product.places.var / "beat-schedule"
    beat = _child(product, "The clock (beat)", *celery, "beat", "--schedule", str(schedule), "--pidfile", "")
    print("Starting web server, worker and clock ...", flush=True)
    web.start()
    supervisor.add(web)
    wait_until(lambda: _answers(port), web, seconds=90)  # first, and with the cores to itself
    for child in (worker, beat):
        child.start()
        supervisor.add(child)


def _child(product: Product, name: str, module: str, *arguments: str) -> Child:
    """A process of the virtual environment's Python."""
    log = product.places.logs / f"{name.split()[1]}.log".replace("clock", "beat")
    command: Command = [product.places.python, "-m", module, *arguments]
    return Child(name, command, log=log, env=product.environment, cwd=product.places.root)


def _say_ready(product: Product, port: int) -> None:
    """Where the product is, and who may sign in to the demo."""
    print(product.sign_ins(), end="")
    print(f"Ready: http://localhost:{port}", flush=True)


def _answers(port: int) -> bool:
    """Whether the health page answers that the database is well."""
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=5):
            return True
    except (urllib.error.HTTPError, OSError):
        return False


def _port() -> int:
    """The port that PORT names, 8000 otherwise."""
    text = os.environ.get("PORT") or "8000"
    if not text.isdecimal() or not 0 < int(text) < 65536:
        raise SetUpProblem(f"PORT is {text!r}: give a number from 1 to 65535.")
    return int(text)


def _free_addresses(port: int) -> list[str]:
    """Where the web server listens: both kinds of `localhost` that this machine has; stop if somebody else is there."""
    free = []
    for family, host in ((socket.AF_INET, "127.0.0.1"), (socket.AF_INET6, "::1")):
        try:
            with socket.socket(family) as probe:
                probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
                probe.bind((host, port))
        except PermissionError as error:
            raise SetUpProblem(f"This user may not use port {port}: choose one above 1023, as in PORT=8000.") from error
        except OSError as error:
            if error.errno == errno.EADDRINUSE:
                raise SetUpProblem(
                    f"Port {port} is in use: stop the program that uses it, or choose another port, as in"
                    f" `PORT={port + 1 if port < 65535 else 8000} make run`."
                ) from error
            continue  # this machine has no IPv6
        free.append(f"[{host}]:{port}" if family == socket.AF_INET6 else f"{host}:{port}")
    return free


@contextmanager
def _lock(path: Path, *, wait: bool) -> Iterator[None]:
    """Hold a lock file; without `wait`, stop if another process of ours holds it."""
    with path.open("a") as stream:
        try:
            fcntl.flock(stream, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
        except BlockingIOError as error:
            raise AlreadyRunningError(
                f"The product already runs over the data in {path.parent}: stop it, or set VAR to another folder."
            ) from error
        yield
