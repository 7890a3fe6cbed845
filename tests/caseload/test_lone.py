"""A colleague who visits alone is waited for; the visit sheet says what is needed at the door (P62, P70)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client, override_settings
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from caseload import actions
from caseload.enums import Place
from caseload.interpreting import Interpreter
from caseload.models import Appointment, LoneVisit
from caseload.selectors.lone import checks_are_on
from families.actions import raise_alert, restrict
from families.enums import AlertKind, Purpose
from pitservice.accounts.enums import RoleName
from pitservice.accounts.models import User
from pitservice.db.actor import Actor
from pitservice.db.errors import Refused, Stale
from pitservice.jobs.actions import beat
from pitservice.messaging.models import Message
from pitservice.ui.worklist import Item, items_for
from tests.make.accounts import BY, client_of, make_team, make_user
from tests.make.caseload import MadeWork, let_it_have_begun, make_appointment, make_session, make_work

pytestmark = pytest.mark.django_db
WHERE = "12 Rowan Close, side door"


@pytest.fixture(autouse=True)
def _outbox() -> Iterator[None]:
    with override_settings(EMAIL_GATEWAY="outbox"):
        yield


@pytest.fixture
def work() -> MadeWork:
    return make_work()


@pytest.fixture
def buddy(work: MadeWork) -> User:
    return make_user(RoleName.PRACTITIONER, work.team, "Sam")


def visit_of(work: MadeWork, **more: Any) -> Appointment:
    appointment = make_appointment(work, **more)
    let_it_have_begun(appointment)
    appointment.refresh_from_db()
    return appointment


def out(work: MadeWork, buddy: User) -> LoneVisit:
    due_back = timezone.now() + timedelta(hours=1)
    return actions.set_out(appointment=visit_of(work), buddy=buddy, where=WHERE, due_back=due_back, by=work.lead.actor)


def overdue(visit: LoneVisit, minutes: int = 5) -> LoneVisit:
    """The test's own hand on the clock."""
    LoneVisit.objects.filter(pk=visit.pk).update(due_back=timezone.now() - timedelta(minutes=minutes))
    visit.refresh_from_db()
    return visit


def waits(user: User) -> list[Item]:
    found = items_for(User.objects.get(pk=user.pk), timezone.localdate())
    return [item for item in found if item.what.startswith("Not back")]


def post(client: Client, url: str, **answers: str) -> str:
    page = client.get(url)
    seen = str(page.context["form"]["seen"].value())
    data: Mapping[str, str] = {"submission": str(uuid4()), "seen": seen} | answers
    return client.post(url, data, follow=True).content.decode()


@pytest.mark.rule("P62")
def test_who_is_not_back_stands_before_everything_else_for_buddy_and_duty_with_the_place(
    work: MadeWork, buddy: User
) -> None:
    duty, other = (make_user(RoleName.PRACTITIONER, work.team, name) for name in ("Dot", "Lee"))
    actions.set_duty(team=work.team, turns={timezone.localdate(): duty}, by=BY)
    visit = out(work, buddy)
    assert [waits(one) for one in (buddy, duty)] == [[], []]

    overdue(visit)

    [item], [on_duty] = waits(buddy), waits(duty)
    assert (item.whose, item.now, item.mine) == (WHERE, True, True)
    assert (on_duty.whose, on_duty.mine) == (WHERE, True)
    assert waits(other) == []


@pytest.mark.rule("P62")
def test_the_buddy_gets_an_e_mail_and_a_quarter_of_an_hour_later_the_team_each_once(
    work: MadeWork, buddy: User
) -> None:
    boss = make_user(RoleName.CLINICAL_LEAD, work.team, "Cleo")
    visit = overdue(out(work, buddy))
    by = Actor.system("tests")

    def told() -> set[str]:
        return set(Message.objects.filter(purpose=Purpose.NOTICE).values_list("about", flat=True))

    actions.tell_of_overdue(by=by)
    actions.tell_of_overdue(by=by)
    first = told()
    overdue(visit, 20)
    actions.tell_of_overdue(by=by)

    assert first == {f"colleague:{buddy.pk}"}
    assert {f"colleague:{buddy.pk}", f"colleague:{boss.pk}"} <= told()
    said = " ".join(Message.objects.filter(purpose=Purpose.NOTICE).values_list("words", flat=True))
    assert work.family.title not in said
    assert WHERE not in said


