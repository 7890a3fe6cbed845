"""Pango and its friends, the shared libraries that WeasyPrint draws letters with."""

from __future__ import annotations

import ctypes
from pathlib import Path

from pitservice.embedded import machine
from pitservice.embedded.problems import SetUpProblem

#: Each is looked for under the names that Linux and macOS give it.
_NEEDED = (
    ("libgobject-2.0.so.0", "libgobject-2.0.0.dylib"),
    ("libpango-1.0.so.0", "libpango-1.0.dylib"),
    ("libpangoft2-1.0.so.0", "libpangoft2-1.0.dylib"),
    ("libharfbuzz.so.0", "libharfbuzz.0.dylib"),
    ("libharfbuzz-subset.so.0", "libharfbuzz-subset.0.dylib"),
    ("libfontconfig.so.1", "libfontconfig.1.dylib"),
)
_PACKAGES = ["libpango-1.0-0", "libpangoft2-1.0-0", "libharfbuzz-subset0"]


def ensure(log: Path) -> None:
    """Have the libraries: install them where we may, else say the one command and stop."""
    missing = _missing()
    if not missing:
        return
    why = f"Letters need the library Pango ({missing[0]} is missing)"
    machine.install_or_ask(_PACKAGES, why=why, log=log)
    still = _missing()
    if still:
        raise SetUpProblem(f"Pango was installed, but {still[0]} still cannot be loaded; see {log}.")


def _missing() -> list[str]:
    """The names of the libraries that cannot be loaded."""
    return [names[0] for names in _NEEDED if not any(_loads(name) for name in names)]


def _loads(name: str) -> bool:
    """Whether the system's loader finds a library."""
    try:
        ctypes.CDLL(name)
    except OSError:
        return False
    return True
