"""Allocation and first contact."""

from __future__ import annotations

import pytest
from django.urls import reverse

from caseload import actions
from caseload.models import Episode
from families.actions import involve
from families.enums import InvolvementKind
from pitservice.accounts.enums import RoleName
from pitservice.messaging.models import Message
from tests.caseload.pages.forms import filled, send
from tests.make.accounts import BY, client_of, make_user
from tests.make.caseload import (
    MadeWork,
    make_work,
)
from tests.make.families import make_hard_family
from tests.make.referrals import make_waiting

pytestmark = pytest.mark.django_db


def test_allocating_from_the_waiting_list_says_who_has_how_many(work: MadeWork) -> None:
    lead = make_user(RoleName.CLINICAL_LEAD, work.team, "Cleo")
    entry = make_waiting(work.team)
    url = reverse("caseload:allocate", args=[entry.key])
    client = client_of(lead)

    page = client.get(url)
    answer = send(client, url, lead=work.lead.key)

    assert f"{work.lead.name}: 1 open family" in page.content.decode()
    assert "Cleo: 0 open families" in page.content.decode()
    episode = Episode.objects.latest("pk")
    assert answer.request["PATH_INFO"] == reverse("caseload:episode", args=[episode.key])


def test_a_practitioner_does_not_allocate(work: MadeWork) -> None:
    url = reverse("caseload:allocate", args=[make_waiting(work.team).key])

    assert client_of(work.lead).get(url).status_code == 403


def test_of_two_who_allocate_the_second_reads_a_sentence(work: MadeWork) -> None:
    entry = make_waiting(work.team)
    client = client_of(make_user(RoleName.CLINICAL_LEAD, work.team))
    url = reverse("caseload:allocate", args=[entry.key])
    page = client.get(url)
    actions.allocate(entry=entry, lead=work.lead, by=BY)

    answer = client.post(url, filled(page, lead=work.lead.key))

    assert answer.status_code == 409
    assert "Somebody changed this place on the waiting list while you had it open." in answer.content.decode()


@pytest.mark.rule("ENG-1")
def test_logging_an_attempt_shows_the_limit(work: MadeWork) -> None:
    client, url = client_of(work.lead), reverse("caseload:attempt", args=[work.episode.key])

    for _ in range(5):
        send(client, url, person=work.made.mother.key, channel="call", outcome="no_answer")
    page = client.get(reverse("caseload:episode", args=[work.episode.key])).content.decode()

    assert "5 of at most 5 attempts." in page
    assert "The limit of attempts is reached" in page


@pytest.mark.rule("CON-2")
def test_first_contact_shows_each_adults_answer_and_never_the_father_who_must_not_know() -> None:
    work = make_work(made=make_hard_family())
    client, url = client_of(work.lead), reverse("caseload:first_contact", args=[work.episode.key])

    page = client.get(url)
    send(client, url, without="Known to be safe.")

    table = page.context["aside"][2].body[0]
    assert [row[0].text for row in table.rows] == ["Zofia Nowak"]
    assert [one.recipient_name for one in Message.objects.all()] == ["Zofia Nowak"]


@pytest.mark.rule("P7")
def test_a_trainee_sends_no_first_contact() -> None:
    work = make_work()
    trainee = make_user(RoleName.TRAINEE, work.team)
    involve(family=work.family, user=trainee, kind=InvolvementKind.ALLOCATED, why="Learns here.", by=BY)

    episode = client_of(trainee).get(reverse("caseload:episode", args=[work.episode.key])).content.decode()

    assert ("Log an attempt" in episode, "First contact by text" in episode) == (True, False)
    assert client_of(trainee).get(reverse("caseload:first_contact", args=[work.episode.key])).status_code == 403
