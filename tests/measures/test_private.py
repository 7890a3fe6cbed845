"""The parent's private form: what it shows, what it never shows, help at once (P60, P11)."""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from measures import actions
from measures.enums import Point
from measures.models import MeasureRequest, RiskAnswer, Score
from pitservice.audit.models import Event
from pitservice.links.models import Link
from tests.make.accounts import BY
from tests.make.caseload import MadeWork, make_work
from tests.measures.make import on_duty, use

pytestmark = [pytest.mark.django_db, pytest.mark.rule("P60")]
HELP = ("999", "111", "option 2", "116 123")


@pytest.fixture
def work() -> MadeWork:
    return make_work()


@pytest.fixture
def href(work: MadeWork) -> str:
    """The private address of a PHQ-9."""
    told: list[str] = []
    on_duty(work)
    actions.ask_by_link(
        family=work.family,
        definition=use(work),
        adult=work.made.mother,
        point=Point.START,
        site="",
        tell=told.append,
        by=BY,
    )
    return told[0]


def page(client: Client, href: str, status: int = 200) -> str:
    answer = client.get(href)
    assert answer.status_code == status
    return answer.content.decode()


def press(client: Client, href: str, **sent: str) -> str:
    """Where a button leads."""
    answer = client.post(href, {"submission": str(uuid4()), **sent})
    assert answer.status_code == 302, answer.content.decode()
    return str(answer["Location"])


def test_it_says_first_who_reads_it_and_when_and_asks_who_is_answering(client: Client, href: str) -> None:
    shown = page(client, href)

    assert "reads your answers" in shown
    assert "office hours" in shown
    assert "Who is answering?" in shown
    assert "This is no way to get help quickly." in shown
    assert all(word in shown for word in HELP)


def test_it_names_neither_service_nor_measure_nor_anybody(client: Client, href: str, work: MadeWork) -> None:
    press(client, href, who="me")
    shown = page(client, href)

    assert "Little interest or pleasure" in shown
    for word in (
        work.team.name,
        "PHQ",
        "epression scale",
        "Health Questionnaire",
        "Aisha",
        "Zayn",
        "Khan",
        "pitservice",
    ):
        assert word not in shown
        assert word not in href
    assert "<title>" in shown
    assert "Private form" in shown.split("<title>")[1].split("</title>")[0]


def test_help_is_shown_at_once_and_the_team_alerted_although_nothing_is_sent(client: Client, href: str) -> None:
    press(client, href, who="me")

    onward = press(client, f"{href}?q=9", answer="1")
    shown = page(client, onward)

    assert onward.endswith("?help")
    assert "You do not have to wait for us" in shown
    assert all(word in shown for word in HELP)
    assert RiskAnswer.objects.get().item == 9
    assert not Score.objects.exists()


def test_no_earlier_answer_is_shown(client: Client, href: str) -> None:
    press(client, href, who="me")
    press(client, f"{href}?q=1", answer="3")

    assert "checked" not in page(client, f"{href}?q=1")
    assert "Question 2 of 9" in page(client, href)


def test_the_whole_form_is_sent_once_and_the_link_is_used_up(client: Client, href: str) -> None:
    press(client, href, who="me")
    for _ in range(8):
        assert press(client, href, answer="1") == href
    assert press(client, href, answer="none") == href
    assert "Send my answers" in page(client, href)
    sent = {"submission": str(uuid4())}

    first, again = client.post(href, sent), client.post(href, sent)

    assert first["Location"] == again["Location"] == reverse("measures:thanks")
    assert all(word in page(client, first["Location"]) for word in HELP)
    made = Score.objects.get()
    assert made.answers == {str(number): 1 for number in range(1, 9)}
    assert made.totals == {}
    assert "This page is no longer available" in page(client, href, 404)


def test_somebody_else_sees_nothing_and_the_link_closes(client: Client, href: str) -> None:
    onward = press(client, href, who="other")

    assert onward == reverse("measures:thanks")
    page(client, href, 404)
    assert Link.objects.get().used_at is not None
    assert MeasureRequest.objects.get().ended_at is not None


def test_nothing_chosen_is_asked_again_and_a_strange_question_is_the_next_one(client: Client, href: str) -> None:
    assert client.post(href, {"submission": str(uuid4())}).status_code == 422
    press(client, href, who="me")

    assert client.post(href, {"submission": str(uuid4())}).status_code == 422
    assert client.post(href, {"submission": str(uuid4()), "answer": "7"}).status_code == 422
    for strange in ("0", "99", "x", "-1", "٣", "1" * 50):
        assert "Question 1 of 9" in page(client, f"{href}?q={strange}")


def test_a_guessed_or_foreign_link_gets_the_same_words(client: Client, href: str, work: MadeWork) -> None:
    shown = page(client, reverse("measures:answer", args=["x" * 43]), 404)

    assert "This page is no longer available" in shown
    assert all(word in shown for word in HELP)
    assert work.team.name not in shown
    Link.objects.update(purpose="referrals.information")
    assert page(client, href, 404).count("no longer available") == shown.count("no longer available")
    assert Event.objects.filter(verb="links.refused").exists()


def test_no_browser_keeps_a_copy_and_no_other_site_hears_of_it(client: Client, href: str) -> None:
    answer = client.get(href)

    assert "no-store" in answer["Cache-Control"]
    assert answer["Referrer-Policy"] == "same-origin"
    assert not answer.cookies.get("sessionid")
