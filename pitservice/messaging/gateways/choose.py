"""Which gateway a channel uses here, from the settings; none means that its messages are held (P42).

One gateway for a channel in the whole deployment: whose number a text came from would otherwise decide whose inbox the
answer reaches, and that is the record's to say.
"""

from __future__ import annotations

from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.utils.module_loading import import_string

from families.enums import Channel
from pitservice.messaging.gateways.interface import Gateway

OUTBOX = "pitservice.messaging.gateways.outbox.OutboxGateway"
NOTIFY = "pitservice.messaging.gateways.notify.NotifyGateway"
TWILIO = "pitservice.messaging.gateways.twilio.TwilioGateway"
SMTP = "pitservice.messaging.gateways.smtp.SmtpGateway"
#: What may stand in the settings for each channel; a test may also name a class by its whole path.
NAMES = {
    Channel.TEXT: {"notify": NOTIFY, "twilio": TWILIO, "outbox": OUTBOX},
    Channel.EMAIL: {"smtp": SMTP, "outbox": OUTBOX},
}
SETTINGS = {Channel.TEXT: "MESSAGING_GATEWAY", Channel.EMAIL: "EMAIL_GATEWAY"}
#: Shorter ones could be guessed.
SHORTEST_TOKEN = 32
_LOOPBACK = ("127.0.0.1", "localhost", "::1")


def gateway_for(channel: str) -> Gateway | None:
    """The gateway for a channel, or None where none is set up. ImproperlyConfigured for one that may not be used."""
    problem = problem_with(channel)
    if problem:
        raise ImproperlyConfigured(problem)
    path = chosen(channel)
    if not path:
        return None
    gateway: Gateway = import_string(path)()
    return gateway


def chosen(channel: str = Channel.TEXT) -> str:
    """The class that the settings name for a channel, by its whole path; empty where they name none."""
    if channel not in SETTINGS:
        return ""
    said: str = getattr(settings, SETTINGS[Channel(channel)])
    return NAMES[Channel(channel)].get(said, said)


def problem_with(channel: str = Channel.TEXT) -> str:
    """What is wrong with the settings of a channel's gateway, in one sentence; empty when nothing is (P42)."""
    path = chosen(channel)
    if path == OUTBOX and not settings.DEMO:
        return (
            f"{SETTINGS[Channel(channel)]} is the outbox of the demo, which sends nothing to anybody: "
            "leave it empty to have words held for a person, or name a real gateway."
        )
    if path and "." not in path:
        known = " or ".join(name for name in NAMES[Channel(channel)] if name != "outbox")
        return f"{SETTINGS[Channel(channel)]} names no gateway that there is: use {known}, or leave it empty."
    problems = {NOTIFY: _problem_with_notify, TWILIO: _problem_with_twilio, SMTP: _problem_with_smtp}
    return problems[path]() if path in problems else ""


def _problem_with_notify() -> str:
    if not (settings.NOTIFY_API_KEY and settings.NOTIFY_TEMPLATE_ID):
        return "GOV.UK Notify is the gateway for texts: set NOTIFY_API_KEY and NOTIFY_TEMPLATE_ID."
    tokens = [token.strip() for token in settings.NOTIFY_CALLBACK_TOKEN.split(",") if token.strip()]
    if any(len(token) < SHORTEST_TOKEN for token in tokens):
        return f"NOTIFY_CALLBACK_TOKEN must be {SHORTEST_TOKEN} or more random characters, for anybody may guess."
    return _not_secret("NOTIFY_BASE_URL")


def _problem_with_twilio() -> str:
    if not (settings.TWILIO_ACCOUNT_SID and settings.TWILIO_AUTH_TOKEN and settings.TWILIO_SENDER):
        return "Twilio is the gateway for texts: set TWILIO_ACCOUNT_SID, TWILIO_AUTH_TOKEN and TWILIO_SENDER."
    if not settings.PUBLIC_URL:
        return "Twilio needs PUBLIC_URL, the address that its receipts come to, as in https://pit.example.org."
    return _not_secret("TWILIO_BASE_URL")


def _problem_with_smtp() -> str:
    if not settings.EMAIL_HOST or settings.DEFAULT_FROM_EMAIL == "webmaster@localhost":
        return "E-mail goes by SMTP: set EMAIL_HOST and EMAIL_FROM, the address that answers go to."
    return ""


def _not_secret(name: str) -> str:
    """A sentence for an address that would be spoken to in clear; empty for any other."""
    address = urlsplit(getattr(settings, name))
    if address.scheme != "https" and address.hostname not in _LOOPBACK:
        return f"{name} must begin with https://, for telephone numbers and words travel over it."
    return ""
