"""The throw-away PostgreSQL of one test run, with a migrated template to clone from.

A cluster that holds the migrated template is made once for each state of the code that could change it, kept under
VAR, and copied for each run: starting costs about a second. fsync is off: nothing here is meant to last.
"""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
import re
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from pitservice.embedded import machine, postgres
from pitservice.embedded.places import Places
from pitservice.embedded.problems import SetUpProblem
from pitservice.embedded.shell import Command, run, succeeds

TEMPLATE = "pit_template"
#: Throw-away servers on a Unix socket that only this user may open need no secrets.
PASSWORD = "test"
SETTINGS = "pitservice.settings.testing"

_SETTINGS = {"max_connections": "200", "shared_buffers": "128MB", "jit": "off"}
#: What can change a migrated database: folders and modules with these names, and whatever a migration imports.
_COUNTED = re.compile(r"(^|/)(migrations|models|enums|settings|history|triggers)(/.*)?(\.py|\.sql)$|/db/")
_IMPORTED = re.compile(r"^(?:from|import) +([a-z_]+(?:\.[a-z_]+)*)(?: +import +([a-z_]+))?", re.MULTILINE)
_KEEP = 3
#: In a template's folder: which migrations it has been through.
_APPLIED = "migrations.json"


class ThrowAwayCluster:
    """A running copy of the template cluster, removed when the run ends."""

    def __init__(self, places: Places) -> None:
        """Copy the template cluster and start the copy."""
        places.prepare()
        self.user = machine.service_user()
        self.binaries = postgres.reachable(postgres.find_binaries(places.venv), self.user)
        self.home = _temporary_home(self.user)
        try:
            template = _template_cluster(places, self.binaries, self.user)
            run(["cp", "-a", template / "data", self.home / "data"], doing="copy the template", user=self.user, cwd="/")
            self.cluster = _cluster(self.binaries, self.home, self.user, places.logs / "test-postgres.log")
            self.cluster.start()
        except BaseException:
            shutil.rmtree(self.home, ignore_errors=True)
            raise

    @property
    def sockets(self) -> str:
        """The folder of the server's socket, which is its address."""
        return str(self.cluster.sockets)

    def remove(self) -> None:
        """Stop the server and remove its files."""
        self.cluster.child.stop(timeout=5)
        shutil.rmtree(self.home, ignore_errors=True)


def url(sockets: str, role: str, database: str) -> str:
    """The address of a database in the throw-away cluster, as DATABASE_URL has it."""
    return f"postgresql://{role}:{PASSWORD}@{sockets.replace('/', '%2F')}/{database}"


def _cluster(binaries: postgres.Binaries, home: Path, user: str | None, log: Path) -> postgres.Cluster:
    """A cluster that need not last."""
    return postgres.Cluster(binaries, home, user, PASSWORD, log, durable=False, settings=_SETTINGS)


def _template_cluster(places: Places, binaries: postgres.Binaries, user: str | None) -> Path:
    """The folder of the stopped cluster with the migrated template for the code as it is now."""
    home = postgres.home_folder(places, "test-template", user)
    with _only_one(places.var / "test-template.lock"):
        folder = home / f"{binaries.version}-{_state_of_the_code(places.root)}"
        if not folder.exists():
            _build(places, binaries, user, folder)
            _forget_old(home, folder)
        os.utime(folder)
        return folder


def _build(places: Places, binaries: postgres.Binaries, user: str | None, folder: Path) -> None:
    """Make, migrate (as the owner) and stop the template cluster; begin where an earlier one is on the way to it."""
    unfinished = folder.with_name("unfinished")
    shutil.rmtree(unfinished, ignore_errors=True)
    unfinished.mkdir(mode=0o700)
    if user is not None:
        shutil.chown(unfinished, user, user)
    cluster = _cluster(binaries, unfinished, user, places.logs / "test-postgres.log")
    migrations = _migrations(places.root)
    earlier = _earlier(folder, migrations)
    if earlier is None:
        cluster.create()
    else:
        run(["cp", "-a", earlier / "data", unfinished / "data"], doing="copy a template", user=user, cwd="/")
    cluster.start()
    try:
        if earlier is None:
            postgres.create_roles(cluster, owner_password=PASSWORD, app_password=PASSWORD)
            postgres.create_database(cluster, TEMPLATE, owner_password=PASSWORD)
        _migrate(places, str(cluster.sockets))
    finally:
        cluster.stop()
    (unfinished / _APPLIED).write_text(json.dumps(migrations))
    unfinished.rename(folder)


