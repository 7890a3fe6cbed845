"""The pages on which a caseload is handed over."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from caseload.enums import AllocationRole
from caseload.models import Allocation, Handover
from families.actions import restrict
from pitservice.accounts.enums import RoleName
from pitservice.accounts.models import Membership, User
from pitservice.ui.components import Callout
from tests.make.accounts import BY, client_of, make_team, make_user
from tests.make.caseload import MadeWork, in_days, make_appointment, make_work, open_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def boss(work: MadeWork) -> User:
    return make_user(RoleName.CLINICAL_LEAD, work.team, "Cleo")


@pytest.fixture
def sam(work: MadeWork) -> User:
    return make_user(RoleName.PRACTITIONER, work.team, "Sam Okoro")


def page_of(work: MadeWork) -> str:
    return reverse("caseload:hand_over_caseload", args=[work.team.key, work.lead.key])


def answers(**more: str) -> dict[str, str]:
    return {"submission": str(uuid4()), "reason": "She leaves.", "tell": "text", **more}


def test_one_press_gives_the_caseload_on_and_a_second_does_nothing(work: MadeWork, boss: User, sam: User) -> None:
    other = make_work(work.team, lead=work.lead)
    later = make_work(work.team, lead=work.lead)
    make_appointment(work, in_days(open_in(3)))
    client, last = client_of(boss), timezone.localdate() + timedelta(days=10)
    data = answers(**{work.episode.key: sam.key, other.episode.key: "stays", later.episode.key: "leave"})
    data |= {f"until_{part}": str(getattr(last, part)) for part in ("day", "month", "year")}

    done = client.post(page_of(work), data, follow=True)
    client.post(page_of(work), data)

    said = done.content.decode()
    assert "1 appointment moved. 1 text will go, 0 wait for a person." in said
    assert "Sam Okoro: lead practitioner" in said
    assert f"Stays with {work.lead.name} until" in said
    assert (Handover.objects.count(), Allocation.objects.filter(user=sam).count()) == (1, 1)


@pytest.mark.rule("CAP-1")
def test_the_page_says_load_fit_and_what_is_left_open(work: MadeWork, boss: User, sam: User) -> None:
    make_appointment(work, in_days(-1))
    make_user(RoleName.TRAINEE, work.team, "Toby")
    Membership.objects.filter(role=RoleName.TRAINEE).update(supervisor=work.lead)

    page = client_of(boss).get(page_of(work)).content.decode()

    assert f"How each fits {work.family.title}" in page
    assert "Sam Okoro: 0 open families, 0 slots a week" in page
    assert "1 outcome not recorded" in page
    assert f"{work.lead.name} supervises Toby." in page


def test_what_stays_asks_until_when_and_keeps_everything_typed(work: MadeWork, boss: User, sam: User) -> None:
    refused = client_of(boss).post(page_of(work), answers(**{work.episode.key: "stays"}))

    page = refused.content.decode()
    assert refused.status_code == 422
    assert "Enter until when it stays with them" in page
    assert "She leaves." in page


def test_nothing_chosen_is_said(work: MadeWork, boss: User, sam: User) -> None:
    refused = client_of(boss).post(page_of(work), answers(**{work.episode.key: "leave"}))

    assert refused.status_code == 409
    assert "Choose what happens with at least one piece of work." in refused.content.decode()


def test_a_practitioner_hands_over_their_own_work_and_nobody_else_s(work: MadeWork, sam: User) -> None:
    href = reverse("caseload:hand_over_caseload", args=[work.team.key, sam.key])

    assert client_of(work.lead).get(page_of(work)).status_code == 200
    assert client_of(work.lead).get(href).status_code == 404


def test_other_roles_and_other_teams_do_not_get_there(work: MadeWork) -> None:
    admin, elsewhere = make_user(RoleName.ADMINISTRATOR, work.team), make_user(RoleName.CLINICAL_LEAD, make_team())
    trainee = make_user(RoleName.TRAINEE, work.team)

    assert client_of(admin).get(page_of(work)).status_code == 403
    assert client_of(elsewhere).get(page_of(work)).status_code == 404
    assert client_of(trainee).get(page_of(work)).status_code == 404


def test_a_restricted_family_shows_in_nothing_of_who_is_not_named(work: MadeWork, boss: User, sam: User) -> None:
    other = make_work(work.team, lead=work.lead)
    restrict(family=other.family, reason="A colleague's family", named=[work.lead], by=BY)

    page = client_of(boss).get(page_of(work)).content.decode()
    refused = client_of(boss).post(page_of(work), answers(**{other.episode.key: sam.key}))

    assert other.episode.key not in page
    assert "stands here only for those named for it" in page
    assert (refused.status_code, Handover.objects.count()) == (409, 0)


def test_what_became_of_it_is_read_by_who_may_hand_over(work: MadeWork, boss: User, sam: User) -> None:
    client_of(boss).post(page_of(work), answers(**{work.episode.key: sam.key}))
    href = reverse("caseload:handed_over", args=[Handover.objects.get().key])

    assert client_of(boss).get(href).status_code == 200
    assert client_of(work.lead).get(href).status_code == 200
    assert client_of(sam).get(href).status_code == 404


def test_the_rota_and_the_caseload_lead_there(work: MadeWork, boss: User, sam: User) -> None:
    assert page_of(work) in client_of(boss).get(reverse("caseload:rota")).content.decode()
    assert page_of(work) not in client_of(sam).get(reverse("caseload:rota")).content.decode()
    assert page_of(work) in client_of(work.lead).get(reverse("caseload:list")).content.decode()


def test_whoever_ends_a_role_or_an_account_is_warned_of_work_in_hand(work: MadeWork) -> None:
    client = client_of(make_user(RoleName.MANAGER, work.team, "Mo"))
    role = reverse("governance:end_role", args=[work.lead.key, work.team.slug, RoleName.PRACTITIONER])
    account = reverse("governance:close_user", args=[work.lead.key])

    for href in (role, account):
        callouts = [part for part in client.get(href).context["aside"] if isinstance(part, Callout)]
        assert [part.heading for part in callouts] == ["There is work in hand"]
        assert work.family.title not in client.get(href).content.decode()
    Allocation.objects.update(ends_on=timezone.localdate())
    assert not client.get(role).context["aside"]


@pytest.mark.parametrize("rows", [1, 3])
def test_the_page_costs_the_same_for_one_piece_of_work_and_for_three(
    rows: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    work = make_work()
    actor = make_user(RoleName.CLINICAL_LEAD, work.team, "Cleo")
    for _ in range(rows - 1):
        make_work(work.team, lead=work.lead)
    client = client_of(actor)
    client.get(page_of(work))

    with django_assert_num_queries(30):
        client.get(page_of(work))


def test_appointments_alone_are_given_on_too(work: MadeWork, boss: User, sam: User) -> None:
    other = make_work(work.team, lead=boss)
    make_appointment(other, in_days(open_in(3)), practitioner=work.lead)

    page = client_of(boss).get(page_of(work)).content.decode()
    done = client_of(boss).post(page_of(work), answers(**{other.episode.key: sam.key}), follow=True)

    assert "No part: only appointments" in page
    assert "Sam Okoro: the appointments" in done.content.decode()
    assert not Allocation.objects.filter(user=sam, role=AllocationRole.LEAD).exists()


@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize(("name", "queries"), [("caseload:leaving", 4), ("caseload:to_move", 5)])
def test_the_lists_cost_the_same_for_one_row_and_for_three(
    name: str, queries: int, rows: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    boss = make_user(RoleName.CLINICAL_LEAD)
    team, day = boss.current_memberships[0].team, open_in(3)
    for number in range(rows):
        work, sam = make_work(team), make_user(RoleName.PRACTITIONER, team, f"Sam {number}")
        for one in (work, make_work(team, lead=sam)):
            make_appointment(one, in_days(day))
        client_of(boss).post(page_of(work), answers(**{work.episode.key: sam.key}))
        Membership.objects.filter(user=sam).update(ends_on=timezone.localdate())
    client, url = client_of(boss), reverse(name)
    client.get(url)

    with django_assert_num_queries(queries):
        page = client.get(url)

    assert len(page.context["table"].rows) == rows
