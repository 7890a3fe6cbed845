"""GOV.UK Notify, by its own client (docs/decisions/0021).

Notify does not look at whether a reference was used before, but can be asked by it. The team's template there has one
field, `words`, for the whole text. The client gives up after `MESSAGING_TIMEOUT`, tries nothing twice by itself, and
follows no redirection: numbers and words go to one address only.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from typing import Any, ClassVar
from uuid import UUID

import requests
from django.conf import settings
from notifications_python_client.errors import APIError, HTTPError, InvalidResponse
from notifications_python_client.notifications import NotificationsAPIClient

from pitservice.messaging.enums import Failure
from pitservice.messaging.gateways.interface import (
    Accepted,
    Found,
    Gateway,
    Received,
    Rejected,
    Unclear,
)
from pitservice.messaging.gateways.web import never_reached, received_text

FAILURES = {
    "permanent-failure": Failure.PERMANENT,
    "temporary-failure": Failure.TEMPORARY,
    "technical-failure": Failure.TECHNICAL,
    "validation-failed": Failure.PERMANENT,
}


class NotifyGateway(Gateway):
    """Texts by GOV.UK Notify."""

    name = "notify"
    finds: ClassVar[bool] = True

    def __init__(self) -> None:
        """From the settings."""
        self.in_flight = settings.MESSAGING_IN_FLIGHT
        self.receives = settings.MESSAGING_RECEIVES
        self._clients = threading.local()

    def send(self, reference: UUID, value: str, subject_line: str, words: str) -> Accepted | Rejected:
        """201 is taken; 4xx is refused; anything else may have been taken."""
        try:
            answer = self._client.send_sms_notification(
                value, settings.NOTIFY_TEMPLATE_ID, {"words": words}, reference=str(reference)
            )
        except HTTPError as error:
            return _refused(error)
        except InvalidResponse as error:
            raise Unclear(_said(error)) from None
        if not isinstance(answer, dict) or "id" not in answer:
            raise Unclear("an answer without an id")
        return Accepted(str(answer["id"]))

    def find(self, reference: UUID) -> Found | None:
        """The newest one that Notify has under our reference."""
        try:
            answer = self._client.get_all_notifications(template_type="sms", reference=str(reference))
        except APIError as error:
            raise Unclear(_said(error)) from None
        if not isinstance(answer, dict) or not isinstance(answer.get("notifications"), list):
            raise Unclear("an answer without a list")
        known = [one for one in answer["notifications"] if one.get("reference") == str(reference)]
        if not known:
            return None
        status = str(known[0].get("status"))
        return Found(str(known[0].get("id", "")), FAILURES.get(status), delivered=status == "delivered")

    def received(self) -> Iterator[Sequence[Received]]:
        """Its own list, which goes back seven days, 250 a page."""
        older_than = None
        while True:
            try:
                answer = self._client.get_received_texts(older_than=older_than)
            except APIError as error:
                raise Unclear(_said(error)) from None
            page = answer.get("received_text_messages") if isinstance(answer, dict) else None
            if not page:
                return
            yield [received_text(one["id"], one["user_number"], one["notify_number"], one["content"], one["created_at"])
                   for one in page]  # fmt: skip
            older_than = page[-1]["id"]

    @property
    def _client(self) -> NotificationsAPIClient:
        """This thread's own, for Notify says that theirs is not to be shared by threads."""
        if not hasattr(self._clients, "one"):
            client = NotificationsAPIClient(
                settings.NOTIFY_API_KEY, settings.NOTIFY_BASE_URL, settings.MESSAGING_TIMEOUT
            )
            _settle(client.request_session)
            self._clients.one = client
        ours: NotificationsAPIClient = self._clients.one
        return ours


def _settle(session: requests.Session) -> None:
    """No redirection; the machine's proxy and certificates as they are now, not looked up again for each text.

    Looking them up takes a quarter of the time that a text takes, and would let a `.netrc` overwrite our key.
    """
    session.max_redirects = 0
    known = session.merge_environment_settings(settings.NOTIFY_BASE_URL, {}, None, None, None)
    session.proxies, session.verify, session.trust_env = known["proxies"], known["verify"], False


def _refused(error: HTTPError) -> Rejected:
    """A clear no, where it is one; raises Unclear where the text may have been taken."""
    if never_reached(error.__cause__):
        return Rejected(Failure.TECHNICAL, again=True)
    if error.response is None or not 400 <= error.status_code < 500:
        raise Unclear(_said(error)) from None
    if error.status_code == 429:
        return Rejected(Failure.TECHNICAL, again=True)
    if error.status_code == 400 and _is_about_the_number(error.message):
        return Rejected(Failure.PERMANENT)
    return Rejected(Failure.TECHNICAL)


def _is_about_the_number(said: Any) -> bool:
    """Whether Notify refused the number, and not our key, template or words."""
    errors = said if isinstance(said, list) else []
    return any(
        isinstance(one, dict)
        and one.get("error") == "ValidationError"
        and str(one.get("message")).startswith("phone_number")
        for one in errors
    )


def _said(error: APIError) -> str:
    """What happened, without what Notify wrote about it: that may repeat the number."""
    cause = error.__cause__
    if error.response is None and isinstance(cause, requests.RequestException):
        return type(cause).__name__
    return f"status {error.status_code}"
