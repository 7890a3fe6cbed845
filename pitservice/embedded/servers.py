"""The database and the doorbell of `make run`: embedded servers, or those that the environment names."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from pathlib import Path

from pitservice.embedded import keys, machine, postgres, redis
from pitservice.embedded.places import Places
from pitservice.embedded.problems import SetUpProblem
from pitservice.embedded.processes import Child

DATABASE = "pitservice"


@dataclass
class Servers:
    """Their addresses, and the processes of those that we run ourselves."""

    database_url: str
    owner_url: str
    redis_url: str
    #: Where the embedded database has its files, and what is known of it; None for one that the environment names.
    home: Path | None = None
    children: list[Child] = field(default_factory=list)

    def stop(self) -> None:
        """Stop those that we run ourselves, last come first."""
        while self.children:
            self.children.pop().stop()


def start(places: Places, database: str = DATABASE) -> Servers:
    """Start the embedded servers, apart from those that DATABASE_URL and REDIS_URL replace."""
    servers = Servers(os.environ.get("DATABASE_URL", ""), os.environ.get("DATABASE_OWNER_URL", ""), "")
    if bool(servers.database_url) != bool(servers.owner_url):
        raise SetUpProblem(
            "Set both DATABASE_URL (the app role) and DATABASE_OWNER_URL (the owner, who migrates), or neither."
        )
    try:
        if not servers.database_url:
            _start_postgres(places, servers, database)
        servers.redis_url = os.environ.get("REDIS_URL") or _start_redis(places, servers)
    except BaseException:
        servers.stop()
        raise
    return servers


def running(places: Places) -> Servers:
    """The addresses of the servers that another `make run` has started over the same data folder."""
    if os.environ.get("DATABASE_URL"):
        url, owner_url = os.environ["DATABASE_URL"], os.environ.get("DATABASE_OWNER_URL", "")
    else:
        url, owner_url = _addresses(_cluster(places), places, DATABASE)
    return Servers(url, owner_url, os.environ.get("REDIS_URL") or _redis(places).url)


def _start_postgres(places: Places, servers: Servers, database: str) -> None:
    """Start our PostgreSQL; make the cluster, the roles, the database and its extensions where they are missing."""
    cluster = _cluster(places)
    if cluster.home.parent != places.var:
        print(
            f"The database's files are in {cluster.home}, because its user {cluster.user} cannot enter {places.var}.",
            flush=True,
        )
    cluster.create()
    cluster.start()
    servers.children.append(cluster.child)
    servers.home = cluster.home
    owner_password, app_password = _passwords(places)
    postgres.create_roles(cluster, owner_password=owner_password, app_password=app_password)
    postgres.create_database(cluster, database, owner_password=owner_password)
    servers.database_url, servers.owner_url = _addresses(cluster, places, database)


def _start_redis(places: Places, servers: Servers) -> str:
    """Start our Redis and return its address."""
    server = _redis(places)
    server.start()
    servers.children.append(server.child)
    return server.url


def _cluster(places: Places) -> postgres.Cluster:
    """Our PostgreSQL: whose binaries, which user, where its files are."""
    user = machine.service_user()
    binaries = postgres.reachable(postgres.find_binaries(places.venv), user)
    home = postgres.home_folder(places, "postgres", user)
    # Beside the data it opens: who moves the one has the other.
    password = keys.kept(home / "superuser.secret")
    return postgres.Cluster(binaries, home, user, password, places.logs / "postgres.log")


def _redis(places: Places) -> redis.RedisServer:
    """Our Redis: which program, where its file is."""
    program: Path = redis.find_server(places.venv, log=places.logs / "setup.log")
    return redis.RedisServer(program, places.var / "redis", places.logs / "redis.log")


def _addresses(cluster: postgres.Cluster, places: Places, database: str) -> tuple[str, str]:
    """DATABASE_URL and DATABASE_OWNER_URL."""
    owner_password, app_password = _passwords(places)
    return (
        cluster.url(postgres.APP, app_password, database),
        cluster.url(postgres.OWNER, owner_password, database),
    )


def _passwords(places: Places) -> tuple[str, str]:
    """The owner's and the app role's, in this order."""
    return keys.kept(places.secrets / postgres.OWNER), keys.kept(places.secrets / postgres.APP)
