"""A professional's form is saved and taken up again: by a private link, and only after its code (P11)."""

from __future__ import annotations

import html
import re
import uuid
from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from pitservice.accounts.models import Team
from pitservice.audit.models import Event
from pitservice.db.actor import Actor
from pitservice.links.actions import MAX_WRONG_CODES
from pitservice.links.models import Link
from pitservice.messaging.models import Message
from referrals.actions import forget_drafts
from referrals.actions.drafts import hashed
from referrals.models import Draft, Referral
from tests.make.accounts import make_team
from tests.make.referrals import make_risk_list
from tests.referrals.door import BABY, PROFESSIONAL, REFERRER, begin, onward, send, text, walk

pytestmark = [pytest.mark.django_db, pytest.mark.rule("P11")]


@pytest.fixture(autouse=True)
def _fresh_cache() -> None:
    cache.clear()


@pytest.fixture
def team() -> Team:
    """A team with a list of risk factors."""
    made = make_team()
    make_risk_list(made)
    return made


def sitting(href: str, page: str) -> str:
    """Another page of the form at this address."""
    return re.sub(r"/[^/]+/$", f"/{page}/", href)


def save(client: Client, href: str) -> tuple[str, str]:
    """Save the form; the private link's path, and the code."""
    response = send(client, sitting(href, "save"), {})
    return link_and_code(response)


def link_and_code(response: Any) -> tuple[str, str]:
    """What a page shows once."""
    page = html.unescape(response.content.decode())
    (link,) = re.findall(r"http://testserver[^\s<]+", page)
    (code,) = re.findall(r">\s*(\d{6})\s*<", page)
    return urlsplit(link).path, code


def wrong(code: str) -> str:
    """Another code."""
    return f"{(int(code) + 1) % 10**6:06}"


def test_the_list_says_what_is_completed_and_what_is_not_started(client: Client, team: Team) -> None:
    href = walk(client, "refer", team, [REFERRER, BABY])

    page = text(client.get(sitting(href, "tasks")))

    assert "2 of 8 tasks are completed" in page
    assert page.count("Completed") == 2
    assert page.count("Not started") == 6
    assert "Check and send Complete the tasks above first. Cannot start yet" in page


def test_no_address_with_a_token_is_kept_in_clear_and_a_form_sent_twice_still_leads_there(
    client: Client, team: Team
) -> None:
    start = reverse("referrals:refer", args=[team.slug])
    number = str(uuid.uuid4())
    first = client.post(start, {"submission": number}).headers["Location"]
    token = first.split("/")[-3]

    assert client.post(start, {"submission": number}).headers["Location"] == first
    save(client, first)
    with connection.cursor() as cursor:
        cursor.execute("SELECT s::text FROM ui_submission s")
        kept = " ".join(row[0] for row in cursor.fetchall())
    assert Draft.objects.get().token_hash == hashed(token)
    for secret in (token, number, "/refer/"):
        assert secret not in kept


def test_a_task_of_several_steps_is_started_until_the_last_is_answered(client: Client, team: Team) -> None:
    href = begin(client, "refer", team)
    send(client, sitting(href, "baby-1"), BABY | {"another": "yes"})

    assert "The baby Started" in text(client.get(sitting(href, "tasks")))


def test_tasks_are_done_in_any_order_and_the_last_leads_to_checking(client: Client, team: Team) -> None:
    href = begin(client, "refer", team)
    names = ["about-you", "baby-1", "carer-1", "contact-1", "siblings", "worries", "risks", "helpers", "know-first"]
    led = [
        send(client, sitting(href, name), data).headers["Location"].split("/")[-2]
        for name, data in reversed(list(zip(names, PROFESSIONAL, strict=True)))
        if name != "contact-1"
    ]

    assert led == ["tasks", "tasks", "tasks", "tasks", "tasks", "contact-1", "tasks", "tasks"]
    assert client.get(sitting(href, "check")).headers["Location"] == sitting(href, "tasks")
    assert send(client, sitting(href, "contact-1"), PROFESSIONAL[3]).headers["Location"] == sitting(href, "check")


def test_a_saved_form_is_taken_up_by_link_and_code(client: Client, team: Team) -> None:
    link, code = save(client, walk(client, "refer", team, [REFERRER]))
    Draft.objects.update(changed_at=timezone.now() - timedelta(days=2))

    asked = client.get(link)
    assert "Your code" in text(asked)
    assert "Fatima" not in asked.content.decode()
    back = send(client, link, {"code": f"{code[:3]} {code[3:]}"}).headers["Location"]

    assert "1 of 8 tasks are completed" in text(client.get(back))
    href = onward(client, back)
    for data in PROFESSIONAL[1:]:
        href = onward(client, send(client, href, data).headers["Location"])
    send(client, href, {})
    assert Referral.objects.get().referrer_name == "Fatima Begum"
    assert client.get(link).status_code == 404


def test_taking_it_up_closes_the_address_it_had(client: Client, team: Team) -> None:
    href = walk(client, "refer", team, [REFERRER])
    link, code = save(client, href)

    send(client, link, {"code": code})

    assert client.get(sitting(href, "tasks")).status_code == 404


def test_opening_the_link_records_nothing_and_it_opens_again(client: Client, team: Team) -> None:
    link, code = save(client, begin(client, "refer", team))
    before = Event.objects.count()

    for _ in range(3):
        assert client.get(link).status_code == 200
        assert client.head(link).status_code == 200

    assert Event.objects.count() == before
    for _ in range(2):
        assert send(client, link, {"code": code}).status_code == 302


