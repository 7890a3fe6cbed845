"""Which gateway a channel uses here, from the settings; none means that its messages are held (P42)."""

from __future__ import annotations

from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.utils.module_loading import import_string

from families.enums import Channel
from pitservice.messaging.gateways.interface import Gateway

OUTBOX = "pitservice.messaging.gateways.outbox.OutboxGateway"
NOTIFY = "pitservice.messaging.gateways.notify.NotifyGateway"
_LOOPBACK = ("127.0.0.1", "localhost", "::1")


def gateway_for(channel: str) -> Gateway | None:
    """The gateway for a channel, or None where none is set up. ImproperlyConfigured for one that may not be used."""
    problem = problem_with()
    if problem:
        raise ImproperlyConfigured(problem)
    if channel != Channel.TEXT or not settings.MESSAGING_GATEWAY:
        return None
    gateway: Gateway = import_string(settings.MESSAGING_GATEWAY)()
    return gateway


def problem_with() -> str:
    """What is wrong with the settings of the gateway, in one sentence; empty when nothing is (P42)."""
    if settings.MESSAGING_GATEWAY == OUTBOX and not settings.DEMO:
        return (
            "MESSAGING_GATEWAY is the outbox of the demo, which sends nothing to anybody: "
            "leave it empty to have texts held for a person, or name a real gateway."
        )
    if settings.MESSAGING_GATEWAY == NOTIFY:
        return _problem_with_notify()
    return ""


def _problem_with_notify() -> str:
    if not (settings.NOTIFY_API_KEY and settings.NOTIFY_TEMPLATE_ID):
        return "GOV.UK Notify is the gateway for texts: set NOTIFY_API_KEY and NOTIFY_TEMPLATE_ID."
    address = urlsplit(settings.NOTIFY_BASE_URL)
    if address.scheme != "https" and address.hostname not in _LOOPBACK:
        return "NOTIFY_BASE_URL must begin with https://, for telephone numbers and words travel over it."
    return ""
