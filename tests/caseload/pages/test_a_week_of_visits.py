"""A week of twelve visits recorded: how often somebody has to tap or type, and how heavy the pages are (P73)."""

from __future__ import annotations

from datetime import time

import pytest
from django.test import Client
from django.urls import reverse

from caseload.enums import AppointmentState, NoteState
from caseload.models import Appointment, Note
from pitservice.accounts.enums import RoleName
from tests.caseload.pages.forms import filled
from tests.make.accounts import client_of, make_team, make_user
from tests.make.caseload import in_days, make_appointment, make_work

pytestmark = pytest.mark.django_db
MOST_INTERACTIONS, MOST_BYTES, VISITS = 8, 200_000, 12


class Phone:
    """Somebody with a phone: every link followed, answer changed and button pressed counts as one."""

    def __init__(self, client: Client) -> None:
        self.client, self.count = client, 0

    def follow(self, url: str, standing_on: str = "") -> str:
        """Follow a link that stands on the page; returns the page."""
        assert not standing_on or url in standing_on
        self.count += 1
        return self._weighed(self.client.get(url))

    def send(self, url: str, press: str, **changes: str) -> str:
        """Change some answers of the form and press a button; returns the address that it leads to."""
        page = self.client.get(url)
        self._weighed(page)
        self.count += len(changes) + 1
        answer = self.client.post(url, filled(page, finish=press, **changes))
        assert answer.status_code == 302
        return str(answer["Location"])

    def _weighed(self, page: object) -> str:
        content: bytes = page.content  # type: ignore[attr-defined]  # the test client's answer
        assert len(content) < MOST_BYTES
        return content.decode()


@pytest.mark.rule("P73")
def test_twelve_visits_are_recorded_signed_and_booked_again() -> None:
    team = make_team()
    lead = make_user(RoleName.PRACTITIONER, team)
    booked = [
        make_appointment(make_work(team, lead=lead), in_days(-1 - number // 3, time(9 + 2 * (number % 3))))
        for number in range(VISITS)
    ]
    client = client_of(lead)

    for appointment in sorted(booked, key=lambda one: one.starts):
        phone, session = Phone(client), reverse("caseload:session", args=[appointment.key])
        my_day = phone.follow(reverse("caseload:my_day"))
        phone.follow(session, my_day)
        sign = phone.send(session, "sign", happened="yes", text="Zayn slept in her arms.", next_in="1")
        phone.send(sign, "")
        assert phone.count <= MOST_INTERACTIONS

    assert Appointment.objects.filter(state=AppointmentState.ATTENDED).count() == VISITS
    assert Appointment.objects.filter(state=AppointmentState.BOOKED).count() == VISITS
    assert Note.objects.filter(state=NoteState.SIGNED).count() == VISITS
