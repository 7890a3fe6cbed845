"""Measures on the session page: a box for each goal and score that is due, links to what has questions of its own."""

from __future__ import annotations

import re
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from caseload.beside import ASKED
from caseload.models import Appointment, Draft, Session
from families import actions as families
from measures import actions
from measures.enums import How, Point
from measures.models import Goal, Score
from tests.caseload.pages.forms import filled, send
from tests.make.accounts import BY, client_of
from tests.make.caseload import MadeWork, in_days, make_appointment, make_session, make_work
from tests.measures.make import use

pytestmark = pytest.mark.django_db


@pytest.fixture
def work() -> MadeWork:
    return make_work()


@pytest.fixture
def client(work: MadeWork) -> Client:
    return client_of(work.lead)


def goal_of(work: MadeWork, words: str = "That we sleep") -> Goal:
    return actions.add_goal(family=work.family, words=words, person=None, agreed_on=timezone.localdate(), by=BY)


def page_of(appointment: Appointment) -> str:
    return reverse("caseload:session", args=[appointment.key])


def box(client: Client, appointment: Appointment, code: str = "GBO") -> str:
    """The name of the first box on the page for this measure."""
    fields: dict[str, Any] = client.get(page_of(appointment)).context["form"].fields
    return next(
        name for name, field in fields.items() if name.startswith(ASKED) and str(field.label).startswith(f"{code}:")
    )


def test_goals_are_rated_at_every_session_from_the_first(client: Client, work: MadeWork) -> None:
    use(work, "GBO")
    sleep, cuddle = goal_of(work), goal_of(work, "That he lets me cuddle him")
    for days, rating in ((-3, "2"), (-1, "5")):
        appointment = make_appointment(work, in_days(days))
        rated = box(client, appointment)
        send(client, page_of(appointment), happened="yes", text="We met.", finish="leave", **{rated: rating})
        assert sleep.key in rated
        assert rated not in client.get(page_of(appointment)).context["form"].fields  # rated, so not asked again

    rows = list(Score.objects.filter(goal=sleep).order_by("taken_on"))
    assert [(row.totals, row.point) for row in rows] == [({"Rating": "2"}, "session"), ({"Rating": "5"}, "session")]
    assert [row.taken_on for row in rows] == [timezone.localdate(one.started) for one in Session.objects.order_by("pk")]
    assert not Score.objects.filter(goal=cuddle).exists()  # left empty: not rated, and no nought


def test_a_score_out_of_range_is_said_beside_it_and_nothing_is_recorded(client: Client, work: MadeWork) -> None:
    use(work, "GBO")
    goal_of(work)
    appointment = make_appointment(work, in_days(-1))
    name = box(client, appointment)

    answer = send(client, page_of(appointment), happened="yes", text="We met.", finish="leave", **{name: "11"})

    shown = answer.content.decode()
    assert answer.status_code == 422
    assert "must be a whole number from 0 to 10" in shown
    assert 'value="11"' in shown
    assert "We met." in shown
    assert not Session.objects.exists()
    assert not Score.objects.exists()


def test_what_is_recorded_meanwhile_is_named_and_lost_by_nobody(client: Client, work: MadeWork) -> None:
    definition, goal = use(work, "GBO"), goal_of(work)
    appointment = make_appointment(work, in_days(-1))
    name = box(client, appointment)
    sent = filled(client.get(page_of(appointment)), happened="yes", text="We met.", finish="leave", **{name: "7"})
    elsewhere = actions.Filled(on=timezone.localdate(), point=Point.SESSION, how=How.TOGETHER, totals={"Rating": "4"})
    actions.record_score(
        family=work.family, definition=definition, about=actions.About(goal=goal), filled=elsewhere, by=BY
    )

    refused = client.post(page_of(appointment), sent)
    again = client.post(page_of(appointment), filled(refused, finish="leave"), follow=True)

    assert refused.status_code == 422
    assert "You had entered 7." in refused.content.decode()
    assert again.status_code == 200
    assert Session.objects.count() == 1
    assert Score.objects.get().totals == {"Rating": "4"}


def test_a_box_is_kept_with_the_draft(client: Client, work: MadeWork) -> None:
    use(work, "GBO")
    goal_of(work)
    appointment = make_appointment(work, in_days(-1))
    name = box(client, appointment)
    typed = {"text": "We met.", "revision": "0", "tab": str(uuid4()), "seq": "1", name: "6"}

    client.post(reverse("caseload:draft", args=[appointment.key]), typed)

    assert Draft.objects.get().fields[name] == "6"
    shown = client.get(page_of(appointment)).content.decode()
    assert re.search(rf'<input[^>]*name="{name}"[^>]*value="6"|<input[^>]*value="6"[^>]*name="{name}"', shown)


def test_with_questions_of_its_own_it_is_a_link_that_leads_back(client: Client, work: MadeWork) -> None:
    definition = use(work)
    appointment = make_appointment(work, in_days(-1))
    shown = client.get(page_of(appointment)).content.decode()
    href = reverse("measures:record", args=[work.family.key, definition.key])
    here = f"{href}?point=start&adult={work.made.mother.key}&session={appointment.key}"
    assert here.replace("&", "&amp;") in shown

    answers = {f"item_{number}": "1" for number in range(1, 9)} | {"item_9": "0"}
    answer = send(client, here, **answers)

    assert Score.objects.get().totals == {"Total": "8"}
    assert answer.request["PATH_INFO"] == page_of(appointment)
    assert "PHQ-9" not in answer.content.decode()


@pytest.mark.parametrize("nonsense", ["K7M2Q9XTRD", "x", "\x00", "'"])
def test_back_from_a_measure_leads_nowhere_else(client: Client, work: MadeWork, nonsense: str) -> None:
    href = reverse("measures:record", args=[work.family.key, use(work).key])
    answers = {f"item_{number}": "0" for number in range(1, 10)}

    page = client.get(href, {"session": nonsense})
    answer = client.post(
        f"{href}?session={page.wsgi_request.GET['session'] if nonsense.isalnum() else '%00'}",
        filled(page, point="start", adult=work.made.mother.key, **answers),
    )

    assert answer["Location"] == reverse("measures:family", args=[work.family.key])


@pytest.mark.rule("P22")
def test_nothing_is_asked_while_a_loss_stands(client: Client, work: MadeWork) -> None:
    use(work, "GBO")
    goal_of(work)
    make_session(work, in_days(-5))
    appointment = make_appointment(work, in_days(-1))
    families.record_loss(family=work.family, person=work.made.baby, kind="baby_died", by=BY)

    fields = client.get(page_of(appointment)).context["form"].fields

    assert not [name for name in fields if name.startswith(ASKED)]


@pytest.mark.parametrize("rows", [1, 3])
def test_more_measures_cost_no_more_queries(
    rows: int, client: Client, work: MadeWork, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    use(work, "GBO")
    for number in range(rows):
        goal_of(work, f"Goal {number}")
    appointment = make_appointment(work, in_days(-1))
    client.get(page_of(appointment))

    with django_assert_num_queries(31):
        client.get(page_of(appointment))
