"""Sending: everything is asked again in the claim, each outcome is a state, nothing goes twice."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test import override_settings
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from families import actions as families
from families.models import ContactPoint
from pitservice.configuration.enums import YesNoUnknown
from pitservice.configuration.models import ClosedDay, TeamSettings
from pitservice.messaging import actions, wanted
from pitservice.messaging.actions import sending
from pitservice.messaging.enums import Failure, MessageState
from pitservice.messaging.gateways import Accepted, Found, Rejected, Unclear
from pitservice.messaging.models import Message
from pitservice.messaging.rules import MAX_ATTEMPTS, NOT_ASKED
from pitservice.messaging.tasks import send_due
from tests.make.accounts import BY, make_team
from tests.make.families import add_mobile, make_family
from tests.make.messaging import addressee_of, in_outbox, journey_of, mobile_of, queue_text
from tests.messaging.gateway import BLIND, PARALLEL, SCRIPTED, Scripted

pytestmark = pytest.mark.django_db

#: Queries of a claim of one team's texts that all go, whatever their number.
CLAIM = 23


def run_out(message: Message) -> None:
    """As though the lease's time had passed."""
    Message.objects.filter(pk=message.pk).update(lease_until=timezone.now() - timedelta(seconds=1))


def test_a_due_text_goes_once() -> None:
    message = queue_text(make_family())

    send_due()
    send_due()

    message.refresh_from_db()
    assert (message.state, message.attempts, message.gateway) == (MessageState.SENT, 1, "outbox")
    assert in_outbox(message) == 1
    assert journey_of(message) == ["queued", "sending", "sent"]
    assert message.sent_on is not None


def test_a_text_not_yet_due_stays() -> None:
    message = queue_text(make_family(), not_before=timezone.now() + timedelta(hours=1))

    send_due()

    message.refresh_from_db()
    assert (message.state, in_outbox(message)) == (MessageState.QUEUED, 0)


def test_more_than_one_batch_goes_at_once() -> None:
    made = make_family()
    messages = [queue_text(made) for _ in range(23)]

    send_due()

    assert [in_outbox(message) for message in messages] == [1] * 23


def test_as_many_queries_for_three_texts_of_a_family_as_for_one() -> None:
    """Its facts are read once, under its lock; leases, moves and what came of it are written together."""
    counts = []
    for number in (1, 3):
        made = make_family()
        for _ in range(number):
            queue_text(made)
        with CaptureQueriesContext(connection) as queries, override_settings(MESSAGING_GATEWAY=PARALLEL):
            Scripted.script()
            sending.claim(limit=20, by=BY)
        counts.append(len(queries))

    assert counts[0] == counts[1]


def test_as_many_queries_for_texts_of_three_families_as_for_one() -> None:
    """The facts of all families of a claim are read together, and so is what they wait for (P1, REM-1)."""
    wanted.register_many("testing", lambda ids: ids)
    team, counts = make_team(), []
    for number in (1, 3):
        for family in range(number):
            queue_text(make_family(team), wanted=f"testing:{family}")
        with CaptureQueriesContext(connection) as queries, override_settings(MESSAGING_GATEWAY=PARALLEL):
            Scripted.script()
            claimed = sending.claim(limit=20, by=BY)
        assert len(claimed.messages) == number
        counts.append(len(queries))

    assert counts == [CLAIM, CLAIM]


def test_one_that_cannot_be_read_with_the_others_does_not_stop_them() -> None:
    wanted.register("testing", lambda number: bool(1 / number))
    strange, lost = queue_text(make_family(), wanted="testing:0"), queue_text(make_family())
    Message.objects.filter(pk=lost.pk).update(about="nothing:1")
    good = queue_text(make_family())

    send_due()

    assert [in_outbox(message) for message in (strange, lost, good)] == [0, 0, 1]
    strange.refresh_from_db()
    assert (strange.state, strange.why) == (MessageState.HELD, NOT_ASKED)