def _earlier(folder: Path, migrations: Mapping[str, str]) -> Path | None:
    """A template of this server's version whose every migration is still there, as it was: the newest of those."""
    version = folder.name.rpartition("-")[0]
    for path in sorted(folder.parent.glob(f"{version}-*/{_APPLIED}"), key=lambda path: -path.stat().st_mtime):
        if json.loads(path.read_text()).items() <= migrations.items():
            return path.parent
    return None


def _migrations(root: Path) -> dict[str, str]:
    """Every migration, and what it imports, with a hash of what stands in it."""
    paths = [path for path in _counted_files(root) if path.parent.name == "migrations"]
    paths += [imported for path in paths for imported in _imports(root, path)]
    return {str(path.relative_to(root)): hashlib.sha256(path.read_bytes()).hexdigest() for path in paths}


def _migrate(places: Places, sockets: str) -> None:
    """Run `manage.py migrate` on the template as the owner; what it said is shown if it fails."""
    log = places.logs / "test-migrate.log"
    log.unlink(missing_ok=True)
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": SETTINGS,
        "DATABASE_URL": url(sockets, postgres.APP, TEMPLATE),
        "DATABASE_OWNER_URL": url(sockets, postgres.OWNER, TEMPLATE),
        "VAR": str(places.var),
    }
    command: Command = [places.python, places.root / "manage.py", "migrate", "--verbosity", "1", "--skip-checks"]
    run(command, doing="migrate the test database", log=log, env=environment, cwd=places.root)


def _state_of_the_code(root: Path) -> str:
    """A hash of every file that could change what a migrated database holds."""
    digest = hashlib.sha256()
    for path in sorted(_counted_files(root)):
        digest.update(str(path.relative_to(root)).encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()[:16]


def _counted_files(root: Path) -> set[Path]:
    """The files that can change what a migrated database holds, and the locked versions of the libraries."""
    found = set(root.glob("requirements/test.txt"))
    for app in {path.parent for path in root.glob("*/__init__.py")} - {root / "tests"}:
        for path in app.rglob("*.*"):
            if path.suffix == ".sql" or (path.suffix == ".py" and _COUNTED.search(str(path.relative_to(root)))):
                found.add(path)
    migrations = [path for path in found if path.parent.name == "migrations"]
    return found | {imported for path in migrations for imported in _imports(root, path)}


def _imports(root: Path, path: Path) -> Iterator[Path]:
    """The modules of ours that a migration imports."""
    for package, name in _IMPORTED.findall(path.read_text()):
        place = root / package.replace(".", "/")
        yield from (file for file in (place.with_suffix(".py"), place / f"{name}.py") if file.is_file())


def _forget_old(home: Path, current: Path) -> None:
    """Keep the templates used last, remove the rest."""
    folders = sorted((path for path in home.iterdir() if path != current), key=lambda path: path.stat().st_mtime)
    for folder in folders[: -_KEEP + 1]:
        shutil.rmtree(folder, ignore_errors=True)


def _temporary_home(user: str | None) -> Path:
    """A short folder for the running copy, where its user can reach it; those of dead runs are removed first."""
    parent = Path(tempfile.gettempdir())
    if user is not None and not succeeds(["test", "-x", parent], user=user):
        parent = Path("/tmp")
    for old in parent.glob("pit-test-*"):
        _remove_if_dead(old)
    home = Path(tempfile.mkdtemp(prefix=f"pit-test-{os.getpid()}-", dir=parent))
    if user is not None:
        shutil.chown(home, user, user)
    return home


def _remove_if_dead(folder: Path) -> None:
    """Remove the folder of a run that was killed."""
    found = re.match(r"pit-test-(\d+)-", folder.name)
    if found is None:
        return
    try:
        os.kill(int(found[1]), 0)
    except ProcessLookupError:
        shutil.rmtree(folder, ignore_errors=True)
    except PermissionError:
        pass  # somebody else's run


@contextmanager
def _only_one(path: Path) -> Iterator[None]:
    """Hold a lock between runs that start at the same time."""
    with path.open("a") as stream:
        fcntl.flock(stream, fcntl.LOCK_EX)
        yield


__all__ = ["PASSWORD", "SETTINGS", "TEMPLATE", "SetUpProblem", "ThrowAwayCluster", "url"]
