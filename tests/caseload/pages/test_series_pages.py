"""A series on the booking page, the warnings before it, and its three ways to be changed."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from caseload import actions
from caseload.enums import AppointmentState, AskedBy
from caseload.models import Appointment
from families.actions import add_need
from families.enums import NeedKind
from tests.caseload.pages.forms import day_boxes, filled, send
from tests.caseload.test_series import book_series, booked, open_day
from tests.make.accounts import BY, client_of
from tests.make.caseload import MadeWork, in_days, make_appointment, make_visit

pytestmark = pytest.mark.django_db


def boxes_of(work: MadeWork) -> dict[str, str]:
    """An open day on which a series can begin."""
    return day_boxes("day", (open_day(work) - timezone.localdate()).days)


def test_a_series_is_booked_and_stands_on_each_of_its_appointments(work: MadeWork) -> None:
    url = reverse("caseload:book", args=[work.episode.key])

    answer = send(client_of(work.lead), url, **boxes_of(work), time="10am", repeat="series", times="3")

    page = answer.content.decode()
    assert Appointment.objects.count() == 3
    assert "3 appointments are booked, from" in page
    assert "3 appointments, booked every week." in page
    assert page.count("(this one)") == 1


def test_days_passed_over_are_said_in_a_sentence(work: MadeWork) -> None:
    url, second = reverse("caseload:book", args=[work.episode.key]), open_day(work) + timedelta(weeks=2)
    actions.record_absence(team=work.team, user=work.lead, first=second, last=second, cover=None, by=BY)

    answer = send(client_of(work.lead), url, **boxes_of(work), time="10am", repeat="series", weeks="2", times="3")

    assert f"{work.lead.name} is away)." in answer.content.decode()
    assert Appointment.objects.count() == 3


def test_a_series_up_to_a_day_needs_the_day(work: MadeWork) -> None:
    url = reverse("caseload:book", args=[work.episode.key])

    answer = send(client_of(work.lead), url, **boxes_of(work), time="10am", repeat="series", until="until")

    assert answer.status_code == 422
    assert "Enter the last day" in answer.content.decode()


def test_only_a_series_asks_how_much_of_it_is_changed(work: MadeWork) -> None:
    client, one = client_of(work.lead), make_appointment(work, in_days(3))
    first, *_, last = book_series(work).appointments

    def offered(appointment: Appointment, name: str) -> list[str]:
        fields = client.get(reverse(f"caseload:{name}", args=[appointment.key])).context["form"].fields
        return [value for value, _ in fields["scope"].choices] if "scope" in fields else []

    assert offered(one, "move") == offered(one, "cancel") == []
    assert offered(first, "move") == ["this", "later"]
    assert offered(last, "cancel") == ["this", "all"]


def test_this_and_later_move_and_all_are_cancelled(work: MadeWork) -> None:
    client, rows = client_of(work.lead), book_series(work).appointments

    moved = send(
        client, reverse("caseload:move", args=[rows[1].key]), scope="later", time="3pm", asked_by="family",
        reason="Work",
    ).content.decode()  # fmt: skip

    assert "3 appointments are moved." in moved
    assert "Who asked: The family" in moved
    assert "Work" in moved
    new = booked(rows[0].series)[1]
    gone = send(client, reverse("caseload:cancel", args=[new.key]), scope="all", outcome="cancelled_by_us")
    assert "4 appointments are cancelled." in gone.content.decode()
    assert booked(rows[0].series) == []


def test_an_earlier_time_says_who_asked(work: MadeWork) -> None:
    first = make_appointment(work)
    new = actions.move(appointment=first, visit=make_visit(work, in_days(8)), asked_by=AskedBy.US, by=BY)

    page = client_of(work.lead).get(reverse("caseload:appointment", args=[new.key])).content.decode()

    assert "Who asked: We did" in page


def test_the_page_of_a_series_costs_the_same_however_long_it_is(
    work: MadeWork, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    client, rows = client_of(work.lead), book_series(work).appointments
    url = reverse("caseload:appointment", args=[rows[0].key])
    client.get(url)
    Appointment.objects.filter(pk__in=[row.pk for row in rows[1:]]).update(series=None)
    # Half of them ask the contact rules whether the referrer may be invited to a first appointment (P64).
    with django_assert_num_queries(36):
        client.get(url)
    Appointment.objects.filter(pk__in=[row.pk for row in rows[1:3]]).update(series=rows[0].series)
    with django_assert_num_queries(36):
        client.get(url)


@pytest.fixture
def away(work: MadeWork) -> Client:
    """The lead, who is away in a week."""
    day = in_days(7).date()
    actions.record_absence(team=work.team, user=work.lead, first=day, last=day, cover=None, by=BY)
    return client_of(work.lead)


@pytest.mark.rule("P68", "P29")
def test_what_speaks_against_a_time_is_read_once_and_stops_nobody(work: MadeWork, away: Client) -> None:
    add_need(family=work.family, person=work.made.mother, kind=NeedKind.INTERPRETER, text="Urdu", by=BY)
    url = reverse("caseload:book", args=[work.episode.key])
    data = filled(away.get(url), **day_boxes("day", 7), time="10am", where="12 Rowan Close", interpreter_language=None)

    warned = away.post(url, data)

    page = warned.content.decode()
    assert warned.status_code == 422
    assert "Aisha Khan needs an interpreter (Urdu), and none is named." in page
    assert f"{work.lead.name} is away on" in page
    assert "12 Rowan Close" in page
    booked_all_the_same = away.post(url, filled(warned, despite="on"))
    assert booked_all_the_same.status_code == 302
    assert Appointment.objects.get().state == AppointmentState.BOOKED


def test_another_warning_is_read_again(work: MadeWork, away: Client) -> None:
    url = reverse("caseload:book", args=[work.episode.key])
    warned = away.post(url, filled(away.get(url), **day_boxes("day", 7), time="10am"))
    add_need(family=work.family, person=work.made.mother, kind=NeedKind.TIMES_TO_AVOID, text="Mornings", by=BY)

    again = away.post(url, filled(warned, despite="on"))

    assert again.status_code == 422
    assert "asked us to avoid this: Mornings" in again.content.decode()
    assert Appointment.objects.count() == 0