@override_settings(MESSAGING_GATEWAY=PARALLEL)
def test_several_in_flight_each_go_once() -> None:
    Scripted.script()
    made = make_family()
    messages = [queue_text(made) for _ in range(9)]

    send_due()

    assert sorted(str(one[0]) for one in Scripted.given) == sorted(str(m.reference) for m in messages)
    assert set(Message.objects.values_list("state", flat=True)) == {MessageState.SENT}


@pytest.mark.rule("REM-1")
def test_no_longer_wanted_is_cancelled_in_the_claim() -> None:
    wanted.register("testing", lambda _: False)
    message = queue_text(make_family(), wanted="testing:34")

    send_due()

    message.refresh_from_db()
    assert (message.state, in_outbox(message)) == (MessageState.CANCELLED, 0)
    assert message.why == "What it was about has changed, so it was not sent."


def test_too_late_fails_and_says_so() -> None:
    message = queue_text(make_family(), not_after=timezone.now() - timedelta(minutes=1))

    send_due()

    message.refresh_from_db()
    assert (message.state, message.failure, in_outbox(message)) == (MessageState.FAILED, "too_late", 0)
    assert message.why == "Its time passed before it could go."


@pytest.mark.rule("P1")
@pytest.mark.rule("CON-1")
def test_made_unsafe_behind_our_back_is_held_in_the_claim() -> None:
    made = make_family()
    message = queue_text(made)
    ContactPoint.objects.filter(pk=mobile_of(made).pk).update(safe=YesNoUnknown.NO)  # no hook was called

    send_due()

    message.refresh_from_db()
    assert (message.state, in_outbox(message)) == (MessageState.HELD, 0)
    assert journey_of(message) == ["queued", "held"]


def test_a_new_number_holds_what_was_meant_for_the_old() -> None:
    made = make_family()
    message = queue_text(made)
    new = add_mobile(made, made.mother)
    ContactPoint.objects.filter(pk=mobile_of(made).pk).update(ends_on=timezone.localdate() - timedelta(days=1))

    send_due()

    message.refresh_from_db()
    assert message.state == MessageState.HELD
    assert message.why == "The number or address of Aisha Khan has changed since this was written."
    actions.release(message=message, by=BY)
    message.refresh_from_db()
    assert (message.state, message.value) == (MessageState.QUEUED, new.value)


def test_no_longer_concerned_is_held() -> None:
    made = make_family()
    message = queue_text(made)
    member = made.family.members.get(person=made.mother)
    families.end_membership(member=member, ends_on=timezone.localdate(), by=BY)

    send_due()

    message.refresh_from_db()
    assert (message.state, message.why) == (
        MessageState.HELD,
        "Aisha Khan is no longer among the people this is about.",
    )


def test_a_message_that_cannot_be_judged_is_held_and_stops_no_other() -> None:
    made = make_family()
    odd, message = queue_text(made), queue_text(made)
    Message.objects.filter(pk=odd.pk).update(about="nobody:1")

    send_due()

    odd.refresh_from_db()
    assert (odd.state, in_outbox(message)) == (MessageState.HELD, 1)


@pytest.mark.rule("CON-1")
def test_quiet_hours_put_it_off() -> None:
    made = make_family()
    message = queue_text(made, all_day=False)
    now = timezone.localtime()
    opens = (now + timedelta(hours=2)).time() if now.hour < 20 else (now - timedelta(hours=4)).time()
    closes = (now + timedelta(hours=3)).time() if now.hour < 20 else (now - timedelta(hours=2)).time()
    TeamSettings.objects.update_or_create(team=made.team, defaults={"texts_from": opens, "texts_until": closes})
    Message.objects.filter(pk=message.pk).update(not_before=now)

    send_due()

    message.refresh_from_db()
    assert (message.state, in_outbox(message)) == (MessageState.QUEUED, 0)
    assert message.not_before > now


@override_settings(MESSAGING_GATEWAY=SCRIPTED)
def test_rejected_for_good_fails_with_the_reason() -> None:
    Scripted.script(Rejected(Failure.PERMANENT))
    message = queue_text(make_family())

    send_due()

    message.refresh_from_db()
    assert (message.state, message.failure, message.why) == (
        MessageState.FAILED,
        Failure.PERMANENT,
        "The number does not take texts.",
    )