def test_a_wrong_code_shows_nothing_and_five_close_the_link(client: Client, team: Team) -> None:
    link, code = save(client, walk(client, "refer", team, [REFERRER]))

    for _ in range(MAX_WRONG_CODES):
        response = send(client, link, {"code": wrong(code)})
        assert response.status_code == 422
        assert "That is not the code" in text(response)
        assert "Fatima" not in response.content.decode()

    assert send(client, link, {"code": code}).status_code == 404
    assert Event.objects.filter(verb="links.wrong_code").count() == MAX_WRONG_CODES


def _expired(_: Client, link: str) -> str:
    Link.objects.update(expires_on=timezone.now() - timedelta(seconds=1))
    return link


def _guessed(_: Client, link: str) -> str:
    return link.replace(link.split("/")[-2], "x" * 43)


def _other_team(_: Client, link: str) -> str:
    return link.replace(link.split("/")[2], make_team().slug)


def _forgotten(_: Client, link: str) -> str:
    Draft.objects.update(changed_at=timezone.now() - timedelta(days=15))
    forget_drafts(by=Actor.system("tests"))
    return link


def _other_purpose(_: Client, link: str) -> str:
    Link.objects.update(purpose="referrals.other")
    return link


@pytest.mark.parametrize("spoil", [_expired, _guessed, _other_team, _forgotten, _other_purpose])
def test_a_link_that_does_not_open_says_so_politely(client: Client, team: Team, spoil: Any) -> None:
    link, code = save(client, walk(client, "refer", team, [REFERRER]))

    href = spoil(client, link)

    for response in (client.get(href), send(client, href, {"code": code})):
        assert response.status_code == 404
        page = text(response)
        assert "This link does not open anything" in page
        assert "Begin a new referral" in page
        assert "Fatima" not in page


def test_a_link_tried_after_its_time_is_written_down(client: Client, team: Team) -> None:
    link, _ = save(client, begin(client, "refer", team))

    client.get(_expired(client, link))

    event = Event.objects.get(verb="links.refused")
    assert (event.subject_id, event.data) == (Link.objects.get().pk, {"purpose": "referrals.draft"})


def test_a_link_tried_at_another_teams_address_is_refused_and_written_down(client: Client, team: Team) -> None:
    link, code = save(client, begin(client, "refer", team))
    elsewhere = link.replace(f"/{team.slug}/", f"/{make_team().slug}/")

    tried = [client.get(elsewhere), send(client, elsewhere, {"code": code})]

    assert [response.status_code for response in tried] == [404, 404]
    assert Event.objects.filter(verb="links.refused", subject_id=Link.objects.get().pk).count() == 2
    assert client.get(link).status_code == 200


def test_saving_again_replaces_the_link_and_a_second_press_shows_no_other(client: Client, team: Team) -> None:
    href = begin(client, "refer", team)
    first, code = save(client, href)
    once = {"submission": "7f7c3e0e-1111-4222-8333-444455556666"}

    shown = client.post(sitting(href, "save"), once)
    again = client.post(sitting(href, "save"), once)

    link, _ = link_and_code(shown)
    assert again.headers["Location"] == sitting(href, "save")
    assert send(client, first, {"code": code}).status_code == 404
    assert client.get(link).status_code == 200


def test_saving_sends_nothing_and_no_page_with_the_code_is_kept(client: Client, team: Team) -> None:
    response = send(client, sitting(walk(client, "refer", team, [REFERRER]), "save"), {})

    assert "no-store" in response.headers["Cache-Control"]
    assert Message.objects.count() == 0


def test_after_the_sitting_neither_list_nor_saving_shows_anything(client: Client, team: Team) -> None:
    href = walk(client, "refer", team, [REFERRER])
    Draft.objects.update(changed_at=timezone.now() - timedelta(minutes=61))

    for name in ("tasks", "save"):
        page = client.get(sitting(href, name), follow=True)
        assert "This form was left for a while" in text(page)
        assert "open your private link" in text(page)


@pytest.mark.rule("SCR-3")
def test_who_asked_and_when_is_said_of_everybody_who_agrees_or_does_not(client: Client, team: Team) -> None:
    href = walk(client, "refer", team, [REFERRER, BABY])
    said = {"role": "mother", "given_name": "Aisha", "may_know": "yes", "knows": "yes", "agrees": "yes"}

    response = send(client, href, said)

    assert response.status_code == 422
    assert "Enter who asked them" in text(response)
    assert "Enter the day they were asked" in text(response)
    assert send(client, href, said | {"agrees": "no"}).status_code == 422
    assert send(client, href, said | {"agrees": "unknown"}).status_code == 302


@pytest.mark.rule("SCR-3")
def test_before_sending_it_is_said_that_nobody_is_known_to_agree(client: Client, team: Team) -> None:
    mother = {"role": "mother", "given_name": "Aisha", "may_know": "yes", "knows": "no", "agrees": "no"}
    asked = walk(client, "refer", team, [*PROFESSIONAL[:2], mother, *PROFESSIONAL[3:]])
    agreed = walk(client, "refer", team, PROFESSIONAL)

    assert "You have said of nobody that they agree" in text(client.get(asked))
    assert "You have said of nobody that they agree" not in text(client.get(agreed))
