"""What this machine is and what we may do on it: root or not, Debian or not, which system user runs PostgreSQL."""

from __future__ import annotations

import os
import pwd
import shutil
from collections.abc import Sequence
from pathlib import Path

from pitservice.embedded.problems import SetUpProblem
from pitservice.embedded.shell import run, succeeds

SERVICE_USER = "pitservice"
SERVICE_HOME = Path("/var/lib/pitservice")
_SYSTEM_PATH = "/usr/local/sbin:/usr/sbin:/sbin:/usr/local/bin:/usr/bin:/bin"


def is_root() -> bool:
    """Whether this process may do anything."""
    return os.geteuid() == 0


def on_debian() -> bool:
    """Debian or something made of it (Ubuntu), with its package manager."""
    return Path("/etc/debian_version").exists() and shutil.which("apt-get") is not None


def may_install() -> bool:
    """Whether Debian packages can be installed without asking anybody for a password."""
    return on_debian() and (is_root() or succeeds(["sudo", "-n", "true"]))


def install(packages: Sequence[str], *, log: Path) -> None:
    """Install Debian packages; call only where `may_install()`."""
    prefix = [] if is_root() else ["sudo", "-n"]
    quiet = ["env", "DEBIAN_FRONTEND=noninteractive", "RUNLEVEL=1"]
    apt = [*prefix, *quiet, "apt-get", "-q", "-o", "DPkg::Lock::Timeout=120"]
    named = " ".join(packages)
    print(f"Installing {named} from Debian's packages ...", flush=True)
    run([*apt, "update"], doing="read Debian's list of packages", log=log, online=True)
    run([*apt, "install", "-y", "--no-install-recommends", *packages], doing=f"install {named}", log=log, online=True)


def install_or_ask(packages: Sequence[str], *, why: str, log: Path) -> None:
    """Install Debian packages where we may; otherwise stop with the one command to run."""
    if may_install():
        install(packages, log=log)
        return
    named = " ".join(packages)
    if on_debian():
        raise SetUpProblem(f"{why}: run `sudo apt-get install -y {named}` and start again.")
    raise SetUpProblem(f"{why}: install what Debian calls {named} with your system's package manager and start again.")


def service_user() -> str | None:
    """The system user that runs PostgreSQL, made if missing; None where we are not root and run it ourselves."""
    if not is_root():
        return None
    try:
        pwd.getpwnam(SERVICE_USER)
    except KeyError:
        _add_service_user()
    return SERVICE_USER


def user_id(user: str | None) -> int:
    """The number of a system user, or our own."""
    return os.geteuid() if user is None else pwd.getpwnam(user).pw_uid


def _add_service_user() -> None:
    """Make the system user: no password, no shell, a group of its own."""
    program = shutil.which("useradd", path=_SYSTEM_PATH)
    if program is None:
        raise SetUpProblem(f"PostgreSQL does not run as root: add a system user called {SERVICE_USER} and start again.")
    run(
        [program, "--system", "--user-group", "--no-create-home", "--shell", "/usr/sbin/nologin", SERVICE_USER],
        doing=f"add the system user {SERVICE_USER}, because PostgreSQL does not run as root",
    )