@override_settings(MESSAGING_GATEWAY=SCRIPTED)
def test_rejected_for_now_is_tried_later_and_then_given_up() -> None:
    Scripted.script(*[Rejected(Failure.TECHNICAL, again=True)] * (MAX_ATTEMPTS + 3))
    message = queue_text(make_family())

    for _ in range(MAX_ATTEMPTS + 3):
        send_due()
        Message.objects.filter(pk=message.pk, state="queued").update(not_before=timezone.now())

    message.refresh_from_db()
    assert (message.state, message.attempts) == (MessageState.FAILED, MAX_ATTEMPTS)
    assert message.why == "It was tried several times and could not be sent."
    assert len(Scripted.given) == MAX_ATTEMPTS


@override_settings(MESSAGING_GATEWAY=SCRIPTED)
def test_rejected_for_now_waits_before_the_next_try() -> None:
    Scripted.script(Rejected(Failure.TECHNICAL, again=True))
    message = queue_text(make_family())

    send_due()

    message.refresh_from_db()
    assert message.state == MessageState.QUEUED
    assert message.not_before > timezone.now() + timedelta(minutes=1)


@override_settings(MESSAGING_GATEWAY=SCRIPTED)
def test_a_time_out_is_unknown_and_nothing_is_sent_again_before_the_gateway_was_asked() -> None:
    Scripted.script(Unclear("timed out"), found=Found("far-9"))
    message = queue_text(make_family())

    send_due()
    send_due()

    message.refresh_from_db()
    assert message.state == MessageState.UNKNOWN
    assert Scripted.asked == []  # the lease has not run out
    run_out(message)
    send_due()
    message.refresh_from_db()
    assert (message.state, message.gateway_reference) == (MessageState.SENT, "far-9")
    assert len(Scripted.given) == 1
    assert journey_of(message) == ["queued", "sending", "unknown", "sent"]


@override_settings(MESSAGING_GATEWAY=SCRIPTED)
def test_unknown_and_never_arrived_is_looked_at_anew_and_sent() -> None:
    Scripted.script(Unclear("timed out"), Accepted("far-2"), found=None)
    message = queue_text(make_family())
    send_due()
    run_out(message)

    send_due()

    message.refresh_from_db()
    assert journey_of(message) == ["queued", "sending", "unknown", "queued", "sending", "sent"]
    assert {one[0] for one in Scripted.given} == {message.reference}


@pytest.mark.rule("CON-1")
@override_settings(MESSAGING_GATEWAY=SCRIPTED)
def test_unknown_and_never_arrived_is_held_when_the_contact_changed_meanwhile() -> None:
    Scripted.script(Unclear("timed out"), found=None)
    made = make_family()
    message = queue_text(made)
    send_due()
    families.change_point(point=mobile_of(made), safe=YesNoUnknown.NO, by=BY)
    run_out(message)

    send_due()

    message.refresh_from_db()
    assert (message.state, len(Scripted.given)) == (MessageState.HELD, 1)


@override_settings(MESSAGING_GATEWAY=SCRIPTED)
def test_unknown_and_failed_at_the_far_end_is_failed() -> None:
    Scripted.script(Unclear("timed out"), found=Found("far-3", Failure.TEMPORARY))
    message = queue_text(make_family())
    send_due()
    run_out(message)

    send_due()

    message.refresh_from_db()
    assert (message.state, message.failure) == (MessageState.FAILED, Failure.TEMPORARY)


@override_settings(MESSAGING_GATEWAY=SCRIPTED)
def test_a_gateway_that_cannot_be_asked_is_asked_again_later() -> None:
    Scripted.script(Unclear("timed out"), found=Unclear("still down"))
    message = queue_text(make_family())
    send_due()
    run_out(message)

    send_due()

    message.refresh_from_db()
    assert (message.state, len(Scripted.given), len(Scripted.asked)) == (MessageState.UNKNOWN, 1, 1)
    assert message.lease_until is not None
    assert message.lease_until > timezone.now()


