"""The list of families, and what looking for one finds."""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries as Queries

from families import actions
from families.enums import FamilyRole, InvolvementKind
from families.models import Family
from families.selectors import matching
from pitservice.accounts.enums import Permission, RoleName
from pitservice.accounts.models import Team
from pitservice.audit.models import Access
from tests.make.accounts import BY, client_of, make_team, make_user, viewer_of
from tests.make.families import add_mobile, make_family, make_hard_family, nhs_number

pytestmark = pytest.mark.django_db


def look_for(client: Client, words: str) -> str:
    """Type it into the box and follow to what was found."""
    sent = client.post("/families/", {"submission": str(uuid4()), "words": words})
    assert sent.status_code == 302
    assert words.split()[0] not in sent["Location"]
    return client.get(sent["Location"]).content.decode()


def found(words: str, role: RoleName = RoleName.CLINICAL_LEAD, *, team: Team) -> set[str]:
    """Titles of what a colleague of this team finds."""
    user = make_user(role, team)
    return {family.title for family in matching(viewer_of(user, Permission.SEE_FAMILIES), words)}


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
    page = client_of(make_user()).post("/families/", {"submission": str(uuid4()), "words": " "})

    assert page.status_code == 422
    assert "Enter a name, phone number, NHS number, postcode or reference" in page.content.decode()


@pytest.mark.parametrize(
    "words",
    [
        "aisha",
        "KHAN zayn",
        "07700900321",
        "+44 7700 900321",
        "(07700) 900-321",
        "aisha.k@example.org",
        "zz165au",
        "ZZ16 5AU",
    ],
)
def test_a_family_is_found_however_it_is_written(words: str) -> None:
    made = make_family()
    add_mobile(made, made.mother, "07700 900 321")
    actions.add_point(family=made.family, person=made.mother, kind="email", value="Aisha.K@example.org", by=BY)
    make_family(made.team, mother="Nell", surname="Ward", baby="Ivy", title="Ivy Ward")

    titles = found(words, team=made.team)

    assert "Zayn Khan" in titles
    assert "Ivy Ward" not in titles or words.lower().startswith("zz16")


def test_a_family_is_found_by_nhs_number_and_by_its_reference() -> None:
    made = make_family()
    number = nhs_number()
    actions.change_person(person=made.baby, nhs_number=number, by=BY)

    assert found(f"{number[:3]} {number[3:6]} {number[6:]}", team=made.team) == {"Zayn Khan"}
    assert found(made.family.key.lower(), team=made.team) == {"Zayn Khan"}
    assert found(nhs_number(), team=made.team) == set()


def test_a_sibling_with_another_surname_leads_to_the_family() -> None:
    made = make_hard_family()

    assert found("wiśniewska", team=made.team) == {"Baby of Zofia Nowak"}


def test_a_search_finds_nothing_that_the_viewer_may_not_see() -> None:
    team = make_team()
    hidden = make_family(team, mother="Greta", surname="Hidden", baby="Otto")
    add_mobile(hidden, hidden.mother, "07700 900555")
    Family.objects.filter(pk=hidden.family.pk).update(restricted=True)
    make_family(make_team(), mother="Greta", surname="Hidden", baby="Otto")
    closed = make_family(team, mother="Greta", surname="Closed", baby="Otto")
    user = make_user(team=team)
    actions.involve(family=closed.family, user=user, kind=InvolvementKind.CLOSED_TO, why="A friend.", by=BY)
    viewer = viewer_of(user, Permission.SEE_FAMILIES)

    for words in ("Greta", "Otto", "Hidden", "07700 900555", hidden.family.key, "ZZ16 5AU"):
        assert not matching(viewer, words), words


def test_who_belongs_to_a_hidden_and_an_open_family_leads_to_the_open_one_alone() -> None:
    team = make_team()
    hidden = make_family(team, mother="Greta", surname="Hidden", baby="Otto")
    opened = make_family(team, mother="Lena", surname="Open", baby="Nils")
    opened.family.members.create(team_id=team.pk, person=hidden.mother, role=FamilyRole.GRANDPARENT, created_by=BY)
    Family.objects.filter(pk=hidden.family.pk).update(restricted=True)

    assert found("Greta", team=team) == {"Nils Open"}


def test_a_trainee_finds_only_families_they_work_with() -> None:
    made = make_family()

    assert found("Zayn", RoleName.TRAINEE, team=made.team) == set()
