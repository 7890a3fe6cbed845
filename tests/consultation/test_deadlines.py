"""Bids and deadlines: put down in good time, on their owner's home page until they are settled (toolkit ch. 6)."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from consultation import actions
from consultation.actions import Term
from consultation.agenda import agenda_of
from consultation.models import Deadline
from pitservice.accounts.enums import RoleName
from pitservice.accounts.models import Team, User
from pitservice.db.errors import Refused, Stale
from pitservice.ui.worklist import items_for
from tests.make.accounts import BY, client_of, make_team, make_user

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
ONCE, TWICE = "6f6bb2d2-5ad1-4e55-9d1f-6a3f2f6d3a31", "6f6bb2d2-5ad1-4e55-9d1f-6a3f2f6d3a32"
LIST = "consultation:deadlines"


@pytest.fixture
def team() -> Team:
    return make_team()


@pytest.fixture
def lead(team: Team) -> User:
    return make_user(RoleName.CLINICAL_LEAD, team, "Cleo Marsh")


@pytest.fixture
def client(lead: User) -> Client:
    return client_of(lead)


def put_down(team: Team, owner: User, **given: Any) -> Deadline:
    """A bid in a month, with its reminder since yesterday."""
    usual: dict[str, Any] = {"kind": "bid", "what": "Bid to a trust", "due_on": TODAY + timedelta(days=30)}
    usual |= {"remind_on": TODAY - timedelta(days=1), "owner": owner}
    return actions.add_deadline(team=team, term=Term(**(usual | given)), by=BY)


def typed(owner: User, **given: Any) -> dict[str, Any]:
    """A bid in 2031, three months before."""
    day = {"due_on_day": "1", "due_on_month": "10", "due_on_year": "2031"}
    return {"submission": ONCE, "kind": "bid", "what": "Bid", "owner": owner.key, "remind": "13", **day, **given}


def test_it_is_put_down_in_good_time(client: Client, team: Team, lead: User) -> None:
    add = reverse("consultation:add-deadline", args=[team.slug])

    client.get(add)
    page = client.post(add, typed(lead, with_whom="A trust"), follow=True).content.decode()
    client.post(add, typed(lead, with_whom="A trust"))

    one = Deadline.objects.get()
    assert (one.owner, one.due_on, one.remind_on) == (lead, date(2031, 10, 1), date(2031, 7, 2))
    assert "A trust" in page


def test_its_owner_is_reminded_until_it_is_settled_and_the_team_once_it_is_late(team: Team, lead: User) -> None:
    admin = make_user(RoleName.ADMINISTRATOR, team)
    one = put_down(team, lead)
    put_down(team, lead, remind_on=TODAY + timedelta(days=1))
    late = put_down(team, lead, what="Late bid", due_on=TODAY - timedelta(days=1))

    def seen(user: User) -> list[tuple[str, bool]]:
        return [(item.whose, item.mine) for item in items_for(user, TODAY)]

    assert seen(lead) == [("Late bid", True), ("Bid to a trust", True)]
    assert seen(admin) == [("Late bid", False)]
    actions.settle_deadline(deadline=one, came_of_it="Granted.", by=lead.actor)
    actions.settle_deadline(deadline=late, came_of_it="We left it.", by=lead.actor)
    assert seen(lead) == []


def test_what_comes_every_year_is_put_down_again(client: Client, team: Team, lead: User) -> None:
    one = put_down(team, lead, due_on=date(2028, 2, 29), remind_on=date(2028, 1, 1), every_year=True)
    settle = reverse("consultation:settle-deadline", args=[one.key])

    client.get(settle)
    client.post(settle, {"submission": ONCE, "seen": 1, "came_of_it": "Sent."})
    client.post(settle, {"submission": ONCE, "seen": 1, "came_of_it": "Sent."})
    again = client.post(settle, {"submission": TWICE, "seen": 2, "came_of_it": "Sent again."})

    assert list(Deadline.objects.order_by("pk").values_list("due_on", "came_of_it")) == [
        (date(2028, 2, 29), "Sent."),
        (date(2029, 2, 28), ""),
    ]
    assert (again.status_code, actions.SETTLED in again.content.decode()) == (409, True)
    assert "Sent." in client.get(f"{reverse(LIST)}?show=all").content.decode()


def test_it_is_changed_and_a_slower_change_is_refused(client: Client, team: Team, lead: User) -> None:
    one = put_down(team, lead)
    change = reverse("consultation:change-deadline", args=[one.key])

    form = client.get(change).content.decode()
    client.post(change, typed(lead, seen=1, what="Another"))
    stale = client.post(change, typed(lead, seen=1, submission=TWICE, what="Third"))

    one.refresh_from_db()
    assert 'value="Bid to a trust"' in form
    assert (one.what, one.due_on) == ("Another", date(2031, 10, 1))
    assert (stale.status_code, "Third" in stale.content.decode()) == (409, True)


def test_it_comes_up_in_the_business_meeting(team: Team, lead: User) -> None:
    one = put_down(team, lead)
    held = {"team": team, "held_on": TODAY, "present": [lead], "by": lead.actor}
    business = actions.begin_team_meeting(kind="business", **held)  # type: ignore[arg-type]  # as the action says
    clinical = actions.begin_team_meeting(kind="clinical", **held)  # type: ignore[arg-type]  # as the action says

    assert [found.about for found in agenda_of(business, lead, TODAY)] == [f"deadline:{one.key}"]
    assert agenda_of(clinical, lead, TODAY) == []


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"what": ""}, "Enter what it is in your words"),
        ({"due_on_day": "31", "due_on_month": "2"}, "There is a problem"),
        ({"remind": "7"}, "Select when they should be reminded"),
        ({"owner": "nobody"}, "Select whose it is"),
    ],
)
def test_bad_input_is_a_sentence(client: Client, team: Team, lead: User, given: Any, sentence: str) -> None:
    answer = client.post(reverse("consultation:add-deadline", args=[team.slug]), typed(lead) | given)

    assert (answer.status_code, sentence in answer.content.decode()) == (422, True)


def test_what_cannot_be_is_refused(team: Team, lead: User) -> None:
    one, keyworker = put_down(team, lead), make_user(RoleName.KEYWORKER, team, "Kim")
    with pytest.raises(Refused, match="Kim does not see this page"):
        put_down(team, keyworker)
    with pytest.raises(Refused, match="must not be after"):
        put_down(team, lead, remind_on=TODAY + timedelta(days=31))
    with pytest.raises(Refused, match="Enter what came of it"):
        actions.settle_deadline(deadline=one, came_of_it=" ", by=BY)
    with pytest.raises(Stale):
        actions.settle_deadline(deadline=one, came_of_it="x", seen=9, by=BY)


def test_who_may(team: Team, lead: User) -> None:
    one = put_down(team, lead)
    pages = [reverse(f"consultation:{name}-deadline", args=[one.key]) for name in ("change", "settle")]
    stranger, keyworker = client_of(make_user()), client_of(make_user(RoleName.KEYWORKER, team))

    assert {stranger.get(address).status_code for address in pages} == {404}
    assert {keyworker.get(address).status_code for address in [*pages, reverse(LIST)]} == {403}


#: Session, its user, memberships; the rows.
LIST_QUERIES = 4


def test_the_list_costs_the_same_for_one_row_as_for_three(
    client: Client, team: Team, lead: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for rows in (1, 3):
        while Deadline.objects.count() < rows:
            put_down(team, lead)
        client.get(reverse(LIST))
        with django_assert_num_queries(LIST_QUERIES):
            client.get(reverse(LIST))
