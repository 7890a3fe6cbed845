"""What gateways bring us: receipts in any order, texts, and calls that only pretend to be theirs."""

from __future__ import annotations

import itertools
import json
import uuid
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client, override_settings
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from twilio.request_validator import RequestValidator

from pitservice.messaging.enums import Failure, MessageState
from pitservice.messaging.models import InboundText, Message
from pitservice.messaging.tasks import fetch_texts, send_due
from tests.make.families import MadeFamily, make_family
from tests.make.messaging import journey_of, queue_text
from tests.messaging.contracts.twilio import ACCOUNT, PUBLIC, SENDER, TOKEN, twilio
from tests.messaging.stub import FarEnd, notify

pytestmark = pytest.mark.django_db

BEARER = "b" * 40
RECEIPT, TEXT = "/messages/hooks/notify/receipt/", "/messages/hooks/notify/text/"


@pytest.fixture
def far_end() -> Iterator[FarEnd]:
    """GOV.UK Notify, with a token for its calls."""
    with notify(NOTIFY_CALLBACK_TOKEN=BEARER, MESSAGING_RECEIVES=True) as far_end:
        yield far_end


def notify_says(path: str, token: str = BEARER, **said: Any) -> int:
    """Notify calls; the status that it is answered."""
    body = said.pop("body", None) or json.dumps(said)
    headers = {"Authorization": f"Bearer {token}"}
    strict = Client(enforce_csrf_checks=True)
    answer = strict.post(path, body, content_type="application/json", headers=headers)
    assert answer.cookies == {}
    return answer.status_code


def sent(made: MadeFamily | None = None) -> Message:
    """A text that Notify has."""
    message = queue_text(made or make_family())
    send_due()
    message.refresh_from_db()
    assert message.state == MessageState.SENT
    return message


def receipt(message: Message, status: str) -> int:
    """Notify's receipt of a text, as its documentation describes it."""
    return notify_says(
        RECEIPT,
        id=message.gateway_reference or "n-1",
        reference=str(message.reference),
        to="447700900123",
        status=status,
        created_at="2026-11-28T12:15:30.000000Z",
        completed_at=None,
        sent_at=None,
        notification_type="sms",
        template_id=str(uuid.uuid4()),
        template_version=1,
    )


def now(message: Message) -> str:
    """The message's state."""
    return Message.objects.get(pk=message.pk).state


@pytest.mark.parametrize(
    ("status", "state", "failure"),
    [
        ("delivered", MessageState.DELIVERED, ""),
        ("permanent-failure", MessageState.FAILED, Failure.PERMANENT),
        ("temporary-failure", MessageState.FAILED, Failure.TEMPORARY),
        ("technical-failure", MessageState.FAILED, Failure.TECHNICAL),
        ("sending", MessageState.SENT, ""),
    ],
)
def test_each_status_has_its_state(far_end: FarEnd, status: str, state: str, failure: str) -> None:
    message = sent()

    assert receipt(message, status) == 204
    message.refresh_from_db()
    assert (message.state, message.failure) == (state, failure)


@pytest.mark.parametrize("order", list(itertools.permutations(["sending", "temporary-failure", "delivered"])))
def test_receipts_in_any_order_and_twice_end_the_same(far_end: FarEnd, order: tuple[str, ...]) -> None:
    message = sent()

    for status in [*order, *order]:
        assert receipt(message, status) == 204

    message.refresh_from_db()
    assert (message.state, message.failure, message.why) == (MessageState.DELIVERED, "", "")


def test_a_receipt_before_our_own_record_settles_it(far_end: FarEnd) -> None:
    far_end.modes = ["accept_and_fault"]
    message = queue_text(make_family())
    far_end.lookup_status = 500
    send_due()
    assert now(message) == MessageState.UNKNOWN

    receipt(message, "delivered")

    assert journey_of(message)[-3:] == ["unknown", "sent", "delivered"]


def test_what_arrived_does_not_go_again_though_the_gateway_did_not_know_of_it(far_end: FarEnd) -> None:
    message = queue_text(make_family())
    Message.objects.filter(pk=message.pk).update(gateway="notify", attempts=1)  # had, asked about, and not known of

    receipt(message, "delivered")
    send_due()

    assert (now(message), far_end.accepted) == (MessageState.DELIVERED, [])


