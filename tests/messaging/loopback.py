"""What the stand-ins of gateways share: a server on this machine that answers as it is told, well or badly."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, ClassVar

from django.test import override_settings

#: Longer than `MESSAGING_TIMEOUT` in `running`: who asks has given up by then.
TOO_LONG = 1.2


class Loopback(ThreadingHTTPServer):
    """What the far end has, and how it is to behave: a mode for each POST to come ("ok" when there is none left)."""

    daemon_threads = True
    request_queue_size = 128  # many callers at once: none is turned away at the door
    handler: ClassVar[type[LoopbackHandler]]

    def __init__(self) -> None:
        """On a free port of this machine."""
        super().__init__(("127.0.0.1", 0), self.handler)
        self.accepted: list[dict[str, Any]] = []
        self.received: list[dict[str, Any]] = []
        self.modes: list[str] = []
        self.lag = 0.0

    @property
    def url(self) -> str:
        """Its address."""
        return f"http://127.0.0.1:{self.server_address[1]}"


class LoopbackHandler(BaseHTTPRequestHandler):
    """Answers JSON; refuses, hangs or breaks off as the server's next mode says."""

    protocol_version = "HTTP/1.1"  # as theirs: a connection stays open for the next text
    disable_nagle_algorithm = True
    server: Loopback

    def post(self, body: bytes, mode: str) -> None:
        """A text is to be sent."""
        raise NotImplementedError  # each gateway's far end answers in its own way

    def get(self) -> None:
        """Something is asked."""
        raise NotImplementedError  # each gateway's far end answers in its own way

    def do_POST(self) -> None:
        """As the next mode says; the answer takes as long as the far end is slow."""
        body = self.rfile.read(int(self.headers["Content-Length"]))
        mode = self.server.modes.pop(0) if self.server.modes else "ok"
        time.sleep(self.server.lag)
        self.post(body, mode)

    def do_GET(self) -> None:
        """At once."""
        self.get()

    def fail(self, mode: str) -> bool:
        """Whether the mode is one of those in which nothing is accepted and nothing refused; it is acted out then."""
        if mode == "down":
            self.answer(503, {})
        elif mode == "elsewhere":
            self.write(307, b"", Location=f"{self.server.url}/another")
        elif mode == "hang":
            self._hang_up(after=TOO_LONG)
        else:
            return False
        return True

    def accept(self, mode: str, kept: dict[str, Any], answer: Mapping[str, Any]) -> None:
        """Keep a text, and say so well or badly."""
        self.server.accepted.append(kept)
        if mode == "accept_and_hang":
            self._hang_up(after=TOO_LONG)
        elif mode == "accept_and_fault":
            self.answer(500, {})
        elif mode == "accept_and_hang_up":
            self._hang_up(after=0)
        elif mode == "accept_and_babble":
            self.write(201, b"<html>Created</html>")
        else:
            self.answer(201, answer)

    def answer(self, status: int, body: Mapping[str, Any]) -> None:
        """JSON."""
        self.write(status, json.dumps(body).encode())

    def write(self, status: int, body: bytes, **headers: str) -> None:
        """Anything."""
        try:
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)
        except OSError:
            pass  # the other side has given up

    def _hang_up(self, *, after: float) -> None:
        time.sleep(after)
        self.close_connection = True

    def log_message(self, format: str, *args: Any) -> None:
        """Quietly."""


@contextmanager
def running(far_end: Loopback, **settings: Any) -> Iterator[None]:
    """While it runs, with these settings and a time-out shorter than it hangs."""
    thread = threading.Thread(target=far_end.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    usual = {"MESSAGING_TIMEOUT": 0.5, "MESSAGING_IN_FLIGHT": 4, "MESSAGING_RECEIVES": True}
    try:
        with override_settings(**(usual | settings)):
            yield
    finally:
        far_end.shutdown()
        far_end.server_close()
        thread.join(5)
