"""Twilio, by its own client.

Twilio keeps no reference of ours: its list of messages can be narrowed by number and day, and two texts of the same
words to one number on one day cannot be told apart. So it `finds` nothing, and each text is handed over at most once.
Our reference stands in the address that its receipts come to, which clears up most of what was left unknown.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator, Mapping, Sequence
from datetime import timedelta
from uuid import UUID

import requests
from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from twilio.base.exceptions import TwilioException, TwilioRestException, TwilioServiceException
from twilio.http.http_client import TwilioHttpClient
from twilio.request_validator import RequestValidator
from twilio.rest import Client

from families.contact.normal import normal_phone
from pitservice.messaging.enums import Failure
from pitservice.messaging.gateways.interface import Accepted, Gateway, Received, Rejected, Unclear
from pitservice.messaging.gateways.web import never_reached, received_text

#: Its codes for a number that no text reaches: not one, not a mobile's, none that may be sent to.
_NO_SUCH_NUMBER = frozenset({21211, 21214, 21217, 21401, 21421, 21612, 21614})
_STOPPED = 21610
#: What it says of a text that did not arrive: the phone was off, or nobody has that number.
_FAILURES = {
    30003: Failure.TEMPORARY,
    30004: Failure.PERMANENT,
    30005: Failure.PERMANENT,
    30006: Failure.PERMANENT,
    _STOPPED: Failure.OPTED_OUT,
}
_WEEK, _PAGE = timedelta(days=7), 1000


class TwilioGateway(Gateway):
    """Texts by Twilio."""

    name = "twilio"
    answers_by_itself = (
        "Unless it is turned off at Twilio: STOP, STOPALL, UNSUBSCRIBE, CANCEL, END and QUIT are answered in English "
        "that texts are stopped, and nothing more goes to that number; START, YES and UNSTOP let them go "
        "again; HELP and INFO are answered with a line of Twilio’s. These answers do not pass the contact rules: turn "
        "them off there (Messaging, Opt-out management), for STOP is read here."
    )

    def __init__(self) -> None:
        """From the settings."""
        self.in_flight = settings.MESSAGING_IN_FLIGHT
        self.receives = settings.MESSAGING_RECEIVES
        self._clients = threading.local()

    def send(self, reference: UUID, value: str, subject_line: str, words: str) -> Accepted | Rejected:
        """201 is taken; 4xx is refused; anything else may have been taken."""
        sender = settings.TWILIO_SENDER
        who = {"messaging_service_sid": sender} if sender.startswith("MG") else {"from_": sender}
        try:
            answer = self._client.messages.create(
                to=normal_phone(value), body=words, status_callback=receipts_to(reference), **who
            )
        except (TwilioRestException, TwilioServiceException) as error:
            return _refused(error.status, error.code)
        except requests.RequestException as error:
            if never_reached(error):
                return Rejected(Failure.TECHNICAL, again=True)
            raise Unclear(type(error).__name__) from None
        except (TwilioException, ValueError) as error:  # an answer that is no answer of Twilio's
            raise Unclear(type(error).__name__) from None
        if not answer.sid:
            raise Unclear("an answer without an id")
        return Accepted(str(answer.sid))

    def received(self) -> Iterator[Sequence[Received]]:
        """Its list of a week's texts to our number, in one page: the newest thousand."""
        sender = settings.TWILIO_SENDER
        ours = {} if sender.startswith("MG") else {"to": sender}
        try:
            found = self._client.messages.list(date_sent_after=timezone.now() - _WEEK, limit=_PAGE, **ours)
        except (TwilioRestException, TwilioServiceException) as error:
            raise Unclear(f"status {error.status}") from None
        except (TwilioException, requests.RequestException, ValueError) as error:
            raise Unclear(type(error).__name__) from None
        yield [
            received_text(one.sid, one.from_ or "", one.to or "", one.body or "", one.date_sent)
            for one in found
            if one.direction == "inbound"
        ]

    @property
    def _client(self) -> Client:
        """This thread's own: the HTTP session beneath it is not to be shared by threads."""
        if not hasattr(self._clients, "one"):
            http = TwilioHttpClient(timeout=settings.MESSAGING_TIMEOUT)
            client = Client(settings.TWILIO_ACCOUNT_SID, settings.TWILIO_AUTH_TOKEN, http_client=http)
            client.api.base_url = settings.TWILIO_BASE_URL
            self._clients.one = client
        return self._clients.one


def is_signed(address: str, fields: Mapping[str, str], signature: str) -> bool:
    """Whether Twilio itself signed this call: `address` as it was told to it, every field, and its header (P44)."""
    return bool(RequestValidator(settings.TWILIO_AUTH_TOKEN).validate(address, fields, signature))


def failure_of(code: int) -> Failure:
    """What Twilio's code for a text that did not arrive means to a person."""
    return _FAILURES.get(code, Failure.PERMANENT if code in _NO_SUCH_NUMBER else Failure.TECHNICAL)


def receipts_to(reference: UUID) -> str:
    """The address that receipts of one text come to; it carries our reference."""
    return f"{settings.PUBLIC_URL}{reverse('messaging:twilio_receipt', args=[reference])}"


def _refused(status: int, code: int | None) -> Rejected:
    """A clear no, where it is one; raises Unclear where the text may have been taken."""
    if not 400 <= status < 500:
        raise Unclear(f"status {status}") from None
    if status == 429:
        return Rejected(Failure.TECHNICAL, again=True)
    return Rejected(failure_of(code or 0))
