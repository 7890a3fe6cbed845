"""Two colleagues at the same moment: one wins, the other is told in a sentence."""

from __future__ import annotations

from collections.abc import Callable
from datetime import time
from threading import Barrier, Thread

import pytest
from django.db import connection, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from caseload import actions
from caseload.models import Appointment, ClinicSlot, Episode, Slot
from pitservice.accounts.enums import RoleName
from pitservice.accounts.models import User
from referrals.enums import WaitingState
from referrals.models import WaitingEntry
from tests.caseload.pages.forms import day_boxes, filled
from tests.make.accounts import BY, client_of, make_user
from tests.make.caseload import MadeWork, in_days, make_appointment, make_work, open_in
from tests.make.clinic import make_clinic, make_family_waiting
from tests.make.referrals import make_waiting

pytestmark = pytest.mark.django_db(transaction=True)
TAKEN = "This practitioner has another appointment at that time."
BUSY = "Somebody else is changing this at the same moment."


def at_once(*presses: Callable[[], tuple[int, str]]) -> list[tuple[int, str]]:
    """Press at the same moment; the status and the page each gets."""
    barrier, answers = Barrier(len(presses)), list[tuple[int, str]]()

    def press(one: Callable[[], tuple[int, str]]) -> None:
        barrier.wait()
        try:
            answers.append(one())
        finally:
            connection.close()

    threads = [Thread(target=press, args=(one,)) for one in presses]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sorted(answers)


def sender(client: Client, url: str, data: dict[str, object]) -> Callable[[], tuple[int, str]]:
    """Sends a form, and gives status and page."""

    def send() -> tuple[int, str]:
        answer = client.post(url, data)
        return answer.status_code, answer.content.decode()

    return send


def booking(work: MadeWork, at: time) -> Callable[[], tuple[int, str]]:
    """Books the lead for this family, from a page that was open before."""
    client, url = client_of(work.lead), reverse("caseload:book", args=[work.episode.key])
    data = filled(client.get(url), **day_boxes("day", open_in(7)), time=f"{at:%H:%M}")
    return sender(client, url, data)


@pytest.mark.parametrize("turn", range(5))
def test_two_bookings_of_one_slot_at_once(turn: int) -> None:
    one = make_work()
    two = make_work(lead=one.lead)

    first, second = at_once(booking(one, time(10)), booking(two, time(10, turn * 10)))

    assert (first[0], second[0]) == (302, 409)
    assert TAKEN in second[1] or BUSY in second[1]
    assert (Appointment.objects.count(), Slot.objects.filter(live=True).count()) == (1, 1)


def test_two_allocations_of_one_family_at_once() -> None:
    boss = make_user(RoleName.CLINICAL_LEAD)
    team = boss.current_memberships[0].team
    leads = [make_user(RoleName.PRACTITIONER, team, name) for name in ("Lee", "Kim")]
    entry = make_waiting(team)
    client, url = client_of(boss), reverse("caseload:allocate", args=[entry.key])

    first, second = at_once(*(sender(client, url, filled(client.get(url), lead=lead.key)) for lead in leads))

    assert (first[0], second[0]) == (302, 409)
    assert "while you had it open" in second[1]
    assert Episode.objects.count() == 1


@pytest.mark.parametrize("turn", range(3))
def test_two_families_offered_one_slot_of_a_clinic_at_once(turn: int) -> None:
    boss = make_user(RoleName.CLINICAL_LEAD)
    team = boss.current_memberships[0].team
    (slot,) = make_clinic(make_user(RoleName.PRACTITIONER, team, "Lee"), starts=in_days(open_in(7 + turn)))
    leads = [boss, make_user(RoleName.CLINICAL_LEAD, team, "Kim")]

    first, second = at_once(*(offering(lead, slot, make_family_waiting(team)) for lead in leads))

    assert (first[0], second[0]) == (302, 409)
    assert "A family has this assessment clinic slot already." in second[1] or BUSY in second[1]
    assert (Appointment.objects.count(), Slot.objects.filter(live=True).count()) == (1, 1)
    assert (Episode.objects.count(), WaitingEntry.objects.filter(state=WaitingState.WAITING).count()) == (1, 1)


def test_a_slot_of_a_clinic_withdrawn_while_it_is_offered() -> None:
    boss = make_user(RoleName.CLINICAL_LEAD)
    team = boss.current_memberships[0].team
    (slot,) = make_clinic(make_user(RoleName.PRACTITIONER, team, "Lee"))
    client, url = client_of(boss), reverse("caseload:withdraw_slot", args=[slot.key])
    withdrawing = sender(client, url, filled(client.get(url)))

    first, second = at_once(offering(boss, slot, make_family_waiting(team)), withdrawing)

    assert (first[0], second[0]) == (302, 409)
    slot.refresh_from_db()
    assert Appointment.objects.exists() == (slot.withdrawn_at is None)
    assert Slot.objects.filter(live=True).count() == Appointment.objects.count()


def offering(lead: User, slot: ClinicSlot, entry: WaitingEntry) -> Callable[[], tuple[int, str]]:
    """Gives a slot of a clinic to a family, from a page that was open before."""
    client, url = client_of(lead), reverse("caseload:offer_slot", args=[slot.key, entry.key])
    return sender(client, url, filled(client.get(url)))


@pytest.mark.rule("P68")
def test_a_no_while_the_student_is_put_on_takes_them_off() -> None:
    work = make_work()
    first, second = make_appointment(work, in_days(7)), make_appointment(work, in_days(8))
    student = actions.seat_student(appointment=first, name="Jo Lark", by=BY).student
    assert student is not None
    no = actions.Said({work.made.mother: False}, timezone.localdate(), "call")

    def say_no() -> None:
        try:
            actions.record_answers(student=student, said=no, by=BY)
        finally:
            connection.close()

    other = Thread(target=say_no)
    with transaction.atomic():
        actions.seat_student(appointment=second, student=student, by=BY)
        other.start()
        other.join(timeout=1)  # it waits for us, or has not seen what we did
    other.join()

    assert not Appointment.objects.filter(student=student).exists()
