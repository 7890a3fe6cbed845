"""Whatever dies, whenever: each due text goes exactly once, or not at all with a row that says why (design §8).

Workers are real processes and are killed with SIGKILL; Redis is a real server; the gateway is the demo's outbox or a
stand-in for GOV.UK Notify, which both would happily take a text twice. Leases are made to run out by hand, so that no
test waits for one.
"""

from __future__ import annotations

import random
import threading
import time
from collections.abc import Callable
from datetime import timedelta
from typing import Any, ClassVar
from uuid import UUID

import pytest
from django.db import connection, transaction
from django.test import override_settings
from django.utils import timezone

from families import actions as families
from families.models import ContactPoint
from pitservice.configuration.enums import YesNoUnknown
from pitservice.jobs.bell import ring_now
from pitservice.messaging import actions, wanted
from pitservice.messaging.actions import sending
from pitservice.messaging.actions.queueing import BELL
from pitservice.messaging.enums import MessageState
from pitservice.messaging.gateways import Accepted, Rejected
from pitservice.messaging.gateways.outbox import OutboxGateway
from pitservice.messaging.models import Message, OutboxEntry
from pitservice.messaging.tasks import send_due
from tests.faults import processes
from tests.harness.product import RunningProduct
from tests.make.accounts import BY
from tests.make.families import make_family
from tests.make.messaging import in_outbox, journey_of, mobile_of, queue_text
from tests.messaging.stub import notify

pytestmark = pytest.mark.django_db(transaction=True)


class Dying(OutboxGateway):
    """The worker dies before or after the third text is handed over."""

    when: ClassVar[str] = ""
    count: ClassVar[int] = 0

    def send(self, reference: UUID, value: str, subject_line: str, words: str) -> Accepted | Rejected:
        """Hand over, and die on the way."""
        Dying.count += 1
        if Dying.count == 3 and self.when == "before":
            processes.die()
        answer = super().send(reference, value, subject_line, words)
        if Dying.count == 3 and self.when == "after":
            processes.die()
        return answer


class Slow(OutboxGateway):
    """Takes its time, so that a kill finds texts on their way."""

    def send(self, reference: UUID, value: str, subject_line: str, words: str) -> Accepted | Rejected:
        """Before and after it is taken."""
        time.sleep(0.01)
        answer = super().send(reference, value, subject_line, words)
        time.sleep(0.01)
        return answer


DYING, SLOW = f"{__name__}.Dying", f"{__name__}.Slow"


@pytest.fixture(autouse=True)
def _again() -> None:
    Dying.count = 0


def run_out() -> None:
    """As though every lease's time had passed."""
    Message.objects.filter(lease_until__isnull=False).update(lease_until=timezone.now() - timedelta(seconds=1))


def recover() -> None:
    """What beat does within minutes of a worker's death."""
    for _ in range(3):
        run_out()
        send_due()


def each_exactly_once(messages: list[Message]) -> None:
    """Every text is at the far end once, and the row says so."""
    assert [in_outbox(message) for message in messages] == [1] * len(messages)
    assert set(Message.objects.filter(pk__in=[m.pk for m in messages]).values_list("state", flat=True)) == {"sent"}


def queue_many(number: int) -> list[Message]:
    made = make_family()
    return [queue_text(made) for _ in range(number)]


def kill_in_the_claim() -> None:
    """The worker dies inside the claim's transaction, with two messages asked about and a third being so."""
    looked_at = 0

    def asked(_: int) -> bool:
        nonlocal looked_at
        looked_at += 1
        if looked_at == 3:
            processes.die()
        return True

    wanted.register("dying", asked)
    send_due()


def kill_after_the_claim() -> None:
    """The claim is committed, nothing was handed over."""
    sending.claim(limit=20, by=BY)
    processes.die()


def kill_before_a_hand_over() -> None:
    """Two are recorded, the third is about to be handed over."""
    Dying.when = "before"
    send_due()


def kill_after_a_hand_over() -> None:
    """The third was taken by the gateway, and nobody wrote it down."""
    Dying.when = "after"
    send_due()


