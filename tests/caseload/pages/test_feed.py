"""The calendar feed: what it shows, to whom, and how it ends (P61)."""

from __future__ import annotations

import re
from datetime import date, time

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from caseload import actions
from caseload.enums import AppointmentState
from caseload.interpreting import Interpreter
from caseload.presenters.feed import calendar
from caseload.times import moment_at
from families.actions import restrict
from pitservice.accounts.enums import RoleName
from pitservice.accounts.models import User
from pitservice.db.errors import Refused
from pitservice.links.models import Link
from tests.make.accounts import BY, client_of, make_user
from tests.make.caseload import MadeWork, in_days, make_appointment, make_room, make_work
from tests.make.clinic import make_clinic, make_family_waiting, make_practitioner, take

pytestmark = pytest.mark.django_db


def token_of(user: User) -> str:
    """A new address of this colleague's, made on the page that shows it once."""
    client, url = client_of(user), reverse("caseload:own_feed")
    form = client.get(url).context["form"]
    page = client.post(url, {"submission": str(form["submission"].value())}).content.decode()
    address = re.search(r"/calendar/read/([\w-]+)/", page)
    assert address is not None
    return address.group(1)


def read(token: str) -> tuple[int, str]:
    """What a calendar programme is given, without signing in; folded lines put together again."""
    answer = Client().get(reverse("caseload:feed", args=[token]))
    return answer.status_code, answer.content.decode().replace("\r\n ", "")


@pytest.mark.rule("P61")
def test_it_shows_kind_time_and_reference_and_as_place_only_visit_clinic_or_room(work: MadeWork) -> None:
    home = make_appointment(work, in_days(1), where="12 Rowan Close, ZZ1 1AA")
    room = make_appointment(work, in_days(2), place="clinic", room=make_room(work.team), where="Upstairs")
    make_appointment(work, in_days(3), place="video", interpreter=Interpreter("Polish", name="Anna Kowal"))

    status, said = read(token_of(work.lead))

    assert status == 200
    lines = said.split("\r\n")
    assert lines.count(f"SUMMARY:First appointment {work.family.key}") == 3
    assert [line for line in lines if line.startswith("LOCATION")] == ["LOCATION:Visit", "LOCATION:Blue room"]
    names = {line.split(":")[0] for line in lines if line}
    assert names == {
        *("BEGIN", "END", "VERSION", "PRODID", "X-WR-CALNAME"),
        *("UID", "DTSTAMP", "DTSTART", "DTEND", "SUMMARY", "LOCATION", "CLASS"),
    }
    people = [word for person in work.everybody for word in (person.given_name, person.family_name)]
    for secret in (*people, "Rowan", "ZZ1", "Upstairs", "Polish", "Kowal", home.practitioner.name):
        assert secret not in said
    assert home.key in said
    assert room.key in said


@pytest.mark.rule("P61")
def test_a_free_slot_of_a_clinic_stands_there_as_free_until_a_family_has_it(work: MadeWork) -> None:
    room = make_room(work.team)
    free, given, withdrawn = make_clinic(work.lead, slots=3, room=room, where="12 Rowan Close, ZZ1 1AA")
    make_clinic(make_practitioner(work.team, "Sam Ford"))
    entry = make_family_waiting(work.team)
    take(given, entry)
    actions.withdraw_slot(slot=withdrawn, by=BY)
    token = token_of(work.lead)

    _, said = read(token)
    lines = said.split("\r\n")
    assert lines.count("SUMMARY:Assessment clinic\\, free") == 1
    assert lines.count("LOCATION:Blue room") == 2
    assert f"SUMMARY:First appointment {entry.family.key}" in lines
    assert free.key in said
    for secret in ("Rowan", work.lead.name, given.key, withdrawn.key):
        assert secret not in said

    restrict(
        family=entry.family,
        reason="A colleague's family",
        named=[make_user(RoleName.CLINICAL_LEAD, work.team, "Ada")],
        by=BY,
    )
    _, said = read(token)
    assert (said.count("BEGIN:VEVENT"), free.key in said) == (1, True)


@pytest.mark.rule("P61")
def test_a_new_address_ends_the_old_one_and_stopping_ends_it_too(work: MadeWork) -> None:
    first = token_of(work.lead)
    second = token_of(work.lead)

    assert (read(first)[0], read(second)[0]) == (404, 200)

    client, stop = client_of(work.lead), reverse("caseload:stop_feed")
    client.post(stop, {"submission": str(client.get(stop).context["form"]["submission"].value())})
    assert read(second)[0] == 404
    assert read("x" * 43)[0] == 404
    assert first not in str(list(Link.objects.values()))


def test_it_is_empty_or_gone_for_who_may_not_see(work: MadeWork) -> None:
    appointment = make_appointment(work, in_days(1))
    cancelled = make_appointment(work, in_days(2))
    actions.cancel(appointment=cancelled, outcome=AppointmentState.CANCELLED_BY_US, by=BY)
    theirs = make_appointment(make_work(work.team), in_days(1))
    token = token_of(work.lead)

    assert appointment.key in read(token)[1]
    assert cancelled.key not in read(token)[1]
    assert theirs.key not in read(token)[1]

    restrict(family=work.family, reason="Works here", named=[make_user(RoleName.CLINICAL_LEAD, work.team)], by=BY)
    assert appointment.key not in read(token)[1]
    User.objects.filter(pk=work.lead.pk).update(is_active=False)
    assert read(token)[0] == 404


def test_an_address_is_its_colleagues_own(work: MadeWork) -> None:
    other = make_user(RoleName.PRACTITIONER, work.team)

    with pytest.raises(Refused):
        actions.renew_feed(user=work.lead, team=work.team, by=other.actor)
    with pytest.raises(Refused):
        actions.stop_feed(user=work.lead, by=other.actor)
    manager = make_user(RoleName.MANAGER, work.team)
    assert client_of(manager).get(reverse("caseload:own_feed")).status_code == 403


@pytest.mark.parametrize(
    ("day", "utc"), [(date(2026, 3, 28), "10"), (date(2026, 3, 29), "09"), (date(2026, 10, 25), "10")]
)
def test_ten_oclock_stays_ten_oclock_over_both_changes_of_the_clocks(day: date, utc: str, work: MadeWork) -> None:
    appointment = make_appointment(work, moment_at(day, time(10)))

    said = calendar([appointment], timezone.now())

    assert f"DTSTART:{day:%Y%m%d}T{utc}0000Z" in said


def test_long_lines_are_folded_and_commas_escaped(work: MadeWork) -> None:
    room = make_room(work.team, "Ärztehaus, " + "ü" * 80)
    said = calendar([make_appointment(work, in_days(1), place="clinic", room=room)], timezone.now())

    assert all(len(line.encode()) <= 75 for line in said.split("\r\n"))
    assert f"LOCATION:Ärztehaus\\, {'ü' * 80}" in said.replace("\r\n ", "")


@pytest.mark.parametrize("rows", [1, 3])
def test_it_costs_the_same_for_one_row_and_for_three(
    rows: int, work: MadeWork, django_assert_num_queries: object
) -> None:
    for number in range(rows):
        make_appointment(work, in_days(1, time(9 + number)))
    token = token_of(work.lead)

    with django_assert_num_queries(6):  # type: ignore[operator]  # a fixture of pytest-django
        assert read(token)[1].count("BEGIN:VEVENT") == rows
