"""Stamps: a set-up step is left out when nothing that it depends on has changed since it last went through."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from pathlib import Path


def hash_of(paths: Iterable[Path], *also: str) -> str:
    """A hash of files, of every file in folders, and of words; what does not exist counts as empty."""
    digest = hashlib.sha256("\0".join(also).encode())
    for path in paths:
        for file in [path] if path.is_file() else sorted(item for item in path.rglob("*") if item.is_file()):
            digest.update(str(file.relative_to(path.parent)).encode() + b"\0" + file.read_bytes() + b"\0")
    return digest.hexdigest()


def is_current(stamp: Path, value: str) -> bool:
    """Whether the stamp was set for this value."""
    try:
        return stamp.read_text().strip() == value
    except OSError:
        return False


def set_stamp(stamp: Path, value: str) -> None:
    """Say that the step went through for this value."""
    stamp.parent.mkdir(parents=True, exist_ok=True)
    stamp.write_text(value + "\n")