def kill_while_recording() -> None:
    """Everything was handed over; the worker dies in the transaction that writes down the first."""
    claimed = sending.claim(limit=20, by=BY).messages
    for message in claimed:
        OutboxGateway().send(message.reference, message.value, "", message.words)
    with transaction.atomic():
        sending.record_accepted(accepted=[(claimed[0], Accepted("x"))], by=BY)
        processes.die()


@pytest.mark.rule("REM-1")
@pytest.mark.parametrize(
    ("kill", "at_the_far_end"),
    [
        (kill_in_the_claim, 0),
        (kill_after_the_claim, 0),
        (kill_before_a_hand_over, 2),
        (kill_after_a_hand_over, 3),
        (kill_while_recording, 5),
    ],
)
@override_settings(MESSAGING_GATEWAY=DYING)
def test_a_worker_killed_at_any_step(kill: Callable[[], None], at_the_far_end: int) -> None:
    wanted.register("dying", lambda _: True)
    made = make_family()
    messages = [queue_text(made, wanted=f"dying:{number}") for number in range(5)]

    code = processes.run(kill)

    assert (code, OutboxEntry.objects.count()) == (-9, at_the_far_end)
    Dying.when = ""
    send_due()  # before any lease has run out nothing may go twice
    recover()
    each_exactly_once(messages)


@override_settings(MESSAGING_GATEWAY=SLOW)
def test_workers_killed_again_and_again_at_any_moment() -> None:
    messages = queue_many(40)
    chance = random.Random(4)

    for _ in range(6):
        worker = processes.start(send_due)
        time.sleep(chance.uniform(0.02, 0.5))
        worker.kill()
        worker.join(10)
        run_out()
    recover()

    each_exactly_once(messages)


@override_settings(MESSAGING_GATEWAY=SLOW, MESSAGING_BATCH=3)
def test_several_workers_at_the_same_time() -> None:
    messages = queue_many(30)

    workers = [processes.start(send_due) for _ in range(3)]
    for worker in workers:
        worker.join(30)

    assert [worker.exitcode for worker in workers] == [0, 0, 0]
    each_exactly_once(messages)


@pytest.mark.parametrize("mode", ["accept_and_hang", "accept_and_fault", "accept_and_hang_up", "accept_and_babble"])
def test_a_time_out_after_acceptance_is_unknown_and_never_a_failure(mode: str) -> None:
    with notify() as far_end:
        far_end.modes = [mode]
        message = queue_text(make_family())

        send_due()
        message.refresh_from_db()
        after = message.state
        recover()

        message.refresh_from_db()
        assert (after, message.state, far_end.times(message.reference)) == ("unknown", "sent", 1)
        assert far_end.lookups == [str(message.reference)]
        assert journey_of(message) == ["queued", "sending", "unknown", "sent"]


def test_a_gateway_that_was_down_gets_it_later_once() -> None:
    with notify() as far_end:
        far_end.modes = ["down", "busy"]
        message = queue_text(make_family())

        for _ in range(4):
            run_out()
            send_due()
            Message.objects.filter(pk=message.pk, state="queued").update(not_before=timezone.now())

        message.refresh_from_db()
        assert (message.state, far_end.times(message.reference)) == ("sent", 1)
        assert journey_of(message)[-2:] == ["sending", "sent"]


def test_many_texts_over_a_bad_line() -> None:
    with notify() as far_end:
        far_end.modes = ["ok", "accept_and_fault", "down", "accept_and_hang_up", "busy"] * 6
        messages = queue_many(24)

        for _ in range(12):
            run_out()
            Message.objects.filter(state="queued").update(not_before=timezone.now())
            send_due()

        assert [far_end.times(message.reference) for message in messages] == [1] * 24
        assert set(Message.objects.values_list("state", flat=True)) == {"sent"}


@pytest.mark.rule("REM-1")
def test_moved_while_nobody_knows_whether_it_went_is_not_sent_again() -> None:
    still = {"wanted": True}
    wanted.register("moving", lambda _: still["wanted"])
    with notify() as far_end:
        far_end.modes = ["down"]
        message = queue_text(make_family(), wanted="moving:1")
        send_due()
        still["wanted"] = False
        recover()

        message.refresh_from_db()
        assert (message.state, far_end.times(message.reference)) == (MessageState.CANCELLED, 0)
        assert message.why == "What it was about has changed, so it was not sent."


