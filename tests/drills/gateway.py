"""The drill's far end: GOV.UK Notify's stand-in over a bad line, with receipts, some of them twice."""

from __future__ import annotations

import random
import threading
import urllib.error
import urllib.request
from collections import Counter, deque
from json import dumps
from typing import Any

from tests.messaging.stub import FarEnd

#: Of each hundred requests; and of each hundred receipts.
HUNG, FAULTY, TWICE = 3, 3, 1


class BadLine(FarEnd):
    """Takes some and hangs, answers some with a fault, and calls back each that it took."""

    def __init__(self, chance: random.Random, hooks: str, token: str, tries: int) -> None:
        """`hooks`: where receipts go; `tries`: as many requests have a mode drawn for them."""
        super().__init__()
        self.hooks, self.token = hooks, token
        drawn = (chance.randrange(100) for _ in range(tries))
        self.modes = ["accept_and_hang" if n < HUNG else "down" if n < HUNG + FAULTY else "ok" for n in drawn]
        self.doubled = [chance.randrange(100) < TWICE for _ in range(tries)]
        self.called: Counter[str] = Counter()
        self.stopping = threading.Event()

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Who called was killed in the middle of it: nothing was taken."""

    def call_back(self) -> None:
        """A receipt for each text that was taken, again until it is answered 2xx, as Notify does; some twice."""
        told, waiting = 0, deque[dict[str, str]]()
        while not self.stopping.is_set():
            fresh = self.accepted[told:]
            told += len(fresh)
            waiting.extend(fresh)
            for one, twice in zip(fresh, self.doubled[told - len(fresh) :], strict=False):
                if twice:
                    waiting.append(one)
            for _ in range(len(waiting)):
                one = waiting.popleft()
                if self._tell(one):
                    self.called[one["reference"]] += 1
                else:
                    waiting.append(one)
                    break
            self.stopping.wait(0.1)

    def _tell(self, one: dict[str, str]) -> bool:
        body = {"id": one["id"], "reference": one["reference"], "to": one["phone_number"], "status": "delivered"}
        body |= {"notification_type": "sms", "created_at": "2026-11-28T10:00:00.000000Z"}
        headers = {"Content-Type": "application/json", "Authorization": f"Bearer {self.token}"}
        request = urllib.request.Request(self.hooks, dumps(body).encode(), headers)
        try:
            with urllib.request.urlopen(request, timeout=5) as answer:
                return bool(200 <= answer.status < 300)
        except (OSError, urllib.error.HTTPError):
            return False
