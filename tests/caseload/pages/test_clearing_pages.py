"""The pages on which a day is cleared (P69)."""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from caseload.enums import AppointmentState
from caseload.grouping import GroupSessionState
from caseload.interpreting import Interpreter
from caseload.models import Absence, Clearing
from families.actions import record_loss, restrict
from families.enums import LossKind
from pitservice.accounts.enums import RoleName
from tests.caseload.pages.forms import filled
from tests.make.accounts import BY, client_of, make_team, make_user
from tests.make.caseload import MadeWork, clear, in_days, make_appointment, make_work
from tests.make.groups import join, make_group, plan

pytestmark = [pytest.mark.django_db, pytest.mark.rule("P69")]


def clear_href(work: MadeWork, days: int = 1) -> str:
    day = timezone.localdate(in_days(days))
    return f"{reverse('caseload:clear_day', args=[work.team.key, work.lead.key])}?day={day}"


def test_an_administrator_clears_the_day_of_somebody_who_is_ill(work: MadeWork) -> None:
    appointment = make_appointment(work, in_days(1), interpreter=Interpreter("Polish", name="Ewa"))
    client, href = client_of(make_user(RoleName.ADMINISTRATOR, work.team)), clear_href(work)

    page = client.get(href).content.decode()
    data = {"submission": str(uuid4()), appointment.key: "cancel", "away": "on"}
    done = client.post(href, data, follow=True)
    client.post(href, data)  # pressed twice

    said = done.content.decode()
    assert "Aisha Khan: by text" in page
    assert "Cancel the interpreter: Polish, Ewa" in said
    assert "Book again" in said
    assert (Clearing.objects.count(), Absence.objects.get().user) == (1, work.lead)


def test_a_colleague_takes_over_and_the_rest_is_left(work: MadeWork) -> None:
    sam = make_user(RoleName.PRACTITIONER, work.team, "Sam Okoro")
    first = make_appointment(work, in_days(1))
    other = make_work(work.team, lead=work.lead)
    second = make_appointment(other, in_days(1, in_days(0).time().replace(hour=14)))

    data = {"submission": str(uuid4()), first.key: sam.key, second.key: "leave"}
    done = client_of(sam).post(clear_href(work), data, follow=True).content.decode()

    assert "Sam Okoro takes it over" in done
    second.refresh_from_db()
    assert second.state == AppointmentState.BOOKED


def test_a_colleague_who_is_busy_is_said_and_nothing_chosen_is_lost(work: MadeWork) -> None:
    busy = make_work(work.team)
    make_appointment(busy, in_days(1))
    appointment = make_appointment(work, in_days(1))

    data = {"submission": str(uuid4()), appointment.key: busy.lead.key}
    page = client_of(work.lead).post(clear_href(work), data)

    assert page.status_code == 409
    assert "has another appointment at that time" in page.content.decode()
    assert f'value="{busy.lead.key}" selected' in page.content.decode()


@pytest.mark.rule("P72")
def test_a_group_of_the_day_is_called_off_with_it_and_no_hidden_family_is_named(work: MadeWork) -> None:
    hidden, group = make_work(work.team), make_group(work, name="Baby massage")
    for one in (work, hidden):
        join(group, one)
    session = plan(group, in_days(1))
    restrict(family=hidden.family, reason="A relative works here.", named=[make_user(team=work.team)], by=BY)
    client, href = client_of(make_user(RoleName.ADMINISTRATOR, work.team)), clear_href(work)

    page = client.get(href).content.decode()
    unsaid = client.post(href, {"submission": str(uuid4())})
    done = client.post(href, {"submission": str(uuid4()), session.key: "cancel"}, follow=True).content.decode()

    assert "10am, Baby massage" in page
    assert unsaid.status_code == 422  # nobody calls a group off because it stood first
    assert "Aisha Khan: by text" in page
    assert work.family.title in done
    assert "Called off" in done
    assert "Book again" not in done
    assert page.count(f"<span>{work.family.title}</span>") == 1  # not the one whose record is restricted
    session.refresh_from_db()
    assert session.state == GroupSessionState.CALLED_OFF


def test_the_undo_is_one_press(work: MadeWork) -> None:
    appointment = make_appointment(work, in_days(1))
    clearing = clear(appointment)
    client, href = client_of(work.lead), reverse("caseload:undo_clearing", args=[clearing.key])

    page = client.get(href)
    done = client.post(href, {"submission": str(uuid4()), "seen": str(clearing.version)}, follow=True)

    appointment.refresh_from_db()
    assert page.status_code == 200
    assert "This was undone" in done.content.decode()
    assert appointment.state == AppointmentState.BOOKED


def test_a_day_with_nothing_ahead_says_so_and_clearing_nothing_is_refused(work: MadeWork) -> None:
    client, href = client_of(work.lead), clear_href(work)

    assert "Nothing that you may see is booked" in client.get(href).content.decode()
    assert client.post(href, {"submission": str(uuid4())}).status_code == 409


def test_another_team_and_a_trainee_clear_nothing(work: MadeWork) -> None:
    clearing = clear(make_appointment(work, in_days(1)))
    pages = [
        clear_href(work),
        reverse("caseload:cleared", args=[clearing.key]),
        reverse("caseload:undo_clearing", args=[clearing.key]),
    ]

    for user in (make_user(RoleName.CLINICAL_LEAD, make_team()), make_user(RoleName.TRAINEE, work.team)):
        client = client_of(user)
        assert {client.get(page).status_code for page in pages} == {404}


@pytest.mark.parametrize("query", ["day=x", "day=%00", "day=9999-12-31", "day=0001-01-01"])
def test_clearing_takes_any_address(query: str, work: MadeWork) -> None:
    href = reverse("caseload:clear_day", args=[work.team.key, work.lead.key])

    assert client_of(work.lead).get(f"{href}?{query}").status_code == 200


def test_the_undo_counts_only_what_one_may_see(work: MadeWork) -> None:
    hidden, seen = make_work(work.team, lead=work.lead), work
    day = in_days(1)
    both = [make_appointment(seen, day), make_appointment(hidden, day.replace(hour=14))]
    clearing = clear(*both)
    for one in (seen, hidden):
        record_loss(family=one.family, person=one.made.baby, kind=LossKind.BABY_DIED, by=BY)
    restrict(family=hidden.family, reason="She asked.", named=[work.lead], by=BY)
    client = client_of(make_user(RoleName.ADMINISTRATOR, work.team))
    href = reverse("caseload:undo_clearing", args=[clearing.key])

    page = client.post(href, filled(client.get(href)), follow=True).content.decode()

    assert "1 appointment could not be booked again" in page
