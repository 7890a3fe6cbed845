"""The list of localities, and the page on which families are allocated by them."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from caseload import actions
from caseload.models import Episode, Locality
from caseload.views import by_locality
from families.actions import restrict
from families.models import ContactPoint
from pitservice.accounts.actions import give_role
from pitservice.accounts.enums import RoleName
from pitservice.accounts.models import Membership
from pitservice.audit.models import Access
from tests.caseload.pages.forms import send
from tests.make.accounts import BY, client_of, make_team, make_user
from tests.make.caseload import make_work
from tests.make.localities import Town, make_town

pytestmark = pytest.mark.django_db

PAGE, LIST = "caseload:by_locality", "caseload:localities"


@pytest.fixture
def town() -> Town:
    """Riverside."""
    return make_town()


def test_a_manager_draws_localities_and_sees_no_number_of_families(town: Town) -> None:
    town.waits()
    manager = make_user(RoleName.MANAGER, town.team)
    client, add = client_of(manager), reverse("caseload:add_locality", args=[town.team.slug])

    wrong = send(client, add, name="Hillside", areas="ZZ18\nnowhere at all")
    empty = send(client, add, name="Hillside", areas="")
    taken = send(client, add, name="Hillside", areas="ZZ16")
    made = send(client, add, name="Hillside", areas="zz18\n\nZZ17", colleagues=[town.sam.key])

    assert (wrong.status_code, empty.status_code, taken.status_code, made.status_code) == (422, 422, 409, 200)
    assert "is not the beginning of a postcode" in wrong.content.decode()
    assert "“ZZ16” stands with Riverside" in taken.content.decode()
    page = made.content.decode()
    assert "ZZ17, ZZ18" in page
    assert "Sam Okoro" in page
    assert "Families waiting" not in page
    assert client.get(reverse(PAGE)).status_code == 403

    hillside = Locality.objects.get(name="Hillside")
    change = reverse("caseload:change_locality", args=[hillside.key])
    send(client, change, name="Hilltop", areas="ZZ18", colleagues=[town.sam.key, town.priya.key])
    page = client.get(reverse(LIST)).content.decode()
    assert "Priya Shah and Sam Okoro" in page
    ended = send(client, reverse("caseload:end_locality", args=[hillside.key])).content.decode()
    assert f"Ended {timezone.localdate().day}" in ended
    assert client.get(change).status_code == 404


def test_who_may_and_what_belongs_to_another_team_is_not_there(town: Town) -> None:
    town.waits()
    keys = [town.riverside.key]
    manage = [reverse(LIST), reverse("caseload:add_locality", args=[town.team.slug])]
    manage += [reverse(f"caseload:{name}", args=keys) for name in ("change_locality", "end_locality")]
    use = [reverse(PAGE), reverse("caseload:in_locality", args=keys)]
    use.append(reverse("caseload:elsewhere", args=[town.team.slug, "outside"]))

    practitioner, boss = client_of(town.priya), client_of(town.boss)
    assert {practitioner.get(url).status_code for url in [*manage, *use]} == {403}
    assert {boss.get(url).status_code for url in [*manage, *use]} == {200}
    other = client_of(make_user(RoleName.CLINICAL_LEAD))
    assert {other.get(url).status_code for url in (*manage[1:], *use[1:])} == {404}
    assert "Riverside" not in other.get(manage[0]).content.decode()
    assert "No localities are drawn." in other.get(use[0]).content.decode()
    assert boss.get(reverse("caseload:elsewhere", args=[town.team.slug, "nowhere"])).status_code == 404


def test_the_way_appears_where_a_team_has_localities_and_the_meeting_is_always_there(town: Town) -> None:
    other = client_of(make_user(RoleName.CLINICAL_LEAD))
    boss, practitioner = client_of(town.boss), client_of(town.priya)

    for page in (reverse("caseload:list"), reverse("referrals:waiting")):
        assert "Allocate by locality" in boss.get(page).content.decode()
        assert "Allocation meetings" in boss.get(page).content.decode()
        assert "Allocate by locality" not in other.get(page).content.decode()
        assert "Allocation meetings" in other.get(page).content.decode()
        assert "Allocate by locality" not in practitioner.get(page).content.decode()
    assert reverse("caseload:meetings") in boss.get(reverse(PAGE)).content.decode()
    assert reverse("caseload:meetings") in other.get(reverse(PAGE)).content.decode()


def test_families_stand_where_they_live_beside_who_works_there_and_are_allocated_in_one_press(town: Town) -> None:
    trainee = make_user(RoleName.TRAINEE, town.team, "Tom Vale")
    keyworker = make_user(RoleName.KEYWORKER, town.team, "Megan Lee")
    town.add("Hillside", ["ZZ18"], town.priya, trainee, keyworker)
    actions.record_absence(
        team=town.team, user=town.priya, first=timezone.localdate(), last=timezone.localdate(), cover=None, by=BY
    )
    entry = town.waits("ZZ18 1AA")
    client = client_of(town.boss)

    page = client.get(reverse(PAGE))
    said = page.content.decode()
    allocate = reverse("caseload:allocate", args=[entry.key])
    assert said.index(">Hillside<") < said.index(allocate) < said.index(">Riverside<")
    assert f"Away until {timezone.localdate().day}" in said
    assert "Trainee: works along" in said
    assert "Does not lead" in said
    assert "ZZ18" not in said  # no address, not even the beginning of one
    assert Access.objects.filter(family_id=entry.family_id, screen="caseload.ByLocalityPage").exists()

    form = client.get(allocate).content.decode()
    assert "works in Hillside, where the family lives" in form
    send(client, allocate, lead=town.priya.key)
    assert Episode.objects.get().family == entry.family
    assert allocate not in client.get(reverse(PAGE)).content.decode()


def test_who_has_left_is_named_nowhere_and_the_row_stays(town: Town) -> None:
    before = timezone.localdate() - timedelta(days=1)
    Membership.objects.filter(user=town.priya).update(starts_on=before, ends_on=before)
    town.waits()
    client = client_of(town.boss)

    said = client.get(reverse(PAGE)).content.decode()
    assert "Nobody is recorded to work here." in said
    assert "Priya Shah" not in client.get(reverse(LIST)).content.decode()
    send(client, reverse("caseload:change_locality", args=[town.riverside.key]), areas="ZZ16")
    assert town.riverside.workers.get().ended_on == timezone.localdate()


def test_more_than_a_page_stands_on_a_list_of_its_own(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(by_locality, "SHOWN", 1)
    entries = [town.waits() for _ in range(3)]
    outside = [town.waits("ZZ18 1AA") for _ in range(2)]
    client = client_of(town.boss)

    said = client.get(reverse(PAGE)).content.decode()
    whole = reverse("caseload:in_locality", args=[town.riverside.key])
    elsewhere = reverse("caseload:elsewhere", args=[town.team.slug, "outside"])
    assert whole in said
    assert elsewhere in said
    page = client.get(whole).content.decode()
    assert "3 families. Sorted" in page
    assert all(reverse("caseload:allocate", args=[one.key]) in page for one in entries)
    assert "Priya Shah" in page
    page = client.get(elsewhere).content.decode()
    assert all(reverse("caseload:allocate", args=[one.key]) in page for one in outside)
    assert not any(reverse("caseload:allocate", args=[one.key]) in page for one in entries)


@pytest.mark.rule("P24")
def test_a_restricted_family_and_a_hidden_home_are_told_to_nobody(town: Town) -> None:
    restricted, hidden = town.waits(), town.waits()
    restrict(family=restricted.family, reason="Works here", named=[town.priya], by=BY)
    ContactPoint.objects.filter(family=hidden.family).update(place="refuge")
    client = client_of(town.boss)

    said = client.get(reverse(PAGE)).content.decode()
    assert restricted.key not in said
    assert said.index("Address not shown") < said.index(reverse("caseload:allocate", args=[hidden.key]))
    assert "No family of this locality is waiting." in said
    counted = client.get(reverse(LIST)).content.decode()
    assert ">0<" in counted.replace("\n", "").replace(" ", "")
    assert "where the family lives" not in client.get(reverse("caseload:allocate", args=[hidden.key])).content.decode()


@pytest.mark.rule("P5")
def test_whoever_covers_is_named_with_where_they_work(town: Town) -> None:
    page = client_of(town.boss).get(reverse("caseload:add_absence", args=[town.team.key])).content.decode()

    assert "Priya Shah: works in Riverside" in page


def test_handing_over_a_caseload_says_who_works_where_the_family_lives(town: Town) -> None:
    make_work(town.team, lead=town.sam)
    page = client_of(town.boss).get(reverse("caseload:hand_over_caseload", args=[town.team.key, town.sam.key]))

    assert "Works in Riverside, where the family lives." in page.content.decode()


@pytest.mark.parametrize("rows", [1, 3])
def test_it_costs_the_same_for_one_family_and_for_three(
    rows: int, town: Town, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(rows):
        town.waits()
        town.waits("ZZ18 1AA")
        town.add(f"Number {number}", [f"ZZ2{number}"], make_user(RoleName.PRACTITIONER, town.team, f"Lee {number}"))
    client = client_of(town.boss)
    client.get(reverse(PAGE))

    with django_assert_num_queries(25):
        client.get(reverse(PAGE))
    with django_assert_num_queries(26):
        client.get(reverse("caseload:in_locality", args=[town.riverside.key]))
    with django_assert_num_queries(9):
        client.get(reverse(LIST))


def test_somebody_of_two_teams_sees_each_by_name(town: Town) -> None:
    second = make_team()
    user = make_user(RoleName.CLINICAL_LEAD, town.team, "Una Field")
    give_role(user=user, team=second, role=RoleName.CLINICAL_LEAD, by=BY)
    actions.add_locality(team=second, drawn=actions.Drawn("Riverside", ["ZZ16"]), by=BY)

    page = client_of(user).get(reverse(PAGE)).content.decode()

    assert f"Riverside, {town.team.name}" in page
    assert f"Riverside, {second.name}" in page
