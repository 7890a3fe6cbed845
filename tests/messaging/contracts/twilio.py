"""A stand-in for Twilio on this machine: its Messages resource, as its documentation describes it."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import parse_qs

from tests.messaging.loopback import Loopback, LoopbackHandler, running

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


class _Handler(LoopbackHandler):
    server: TwilioFarEnd

    def post(self, body: bytes, mode: str) -> None:
        """POST /2010-04-01/Accounts/{sid}/Messages.json."""
        given = {name: values[0] for name, values in parse_qs(body.decode()).items()}
        if mode in _REFUSALS:
            status, code = _REFUSALS[mode]
            self.answer(status, {"code": code, "message": f"About {given['To']}", "more_info": "x", "status": status})
        elif not self.fail(mode):
            sid = f"SM{uuid.uuid4().hex}"
            said = {"sid": sid, "status": "queued", "to": given["To"], "body": given["Body"]}
            self.accept(mode, given | {"sid": sid}, said)

    def get(self) -> None:
        """GET /2010-04-01/Accounts/{sid}/Messages.json."""
        self.answer(200, {"messages": self.server.received, "next_page_uri": None})


class TwilioFarEnd(Loopback):
    """What it accepted."""

    handler = _Handler

    def times(self, reference: object) -> int:
        """How often it accepted a text under a reference."""
        return sum(str(reference) in one["StatusCallback"] for one in self.accepted)


@contextmanager
def twilio(**more: Any) -> Iterator[TwilioFarEnd]:
    """A far end that runs, with the settings that lead the gateway to it."""
    far_end = TwilioFarEnd()
    settings = {
        "MESSAGING_GATEWAY": "twilio",
        "TWILIO_BASE_URL": far_end.url,
        "TWILIO_ACCOUNT_SID": ACCOUNT,
        "TWILIO_AUTH_TOKEN": TOKEN,
        "TWILIO_SENDER": SENDER,
        "PUBLIC_URL": PUBLIC,
    }
    with running(far_end, **(settings | more)):
        yield far_end
