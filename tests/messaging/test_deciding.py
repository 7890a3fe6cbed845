"""A person's decisions about what did not go; each refusal is a sentence."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import override_settings
from django.utils import timezone

from families import actions as families
from pitservice.audit.models import Event
from pitservice.configuration.enums import YesNoUnknown
from pitservice.db.errors import Refused, Stale
from pitservice.messaging import actions, wanted
from pitservice.messaging.enums import MESSAGE_MOVES, Failure, MessageState
from pitservice.messaging.gateways import Rejected
from pitservice.messaging.models import Message
from pitservice.messaging.probe import outbox
from pitservice.messaging.tasks import send_due
from tests.make.accounts import BY
from tests.make.families import MadeFamily, make_family
from tests.make.messaging import in_outbox, journey_of, queue_text
from tests.messaging.gateway import SCRIPTED, Scripted

pytestmark = pytest.mark.django_db
ASK: dict[str, Any] = {"knows": YesNoUnknown.UNKNOWN, "agrees": YesNoUnknown.UNKNOWN}


def asked() -> tuple[MadeFamily, Message]:
    """A family whose mother has not been asked yet, and a text to her that is held for a person."""
    made = make_family(**ASK)
    return made, queue_text(made)


@pytest.mark.rule("P1")
@pytest.mark.rule("P2")
def test_confirm_sends_what_the_rules_ask_about() -> None:
    _, message = asked()

    actions.confirm(message=message, reason="She rang and asked for it.", seen=message.version, by=BY)
    send_due()

    message.refresh_from_db()
    assert (message.state, message.confirmed_by, message.confirmed_codes) == (MessageState.SENT, BY, ["not-agreed"])
    assert in_outbox(message) == 1
    assert Event.objects.filter(verb="messaging.confirm", subject_id=message.pk).count() == 1


@pytest.mark.rule("P1")
def test_confirm_covers_only_the_rules_that_spoke() -> None:
    made, message = asked()
    actions.confirm(message=message, reason="She rang and asked for it.", by=BY)
    families.raise_alert(family=made.family, kind="read_first", text="Read the letter first", by=BY)

    send_due()

    message.refresh_from_db()
    assert (message.state, in_outbox(message)) == (MessageState.HELD, 0)


@pytest.mark.rule("P1")
def test_confirm_never_reaches_past_a_refusal() -> None:
    message = queue_text(make_family(safe=YesNoUnknown.NO))

    with pytest.raises(Refused, match=r"Nobody can confirm this: it must not go\. It is recorded as not safe"):
        actions.confirm(message=message, reason="Please", by=BY)


def test_confirm_without_a_reason_is_refused() -> None:
    _, message = asked()

    with pytest.raises(Refused, match="Enter why this may go"):
        actions.confirm(message=message, reason="  ", by=BY)


def test_confirm_of_an_old_page_is_stale() -> None:
    _, message = asked()

    with pytest.raises(Stale):
        actions.confirm(message=message, reason="Yes", seen=message.version + 1, by=BY)


@pytest.mark.parametrize("act", [actions.confirm, actions.release])
def test_nothing_is_decided_about_what_waits(act: Any) -> None:
    message = queue_text(make_family())
    reason = {"reason": "Yes"} if act is actions.confirm else {}

    with pytest.raises(Refused, match="This message is “Waiting to go”: there is nothing to decide about it"):
        act(message=message, by=BY, **reason)


def test_release_asks_the_rules_again() -> None:
    made, message = asked()
    with pytest.raises(Refused, match="needs a person's confirmation first"):
        actions.release(message=message, by=BY)
    families.record_agreement(
        family=made.family, person=made.mother, knows=YesNoUnknown.YES, agrees=YesNoUnknown.YES, by=BY
    )

    actions.release(message=message, by=BY)

    message.refresh_from_db()
    assert (message.state, message.why) == (MessageState.QUEUED, "")


def test_release_of_what_must_not_go_is_refused() -> None:
    message = queue_text(make_family(safe=YesNoUnknown.NO))

    with pytest.raises(Refused, match=r"This must not go\. It is recorded as not safe"):
        actions.release(message=message, by=BY)


def test_release_after_its_time_is_refused() -> None:
    _, message = asked()
    Message.objects.filter(pk=message.pk).update(not_after=timezone.now() - timedelta(minutes=1))

    with pytest.raises(Refused, match="Its time has passed: tell them another way, or cancel it"):
        actions.release(message=message, by=BY)


def test_release_of_what_is_no_longer_wanted_is_refused() -> None:
    wanted.register("testing", lambda _: False)
    message = queue_text(make_family(**ASK), wanted="testing:1")

    with pytest.raises(Refused, match="What it was about has changed: cancel it"):
        actions.release(message=message, by=BY)


@override_settings(MESSAGING_GATEWAY=SCRIPTED)
def test_release_of_what_failed_tries_anew() -> None:
    Scripted.script(Rejected(Failure.TECHNICAL))
    message = queue_text(make_family())
    send_due()

    message.refresh_from_db()
    actions.release(message=message, by=BY)
    send_due()

    message.refresh_from_db()
    assert journey_of(message) == ["queued", "sending", "failed", "queued", "sending", "sent"]
    assert (message.failure, message.why) == ("", "")


def test_cancel_needs_a_reason_and_ends_it() -> None:
    message = queue_text(make_family())

    with pytest.raises(Refused, match="Enter why it is not sent"):
        actions.cancel(message=message, reason=" ", by=BY)
    actions.cancel(message=message, reason="Told at the door", by=BY)
    send_due()

    message.refresh_from_db()
    assert (message.state, in_outbox(message)) == (MessageState.CANCELLED, 0)


@pytest.mark.rule("P42")
def test_tell_by_other_means_is_its_own_end_and_never_delivered() -> None:
    message = queue_text(make_family(safe=YesNoUnknown.NO))

    with pytest.raises(Refused, match="Enter how they were told"):
        actions.tell_by_other_means(message=message, how="", by=BY)
    told = actions.tell_by_other_means(message=message, how="Through the health visitor", by=BY)

    assert (told.state, told.why, told.sent_on) == (MessageState.TOLD, "Through the health visitor", None)


def test_what_was_sent_cannot_be_cancelled() -> None:
    message = queue_text(make_family())
    send_due()

    with pytest.raises(Refused, match="This message is “Sent”: it cannot become “Cancelled”"):
        actions.cancel(message=message, reason="Oh", by=BY)


def test_what_is_still_being_asked_about_is_not_told_yet() -> None:
    message = queue_text(make_family())
    Message.objects.filter(pk=message.pk).update(state="unknown", lease_until=timezone.now())

    with pytest.raises(Refused, match="still being asked whether it sent this"):
        actions.tell_by_other_means(message=message, how="Rang her", by=BY)


def test_every_state_is_reachable_and_ends_have_no_exits() -> None:
    assert MESSAGE_MOVES.reachable() == frozenset(MessageState.values)
    assert MESSAGE_MOVES.ends == {MessageState.DELIVERED, MessageState.CANCELLED, MessageState.TOLD}


def test_the_database_refuses_a_going_message_without_a_lease() -> None:
    message = queue_text(make_family())

    with pytest.raises(IntegrityError, match="message_sending_has_lease"), transaction.atomic():
        Message.objects.filter(pk=message.pk).update(state="sending")


def test_the_database_refuses_a_confirmation_without_a_confirmer() -> None:
    message = queue_text(make_family())

    with pytest.raises(IntegrityError, match="message_confirmed"), transaction.atomic():
        Message.objects.filter(pk=message.pk).update(confirmed_at=timezone.now())


def test_the_health_page_says_when_a_message_waits_too_long() -> None:
    message = queue_text(make_family())
    fresh = outbox()
    Message.objects.filter(pk=message.pk).update(not_before=timezone.now() - timedelta(minutes=12, seconds=5))

    assert (fresh, outbox()) == ("ok", "a message has been waiting for 12 minutes")