def test_nobody_is_told_of_who_is_back_or_stays_longer(work: MadeWork, buddy: User) -> None:
    visit = overdue(out(work, buddy))
    actions.stay_longer(visit=visit, due_back=timezone.now() + timedelta(hours=1), by=work.lead.actor)

    assert actions.tell_of_overdue(by=BY) == 0
    assert waits(buddy) == []
    actions.is_back(visit=visit, by=work.lead.actor)
    assert actions.tell_of_overdue(by=BY) == 0


def test_told_anew_when_the_later_time_passes_too(work: MadeWork, buddy: User) -> None:
    visit = overdue(out(work, buddy))
    actions.tell_of_overdue(by=BY)
    actions.stay_longer(visit=visit, due_back=timezone.now() + timedelta(hours=1), by=work.lead.actor)
    overdue(visit)

    assert actions.tell_of_overdue(by=BY) == 1


@pytest.mark.rule("P62")
def test_of_a_restricted_family_only_named_colleagues_hear_and_the_page_says_so(work: MadeWork, buddy: User) -> None:
    restrict(family=work.family, reason="Works here", named=[work.lead, buddy], by=BY)
    duty = make_user(RoleName.PRACTITIONER, work.team, "Dot")
    actions.set_duty(team=work.team, turns={timezone.localdate(): duty}, by=BY)
    visit = out(work, buddy)
    page = client_of(work.lead).get(reverse("caseload:set_out", args=[visit.appointment.key])).content.decode()
    overdue(visit)

    assert "This record is restricted" in page
    assert "Tell whoever is on duty yourself that you are out" in page
    assert waits(duty) == []
    assert WHERE not in client_of(duty).get(reverse("caseload:not_back")).content.decode()
    assert client_of(duty).get(reverse("caseload:back", args=[visit.key])).status_code == 404
    assert [one.whose for one in waits(buddy)] == [WHERE]


def test_a_buddy_who_cannot_see_the_record_oneself_and_no_visit_are_refused(work: MadeWork, buddy: User) -> None:
    soon = timezone.now() + timedelta(hours=1)
    appointment, clinic = visit_of(work), visit_of(make_work(work.team), place=Place.CLINIC)
    restrict(family=work.family, reason="Works here", named=[work.lead], by=BY)

    def refused(said: str, appointment: Appointment, who: User, due_back: datetime) -> None:
        with pytest.raises(Refused, match=said):
            actions.set_out(appointment=appointment, buddy=who, where=WHERE, due_back=due_back, by=work.lead.actor)

    refused("cannot see this record", appointment, buddy, soon)
    refused("Somebody else", appointment, work.lead, soon)
    refused("at home or at another place", clinic, buddy, soon)


@pytest.mark.parametrize(("hours", "said"), [(-1, "still to come"), (11, "within the next ten hours")])
def test_a_time_that_cannot_be_is_refused(work: MadeWork, buddy: User, hours: int, said: str) -> None:
    when = timezone.now() + timedelta(hours=hours)

    with pytest.raises(Refused, match=said):
        actions.set_out(appointment=visit_of(work), buddy=buddy, where=WHERE, due_back=when, by=work.lead.actor)


def test_one_is_out_once_and_back_once(work: MadeWork, buddy: User) -> None:
    visit = out(work, buddy)
    with pytest.raises(Refused, match="out already"):
        actions.set_out(
            appointment=visit.appointment, buddy=buddy, where=WHERE, due_back=visit.due_back, by=work.lead.actor
        )
    with pytest.raises(Refused, match="Only"):
        actions.stay_longer(visit=visit, due_back=visit.due_back, by=buddy.actor)
    with pytest.raises(Refused, match="how you know"):
        actions.is_back(visit=visit, by=buddy.actor)
    with pytest.raises(Stale):
        actions.is_back(visit=visit, seen=visit.version + 1, by=work.lead.actor)
    actions.is_back(visit=visit, by=work.lead.actor)

    with pytest.raises(Refused, match="was back at"):
        actions.is_back(visit=visit, by=work.lead.actor)


