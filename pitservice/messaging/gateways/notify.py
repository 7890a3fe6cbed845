"""GOV.UK Notify, by its REST API: POST /v2/notifications/sms and GET /v2/notifications?reference=.

Notify does not look at whether a reference was used before, but can be asked by it. The team's template there has one
field, `words`, for the whole text. The standard library's client is used: it is the quickest of those measured
(engineering 6.3), and nothing is followed but the two answers below.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import time
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from typing import Any, ClassVar
from urllib.parse import urlencode, urlsplit
from uuid import UUID

from django.conf import settings

from pitservice.messaging.enums import Failure
from pitservice.messaging.gateways.interface import (
    Accepted,
    Found,
    Gateway,
    Rejected,
    Unclear,
)

_FAILURES = {
    "permanent-failure": Failure.PERMANENT,
    "temporary-failure": Failure.TEMPORARY,
    "technical-failure": Failure.TECHNICAL,
    "validation-failed": Failure.PERMANENT,
}
_UUID_LENGTH = 36
#: More than any answer of Notify's to the two questions we ask.
_LONGEST_ANSWER = 1_000_000


class NotifyGateway(Gateway):
    """Texts by GOV.UK Notify."""

    name = "notify"
    finds: ClassVar[bool] = True

    def __init__(self) -> None:
        """From the settings."""
        self.in_flight = settings.MESSAGING_IN_FLIGHT

    def send(self, reference: UUID, value: str, subject_line: str, words: str) -> Accepted | Rejected:
        """201 is taken; 4xx is refused; anything else may have been taken."""
        body = {
            "phone_number": value,
            "template_id": settings.NOTIFY_TEMPLATE_ID,
            "personalisation": {"words": words},
            "reference": str(reference),
        }
        try:
            status, answer = _call("POST", "/v2/notifications/sms", body)
        except ConnectionRefusedError:
            return Rejected(Failure.TECHNICAL, again=True)  # nobody was there to take it
        if status == 201 and "id" in answer:
            return Accepted(str(answer["id"]))
        if status == 429:
            return Rejected(Failure.TECHNICAL, again=True)
        if status == 400:
            return Rejected(Failure.PERMANENT)
        if 401 <= status < 500:
            return Rejected(Failure.TECHNICAL)
        raise Unclear(f"status {status}")

    def find(self, reference: UUID) -> Found | None:
        """The newest one that Notify has under our reference."""
        question = urlencode({"reference": str(reference), "template_type": "sms"})
        try:
            status, answer = _call("GET", f"/v2/notifications?{question}", None)
        except ConnectionRefusedError as error:
            raise Unclear("nobody is there") from error
        if status != 200 or not isinstance(answer.get("notifications"), list):
            raise Unclear(f"status {status}")
        known = [one for one in answer["notifications"] if one.get("reference") == str(reference)]
        if not known:
            return None
        return Found(str(known[0].get("id", "")), _FAILURES.get(str(known[0].get("status"))))


def _call(method: str, path: str, body: dict[str, Any] | None) -> tuple[int, dict[str, Any]]:
    """One question and its answer. ConnectionRefusedError: certainly not asked; Unclear: nobody can say."""
    address = urlsplit(settings.NOTIFY_BASE_URL)
    kind = HTTPConnection if address.scheme == "http" else HTTPSConnection
    connection = kind(address.hostname or "", address.port, timeout=settings.MESSAGING_TIMEOUT)
    headers = {
        "Authorization": f"Bearer {_token(settings.NOTIFY_API_KEY)}",
        "Content-Type": "application/json",
    }
    try:
        connection.request(
            method,
            address.path.rstrip("/") + path,
            json.dumps(body) if body else None,
            headers,
        )
        response = connection.getresponse()
        answer = json.loads(response.read(_LONGEST_ANSWER) or b"{}")
    except ConnectionRefusedError:
        raise
    except (OSError, HTTPException, ValueError) as error:
        raise Unclear(type(error).__name__) from error
    finally:
        connection.close()
    return response.status, answer if isinstance(answer, dict) else {}


def _token(api_key: str) -> str:
    """The JSON Web Token Notify asks for: HS256, signed with the last 36 characters of the key, fresh each time."""
    secret, service = (
        api_key[-_UUID_LENGTH:],
        api_key[-2 * _UUID_LENGTH - 1 : -_UUID_LENGTH - 1],
    )
    head = _encoded({"typ": "JWT", "alg": "HS256"})
    claims = _encoded({"iss": service, "iat": int(time.time())})
    signature = hmac.new(secret.encode(), head + b"." + claims, hashlib.sha256).digest()
    return b".".join((head, claims, _base64(signature))).decode()


def _encoded(value: dict[str, Any]) -> bytes:
    return _base64(json.dumps(value, separators=(",", ":")).encode())


def _base64(value: bytes) -> bytes:
    return base64.urlsafe_b64encode(value).rstrip(b"=")
