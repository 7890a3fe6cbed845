"""A stand-in for Twilio on this machine: its Messages resource, as its documentation describes it."""

from __future__ import annotations

import json
import threading
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs

from django.test import override_settings

ACCOUNT, TOKEN, SENDER = "AC" + "1" * 32, "t" * 32, "+447700900001"
PUBLIC = "https://pit.example.org"

#: What Twilio answers to a request that it refuses: HTTP status and its own code.
_REFUSALS = {
    "bad_number": (400, 21211),
    "bad_request": (400, 21602),
    "stopped": (400, 21610),
    "forbidden": (401, 20003),
    "busy": (429, 20429),
}


class TwilioFarEnd(ThreadingHTTPServer):
    """What it accepted, and how it is to behave: a mode for each POST to come ("ok" when there is none left)."""

    daemon_threads = True

    def __init__(self) -> None:
        """On a free port of this machine."""
        super().__init__(("127.0.0.1", 0), _Handler)
        self.accepted: list[dict[str, str]] = []
        self.modes: list[str] = []
        self.received: list[dict[str, Any]] = []

    @property
    def url(self) -> str:
        """Its address."""
        return f"http://127.0.0.1:{self.server_address[1]}"

    def times(self, reference: object) -> int:
        """How often it accepted a text under a reference."""
        return sum(str(reference) in one["StatusCallback"] for one in self.accepted)


@contextmanager
def twilio(**more: Any) -> Iterator[TwilioFarEnd]:
    """A far end that runs, with the settings that lead the gateway to it."""
    far_end = TwilioFarEnd()
    thread = threading.Thread(target=far_end.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    settings: dict[str, Any] = {
        "MESSAGING_GATEWAY": "twilio",
        "TWILIO_BASE_URL": far_end.url,
        "TWILIO_ACCOUNT_SID": ACCOUNT,
        "TWILIO_AUTH_TOKEN": TOKEN,
        "TWILIO_SENDER": SENDER,
        "PUBLIC_URL": PUBLIC,
        "MESSAGING_TIMEOUT": 0.5,
        "MESSAGING_IN_FLIGHT": 4,
        "MESSAGING_RECEIVES": True,
    }
    try:
        with override_settings(**(settings | more)):
            yield far_end
    finally:
        far_end.shutdown()
        far_end.server_close()
        thread.join(5)


class _Handler(BaseHTTPRequestHandler):
    server: TwilioFarEnd

    def do_POST(self) -> None:
        """POST /2010-04-01/Accounts/{sid}/Messages.json."""
        said = parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode())
        given = {name: values[0] for name, values in said.items()}
        mode = self.server.modes.pop(0) if self.server.modes else "ok"
        if mode in _REFUSALS:
            status, code = _REFUSALS[mode]
            self._answer(status, {"code": code, "message": f"About {given['To']}", "more_info": "x", "status": status})
        elif mode == "down":
            self._answer(503, {})
        elif mode == "elsewhere":
            self._write(307, b"", Location=f"{self.server.url}/another")
        elif mode == "hang":
            time.sleep(1.2)
            self.connection.close()
        else:
            self._accept(given, mode)

    def do_GET(self) -> None:
        """GET /2010-04-01/Accounts/{sid}/Messages.json."""
        self._answer(200, {"messages": self.server.received, "next_page_uri": None})

    def _accept(self, given: dict[str, str], mode: str) -> None:
        sid = f"SM{uuid.uuid4().hex}"
        self.server.accepted.append(given | {"sid": sid})
        if mode == "accept_and_hang":
            time.sleep(1.2)
        elif mode == "accept_and_fault":
            self._answer(500, {})
        elif mode == "accept_and_hang_up":
            self.connection.close()
        elif mode == "accept_and_babble":
            self._write(201, b"<html>Created</html>")
        else:
            self._answer(201, {"sid": sid, "status": "queued", "to": given["To"], "body": given["Body"]})

    def _answer(self, status: int, body: dict[str, Any]) -> None:
        self._write(status, json.dumps(body).encode())

    def _write(self, status: int, body: bytes, **headers: str) -> None:
        try:
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)
        except OSError:
            pass  # the other side has given up

    def log_message(self, format: str, *args: Any) -> None:
        """Quietly."""
