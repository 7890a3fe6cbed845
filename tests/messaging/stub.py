"""A stand-in for GOV.UK Notify on this machine: behaves as its documentation says, and badly on demand.

It does not see to it that a reference comes once; it can be asked by reference; it can accept a text and then not
answer, answer with a fault, or hang up.
"""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import parse_qs, urlsplit

from tests.messaging.loopback import Loopback, LoopbackHandler, running

SERVICE, SECRET = str(uuid.uuid4()), str(uuid.uuid4())
API_KEY = f"testkey-{SERVICE}-{SECRET}"

#: What Notify answers to a request that it refuses: status, kind of error, its words.
_REFUSALS = {
    "bad_number": (400, "ValidationError", "phone_number Not enough digits"),
    "bad_request": (400, "BadRequestError", "Can't send to this recipient using a team-only API key"),
    "forbidden": (403, "AuthError", "Invalid token: API key not found"),
    "busy": (429, "RateLimitError", "Exceeded rate limit for key type live of 3000 requests per 60 seconds"),
}


class _Handler(LoopbackHandler):
    server: FarEnd

    def post(self, body: bytes, mode: str) -> None:
        """POST /v2/notifications/sms."""
        given = json.loads(body)
        self.server.headers_seen.append(self.headers["Authorization"])
        if mode in _REFUSALS:
            status, error, said = _REFUSALS[mode]
            self.answer(status, {"status_code": status, "errors": [{"error": error, "message": said}]})
        elif not self.fail(mode):
            identity = str(uuid.uuid4())
            self.accept(mode, {"id": identity, **given}, {"id": identity, "reference": given["reference"]})

    def get(self) -> None:
        """GET /v2/notifications?reference= and GET /v2/received-text-messages?older_than=."""
        if urlsplit(self.path).path == "/v2/received-text-messages":
            self._received(parse_qs(urlsplit(self.path).query).get("older_than", [""])[0])
            return
        (reference,) = parse_qs(urlsplit(self.path).query)["reference"]
        self.server.lookups.append(reference)
        known = [one for one in self.server.accepted if one["reference"] == reference]
        found = [{"id": one["id"], "reference": reference, "status": self.server.status} for one in known]
        self.answer(self.server.lookup_status, {"notifications": found, "links": {}})

    def _received(self, older_than: str) -> None:
        """Its texts, the newest first, a page of `page` at a time."""
        names = [one["id"] for one in self.server.received]
        start = names.index(older_than) + 1 if older_than else 0
        page = self.server.received[start : start + self.server.page]
        self.server.pages += 1
        self.answer(self.server.lookup_status, {"received_text_messages": page, "links": {}})


class FarEnd(Loopback):
    """What it was asked, and what it says to who asks."""

    handler = _Handler

    def __init__(self) -> None:
        """Without a text."""
        super().__init__()
        self.lookups: list[str] = []
        self.lookup_status = 200
        self.headers_seen: list[str] = []
        self.status = "created"
        self.page = 250
        self.pages = 0

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
    gateway = "pitservice.messaging.gateways.notify.NotifyGateway"
    with running(far_end, **{"MESSAGING_GATEWAY": gateway, **keys_for(far_end.url), **more}):
        yield far_end
