"""The diary by colleague, room and team: day, week and list; and booking from the family's page."""

from __future__ import annotations

from datetime import time, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from caseload.enums import AppointmentKind
from caseload.models import Appointment
from families.actions import restrict
from pitservice.accounts.enums import RoleName
from tests.caseload.pages.forms import send
from tests.make.accounts import BY, client_of, make_user
from tests.make.caseload import MadeWork, in_days, make_appointment, make_room, make_work

pytestmark = pytest.mark.django_db


def href(appointment: Appointment) -> str:
    """Its page."""
    return reverse("caseload:appointment", args=[appointment.key])


@pytest.fixture
def four(work: MadeWork) -> dict[str, Appointment]:
    """Mine today, mine next week, a colleague's in a room, another team's."""
    colleague = make_work(work.team)
    return {
        "mine": make_appointment(work, in_days(0, time(15))),
        "later": make_appointment(work, in_days(9)),
        "theirs": make_appointment(colleague, in_days(2), room=make_room(work.team), place="clinic"),
        "elsewhere": make_appointment(make_work(), in_days(2)),
    }


def shown(work: MadeWork, four: dict[str, Appointment], name: str = "diary", **query: str) -> set[str]:
    """Which of the four stand on the page."""
    page = client_of(work.lead).get(reverse(f"caseload:{name}"), query).content.decode()
    return {name for name, one in four.items() if href(one) in page}


def test_a_week_a_day_and_a_list_of_mine_of_a_colleague_of_a_room_of_the_team(
    work: MadeWork, four: dict[str, Appointment]
) -> None:
    theirs = four["theirs"]
    assert theirs.room is not None
    with_colleague, in_room = f"with-{theirs.practitioner.key}", f"in-{theirs.room.key}"
    second = in_days(2).date().isoformat()

    assert shown(work, four) == {"mine"}
    assert shown(work, four, whose="team") == {"mine", "theirs"}
    assert shown(work, four, whose="team", span="day") == {"mine"}
    assert shown(work, four, whose="team", span="day", day=second) == {"theirs"}
    assert shown(work, four, whose=with_colleague) == {"theirs"}
    assert shown(work, four, whose=in_room) == {"theirs"}
    assert shown(work, four, "diary_list") == {"mine", "later"}
    assert shown(work, four, "diary_list", whose="team") == {"mine", "later", "theirs"}
    assert shown(work, four, "diary_list", whose="team", day=second) == {"later", "theirs"}


def test_an_administrator_begins_with_the_teams_and_a_room_says_its_name(
    work: MadeWork, four: dict[str, Appointment]
) -> None:
    admin = client_of(make_user(RoleName.ADMINISTRATOR, work.team))
    room = four["theirs"].room
    assert room is not None

    first = admin.get(reverse("caseload:diary")).content.decode()
    blue = admin.get(reverse("caseload:diary"), {"whose": f"in-{room.key}"}).content.decode()

    assert "The team’s diary" in first
    assert href(four["mine"]) in first
    assert "Diary of Blue room" in blue
    assert blue.count("Nothing is booked.") == 6


def test_a_restricted_family_stands_in_nobody_elses_diary(work: MadeWork, four: dict[str, Appointment]) -> None:
    named = make_user(RoleName.CLINICAL_LEAD, work.team)
    restrict(family=four["theirs"].episode.family, reason="Works here", named=[named], by=BY)

    assert shown(work, four, whose="team") == {"mine"}
    assert shown(work, four, "diary_list", whose="team") == {"mine", "later"}


@pytest.mark.parametrize("name", ["diary", "diary_list"])
@pytest.mark.parametrize("query", ["day=2026-13-45", "whose=nobody", "span=month", "day_day=x", "day=%00", "page=-1"])
def test_the_diary_takes_any_address(name: str, query: str, work: MadeWork) -> None:
    assert client_of(work.lead).get(f"{reverse(f'caseload:{name}')}?{query}").status_code == 200


def test_days_and_list_lead_to_each_other_in_the_same_diary(work: MadeWork) -> None:
    client = client_of(work.lead)
    monday = timezone.localdate() + timedelta(days=14)

    page = client.get(reverse("caseload:diary"), {"whose": "team", "day": monday.isoformat()}).content.decode()
    empty = client.get(reverse("caseload:diary_list")).content.decode()

    assert f"whose=team&amp;day={monday + timedelta(days=7)}" in page
    assert f"{reverse('caseload:diary_list')}?whose=team&amp;day={monday}" in page
    assert "Nothing is booked from this day on." in empty


@pytest.mark.parametrize(("name", "queries"), [("diary", 9), ("diary_list", 9)])
@pytest.mark.parametrize("rows", [1, 3])
def test_the_diary_costs_the_same_for_one_row_and_for_three(
    name: str, queries: int, rows: int, work: MadeWork, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(rows):
        make_appointment(make_work(work.team), in_days(1, time(9 + number)), room=make_room(work.team, f"{number}"))
    client, url = client_of(work.lead), reverse(f"caseload:{name}") + "?whose=team"
    client.get(url)

    with django_assert_num_queries(queries):
        page = client.get(url).content.decode()

    assert page.count("Start") + page.count("/appointments/") == rows


def test_a_week_that_holds_too_much_says_so(work: MadeWork, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("caseload.views.diary.MOST", 1)
    make_appointment(work, in_days(1))
    make_appointment(work, in_days(2))

    page = client_of(work.lead).get(reverse("caseload:diary")).content.decode()

    assert "Only the first 1 appointments are shown." in page


def test_the_next_appointment_is_booked_in_three_clicks_from_the_familys_page(work: MadeWork) -> None:
    client, last = client_of(work.lead), make_appointment(work, in_days(-10, time(14)))
    tab = reverse("caseload:family", args=[work.family.key])
    book = reverse("caseload:book", args=[work.episode.key])

    assert tab in client.get(reverse("families:family", args=[work.family.key])).content.decode()  # the first
    assert book in client.get(tab).content.decode()  # the second
    send(client, book, kind=AppointmentKind.CONSULTATION)  # the third

    booked = Appointment.objects.exclude(pk=last.pk).get()
    assert booked.starts == in_days(4, time(14))
    assert booked.kind == AppointmentKind.CONSULTATION
