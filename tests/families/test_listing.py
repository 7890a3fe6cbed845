"""The list of families, and what looking for one finds."""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries as Queries

from families import actions
from families.enums import InvolvementKind
from families.models import Family, FormerName
from pitservice.audit.models import Access
from tests.make.accounts import BY, client_of, make_user
from tests.make.families import make_family, make_hard_family

pytestmark = pytest.mark.django_db


def look_for(client: Client, words: str) -> str:
    """Type it into the box and follow to what was found."""
    sent = client.post("/families/", {"submission": str(uuid4()), "words": words})
    assert sent.status_code == 302
    assert words.split()[0] not in sent["Location"]
    return client.get(sent["Location"]).content.decode()


def test_a_row_says_babies_adults_and_what_to_look_out_for() -> None:
    user = make_user()
    make_hard_family(user.memberships.get().team)

    body = client_of(user).get("/families/").content.decode()

    assert "1 family, by title." in body
    assert "Baby of Zofia Nowak (first), 31 weeks" in body
    assert "Zofia Nowak, mother; Daniel Hughes, father" in body
    assert "Must not know" in body


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_costs_the_same_for_one_and_for_three(rows: int, django_assert_num_queries: Queries) -> None:
    user = make_user()
    team = user.memberships.get().team
    for _ in range(rows):
        make_family(team)
    client = client_of(user)
    address = reverse("families:list")
    client.get(address)

    with django_assert_num_queries(10):
        page = client.get(address)

    assert page.content.decode().count("Zayn Khan, 7 weeks") == rows
    assert Access.objects.filter(user_id=user.pk).count() == 2 * rows


def test_an_empty_list_is_kind() -> None:
    body = client_of(make_user()).get("/families/").content.decode()

    assert "There are no families yet." in body


def test_there_are_25_to_a_page() -> None:
    user = make_user()
    team = user.memberships.get().team
    for number in range(26):
        actions.open_family(team=team, title=f"Family {number:02}", by=BY)
    client = client_of(user)

    first, second = client.get("/families/").content.decode(), client.get("/families/?page=2").content.decode()

    assert "26 families, by title." in first
    assert "Family 24" in first
    assert "Family 25" not in first
    assert "Family 25" in second


def test_those_i_work_with() -> None:
    user = make_user()
    team = user.memberships.get().team
    made = make_family(team)
    make_family(team, baby="Noor")
    actions.involve(family=made.family, user=user, kind=InvolvementKind.ALLOCATED, by=BY)

    body = client_of(user).get("/families/?whose=mine").content.decode()

    assert "1 family, by title. Shown: whose families: Those I work with." in body
    assert "Noor" not in body


def test_the_words_looked_for_travel_by_post_and_stand_in_no_address() -> None:
    user = make_user()
    make_family(user.memberships.get().team)
    make_family(user.memberships.get().team, baby="Noor", surname="Ali")
    client = client_of(user)

    body = look_for(client, "zay kha")

    assert "1 family" in body
    assert "Looked for: “zay kha”." in body
    assert "Noor" not in body
    assert "No family that you may see fits this." in look_for(client, "Beatrix")


def test_somebody_elses_search_is_not_found_by_its_address() -> None:
    user = make_user()
    team = user.memberships.get().team
    make_family(team)
    sent = client_of(user).post("/families/", {"submission": str(uuid4()), "words": "Zayn"})

    body = client_of(make_user(team=team)).get(sent["Location"]).content.decode()

    assert "Looked for" not in body


def test_an_empty_search_is_refused() -> None:
    client = client_of(make_user())

    empty, short = client.post("/families/", {"words": " "}), client.post("/families/", {"words": "a?"})

    assert (empty.status_code, short.status_code) == (422, 422)
    assert "Enter a name, phone number, NHS number, date of birth" in empty.content.decode()
    assert "Enter at least 2 letters or numbers" in short.content.decode()


