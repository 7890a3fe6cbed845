"""A stand-in for GOV.UK Notify on this machine: behaves as its documentation says, and badly on demand.

It does not see to it that a reference comes once; it can be asked by reference; it can accept a text and then not
answer, answer with a fault, or hang up.
"""

from __future__ import annotations

import json
import threading
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

from django.test import override_settings

SERVICE, SECRET = str(uuid.uuid4()), str(uuid.uuid4())
API_KEY = f"testkey-{SERVICE}-{SECRET}"

#: What Notify answers to a request that it refuses: status, kind of error, its words.
_REFUSALS = {
    "bad_number": (400, "ValidationError", "phone_number Not enough digits"),
    "bad_request": (400, "BadRequestError", "Can't send to this recipient using a team-only API key"),
    "forbidden": (403, "AuthError", "Invalid token: API key not found"),
    "busy": (429, "RateLimitError", "Exceeded rate limit for key type live of 3000 requests per 60 seconds"),
}


class FarEnd(ThreadingHTTPServer):
    """What the far end has, and how it is to behave: a mode for each POST to come ("ok" when there is none left)."""

    daemon_threads = True
    request_queue_size = 128  # many callers at once: none is turned away at the door

    def __init__(self) -> None:
        """On a free port of this machine."""
        super().__init__(("127.0.0.1", 0), _Handler)
        self.accepted: list[dict[str, Any]] = []
        self.modes: list[str] = []
        self.lookups: list[str] = []
        self.lookup_status = 200
        self.headers_seen: list[str] = []
        self.lag = 0.0
        self.status = "created"
        self.received: list[dict[str, Any]] = []
        self.page = 250
        self.pages = 0

    @property
    def url(self) -> str:
        """Its address."""
        return f"http://127.0.0.1:{self.server_address[1]}"

    def times(self, reference: object) -> int:
        """How often it accepted a text under a reference."""
        return sum(one["reference"] == str(reference) for one in self.accepted)


def keys_for(url: str) -> dict[str, str]:
    """The gateway's settings that lead to a far end at this address."""
    return {"NOTIFY_BASE_URL": url, "NOTIFY_API_KEY": API_KEY, "NOTIFY_TEMPLATE_ID": str(uuid.uuid4())}


@contextmanager
def notify(**more: Any) -> Iterator[FarEnd]:
    """A far end that runs, with the settings that lead the gateway to it."""
    far_end = FarEnd()
    thread = threading.Thread(target=far_end.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    settings: dict[str, Any] = {
        "MESSAGING_GATEWAY": "pitservice.messaging.gateways.notify.NotifyGateway",
        **keys_for(far_end.url),
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
    server: FarEnd
    protocol_version = "HTTP/1.1"  # as theirs: a connection stays open for the next text
    disable_nagle_algorithm = True

    def do_POST(self) -> None:
        """POST /v2/notifications/sms."""
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.server.headers_seen.append(self.headers["Authorization"])
        mode = self.server.modes.pop(0) if self.server.modes else "ok"
        time.sleep(self.server.lag)
        if mode in _REFUSALS:
            status, error, said = _REFUSALS[mode]
            self._answer(status, {"status_code": status, "errors": [{"error": error, "message": said}]})
        elif mode == "elsewhere":
            self._write(307, b"", Location=f"{self.server.url}/another")
        elif mode == "hang":
            time.sleep(1.2)
            self.close_connection = True
        elif mode == "down":
            self._answer(503, {})
        else:
            self._accept(body, mode)

    def do_GET(self) -> None:
        """GET /v2/notifications?reference= and GET /v2/received-text-messages?older_than=."""
        if urlsplit(self.path).path == "/v2/received-text-messages":
            self._received(parse_qs(urlsplit(self.path).query).get("older_than", [""])[0])
            return
        (reference,) = parse_qs(urlsplit(self.path).query)["reference"]
        self.server.lookups.append(reference)
        known = [one for one in self.server.accepted if one["reference"] == reference]
        found = [{"id": one["id"], "reference": reference, "status": self.server.status} for one in known]
        self._answer(self.server.lookup_status, {"notifications": found, "links": {}})

    def _received(self, older_than: str) -> None:
        """Its texts, the newest first, a page of `page` at a time."""
        names = [one["id"] for one in self.server.received]
        start = names.index(older_than) + 1 if older_than else 0
        page = self.server.received[start : start + self.server.page]
        self.server.pages += 1
        self._answer(self.server.lookup_status, {"received_text_messages": page, "links": {}})

    def _accept(self, body: dict[str, Any], mode: str) -> None:
        identity = str(uuid.uuid4())
        self.server.accepted.append({"id": identity, **body})
        if mode == "accept_and_hang":
            time.sleep(1.2)
            self.close_connection = True
        elif mode == "accept_and_fault":
            self._answer(500, {})
        elif mode == "accept_and_hang_up":
            self.close_connection = True
        elif mode == "accept_and_babble":
            self._write(201, b"<html>Created</html>")
        else:
            self._answer(201, {"id": identity, "reference": body["reference"]})

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
