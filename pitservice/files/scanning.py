"""Asking a virus scanner about a file before it is kept. Off unless the settings name one (`VIRUS_SCANNER`).

The scanner is ClamAV's daemon, spoken to in its own words (INSTREAM): "host:port", or the path of its socket. While
one is named, nothing is kept that it has not seen: a scanner that does not answer refuses the file.
"""

from __future__ import annotations

import socket
import struct
from contextlib import closing

from django.conf import settings

from pitservice.db.errors import Refused

_CHUNK = 64 * 1024
_SECONDS = 30
NOT_ASKED = "The file could not be checked for viruses just now, so it was not kept. Try again in a few minutes."
FOUND = "The virus scanner found something in “{name}”, so it was not kept. Tell your system manager."


def check(content: bytes, name: str) -> None:
    """Refused where the scanner finds something, or cannot be asked; nothing where no scanner is named."""
    where = settings.VIRUS_SCANNER
    if not where:
        return
    try:
        answer = _ask(where, content)
    except OSError as error:
        raise Refused(NOT_ASKED) from error
    if answer.endswith("OK"):
        return
    raise Refused(FOUND.format(name=name) if answer.endswith("FOUND") else NOT_ASKED)


def _ask(where: str, content: bytes) -> str:
    """Send the content in pieces, each with its length before it, and read the one line of answer."""
    with closing(_connect(where)) as link:
        link.sendall(b"zINSTREAM\0")
        for start in range(0, len(content), _CHUNK):
            piece = content[start : start + _CHUNK]
            link.sendall(struct.pack(">I", len(piece)) + piece)
        link.sendall(struct.pack(">I", 0))
        answer = b""
        while part := link.recv(1024):
            answer += part
    return answer.rstrip(b"\0\n").decode(errors="replace")


def _connect(where: str) -> socket.socket:
    if where.startswith("/"):
        link = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        link.settimeout(_SECONDS)
        link.connect(where)
        return link
    host, _, port = where.rpartition(":")
    return socket.create_connection((host, int(port)), timeout=_SECONDS)
