"""Where things are: the clone, the data folder (VAR), and what lies in each."""

from __future__ import annotations

import hashlib
import os
import re
import stat
from dataclasses import dataclass
from pathlib import Path

from pitservice.embedded.problems import SetUpProblem

ROOT = Path(__file__).resolve().parent.parent.parent

#: A Unix socket's whole path may have 107 bytes; the longest name we put in a folder is PostgreSQL's.
_LONGEST_FOLDER = 107 - len("/.s.PGSQL.5432")
#: What needs no quoting in any of the addresses that carry a socket's path.
_PLAIN = re.compile(r"[A-Za-z0-9/._-]+")


@dataclass(frozen=True)
class Places:
    """The clone and the data folder."""

    root: Path
    var: Path

    @classmethod
    def here(cls) -> Places:
        """This clone, with the data folder that VAR names (`var/` otherwise)."""
        return cls(ROOT, Path(os.environ.get("VAR") or ROOT / "var").expanduser().absolute())

    @property
    def venv(self) -> Path:
        """The virtual environment."""
        return self.root / ".venv"

    @property
    def python(self) -> Path:
        """The virtual environment's Python."""
        return self.venv / "bin" / "python"

    @property
    def logs(self) -> Path:
        """What the set-up and the servers say."""
        return self.var / "logs"

    @property
    def secrets(self) -> Path:
        """Keys and passwords, readable by their owner alone."""
        return self.var / "secrets"

    @property
    def tools(self) -> Path:
        """Programs that the set-up brought because the machine has none (uv, Node.js)."""
        return self.var / "tools"

    @property
    def bytecode(self) -> Path:
        """Compiled Python, so that each process that starts need not compile it again."""
        return self.var / "bytecode"

    def prepare(self) -> None:
        """Make the data folder, or say why that is not possible."""
        try:
            for folder in (self.var, self.logs, self.tools):
                folder.mkdir(parents=True, exist_ok=True)
            for closed in (self.secrets, self.var / "media"):  # passwords; letters and reports
                closed.mkdir(mode=0o700, exist_ok=True)
            probe = self.var / f".writable.{os.getpid()}"
            probe.write_text("x")
            probe.unlink()
        except FileExistsError as error:
            raise SetUpProblem(f"The data folder {self.var} cannot be made: a file stands in its way.") from error
        except PermissionError as error:
            raise SetUpProblem(
                f"This user may not write in the data folder {self.var}: set VAR to a folder of your own."
            ) from error


def socket_folder(preferred: Path, *, owner: int) -> Path:
    """A folder with mode 0700 for Unix sockets, owned by user id `owner`: `preferred`, or a short one in /tmp."""
    folder = preferred
    if len(os.fsencode(folder)) > _LONGEST_FOLDER or not _PLAIN.fullmatch(str(folder)):
        folder = Path("/tmp") / f"pitservice-{owner}-{short_hash(preferred)}"  # noqa: S108 - checked below
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    if folder.lstat().st_uid == os.getuid() != owner:
        os.chown(folder, owner, -1)
    found = folder.lstat()
    if not stat.S_ISDIR(found.st_mode) or found.st_uid != owner:
        raise SetUpProblem(f"The folder {folder} belongs to somebody else: remove it and start again.")
    folder.chmod(0o700)
    return folder


def short_hash(value: object) -> str:
    """Eight characters that tell one path or text from another."""
    return hashlib.sha256(str(value).encode()).hexdigest()[:8]
