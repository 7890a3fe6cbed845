"""The browser of the journeys: the machine's Chromium, else Debian's, else Playwright's own."""

from __future__ import annotations

import shutil
from pathlib import Path

from pitservice.embedded import machine
from pitservice.embedded.places import Places
from pitservice.embedded.problems import SetUpProblem
from pitservice.embedded.shell import run, succeeds

_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def ensure(places: Places) -> str:
    """The path of a Chromium that starts; empty where Playwright's own is to be used."""
    found = _on_machine()
    if found is not None:
        return found
    log = places.logs / "setup.log"
    if machine.may_install() and _installed_from_debian(log):
        return _on_machine() or ""
    _install_playwrights_own(places, log)
    return ""


def _on_machine() -> str | None:
    """A Chromium on the PATH that answers."""
    paths = filter(None, map(shutil.which, _NAMES))
    return next((path for path in paths if succeeds([path, "--version"])), None)


def _installed_from_debian(log: Path) -> bool:
    """Install Debian's Chromium; false where the package does not bring one (Ubuntu's is an empty one)."""
    try:
        machine.install(["chromium"], log=log)
    except SetUpProblem:
        return False
    return _on_machine() is not None


def _install_playwrights_own(places: Places, log: Path) -> None:
    """Have Playwright bring its own build, which asks for more than a package registry."""
    print("Bringing Playwright's own Chromium ...", flush=True)
    try:
        run([places.venv / "bin" / "playwright", "install", "chromium"], doing="bring a Chromium", log=log, online=True)
    except SetUpProblem as problem:
        raise SetUpProblem(
            "The browser journeys need Chromium: run `sudo apt-get install -y chromium`"
            " (or install Google Chrome) and start again."
        ) from problem