@override_settings(MESSAGING_GATEWAY=BLIND)
def test_a_gateway_that_can_be_asked_nothing_gets_each_message_at_most_once() -> None:
    Scripted.script(Unclear("timed out"))
    message = queue_text(make_family())
    send_due()
    for _ in range(3):
        send_due()

    message.refresh_from_db()
    assert (message.state, message.lease_until, len(Scripted.given)) == (MessageState.UNKNOWN, None, 1)
    actions.tell_by_other_means(message=message, how="Rang her", by=BY)
    message.refresh_from_db()
    assert message.state == MessageState.TOLD


@override_settings(MESSAGING_GATEWAY=BLIND)
def test_a_dead_worker_before_a_blind_gateway_leaves_it_to_a_person() -> None:
    Scripted.script()
    message = queue_text(make_family())
    sending.claim(limit=5, by=BY)  # and then nothing: the worker is gone
    run_out(message)

    send_due()

    message.refresh_from_db()
    assert (message.state, message.lease_until, Scripted.given) == (MessageState.UNKNOWN, None, [])


@override_settings(MESSAGING_GATEWAY=SCRIPTED)
def test_a_gateway_that_breaks_is_unclear_and_stops_no_other() -> None:
    Scripted.script(ZeroDivisionError("a bug"), Accepted("far-4"))
    made = make_family()
    first, second = queue_text(made), queue_text(made)

    send_due()

    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.state, second.state) == (MessageState.UNKNOWN, MessageState.SENT)


@override_settings(MESSAGING_GATEWAY=SCRIPTED)
def test_a_late_answer_changes_nothing_once_somebody_took_over() -> None:
    message = queue_text(make_family())
    (claimed,) = sending.claim(limit=1, by=BY).messages
    run_out(message)
    Scripted.script(found=Found("far-5"))
    actions.reconcile(by=BY)

    sending.record_rejected(message=claimed, rejected=Rejected(Failure.PERMANENT), by=BY)

    message.refresh_from_db()
    assert (message.state, message.gateway_reference) == (MessageState.SENT, "far-5")


@override_settings(MESSAGING_GATEWAY=SCRIPTED, MESSAGING_LEASE=0, MESSAGING_TIMEOUT=0)
def test_what_cannot_be_sent_within_its_lease_is_given_back_untried() -> None:
    Scripted.script()
    message = queue_text(make_family())

    actions.deliver(by=BY)

    message.refresh_from_db()
    assert (message.state, message.attempts, Scripted.given) == (MessageState.QUEUED, 0, [])


@pytest.mark.parametrize(("month", "day"), [(3, 28), (10, 31)])  # the nights in 2027 when the clocks change
@pytest.mark.rule("CON-1")
def test_quiet_hours_end_at_eight_by_the_clock_on_the_wall_when_the_clocks_change(month: int, day: int) -> None:
    night = datetime(2027, month, day, 0, 30, tzinfo=ZoneInfo("Europe/London"))

    earliest = addressee_of(make_family(), at=night).not_before

    assert earliest is not None
    local = timezone.localtime(earliest)
    assert (local.day, local.hour, local.minute) == (day, 8, 0)


@pytest.mark.rule("CON-1")
@pytest.mark.parametrize(("automatic", "state"), [(True, MessageState.QUEUED), (False, MessageState.SENT)])
def test_nothing_goes_by_itself_on_a_day_on_which_the_team_is_closed(automatic: bool, state: MessageState) -> None:
    made, today = make_family(), timezone.localdate()
    message = queue_text(made, automatic=automatic)
    for days in (0, 1):
        day = today + timedelta(days=days)
        ClosedDay.objects.update_or_create(team=made.team, day=day, defaults={"closed": True, "created_by": BY})
    for days in (2, 3, 4, 5):
        day = today + timedelta(days=days)
        ClosedDay.objects.update_or_create(team=made.team, day=day, defaults={"closed": False, "created_by": BY})

    send_due()

    message.refresh_from_db()
    assert message.state == state
    if automatic:
        assert timezone.localtime(message.not_before).date() == today + timedelta(days=2)