def test_a_colleague_says_how_they_know(work: MadeWork, buddy: User) -> None:
    visit = overdue(out(work, buddy))

    said = post(client_of(buddy), reverse("caseload:back", args=[visit.key]), found="Spoke to her.")

    visit.refresh_from_db()
    assert "It is noted." in said
    assert (visit.found, visit.back_by) == ("Spoke to her.", buddy.actor)
    assert waits(buddy) == []


@pytest.mark.rule("P62")
def test_the_page_says_that_it_is_no_alarm_and_when_checks_are_off(work: MadeWork) -> None:
    client, url = client_of(work.lead), reverse("caseload:set_out", args=[visit_of(work).key])

    off = client.get(url).content.decode()
    beat(name="beat", by=BY)
    on = client.get(url).content.decode()

    assert "This is no alarm" in off
    assert "The checks are off just now" in off
    assert "The checks are off" not in on
    assert "This is no alarm" in on
    assert checks_are_on(timezone.now())
    assert not checks_are_on(timezone.now() + timedelta(minutes=4))
    with override_settings(EMAIL_GATEWAY=""):
        assert not checks_are_on(timezone.now())


@pytest.mark.rule("P62")
def test_before_the_first_visit_at_home_the_alerts_are_read(work: MadeWork, buddy: User) -> None:
    raise_alert(family=work.family, kind=AlertKind.HOME_VISIT_RISK, text="A dog in the yard.", by=BY)
    client, url = client_of(work.lead), reverse("caseload:set_out", args=[visit_of(work).key])
    until = f"{timezone.localtime() + timedelta(minutes=30):%H:%M}"
    answers = {"where": WHERE, "until": until, "buddy": buddy.key}

    page = client.get(url).content.decode()
    refused = post(client, url, **answers)

    assert "A dog in the yard." in page
    assert "Before the first visit at home" in page
    assert LoneVisit.objects.count() == 0
    assert "read" in refused


def test_set_out_and_back_by_the_pages(work: MadeWork, buddy: User) -> None:
    make_session(work)
    client, appointment = client_of(work.lead), visit_of(work)
    url = reverse("caseload:set_out", args=[appointment.key])
    until = timezone.localtime() + timedelta(minutes=5)
    if until.date() != timezone.localdate():
        until = timezone.localtime().replace(hour=23, minute=59)

    assert url in client.get(reverse("caseload:appointment", args=[appointment.key])).content.decode()
    said = post(client, url, where=WHERE, until=f"{until:%H:%M}", buddy=buddy.key)
    visit = LoneVisit.objects.get()
    assert "waits to hear that you are back" in said
    assert reverse("caseload:longer", args=[visit.key]) in said
    back = post(client, reverse("caseload:back", args=[visit.key]))

    assert "Welcome back." in back
    assert LoneVisit.objects.get().back_by == work.lead.actor


def test_another_teams_visit_does_not_exist(work: MadeWork, buddy: User) -> None:
    visit = out(work, buddy)
    stranger = client_of(make_user(RoleName.CLINICAL_LEAD, make_team()))

    for name in ("back", "longer"):
        assert stranger.get(reverse(f"caseload:{name}", args=[visit.key])).status_code == 404
    assert stranger.get(reverse("caseload:sheet", args=[visit.appointment.key])).status_code == 404


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_costs_the_same_for_one_row_and_for_three(
    work: MadeWork, buddy: User, rows: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for _ in range(rows):
        overdue(out(make_work(work.team), buddy))
    client, url = client_of(buddy), reverse("caseload:not_back")
    client.get(url)

    with django_assert_num_queries(6):
        page = client.get(url)

    assert len(page.context["table"].rows) == rows


@pytest.mark.rule("P70")
def test_the_visit_sheet_says_where_and_how_to_reach_them_and_nothing_of_the_history(work: MadeWork) -> None:
    make_session(work, text="She cried all hour.")
    appointment = make_appointment(
        work, where=WHERE, interpreter=Interpreter("Polish", agency="Eastfield Interpreting")
    )
    client = client_of(work.lead)

    page = client.get(reverse("caseload:sheet", args=[appointment.key])).content.decode()

    assert WHERE in page
    assert "Polish, Eastfield Interpreting" in page
    assert work.made.mobile.value in page
    assert "Aisha Khan" in page
    assert "She cried" not in page
    assert (
        reverse("caseload:sheet", args=[appointment.key])
        in client.get(reverse("caseload:appointment", args=[appointment.key])).content.decode()
    )
