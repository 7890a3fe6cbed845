"""One table of cases for every gateway: what its far end does, and what may be made of it (engineering §3)."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

import pytest

from families.enums import Channel
from pitservice.messaging.enums import Failure
from pitservice.messaging.gateways import Accepted, Rejected, Unclear, gateway_for
from tests.messaging.contracts.smtp import smtp
from tests.messaging.contracts.twilio import twilio
from tests.messaging.stub import notify

REFERENCE = uuid.uuid4()
FAR_ENDS: dict[str, tuple[Channel, Callable[..., AbstractContextManager[Any]], str]] = {
    "notify": (Channel.TEXT, notify, "07700 900123"),
    "twilio": (Channel.TEXT, twilio, "07700 900123"),
    "smtp": (Channel.EMAIL, smtp, "r.okafor@example.org"),
}
NO, LATER = Rejected(Failure.TECHNICAL), Rejected(Failure.TECHNICAL, again=True)
NOBODY, UNCLEAR = Rejected(Failure.PERMANENT), "nobody can say"
#: What the far end does, what it means (for all, or gateway by gateway), and how many it then has.
CASES: list[tuple[str, Any, int]] = [
    ("ok", Accepted, 1),
    ("bad_number", NOBODY, 0),
    ("bad_request", NO, 0),
    ("forbidden", NO, 0),
    ("busy", LATER, 0),
    ("stopped", {"twilio": Rejected(Failure.OPTED_OUT)}, 0),
    ("full", {"smtp": Rejected(Failure.TEMPORARY, again=True)}, 0),
    ("down", {"notify": UNCLEAR, "twilio": UNCLEAR, "smtp": LATER}, 0),
    ("elsewhere", {"notify": UNCLEAR, "twilio": UNCLEAR}, 0),
    ("hang", UNCLEAR, 0),
    ("accept_and_hang", UNCLEAR, 1),
    ("accept_and_hang_up", UNCLEAR, 1),
    ("accept_and_fault", {"notify": UNCLEAR, "twilio": UNCLEAR}, 1),
    ("accept_and_babble", {"notify": UNCLEAR, "twilio": UNCLEAR}, 1),
    ("accept_and_leave", {"smtp": Accepted}, 1),
]
TABLE = [
    pytest.param(name, mode, meant.get(name) if isinstance(meant, dict) else meant, has, id=f"{name}-{mode}")
    for mode, meant, has in CASES
    for name in FAR_ENDS
    if not isinstance(meant, dict) or name in meant
]


def hand_over(name: str, words: str = "Team North: hello.", subject: str = "Your appointment") -> Any:
    """What the gateway makes of one message."""
    channel, _, value = FAR_ENDS[name]
    gateway = gateway_for(channel)
    assert gateway is not None
    try:
        return gateway.send(REFERENCE, value, subject, words)
    except Unclear:
        return UNCLEAR


@pytest.mark.parametrize(("name", "mode", "meant", "has"), TABLE)
def test_what_the_far_end_does_and_what_is_made_of_it(name: str, mode: str, meant: Any, has: int) -> None:
    with FAR_ENDS[name][1]() as far_end:
        far_end.modes = [mode]

        answer = hand_over(name)

        assert isinstance(answer, Accepted) if meant is Accepted else answer == meant
        assert far_end.times(REFERENCE) == has


@pytest.mark.parametrize("name", FAR_ENDS)
def test_nobody_there_is_a_clear_no_for_now(name: str) -> None:
    addresses = {"notify": "NOTIFY_BASE_URL", "twilio": "TWILIO_BASE_URL"}
    nobody: dict[str, Any] = {addresses[name]: "http://127.0.0.1:1"} if name in addresses else {"EMAIL_PORT": 1}
    with FAR_ENDS[name][1](**nobody):
        assert hand_over(name) == LATER


@pytest.mark.parametrize("name", FAR_ENDS)
def test_the_same_reference_twice_is_two_messages_there(name: str) -> None:
    """None of them tells a repeat: that is ours to see to."""
    channel, far, _ = FAR_ENDS[name]
    with far() as far_end:
        hand_over(name)
        hand_over(name)

        gateway = gateway_for(channel)
        assert gateway is not None
        assert (gateway.deduplicates, far_end.times(REFERENCE)) == (False, 2)


def test_twilio_gets_the_number_as_it_asks_and_where_its_receipts_go() -> None:
    with twilio() as far_end:
        answer = hand_over("twilio")

        (given,) = far_end.accepted
        assert answer == Accepted(given["sid"])
        assert (given["To"], given["From"], given["Body"]) == ("+447700900123", "+447700900001", "Team North: hello.")
        assert given["StatusCallback"] == f"https://pit.example.org/messages/hooks/twilio/receipt/{REFERENCE}/"


def test_twilio_by_a_messaging_service() -> None:
    with twilio(TWILIO_SENDER="MG" + "2" * 32) as far_end:
        hand_over("twilio")

        assert far_end.accepted[0]["MessagingServiceSid"] == "MG" + "2" * 32
        assert "From" not in far_end.accepted[0]


@pytest.mark.rule("P43")
def test_an_email_says_who_sent_it_and_that_no_machine_is_to_answer() -> None:
    with smtp() as server:
        hand_over("smtp", "Dear Ruth,\n\nplease ring us.", "Your referral,\r\nBcc: x@example.org")

        (given,) = server.accepted
        assert (given["From"], given["To"]) == ("Team North <north@pit.example.org>", "r.okafor@example.org")
        assert given["Subject"] == "Your referral, Bcc: x@example.org"
        assert given["Bcc"] is None
        assert given["Auto-Submitted"] == "auto-generated"
        assert given["Message-ID"] == f"<{REFERENCE}@pit.example.org>"
        assert given.get_content().strip().splitlines() == ["Dear Ruth,", "", "please ring us."]
