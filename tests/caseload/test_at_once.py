"""Two colleagues at the same moment: one wins, the other is told in a sentence."""

from __future__ import annotations

from collections.abc import Callable
from datetime import time
from threading import Barrier, Thread

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from caseload.models import Appointment, Episode, Slot
from pitservice.accounts.enums import RoleName
from tests.caseload.pages.forms import day_boxes, filled
from tests.make.accounts import client_of, make_user
from tests.make.caseload import MadeWork, make_work, open_in
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