@pytest.mark.rule("REM-1")
def test_moved_at_the_moment_of_the_claim_is_either_sent_before_or_not_at_all() -> None:
    """The move's transaction waits for a claim that has begun; a claim that begins later sees the move."""
    made = make_family()
    wanted.register("moving", lambda number: not OutboxEntry.objects.filter(value=f"moved {number}").exists())
    for number in range(12):
        message = queue_text(made, wanted=f"moving:{number}")
        threads = [threading.Thread(target=_closing(send_due)), threading.Thread(target=_closing(_move(number)))]
        random.Random(number).shuffle(threads)
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(20)
        send_due()

        message.refresh_from_db()
        assert (message.state, in_outbox(message)) in [("sent", 1), ("cancelled", 0)]
        assert message.state == "sent" or message.why


def _move(number: int) -> Callable[[], None]:
    """An appointment is moved, in one transaction."""

    def move() -> None:
        with transaction.atomic():
            OutboxEntry.objects.create(reference=UUID(int=number), value=f"moved {number}", words="")
            actions.cancel_wanted(wanted=f"moving:{number}", why="The appointment moved.", by=BY)

    return move


@pytest.mark.rule("CON-1")
@pytest.mark.rule("P1")
def test_a_contact_that_is_being_made_unsafe_is_passed_over_until_that_is_done() -> None:
    made = make_family()
    message = queue_text(made)
    written, go_on = threading.Event(), threading.Event()

    def make_unsafe() -> None:
        with transaction.atomic():
            families.change_point(point=ContactPoint.objects.get(pk=mobile_of(made).pk), safe=YesNoUnknown.NO, by=BY)
            written.set()
            go_on.wait(10)

    changing = threading.Thread(target=_closing(make_unsafe))
    changing.start()
    written.wait(10)
    late = queue_text(made)  # written while the change is under way, unseen by it

    send_due()
    during = in_outbox(message) + in_outbox(late)
    go_on.set()
    changing.join(10)
    send_due()

    message.refresh_from_db()
    late.refresh_from_db()
    assert (during, in_outbox(message), in_outbox(late)) == (0, 0, 0)
    assert (message.state, late.state) == (MessageState.HELD, MessageState.HELD)


@pytest.mark.rule("CON-1")
def test_a_change_waits_for_a_claim_that_has_begun() -> None:
    made = make_family()
    message = queue_text(made)
    order: list[str] = []

    def make_unsafe() -> None:
        families.change_point(point=ContactPoint.objects.get(pk=mobile_of(made).pk), safe=YesNoUnknown.NO, by=BY)
        order.append("changed")

    changing = threading.Thread(target=_closing(make_unsafe))
    with transaction.atomic():
        claimed = sending.claim(limit=5, by=BY).messages
        changing.start()
        changing.join(0.5)
        order.append("claimed")
    changing.join(10)

    message.refresh_from_db()
    assert (order, [one.pk for one in claimed], message.state) == (["claimed", "changed"], [message.pk], "sending")


def _closing(work: Callable[[], Any]) -> Callable[[], None]:
    """`work` in a thread, whose connection is closed afterwards."""

    def closing() -> None:
        try:
            work()
        finally:
            connection.close()

    return closing


def test_redis_stopped_flushed_and_a_real_worker_killed(running_product: RunningProduct) -> None:
    """The whole product: nothing that Redis or a worker forgets is lost, and nothing goes twice."""
    redis, worker = running_product.redis, running_product.worker
    first = queue_many(3)
    _until(lambda: Message.objects.filter(state="sent").count() == 3)

    redis.stop()
    unheard = queue_many(3)  # a bell that nobody hears is no error
    redis.start()
    second = queue_many(3)
    worker.kill()
    third = queue_many(5)
    redis.child.kill()  # and all it knew with it
    redis.start()
    run_out()
    worker.start()

    def settled() -> bool:
        ring_now(BELL)
        return not Message.objects.exclude(state="sent").exists()

    _until(settled)
    each_exactly_once([*first, *unheard, *second, *third])


def _until(happened: Callable[[], bool], seconds: float = 40) -> None:
    deadline = time.monotonic() + seconds
    while not happened():
        assert time.monotonic() < deadline, list(Message.objects.values_list("state", flat=True))
        time.sleep(0.2)
