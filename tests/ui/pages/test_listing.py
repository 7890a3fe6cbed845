"""Lists: how many in words, filters that stay in the address, never a count over a whole big table."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from caseload.models import Room
from pitservice.accounts.models import User
from pitservice.ui.pages import listing
from tests.make.accounts import client_of, make_user
from tests.make.anything import World
from tests.ui.pages.rooms import RoomList

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.ui.pages.rooms")]


@pytest.fixture
def lead() -> User:
    return make_user()


@pytest.fixture
def client(lead: User) -> Client:
    client = client_of(lead)
    client.get(reverse("rooms"))  # the first request of a session writes when it started
    return client


def make_rooms(lead: User, number: int) -> None:
    world = World(lead.memberships.get().team, lead)
    for place in range(number):
        world.new("caseload.room", name=f"Room {place:04}")


def shown(client: Client, address: str = "") -> list[str]:
    table = client.get(reverse("rooms") + address).context["table"]
    return [row[0].text for row in table.rows]


def test_an_empty_list_says_what_would_put_something_there(client: Client) -> None:
    World().of("caseload.room")

    response = client.get(reverse("rooms"))

    assert b"There are no rooms yet. Add the first one." in response.content
    assert response.context["summary"] == "0 rooms, by name."


@pytest.mark.parametrize(("number", "summary"), [(1, "1 room, by name."), (3, "3 rooms, by name.")])
def test_one_row_costs_as_many_queries_as_three(client: Client, lead: User, number: int, summary: str) -> None:
    make_rooms(lead, number)

    with CaptureQueriesContext(connection) as queries:
        response = client.get(reverse("rooms"))

    assert response.context["summary"] == summary
    assert len(queries) == 4  # session, user, memberships, rooms


def test_a_list_that_fits_on_its_page_is_not_counted(client: Client, lead: User) -> None:
    make_rooms(lead, 3)

    with CaptureQueriesContext(connection) as queries:
        client.get(reverse("rooms"))

    assert not any("COUNT(" in query["sql"].upper() for query in queries)


def test_a_long_list_is_counted_up_to_a_limit(client: Client, lead: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(listing, "COUNT_LIMIT", 10)
    make_rooms(lead, 10)
    assert client.get(reverse("rooms")).context["summary"] == "10 rooms, by name."

    World(lead.memberships.get().team, lead).new("caseload.room", name="One more")
    with CaptureQueriesContext(connection) as queries:
        response = client.get(reverse("rooms"))

    assert response.context["summary"] == "More than 10 rooms, by name."
    (counted,) = [query["sql"] for query in queries if "COUNT(" in query["sql"].upper()]
    assert "LIMIT 11" in counted


def test_pages_hold_every_row_once(client: Client, lead: User) -> None:
    make_rooms(lead, 8)

    pages = [shown(client, f"?page={number}") for number in (1, 2, 3)]

    assert [len(page) for page in pages] == [3, 3, 2]
    assert sorted(name for page in pages for name in page) == sorted(Room.objects.values_list("name", flat=True))


def test_a_later_page_of_a_list_that_cannot_have_rows(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(RoomList, "records", lambda _: Room.objects.filter(pk__in=[]))

    assert client.get(reverse("rooms") + "?page=2").context["summary"] == "0 rooms, by name."


def test_pages_keep_filters_and_order_in_the_address(client: Client, lead: User) -> None:
    make_rooms(lead, 8)

    pages = client.get(reverse("rooms") + "?name=Room&sort=newest&page=2").context["pages"]

    assert (pages.number, pages.has_next) == (2, True)
    assert pages.previous_href == f"{reverse('rooms')}?name=Room&sort=newest&page=1"
    assert pages.next_href == f"{reverse('rooms')}?name=Room&sort=newest&page=3"


def test_the_list_says_what_it_is_filtered_by_and_offers_to_clear_it(client: Client, lead: User) -> None:
    make_rooms(lead, 3)

    response = client.get(reverse("rooms") + "?name=Room+0001&size=l")

    assert response.context["summary"] == "1 room, by name. Shown: name: Room 0001, size: Large."
    assert response.context["clear_href"] == reverse("rooms")


def test_sorting_starts_at_the_first_page_and_keeps_filters(client: Client, lead: User) -> None:
    make_rooms(lead, 4)

    response = client.get(reverse("rooms") + "?name=Room&page=2&sort=newest")

    (column,) = response.context["table"].columns
    assert (column.sort_href, column.sorted) == (f"{reverse('rooms')}?name=Room&sort=name", "")
    assert response.context["summary"].startswith("4 rooms, newest first.")


@pytest.mark.parametrize(
    "address",
    [
        "?page=0",
        "?page=-1",
        "?page=x",
        "?page=99999999999999999999",
        "?sort=;drop",
        "?size=huge",
        "?name=%00",
        "?name=" + "x" * 500,
        "?page=1&page=2",
        "?%FF=%FF",
    ],
)
def test_an_address_that_cannot_be_read_is_no_error_page(client: Client, lead: User, address: str) -> None:
    make_rooms(lead, 1)

    assert client.get(reverse("rooms") + address).status_code == 200


def test_past_the_last_page_there_is_a_way_back(client: Client, lead: User) -> None:
    make_rooms(lead, 1)

    response = client.get(reverse("rooms") + "?page=7")

    assert response.status_code == 200
    assert response.context["pages"].previous_href == f"{reverse('rooms')}?page=6"
    assert response.context["summary"] == "1 room, by name."
