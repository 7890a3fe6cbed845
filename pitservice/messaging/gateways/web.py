"""What gateways that are spoken to over HTTP by way of `requests` have in common."""

from __future__ import annotations

from datetime import datetime, timedelta

import requests
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from urllib3.exceptions import ConnectTimeoutError, MaxRetryError, NewConnectionError

from pitservice.messaging.gateways.interface import Received

#: A gateway that says a text came in before or after this is mistaken about its clock.
_OLDEST, _NEWEST = timedelta(days=31), timedelta(hours=1)


def never_reached(error: BaseException | None) -> bool:
    """Whether a question certainly did not reach the far end, since no connection to it came about."""
    if not isinstance(error, requests.ConnectionError) or not error.args:
        return False
    cause = error.args[0].reason if isinstance(error.args[0], MaxRetryError) else error.args[0]
    return isinstance(cause, NewConnectionError | ConnectTimeoutError)


def received_text(reference: str, sender: str, receiver: str, words: str, when: str | datetime | None) -> Received:
    """What came in, in our own terms; of a moment that nobody can believe, now."""
    return Received(str(reference), str(sender)[:60], str(receiver)[:60], str(words), believable(when))


def believable(when: str | datetime | None) -> datetime:
    """The moment a gateway names, where it names one that can be; else now."""
    now = timezone.now()
    try:
        said = parse_datetime(when) if isinstance(when, str) else when
    except ValueError:
        said = None
    if said is None or not timezone.is_aware(said):
        return now
    return said if now - _OLDEST < said < now + _NEWEST else now