def test_a_late_receipt_of_an_earlier_hand_over_is_not_taken_for_this_one(far_end: FarEnd) -> None:
    message = sent()

    status = notify_says(RECEIPT, id="another", reference=str(message.reference), status="permanent-failure")

    assert (status, now(message)) == (204, MessageState.SENT)


@pytest.mark.parametrize("reference", ["6f6bb2d2-5ad1-4e55-9d1f-6a3f2f6d3a12", None, ""])
def test_a_receipt_of_none_of_ours_is_taken_so_that_it_does_not_come_again(far_end: FarEnd, reference: Any) -> None:
    assert notify_says(RECEIPT, id="n", reference=reference, status="delivered") == 204


def says(words: str = "Running late, sorry 🙂\n ", **more: Any) -> dict[str, Any]:
    """A text that Notify received."""
    told = {"id": "in-1", "source_number": "447700900456", "destination_number": "07700900001", "message": words}
    return told | {"date_received": timezone.now().isoformat()} | more


@pytest.mark.rule("P44")
def test_a_text_is_kept_once_exactly_as_it_came(far_end: FarEnd) -> None:
    make_family()
    told = says()

    assert [notify_says(TEXT, **told) for _ in range(3)] == [204] * 3

    (kept,) = InboundText.objects.all()
    assert (kept.gateway, kept.gateway_reference, kept.words) == ("notify", "in-1", "Running late, sorry 🙂\n ")
    assert (kept.sender, kept.receiver) == ("447700900456", "07700900001")


@pytest.mark.parametrize(
    "more",
    [
        {"message": ""},
        {"message": "a\x00b"},
        {"date_received": "yesterday"},
        {"date_received": "0001-01-01T00:00:00Z"},
        {"date_received": {"a": 1}},
        {"message": "x" * 3000},
        {"message": 7},
    ],
)
def test_an_odd_text_is_kept_too(far_end: FarEnd, more: dict[str, Any]) -> None:
    make_family()

    assert notify_says(TEXT, **says(**more)) == 204
    assert timezone.now() - InboundText.objects.get().received_on < timedelta(minutes=5)


@pytest.mark.parametrize("body", ["", "{", "[]", "7", "[" * 20_000, '{"id": "x"}', "\x00", '{"status": "delivered"}'])
@pytest.mark.parametrize("path", [RECEIPT, TEXT])
def test_what_nobody_understands_is_refused_for_good(far_end: FarEnd, path: str, body: str) -> None:
    assert notify_says(path, body=body or " ") == 400


def test_what_is_too_long_is_refused(far_end: FarEnd) -> None:
    assert notify_says(TEXT, **says("x" * 70_000)) == 413


@pytest.mark.parametrize("token", ["", "wrong", BEARER[:-1], BEARER + "b", BEARER.upper(), "ü"])
def test_without_the_token_nothing_is_read_nor_written(far_end: FarEnd, token: str) -> None:
    make_family()
    with CaptureQueriesContext(connection) as queries:
        assert notify_says(TEXT, token, **says()) == 403

    assert (list(queries), InboundText.objects.count()) == ([], 0)


def test_while_one_token_takes_over_from_another_both_count() -> None:
    with notify(NOTIFY_CALLBACK_TOKEN=f"{BEARER}, {'c' * 40}"):
        make_family()
        assert [notify_says(TEXT, token, **says()) for token in (BEARER, "c" * 40)] == [204, 204]


@pytest.mark.parametrize("token", ["", " ", ","])
def test_without_a_token_of_our_own_nobody_is_the_gateway(token: str) -> None:
    with notify(NOTIFY_CALLBACK_TOKEN=token):
        assert [notify_says(TEXT, said, **says()) for said in ("", token)] == [403, 403]


@override_settings(NOTIFY_CALLBACK_TOKEN=BEARER)
def test_another_gateways_calls_do_not_exist() -> None:
    assert notify_says(TEXT, **says()) == 404


def twilio_says(path: str, secret: str = TOKEN, **said: str) -> Any:
    """Twilio calls, and signs what it says."""
    signature = RequestValidator(secret).compute_signature(PUBLIC + path, said)
    return Client(enforce_csrf_checks=True).post(path, said, headers={"X-Twilio-Signature": signature})


