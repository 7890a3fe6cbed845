"""What `manage.py` needs to reach the product that `make run` started: kept while it runs, for its owner alone."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from pathlib import Path

from pitservice.embedded.places import Places

_NAMES = ("DJANGO_SETTINGS_MODULE", "SECRET_KEY", "DATABASE_URL", "REDIS_URL", "VAR")
#: Who sets one of these means another product than the one that runs from this clone.
CHOSEN = ("DJANGO_SETTINGS_MODULE", "SECRET_KEY", "DATABASE_URL")


def keep(places: Places, environment: Mapping[str, str]) -> None:
    """Write down how the product that runs is reached."""
    forget(places)
    handle = os.open(_file(places), os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w") as stream:
        json.dump({name: environment[name] for name in _NAMES}, stream)


def forget(places: Places) -> None:
    """Nothing runs any more."""
    _file(places).unlink(missing_ok=True)


def read(places: Places) -> dict[str, str]:
    """How the product that runs is reached; empty where none does."""
    try:
        found: dict[str, str] = json.loads(_file(places).read_text())
    except (FileNotFoundError, NotADirectoryError):
        return {}
    return found


def _file(places: Places) -> Path:
    return places.secrets / "running.json"
