"""A mail server on this machine that speaks as much of RFC 5321 as a client needs, and behaves badly on demand."""

from __future__ import annotations

import email
import email.policy
import socketserver
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from email.message import EmailMessage
from typing import Any

from django.test import override_settings

SENDER = "Team North <north@pit.example.org>"
_MAIL = {"forbidden": "530 5.7.0 Authentication required", "busy": "451 4.3.2 Try later"}
_RCPT = {"bad_number": "550 5.1.1 No such user", "full": "452 4.2.2 Mailbox full"}
_END = {"down": "451 4.3.0 Local error", "bad_request": "554 5.6.0 Not like that"}


class MailServer(socketserver.ThreadingTCPServer):
    """What it accepted, and how it is to behave: a mode for each message to come ("ok" when there is none left)."""

    daemon_threads = True
    allow_reuse_address = True

    def __init__(self) -> None:
        """On a free port of this machine."""
        super().__init__(("127.0.0.1", 0), _Handler)
        self.accepted: list[EmailMessage] = []
        self.modes: list[str] = []

    def times(self, reference: object) -> int:
        """How often it accepted a message under a reference."""
        return sum(str(reference) in one["Message-ID"] for one in self.accepted)


@contextmanager
def smtp(**more: Any) -> Iterator[MailServer]:
    """A server that runs, with the settings that lead the gateway to it."""
    server = MailServer()
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    settings: dict[str, Any] = {
        "EMAIL_GATEWAY": "smtp",
        "EMAIL_HOST": "127.0.0.1",
        "EMAIL_PORT": server.server_address[1],
        "EMAIL_USE_TLS": False,
        "EMAIL_HOST_USER": "",
        "DEFAULT_FROM_EMAIL": SENDER,
        "MESSAGING_TIMEOUT": 0.5,
    }
    try:
        with override_settings(**(settings | more)):
            yield server
    finally:
        server.shutdown()
        server.server_close()
        thread.join(5)


class _Handler(socketserver.StreamRequestHandler):
    server: MailServer

    def handle(self) -> None:
        """One conversation."""
        mode = self.server.modes.pop(0) if self.server.modes else "ok"
        try:
            self._say("220 far.example.org ESMTP")
            while line := self.rfile.readline():
                if not self._answer(line.decode().strip().upper(), mode):
                    return
        except OSError:
            return  # the other side has given up

    def _answer(self, line: str, mode: str) -> bool:
        """Whether the conversation goes on."""
        if line.startswith("QUIT"):
            self._say("221 Bye")
            return False
        if line.startswith("DATA"):
            self._say("354 Go ahead")
            return self._data(mode)
        answers = {"MAIL": _MAIL, "RCPT": _RCPT}.get(line[:4], {})
        self._say(answers.get(mode, "250 OK"))
        return True

    def _data(self, mode: str) -> bool:
        lines = []
        while (line := self.rfile.readline()) not in (b".\r\n", b""):
            lines.append(line)
        if mode == "hang":
            time.sleep(1.2)
            return False
        if mode in _END:
            self._say(_END[mode])
            return True
        message = email.message_from_bytes(b"".join(lines), policy=email.policy.default)
        assert isinstance(message, EmailMessage)
        self.server.accepted.append(message)
        if mode == "accept_and_hang":
            time.sleep(1.2)
        if mode != "accept_and_hang_up":
            self._say("250 2.0.0 Taken")
        return mode not in ("accept_and_hang_up", "accept_and_leave")  # the latter leaves before QUIT is answered

    def _say(self, line: str) -> None:
        self.wfile.write(f"{line}\r\n".encode())
