"""GOV.UK Notify's gateway against a stand-in on this machine."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import time
import uuid
from typing import Any

import pytest
from django.core.checks import run_checks
from django.core.exceptions import ImproperlyConfigured
from django.test import override_settings

from families.enums import Channel
from pitservice.messaging.enums import Failure
from pitservice.messaging.gateways import Accepted, Found, Rejected, Unclear, gateway_for, problem_with
from pitservice.messaging.gateways.notify import NotifyGateway
from tests.messaging.contracts.twilio import twilio
from tests.messaging.stub import API_KEY, SECRET, SERVICE, notify

REFERENCE = uuid.uuid4()


def send() -> Accepted | Rejected:
    return NotifyGateway().send(REFERENCE, "07700 900123", "", "Team North: hello.")


def test_send_gives_number_words_template_and_our_reference() -> None:
    with notify() as far_end:
        answer = send()

        (given,) = far_end.accepted
        assert answer == Accepted(given["id"])
        assert (given["phone_number"], given["personalisation"], given["reference"]) == (
            "07700 900123",
            {"words": "Team North: hello."},
            str(REFERENCE),
        )


def test_send_signs_in_as_notify_asks() -> None:
    with notify() as far_end:
        send()

        scheme, token = far_end.headers_seen[0].split(" ")
        head, claims, signature = token.split(".")
        expected = hmac.new(SECRET.encode(), f"{head}.{claims}".encode(), hashlib.sha256).digest()
        said = json.loads(base64.urlsafe_b64decode(claims + "=="))
        assert scheme == "Bearer"
        assert base64.urlsafe_b64encode(expected).rstrip(b"=").decode() == signature
        assert said["iss"] == SERVICE
        assert abs(said["iat"] - time.time()) < 10


def test_send_goes_through_the_proxy_of_the_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    with notify(NOTIFY_BASE_URL="http://notify.invalid") as far_end:
        monkeypatch.setenv("HTTP_PROXY", far_end.url)
        monkeypatch.setenv("NO_PROXY", "")
        monkeypatch.setenv("no_proxy", "")
        monkeypatch.setenv("http_proxy", far_end.url)
        send()

        assert far_end.times(REFERENCE) == 1


def test_find_by_our_reference() -> None:
    with notify() as far_end:
        before = NotifyGateway().find(REFERENCE)
        send()

        assert (before, NotifyGateway().find(REFERENCE)) == (None, Found(far_end.accepted[0]["id"]))


def test_find_what_could_not_be_delivered() -> None:
    with notify() as far_end:
        send()
        far_end.status = "permanent-failure"

        found = NotifyGateway().find(REFERENCE)

        assert found is not None
        assert found.failure is Failure.PERMANENT


def test_find_what_has_arrived() -> None:
    with notify() as far_end:
        send()
        far_end.status = "delivered"

        assert NotifyGateway().find(REFERENCE) == Found(far_end.accepted[0]["id"], delivered=True)


def test_find_that_is_not_answered_is_unclear() -> None:
    with notify() as far_end:
        far_end.lookup_status = 500

        with pytest.raises(Unclear):
            NotifyGateway().find(REFERENCE)


@pytest.mark.rule("P42")
@override_settings(DEMO=False)
def test_production_refuses_the_outbox_with_one_sentence() -> None:
    errors = [error for error in run_checks() if error.id == "messaging.E001"]

    assert [error.msg.count(".") for error in errors] == [1]
    assert errors[0].msg.startswith("MESSAGING_GATEWAY is the outbox of the demo, which sends nothing to anybody")
    with pytest.raises(ImproperlyConfigured, match="outbox of the demo"):
        gateway_for(Channel.TEXT)


@override_settings(DEMO=False, MESSAGING_GATEWAY="")
def test_production_without_a_gateway_starts_and_has_none() -> None:
    assert (problem_with(), gateway_for(Channel.TEXT)) == ("", None)


@pytest.mark.parametrize(
    ("settings", "sentence"),
    [
        ({"NOTIFY_API_KEY": ""}, "set NOTIFY_API_KEY and NOTIFY_TEMPLATE_ID"),
        ({"NOTIFY_TEMPLATE_ID": ""}, "set NOTIFY_API_KEY and NOTIFY_TEMPLATE_ID"),
        ({"NOTIFY_BASE_URL": "http://example.org"}, "must begin with https://"),
        ({"NOTIFY_CALLBACK_TOKEN": "short"}, "NOTIFY_CALLBACK_TOKEN must be 32 or more random characters"),
        ({"MESSAGING_GATEWAY": "pigeon"}, "MESSAGING_GATEWAY names no gateway that there is: use notify or twilio"),
    ],
)
def test_half_set_up_is_refused(settings: dict[str, str], sentence: str) -> None:
    with notify(NOTIFY_API_KEY=API_KEY, **settings) if "NOTIFY_API_KEY" not in settings else notify(**settings):
        assert sentence in problem_with()


@pytest.mark.rule("P42")
@pytest.mark.parametrize(
    ("settings", "sentence"),
    [
        ({"MESSAGING_GATEWAY": "twilio"}, "set TWILIO_ACCOUNT_SID, TWILIO_AUTH_TOKEN and TWILIO_SENDER"),
        ({"EMAIL_GATEWAY": "smtp", "EMAIL_HOST": ""}, "set EMAIL_HOST and EMAIL_FROM"),
        (
            {"EMAIL_GATEWAY": "outbox", "DEMO": False, "MESSAGING_GATEWAY": ""},
            "EMAIL_GATEWAY is the outbox of the demo",
        ),
    ],
)
def test_a_missing_setting_is_one_sentence_at_the_start(settings: dict[str, Any], sentence: str) -> None:
    with override_settings(**settings):
        (error,) = [error for error in run_checks() if error.id == "messaging.E001"]

    assert sentence in error.msg
    assert error.msg.endswith(".")


def test_twilio_needs_an_address_for_its_receipts() -> None:
    with twilio(PUBLIC_URL=""):
        assert (
            problem_with()
            == "Twilio needs PUBLIC_URL, the address that its receipts come to, as in https://pit.example.org."
        )
