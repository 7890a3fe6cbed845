"""The pages of the rota (P5)."""

from __future__ import annotations

from datetime import time, timedelta
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from caseload import actions
from caseload.models import Absence, DutyTurn, WorkingDays
from pitservice.accounts.enums import RoleName
from pitservice.accounts.models import User
from tests.make.accounts import BY, client_of, make_team, make_user
from tests.make.caseload import MadeWork, in_days, make_appointment, make_work

pytestmark = [pytest.mark.django_db, pytest.mark.rule("P5")]


def day_of(name: str, days: int = 0) -> dict[str, str]:
    on = timezone.localdate() + timedelta(days=days)
    return {f"{name}_day": str(on.day), f"{name}_month": str(on.month), f"{name}_year": str(on.year)}


def url(name: str, *keys: str) -> str:
    return reverse(f"caseload:{name}", args=keys)


def away(work: MadeWork, cover: User | None = None) -> Absence:
    day = timezone.localdate()
    return actions.record_absence(team=work.team, user=work.lead, first=day, last=day, cover=cover, by=BY)


def test_the_rota_says_who_is_here_who_is_away_and_who_is_on_duty(work: MadeWork) -> None:
    sam = make_user(RoleName.PRACTITIONER, work.team, "Sam Okoro")
    today = timezone.localdate()
    monday = today - timedelta(days=today.weekday())
    actions.set_working_days(team=work.team, user=sam, days=[0], hours="9am to 2:30pm", starts_on=monday, by=BY)
    actions.set_duty(team=work.team, turns={today: sam}, by=BY)
    away(work, sam)

    page = client_of(sam).get(url("rota")).content.decode()

    assert "Sam Okoro covers" in page
    assert "9am to 2:30pm" in page
    assert "Day off" in page
    assert "On duty" in page


@pytest.mark.parametrize("query", ["day=2026-13-45", "day_day=x", "day=%00", "day=0001-01-01", "day=9999-12-31"])
def test_the_rota_takes_any_address(query: str, work: MadeWork) -> None:
    client = client_of(work.lead)

    assert client.get(f"{url('rota')}?{query}").status_code == 200
    assert client.get(f"{url('duty', work.team.key)}?{query}").status_code == 200


def test_an_absence_is_recorded_changed_and_taken_back(work: MadeWork) -> None:
    sam = make_user(RoleName.ADMINISTRATOR, work.team, "Sam Okoro")
    client = client_of(sam)
    data = {"submission": str(uuid4()), "user": work.lead.key, "cover": "", **day_of("first"), **day_of("last", 2)}

    done, _again = (client.post(url("add_absence", work.team.key), data, follow=True) for _ in range(2))

    absence = Absence.objects.get()
    assert "the duty worker sees what is due" in done.content.decode()
    changed = {"submission": str(uuid4()), "seen": str(absence.version), "cover": sam.key, **day_of("last", 1)}
    assert "Sam Okoro covers" in client.post(url("absence", absence.key), changed, follow=True).content.decode()
    absence.refresh_from_db()
    press = {"submission": str(uuid4()), "seen": str(absence.version)}
    assert "is taken back" in client.post(url("take_back_absence", absence.key), press, follow=True).content.decode()
    assert client.get(url("absence", absence.key)).status_code == 404


def test_an_absence_over_another_is_refused_with_a_sentence_and_nothing_typed_is_lost(work: MadeWork) -> None:
    away(work)
    data = {"submission": str(uuid4()), "user": work.lead.key, "cover": "", **day_of("first"), **day_of("last", 2)}

    page = client_of(work.lead).post(url("add_absence", work.team.key), data)

    assert page.status_code == 409
    assert "recorded as away on some of these days already" in page.content.decode()
    assert f'value="{(timezone.localdate() + timedelta(days=2)).day}"' in page.content.decode()


def test_an_absence_told_too_late_is_refused(work: MadeWork) -> None:
    data = {"submission": str(uuid4()), "user": work.lead.key, "cover": "", **day_of("first", -60), **day_of("last")}

    page = client_of(work.lead).post(url("add_absence", work.team.key), data)

    assert page.status_code == 422
    assert "within the last four weeks" in page.content.decode()


def test_working_days_are_set(work: MadeWork) -> None:
    href = url("working_days", work.team.key, work.lead.key)
    client = client_of(work.lead)
    assert "My working days" in client.get(href).content.decode()

    client.post(href, {"submission": str(uuid4()), "days": ["0", "3"], "hours": "School hours", **day_of("starts_on")})

    row = WorkingDays.objects.get()
    assert (row.days, row.hours) == ([0, 3], "School hours")


def test_who_is_on_duty_is_set_for_a_week(work: MadeWork) -> None:
    href = f"{url('duty', work.team.key)}?day=2026-12-01"
    client = client_of(work.lead)

    client.post(href, {"submission": str(uuid4()), "2026-12-01": work.lead.key, "2026-12-02": ""})

    assert [(turn.day.isoformat(), turn.user) for turn in DutyTurn.objects.all()] == [("2026-12-01", work.lead)]


def test_another_team_and_a_trainee_change_nothing(work: MadeWork) -> None:
    stranger = make_user(RoleName.CLINICAL_LEAD, make_team())
    trainee = make_user(RoleName.TRAINEE, work.team, "Tess")
    absence = away(work)
    pages = [
        url("add_absence", work.team.key),
        url("duty", work.team.key),
        url("working_days", work.team.key, work.lead.key),
        url("absence", absence.key),
    ]

    for user in (stranger, trainee):
        client = client_of(user)
        assert {client.get(page).status_code for page in pages} == {404}
    assert "Record an absence" not in client_of(trainee).get(url("rota")).content.decode()
    assert client_of(make_user(RoleName.MANAGER, work.team)).get(url("rota")).status_code == 403


def test_working_days_of_somebody_who_is_not_on_the_rota_do_not_exist(work: MadeWork) -> None:
    manager = make_user(RoleName.MANAGER, work.team, "Ruth")

    assert client_of(work.lead).get(url("working_days", work.team.key, manager.key)).status_code == 404


@pytest.mark.parametrize("rows", [1, 3])
def test_the_rota_costs_the_same_for_one_and_for_three(
    rows: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    first = make_work()
    works = [first, *(make_work(first.team) for _ in range(rows - 1))]
    for one in works:
        away(one)
    client = client_of(first.lead)
    client.get(url("rota"))

    with django_assert_num_queries(9):
        client.get(url("rota"))


def test_a_cover_finds_it_on_the_first_page_and_in_my_day(work: MadeWork) -> None:
    sam = make_user(RoleName.PRACTITIONER, work.team, "Sam Okoro")
    away(work, sam)

    home = client_of(sam).get("/").content.decode()

    assert f"For {work.lead.name}, away until" in home
    assert "First contact" in home


def test_my_day_shows_a_cover_whom_the_absent_would_have_seen(work: MadeWork) -> None:
    sam = make_user(RoleName.PRACTITIONER, work.team, "Sam Okoro")
    appointment = make_appointment(work, in_days(0, time(15)))
    before = client_of(sam).get(url("my_day")).content.decode()
    away(work, sam)

    page = client_of(sam).get(url("my_day")).content.decode()

    assert url("appointment", appointment.key) not in before
    assert url("appointment", appointment.key) in page
    assert f"For {work.lead.name}" in page
