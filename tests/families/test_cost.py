"""Pages about a family cost the same whether it is small or large."""

from __future__ import annotations

import pytest
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries as Queries

from families import actions
from families.models import Family
from pitservice.accounts.enums import RoleName
from tests.families.screens import GUARDIAN, LEAD, fill
from tests.make.accounts import BY, client_of, make_team, make_user
from tests.make.families import make_family, make_hard_family

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("address", "role", "queries"),
    [
        ("people/", LEAD, 15),
        ("contact/", LEAD, 23),
        ("told/", LEAD, 26),
        ("who-looked/", GUARDIAN, 17),
        ("safeguarding/", LEAD, 19),
        ("records/", LEAD, 20),
    ],
)
def test_a_page_costs_the_same_for_a_small_family_and_for_the_hard_one(
    address: str, role: RoleName, queries: int, django_assert_num_queries: Queries
) -> None:
    team = make_team()
    client = client_of(make_user(role, team))
    families = [make_family(team), fill(make_hard_family(team))]
    for made in families:
        client.get(f"/families/{made.family.key}/{address}")

    for made in families:
        with django_assert_num_queries(queries):
            assert client.get(f"/families/{made.family.key}/{address}").status_code == 200


@pytest.mark.parametrize("rows", [1, 3])
def test_who_looked_costs_the_same_for_one_and_three(rows: int, django_assert_num_queries: Queries) -> None:
    made = make_family()
    client = client_of(make_user(GUARDIAN, made.team))
    for _ in range(rows):
        client_of(make_user(LEAD, made.team)).get(f"/families/{made.family.key}/")
    client.get("/families/restricted/")

    with django_assert_num_queries(17):
        body = client.get(reverse("families:who_looked", args=[made.family.key])).content.decode()

    assert body.count("Families: family") == rows


@pytest.mark.parametrize("rows", [1, 3])
def test_the_restricted_list_costs_the_same_for_one_and_three(rows: int, django_assert_num_queries: Queries) -> None:
    team = make_team()
    lead, client = make_user(LEAD, team, name="Lee Ward"), client_of(make_user(GUARDIAN, team))
    for number in range(rows):
        family = actions.open_family(team=team, title=f"Family {number}", by=BY)
        actions.restrict(family=family, reason="A reason.", named=[lead], by=BY)
    make_family(team)
    make_family(make_team()).family.refresh_from_db()
    Family.objects.exclude(team=team).update(restricted=True)
    client.get("/families/")

    with django_assert_num_queries(6):
        body = client.get(reverse("families:restricted")).content.decode()

    assert body.count("Lee Ward") == rows
    assert f"{rows} restricted record" in body
