"""Reminders of appointments: moved in the worst moment, over both changes of the clocks, very many at once (REM-1)."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from typing import ClassVar
from uuid import UUID

import pytest
from django.db import connection, transaction
from django.test import override_settings
from django.utils import timezone

from caseload import actions as caseload
from caseload.models import Appointment
from caseload.times import moment_at
from pitservice.messaging.actions import sending
from pitservice.messaging.enums import MessageState
from pitservice.messaging.gateways import Accepted, Rejected
from pitservice.messaging.gateways.outbox import OutboxGateway
from pitservice.messaging.models import Message
from pitservice.messaging.tasks import send_due
from tests.faults import processes
from tests.make.accounts import BY, make_team
from tests.make.caseload import MadeWork, in_days, make_appointment, make_visit, make_work
from tests.make.messaging import in_outbox, journey_of, make_many_due, open_all_day, queue_text
from tests.messaging.stub import notify

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.rule("REM-1")]

#: `make drill` has ten thousand due at once.
AT_ONCE = 10_000 if os.environ.get("DRILL") else 120


class Meanwhile(OutboxGateway):
    """Something happens after the claim and before the first text is taken."""

    happens: ClassVar[Callable[[], object] | None] = None

    def send(self, reference: UUID, value: str, subject_line: str, words: str) -> Accepted | Rejected:
        """First that, then the text."""
        happens, Meanwhile.happens = Meanwhile.happens, None
        if happens is not None:
            happens()
        return super().send(reference, value, subject_line, words)


def _a_reminder_is_due(work: MadeWork) -> tuple[Appointment, Message]:
    """An appointment in five days, of which the reminder may go now."""
    open_all_day(work.team)
    appointment = make_appointment(work, in_days(5))
    reminder = Message.objects.get(wanted=f"appointment:{appointment.pk}")
    Message.objects.filter(pk=reminder.pk).update(not_before=timezone.now())
    return appointment, reminder


def _move(appointment: Appointment, work: MadeWork) -> Appointment:
    """To tomorrow: too late for a reminder of the new time."""
    return caseload.move(appointment=appointment, visit=make_visit(work, in_days(1)), by=BY)


def _gone_about(work: MadeWork) -> list[tuple[str, int]]:
    """What each text that went was about, and how often the far end has it."""
    sent = Message.objects.filter(family=work.family, state=MessageState.SENT).order_by("pk")
    return [(text.purpose, in_outbox(text)) for text in sent]


@override_settings(MESSAGING_GATEWAY=f"{__name__}.Meanwhile")
def test_moved_between_claim_and_hand_over_the_new_time_follows() -> None:
    """A worker has the reminder, so that nothing stops it: it goes once, and so does the word that the time changed."""
    work = make_work()
    appointment, reminder = _a_reminder_is_due(work)
    Meanwhile.happens = lambda: _move(appointment, work)

    sending.deliver(by=BY)
    send_due()

    assert journey_of(reminder) == ["queued", "sending", "sent"]
    assert _gone_about(work) == [("reminder", 1), ("appointment", 1)]


def test_moved_while_its_reminder_is_being_claimed_the_new_time_follows() -> None:
    """The move waits for the claim's transaction, and then knows that the old time is on its way."""
    work = make_work()
    appointment, _ = _a_reminder_is_due(work)

    def move() -> None:
        try:
            _move(appointment, work)
        finally:
            connection.close()

    moving = threading.Thread(target=move)
    with transaction.atomic():
        claimed = sending.claim(limit=5, by=BY).messages
        moving.start()
        moving.join(0.5)
    moving.join(10)

    assert [one.state for one in claimed] == ["sending"]
    follows = Message.objects.get(family=work.family, purpose="appointment")
    assert follows.wanted == f"appointment:{Appointment.objects.get(moved_from=appointment).pk}"


def test_moved_before_the_claim_the_old_time_is_never_said() -> None:
    work = make_work()
    appointment, reminder = _a_reminder_is_due(work)
    _move(appointment, work)

    send_due()

    reminder.refresh_from_db()
    assert (reminder.state, reminder.why) == ("cancelled", "The appointment was moved.")
    assert _gone_about(work) == []


@pytest.mark.parametrize(
    ("sunday", "ten", "again"),
    [
        (date(2037, 3, 29), datetime(2037, 3, 29, 9, tzinfo=UTC), datetime(2037, 3, 29, 1, tzinfo=UTC)),
        (date(2037, 10, 25), datetime(2037, 10, 25, 10, tzinfo=UTC), datetime(2037, 10, 25, 1, tzinfo=UTC)),
    ],
    ids=["March", "October"],
)
def test_over_a_night_in_which_the_clocks_change_each_goes_once_and_at_its_hour(
    sunday: date, ten: datetime, again: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A reminder due at ten on the Sunday, a text that the quiet hours put off, and one of a worker that died at half
    past one, in the hour that comes twice or not at all: beat rings every half hour of the night.
    """
    work = make_work()
    clock = moment_at(sunday - timedelta(days=1), time(22))
    monkeypatch.setattr(timezone, "now", lambda: clock)
    make_appointment(work, moment_at(sunday + timedelta(days=2), time(14, 30)))
    reminder = Message.objects.get()
    put_off = queue_text(work.made, all_day=False)
    caught = queue_text(work.made, all_day=False, automatic=False)
    went: dict[int, list[datetime]] = {}

    while clock < ten + timedelta(hours=2):
        if clock == again - timedelta(minutes=30):
            assert processes.run(_claim_and_die) == -9
        before = _states()
        send_due()
        for pk, state in _states().items():
            if state != before.get(pk) and state == "sent":
                went.setdefault(pk, []).append(clock)
        clock += timedelta(minutes=30)

    assert [in_outbox(message) for message in (reminder, put_off, caught)] == [1, 1, 1]
    assert went[reminder.pk] == [ten]
    assert timezone.localtime(went[put_off.pk][0]).time() == time(8)
    assert len(went[put_off.pk]) == len(went[caught.pk]) == 1


def _claim_and_die() -> None:
    """A worker that claims what is due, and dies before it hands it over."""
    sending.claim(limit=20, by=BY)
    processes.die()


def _states() -> dict[int, str]:
    return dict(Message.objects.order_by("pk").values_list("pk", "state"))


def test_very_many_due_at_once_each_goes_once() -> None:
    """Two workers at the same time, through a gateway that takes several at once and now and then does not answer."""
    messages = make_many_due(make_team(), AT_ONCE, families=5)
    with notify(MESSAGING_BATCH=25) as far_end:
        far_end.modes = ["ok", "ok", "ok", "accept_and_fault", "ok", "down", "ok", "busy"] * 4
        workers = [processes.start(_until_nothing_is_due) for _ in range(2)]
        for worker in workers:
            worker.join(600)
        for _ in range(4):
            Message.objects.filter(lease_until__isnull=False).update(lease_until=timezone.now())
            Message.objects.filter(state="queued").update(not_before=timezone.now())
            send_due()

    assert [worker.exitcode for worker in workers] == [0, 0]
    references = Message.objects.filter(pk__in=messages).order_by("pk").values_list("reference", flat=True)
    assert sorted(one["reference"] for one in far_end.accepted) == sorted(map(str, references))
    assert set(Message.objects.filter(pk__in=messages).values_list("state", flat=True)) == {"sent"}


def _until_nothing_is_due() -> None:
    while sending.deliver(by=BY):
        pass
