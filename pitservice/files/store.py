"""The media store on disk: content by hash, each file whole or not there at all."""

from __future__ import annotations

import hashlib
import os
import tempfile
from pathlib import Path

from django.conf import settings


def digest(content: bytes) -> str:
    """SHA-256 of the content, in hexadecimal."""
    return hashlib.sha256(content).hexdigest()


def path_of(sha256: str) -> Path:
    """Where content of this hash lies."""
    return Path(settings.MEDIA_ROOT) / sha256[:2] / sha256


def put(content: bytes) -> str:
    """Write content, flushed to the disk, and return its hash. Kept once; a damaged one is mended."""
    name = digest(content)
    target = path_of(name)
    if target.exists() and target.read_bytes() == content:
        return name
    target.parent.mkdir(parents=True, exist_ok=True)
    handle, temporary = tempfile.mkstemp(dir=target.parent)
    with os.fdopen(handle, "wb") as stream:
        stream.write(content)
        stream.flush()
        os.fsync(stream.fileno())
    Path(temporary).replace(target)
    return name


def get(sha256: str) -> bytes:
    """Read content back. OSError when it is gone, ValueError when it is not what was stored."""
    content = path_of(sha256).read_bytes()
    if digest(content) != sha256:
        raise ValueError(f"The stored file {sha256} is damaged.")
    return content


def remove(sha256: str) -> None:
    """Take content away; nothing happens where it is gone already."""
    path_of(sha256).unlink(missing_ok=True)
