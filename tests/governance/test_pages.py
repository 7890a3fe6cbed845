"""Users, who did what, background work, and the pages about the product."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from pitservice.accounts.actions import add_user, give_role
from pitservice.accounts.enums import Permission, RoleName
from pitservice.accounts.models import Team, User
from pitservice.audit.actions import record
from pitservice.audit.models import Access
from pitservice.jobs import actions as jobs
from pitservice.jobs.enums import JobState
from pitservice.jobs.models import Job
from pitservice.ui.worklist import items_for
from tests.make.accounts import BY, client_of, make_team, make_user, viewer_of
from tests.make.anything import World

pytestmark = pytest.mark.django_db


@pytest.fixture
def team() -> Team:
    return make_team("North")


@pytest.fixture
def manager(team: Team) -> User:
    return make_user(RoleName.MANAGER, team, name="Mo Manager")


@pytest.fixture
def client(manager: User) -> Client:
    client = client_of(manager)
    client.get(reverse("home"))  # the first request of a session writes when it started
    return client


def post(client: Client, to: str, *args: str, **typed: Any) -> Any:
    address = reverse(to, args=args)
    form = client.get(address).context["form"]
    sent = {"submission": str(form.initial["submission"]), "seen": form.initial["seen"] or "", **typed}
    return client.post(address, sent)


# --- users ---


@pytest.mark.parametrize("number", [1, 3])
def test_users_are_listed_with_the_same_number_of_queries(client: Client, team: Team, number: int) -> None:
    for _ in range(number):
        make_user(RoleName.PRACTITIONER, team)

    with CaptureQueriesContext(connection) as queries:
        response = client.get(reverse("governance:users"))

    assert len(response.context["table"].rows) == number + 1
    assert len(queries) == 5  # session, user, memberships; users, their roles


def test_a_manager_sees_colleagues_of_their_own_teams_only(client: Client, team: Team) -> None:
    make_user(RoleName.PRACTITIONER, team, name="Colleague Here")
    stranger = make_user(RoleName.PRACTITIONER, name="Colleague Elsewhere")

    content = client.get(reverse("governance:users")).content.decode()

    assert "Colleague Here" in content
    assert "Colleague Elsewhere" not in content
    assert client.get(reverse("governance:user", args=[stranger.key])).status_code == 404


def test_a_role_in_another_team_is_not_shown(client: Client, team: Team) -> None:
    user = make_user(RoleName.PRACTITIONER, team)
    give_role(user=user, team=make_team("Secret South"), role=RoleName.GUARDIAN, by=BY)

    content = client.get(reverse("governance:user", args=[user.key])).content.decode()

    assert "Practitioner in North" in content
    assert "Secret South" not in content


def test_a_colleague_is_added_with_a_role(client: Client, team: Team) -> None:
    response = post(
        client, "governance:add_user", name="Ada New", email="Ada@example.org", team=team.pk, role="keyworker"
    )

    user = User.objects.get(email="ada@example.org")
    assert response["Location"] == reverse("governance:user", args=[user.key])
    assert viewer_of(user, Permission.BOOK).team_ids == {team.pk}
    assert not user.has_usable_password()


def test_an_address_that_is_taken_is_said_and_nothing_is_lost(client: Client, team: Team) -> None:
    make_user(RoleName.PRACTITIONER, team)
    taken = User.objects.get(name="Priya Shah")

    response = post(client, "governance:add_user", name="Ada", email=taken.email, team=team.pk, role="keyworker")

    assert response.status_code == 409
    assert "already a user" in response.content.decode()
    assert 'value="Ada"' in response.content.decode()


@pytest.mark.rule("P7")
def test_a_trainee_is_asked_for_a_supervisor_and_an_end(client: Client, team: Team) -> None:
    lead = make_user(RoleName.CLINICAL_LEAD, team, name="Lea Lead")

    refused = post(client, "governance:add_user", name="Tim", email="tim@example.org", team=team.pk, role="trainee")
    assert refused.status_code == 422

    end = {"ends_on_day": "31", "ends_on_month": "3", "ends_on_year": "2030"}
    made = post(
        client, "governance:add_user", name="Tim", email="tim@example.org", team=team.pk, role="trainee",
        supervisor=lead.pk, **end,
    )  # fmt: skip
    assert made.status_code == 302
    membership = User.objects.get(name="Tim").memberships.get()
    assert (membership.supervisor, str(membership.ends_on)) == (lead, "2030-03-31")


def test_a_role_is_given_and_ended(client: Client, team: Team) -> None:
    user = make_user(RoleName.PRACTITIONER, team)

    assert post(client, "governance:give_role", user.key, team=team.pk, role="administrator").status_code == 302
    assert viewer_of(user, Permission.SEE_REPORTS).allowed
    assert post(client, "governance:end_role", user.key, team.slug, "administrator").status_code == 302

    held = user.memberships.get(role="administrator")
    assert held.ends_on is not None
    assert "until" in client.get(reverse("governance:user", args=[user.key])).content.decode()


def test_nobody_manages_their_own_roles(client: Client, manager: User, team: Team) -> None:
    page = client.get(reverse("governance:user", args=[manager.key])).content.decode()
    assert "Give a role" not in page
    assert "Close the account" not in page

    answers = [
        post(client, "governance:give_role", manager.key, team=team.pk, role="clinical_lead"),
        post(client, "governance:end_role", manager.key, team.slug, "manager"),
        post(client, "governance:close_user", manager.key, reason="I am leaving"),
    ]

    assert [answer.status_code for answer in answers] == [409, 409, 409]
    assert all("Nobody manages their own account" in answer.content.decode() for answer in answers)
    assert [m.role for m in manager.memberships.all()] == ["manager"]


def test_a_manager_gives_no_role_in_a_team_that_is_not_theirs(client: Client, team: Team) -> None:
    user, other = make_user(RoleName.PRACTITIONER, team), make_team()

    response = post(client, "governance:give_role", user.key, team=other.pk, role="clinical_lead")

    assert response.status_code == 422
    assert user.memberships.count() == 1


def test_a_closed_account_leaves_the_list_and_is_found_among_the_closed(client: Client, team: Team) -> None:
    user = make_user(RoleName.PRACTITIONER, team, name="Lee Left")

    assert post(client, "governance:close_user", user.key, reason="Left the team.").status_code == 302

    assert "Lee Left" not in client.get(reverse("governance:users")).content.decode()
    assert "Lee Left" in client.get(reverse("governance:users") + "?shown=closed").content.decode()
    assert client_of(user).get(reverse("home")).status_code == 302


def test_a_colleague_without_the_permission_manages_nobody(team: Team) -> None:
    lead = client_of(make_user(RoleName.CLINICAL_LEAD, team))

    for name in ("governance:users", "governance:add_user"):
        assert lead.get(reverse(name)).status_code == 403


# --- who did what ---


@pytest.fixture
def guardian(team: Team) -> User:
    return make_user(RoleName.GUARDIAN, team, name="Gus Guardian")


@pytest.mark.parametrize("number", [1, 3])
def test_acts_are_listed_with_the_same_number_of_queries(guardian: User, team: Team, number: int) -> None:
    client = client_of(guardian)
    client.get(reverse("home"))
    world = World(team, make_user(team=team))
    for _ in range(number):
        record("families.rename", world.new("families.family"), by=world.user.actor, reason="Wrong name.")

    with CaptureQueriesContext(connection) as queries:
        response = client.get(reverse("governance:events") + "?part=families")

    assert len(response.context["table"].rows) == number
    # session, user, memberships; colleagues; acts; names; families; who looked
    assert len(queries) == 8


def test_an_act_says_who_what_about_whom_and_why(guardian: User, team: Team) -> None:
    world = World(team, make_user(team=team, name="Priya Shah"))
    family = world.new("families.family", title="The Rowan family")
    record("families.rename_family", family, by=world.user.actor, reason="Wrong name.")

    content = client_of(guardian).get(reverse("governance:events")).content.decode()

    for words in ("Priya Shah", "Families: rename family", "The Rowan family", "Wrong name."):
        assert words in content
    assert Access.objects.get().family_id == family.pk


def test_acts_of_another_team_are_not_there(guardian: User) -> None:
    other = World()
    record("families.rename_family", other.new("families.family", title="Elsewhere"), by=BY, reason="Not for you.")

    assert "Not for you." not in client_of(guardian).get(reverse("governance:events")).content.decode()


# --- background work ---


def _job(team: Team, state: str = JobState.FAILED, title: str = "Report of the quarter") -> Job:
    job = jobs.start(kind="x", title=title, team=team, payload={}, by=BY)
    Job.objects.filter(pk=job.pk).update(state=state, note="It did not work.", attempts=3)
    return job


@pytest.mark.parametrize("number", [1, 3])
def test_jobs_are_listed_with_the_same_number_of_queries(client: Client, team: Team, number: int) -> None:
    for _ in range(number):
        _job(team)

    with CaptureQueriesContext(connection) as queries:
        response = client.get(reverse("governance:jobs"))

    assert len(response.context["table"].rows) == number
    assert len(queries) == 4  # session, user, memberships; jobs


def test_failed_work_is_started_again(client: Client, team: Team) -> None:
    job = _job(team)

    assert "It did not work." in client.get(reverse("governance:jobs")).content.decode()
    assert post(client, "governance:start_again", job.key).status_code == 302

    job.refresh_from_db()
    assert (job.state, job.attempts) == ("queued", 0)
    assert post(client, "governance:start_again", job.key).status_code == 409


def test_work_of_another_team_does_not_exist(client: Client) -> None:
    job = _job(make_team(), title="Elsewhere")

    assert "Elsewhere" not in client.get(reverse("governance:jobs")).content.decode()
    assert client.get(reverse("governance:start_again", args=[job.key])).status_code == 404


@pytest.mark.rule("P4")
def test_failed_work_waits_on_the_home_page_as_often_as_in_its_list(client: Client, manager: User, team: Team) -> None:
    for number in range(3):
        _job(team, title=f"Report {number}")
    _job(team, state=JobState.DONE, title="Done")

    from django.utils import timezone

    waiting = [item for item in items_for(manager, timezone.localdate()) if item.what == "Background work failed"]

    assert len(waiting) == len(client.get(reverse("governance:jobs")).context["table"].rows) == 3


# --- about the product ---


@pytest.mark.parametrize("name", ["help", "whats_new", "keyboard", "governance:roles"])
def test_everybody_reads_about_the_product(name: str) -> None:
    for role in RoleName:
        assert client_of(make_user(role)).get(reverse(name)).status_code == 200


def test_the_accessibility_statement_is_for_everybody() -> None:
    assert Client().get(reverse("accessibility")).status_code == 200


def test_manage_offers_what_this_person_may(client: Client, team: Team) -> None:
    mine = client.get(reverse("governance:manage")).content.decode()
    leads = client_of(make_user(RoleName.CLINICAL_LEAD, team)).get(reverse("governance:manage")).content.decode()

    assert reverse("governance:users") in mine
    assert reverse("governance:users") not in leads
    assert reverse("governance:jobs") in leads


def test_what_is_new_says_why(client: Client) -> None:
    content = client.get(reverse("whats_new")).content.decode()

    assert content.count("<h2") - 1 <= content.count("Why: ")


def test_a_new_colleague_without_a_role_is_told_who_can_help() -> None:
    user = add_user(email="new@example.org", name="New", by=BY)

    assert client_of(user).get(reverse("home")).status_code == 403