@pytest.mark.parametrize(
    ("status", "code", "state", "failure"),
    [
        ("queued", "", MessageState.SENT, ""),
        ("sent", "", MessageState.SENT, ""),
        ("delivered", "", MessageState.DELIVERED, ""),
        ("undelivered", "30003", MessageState.FAILED, Failure.TEMPORARY),
        ("undelivered", "30005", MessageState.FAILED, Failure.PERMANENT),
        ("failed", "21610", MessageState.FAILED, Failure.OPTED_OUT),
        ("failed", "", MessageState.FAILED, Failure.TECHNICAL),
    ],
)
def test_twilio_says_what_became_of_a_text(status: str, code: str, state: str, failure: str) -> None:
    with twilio():
        message = sent()
        path = f"/messages/hooks/twilio/receipt/{message.reference}/"
        told = {
            "MessageSid": message.gateway_reference,
            "MessageStatus": status,
            "ErrorCode": code,
            "AccountSid": ACCOUNT,
        }

        assert [twilio_says(path, **told).status_code for _ in range(2)] == [204, 204]

        message.refresh_from_db()
        assert (message.state, message.failure) == (state, failure)


def test_twilio_settles_what_it_cannot_be_asked_about() -> None:
    """It took the text and did not answer: each is handed over at most once, and its receipt says that it has it."""
    with twilio() as far_end:
        far_end.modes = ["accept_and_fault"]
        message = queue_text(make_family())
        send_due()
        assert now(message) == MessageState.UNKNOWN

        twilio_says(f"/messages/hooks/twilio/receipt/{message.reference}/", MessageSid="SM1", MessageStatus="sent")

        assert (now(message), far_end.times(message.reference)) == (MessageState.SENT, 1)


@pytest.mark.rule("P44")
def test_twilio_brings_a_text() -> None:
    with twilio():
        make_family()
        told = {"MessageSid": "SM9", "From": "+447700900456", "To": SENDER, "Body": " Ok ", "New": "field"}

        assert [twilio_says("/messages/hooks/twilio/text/", **told).status_code for _ in range(2)] == [204, 204]

        (kept,) = InboundText.objects.all()
        assert (kept.gateway, kept.gateway_reference, kept.words) == ("twilio", "SM9", " Ok ")


def test_what_twilio_did_not_sign_is_not_twilios() -> None:
    with twilio():
        told = {"MessageSid": "SM9", "From": "+447700900456", "Body": "Hello"}

        assert twilio_says("/messages/hooks/twilio/text/", "another" * 5, **told).status_code == 403
        assert Client().post("/messages/hooks/twilio/text/", told).status_code == 403


def came_in(number: int) -> list[dict[str, Any]]:
    """That many texts as Notify lists them, the newest first."""
    said = {"user_number": "447700900456", "notify_number": "07700900001", "content": "Hello"}
    return [said | {"id": str(uuid.uuid4()), "created_at": timezone.now().isoformat()} for _ in range(number)]


@pytest.mark.rule("P44")
def test_texts_that_could_not_be_brought_are_fetched_once(far_end: FarEnd) -> None:
    make_family()
    far_end.received, far_end.page = came_in(5), 2
    notify_says(TEXT, **says(id=far_end.received[0]["id"]))  # a newer one that came hides none that did not

    fetch_texts()
    first = far_end.pages
    fetch_texts()

    assert InboundText.objects.count() == 5
    assert (first, far_end.pages - first) == (4, 1)


def test_a_gateway_that_is_down_is_asked_again_later(far_end: FarEnd) -> None:
    make_family()
    far_end.received, far_end.lookup_status = came_in(1), 500
    fetch_texts()
    far_end.lookup_status = 200
    fetch_texts()

    assert InboundText.objects.count() == 1


def test_twilios_texts_are_fetched_too() -> None:
    with twilio() as far_end:
        make_family()
        shared = {"to": SENDER, "from": "+447700900456", "date_sent": "Sat, 28 Nov 2026 12:00:00 +0000"}
        far_end.received = [
            shared | {"sid": "SM1", "direction": "inbound", "body": "Hello"},
            shared | {"sid": "SM2", "direction": "outbound-api", "body": "Ours"},
        ]
        fetch_texts()

        assert list(InboundText.objects.values_list("gateway_reference", "words")) == [("SM1", "Hello")]


def test_where_nothing_comes_in_nobody_asks(far_end: FarEnd) -> None:
    with override_settings(MESSAGING_RECEIVES=False):
        fetch_texts()

    assert far_end.pages == 0