def test_what_was_found_says_why_best_first() -> None:
    user = make_user()
    team = user.memberships.get().team
    made = make_hard_family(team)
    FormerName.objects.create(person=made.mother, team=team, given_name="Zosia", family_name="Kot", created_by=BY)
    client = client_of(user)

    assert "Name of Maja Wiśniewska</span>" in look_for(client, "wisniewska")
    assert "Name of Maja Wiśniewska, spelt or sounding like it" in look_for(client, "wisneiwska")
    body = look_for(client, "kot")
    assert "Former name of Zofia Nowak" in body
    assert "Kot" not in body.replace("“kot”", "").replace('value="kot"', "")
    assert "1 family, best first. Looked for: “kot”." in body


@pytest.mark.parametrize("rows", [1, 3])
def test_a_search_costs_the_same_for_one_and_for_three(rows: int, django_assert_num_queries: Queries) -> None:
    user = make_user()
    team = user.memberships.get().team
    for _ in range(rows):
        make_family(team)
    client = client_of(user)
    client.get("/families/")

    with django_assert_num_queries(13):
        page = client.post("/families/find/", {"words": "zayn"})

    assert page.content.decode().count("Name of Zayn Khan") == rows
    assert Access.objects.filter(user_id=user.pk, screen="families.FindPage").count() == rows


def test_while_somebody_types_the_first_that_fit_come_as_a_part_of_the_page() -> None:
    user = make_user()
    team = user.memberships.get().team
    for number in range(12):
        make_family(team, baby=f"Zayn{number:02}")
    make_family(team, surname="Ward", baby="Ivy", mother="Nell")
    client = client_of(user)

    body = client.post("/families/find/", {"words": "zay"}).content.decode()

    assert "<html" not in body
    assert body.count("Title of the record") + body.count("Name of Zayn") == 10
    assert "More than 10 families, best first. Looked for: “zay”. The first 10 are shown: press Find" in body
    assert '<p id="families-count" hx-swap-oob="innerHTML">More than 10 families found.</p>' in body
    assert "Ivy Ward" not in body
    assert client.post("/families/find/", {"words": "za"}).status_code == 204
    assert "Ivy Ward" in client.post("/families/find/", {"words": ""}).content.decode()
    assert client.get("/families/find/")["Location"] == "/families/"


def test_whose_families_stays_in_the_address_of_a_search_and_narrows_it() -> None:
    user = make_user()
    team = user.memberships.get().team
    made = make_family(team)
    make_family(team, baby="Noor")
    actions.involve(family=made.family, user=user, kind=InvolvementKind.ALLOCATED, by=BY)
    client = client_of(user)

    sent = client.post("/families/?whose=mine", {"words": "khan"})
    body = client.get(sent["Location"]).content.decode()

    assert sent["Location"].startswith("/families/?whose=mine&found=")
    assert "1 family, best first. Shown: whose families: Those I work with. Looked for: “khan”." in body
    assert 'hx-post="/families/find/?whose=mine"' in body
    assert "Noor" not in client.post("/families/find/?whose=mine", {"words": "khan"}).content.decode()


def test_more_than_anybody_reads_are_not_listed() -> None:
    user = make_user()
    team = user.memberships.get().team
    Family.objects.bulk_create([Family(team=team, title=f"Sameness {n}", created_by=BY) for n in range(101)])
    client = client_of(user)

    body = look_for(client, "sameness")

    assert "More than 100 families, best first." in body
    assert "The first 100 are shown: add to what you typed." in body


def test_the_box_stands_in_the_header_of_every_other_page() -> None:
    client = client_of(make_user())

    assert client.get("/").content.decode().count("data-key-search") == 1
    assert client.get("/families/").content.decode().count("data-key-search") == 1
    assert client.post("/families/", {"words": "khan"}).status_code == 302


def test_a_merged_family_is_not_listed() -> None:
    made = make_family()
    other = make_family(made.team, baby="Noor")
    Family.objects.filter(pk=made.family.pk).update(merged_into=other.family)

    body = client_of(make_user(team=made.team)).get("/families/").content.decode()

    assert "1 family, by title." in body
    assert "Zayn" not in body
