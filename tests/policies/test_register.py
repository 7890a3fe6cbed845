"""The register of policies: versions, who ratified them, who has read them, and the settings beside (P84)."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import DatabaseError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.html import strip_tags
from pytest_django import DjangoAssertNumQueries

from pitservice.accounts.enums import RoleName
from pitservice.accounts.models import Membership, Team, User
from pitservice.db.errors import Refused, Stale
from pitservice.policies import actions
from pitservice.policies.actions import Says
from pitservice.policies.models import Policy, PolicyReading, PolicyVersion
from pitservice.ui.worklist import items_for
from tests.make.accounts import BY, client_of, make_team, make_user

pytestmark = [pytest.mark.django_db, pytest.mark.rule("P84")]
TODAY = timezone.localdate()
ONCE, TWICE = "6f6bb2d2-5ad1-4e55-9d1f-6a3f2f6d3a31", "6f6bb2d2-5ad1-4e55-9d1f-6a3f2f6d3a32"
THIRD, FOURTH = "6f6bb2d2-5ad1-4e55-9d1f-6a3f2f6d3a33", "6f6bb2d2-5ad1-4e55-9d1f-6a3f2f6d3a34"
LIST = "policies:list"


@pytest.fixture
def team() -> Team:
    return make_team()


@pytest.fixture
def lead(team: Team) -> User:
    return make_user(RoleName.CLINICAL_LEAD, team, "Cleo Marsh")


@pytest.fixture
def sam(team: Team) -> User:
    return make_user(RoleName.PRACTITIONER, team, "Sam Okoro")


def add(team: Team, title: str = "Texts to families", kind: str = "texts") -> Policy:
    """A policy with its first version as a draft."""
    return actions.add_policy(team=team, kind=kind, title=title, says=Says("We text in opening hours."), by=BY)


def in_force(policy: Policy, **given: Any) -> PolicyVersion:
    """Its draft, ratified today, reviewed in a year."""
    usual: dict[str, Any] = {
        "ratified_by": "Governance group",
        "ratified_on": TODAY,
        "review_on": TODAY + timedelta(days=365),
    }
    return actions.ratify(policy=policy, **(usual | given), by=BY)


def _content(client: Client, name: str, args: Any, query: Any) -> str:
    return client.get(reverse(f"policies:{name}", args=args), query).content.decode().replace("<", " <")


def page(client: Client, name: str, *args: Any, **query: Any) -> str:
    """What stands there, in words."""
    return " ".join(strip_tags(_content(client, name, args, query)).split())


def day(name: str, days: int) -> dict[str, str]:
    """A day as it is typed."""
    on = TODAY + timedelta(days=days)
    return {f"{name}_day": str(on.day), f"{name}_month": str(on.month), f"{name}_year": str(on.year)}


def waits(user: User) -> list[tuple[str, bool]]:
    """What waits for somebody out of the register."""
    return [(item.whose, item.mine) for item in items_for(user, TODAY) if "olicy" in item.what]


def test_from_a_draft_to_in_force_and_read_by_everybody(team: Team, lead: User, sam: User) -> None:
    client, reader = client_of(lead), client_of(sam)
    to = reverse("policies:add", args=[team.slug])
    typed = {"submission": ONCE, "title": "Texts", "kind": "texts", "says": "We text in opening hours.", "kept_in": ""}

    for _ in range(2):
        client.post(to, typed)
    policy = Policy.objects.get()
    assert waits(sam) == []
    assert "We text in opening hours." not in page(reader, "policy", policy.key)
    ratified = {"submission": TWICE, "seen": 1, "ratified_by": "Governance group"}
    for _ in range(2):
        client.post(
            reverse("policies:ratify", args=[policy.key]), ratified | day("ratified_on", 0) | day("review_on", 365)
        )
    assert waits(sam) == [("Texts, version 1", True)]
    read = reverse("policies:read", args=[policy.key, 1])
    assert "We text in opening hours." in reader.get(read).content.decode()
    for submission in (THIRD, THIRD, FOURTH):
        reader.post(read, {"submission": submission})

    assert [one.user for one in PolicyReading.objects.all()] == [sam]
    assert waits(sam) == []
    assert waits(lead) == [("Texts, version 1", True)]


def test_the_lead_sees_who_has_not_read_it_and_nobody_else_does(team: Team, lead: User, sam: User) -> None:
    policy = add(team)
    in_force(policy)
    actions.say_read(policy=policy, number=1, user=sam, by=sam.actor)
    manager = make_user(RoleName.MANAGER, team, "Ruth Adeyemi")

    led, listed = page(client_of(manager), "policy", policy.key), page(client_of(lead), "list")
    own = page(client_of(sam), "policy", policy.key) + page(client_of(sam), "list")

    assert "1 of 3 have read version 1." in led
    assert "Cleo Marsh Read Not yet" in led
    assert "1 of 3" in listed
    assert ("1 of 3" in own, "Cleo Marsh" in own) == (False, False)


def test_a_new_version_is_read_anew_and_the_old_one_stays_as_it_was(team: Team, lead: User, sam: User) -> None:
    policy, client = add(team), client_of(lead)
    in_force(policy)
    actions.say_read(policy=policy, number=1, user=sam, by=sam.actor)
    to = reverse("policies:draft", args=[policy.key])
    new = {
        "submission": ONCE,
        "seen": "",
        "says": "We text from 8 to 8.",
        "kept_in": "",
        "news": "Longer hours",
    }

    assert "We text in opening hours." in client.get(to).content.decode()
    client.post(to, new)
    second = client.post(to, new | {"submission": TWICE, "says": "Something else."})
    assert (second.status_code, "Something else." in second.content.decode()) == (409, True)
    in_force(policy)

    assert waits(sam) == [("Texts to families, version 2", True)]
    assert "New in this version: Longer hours" in page(client_of(sam), "read", policy.key, 2)
    assert "We text in opening hours." in page(client_of(sam), "version", policy.key, 1)
    with pytest.raises(Refused, match="Another version is in force now"):
        actions.say_read(policy=policy, number=1, user=lead, by=lead.actor)
    old = PolicyVersion.objects.get(number=1)
    old.words = "Something else."
    with pytest.raises(DatabaseError), transaction.atomic():
        old.save()


def test_a_review_is_due_in_time_and_leaves_by_a_press(team: Team, lead: User, sam: User) -> None:
    policy, client = add(team), client_of(lead)
    in_force(policy, review_on=TODAY + timedelta(days=28))
    actions.say_read(policy=policy, number=1, user=lead, by=lead.actor)
    actions.say_read(policy=policy, number=1, user=sam, by=sam.actor)
    to = reverse("policies:review", args=[policy.key])
    policy.refresh_from_db()

    assert (waits(lead), waits(sam)) == ([("Texts to families", False)], [])
    client.post(to, {"submission": ONCE, "seen": policy.version} | day("review_on", 400))

    assert (waits(lead), waits(sam)) == ([], [])


def test_settings_and_the_policy_that_they_carry_out_lead_to_each_other(team: Team, lead: User, sam: User) -> None:
    policy, client = add(team), client_of(lead)
    in_force(policy)
    settings = reverse("configuration:change", args=[team.slug])

    beside, register = client.get(settings).content.decode(), page(client, "policy", policy.key)

    assert reverse("policies:policy", args=[policy.key]) in beside
    assert "No automatic text before 8am" in register
    assert "Colleagues send the texts themselves No" in register
    assert settings in client.get(reverse("policies:policy", args=[policy.key])).content.decode()
    assert settings not in client_of(sam).get(reverse("policies:policy", args=[policy.key])).content.decode()


def test_what_nothing_is_about_is_said_to_the_lead(team: Team, lead: User, sam: User) -> None:
    assert "No policy is in the register yet" in page(client_of(sam), "list")
    add(team)

    assert "Nothing in the register is about: Record keeping; " in page(client_of(lead), "list")
    assert "Nothing in the register is about: Record keeping; " not in page(client_of(sam), "list")


def test_what_one_team_has_does_not_hide_what_another_lacks(team: Team, lead: User) -> None:
    second = make_team("South")
    Membership.objects.create(user=lead, team=second, role=RoleName.CLINICAL_LEAD, created_by=BY)
    add(team)
    add(second, "Keeping records", "records")

    shown = page(client_of(lead), "list")

    assert f"Nothing in the register of {team.name} is about: Record keeping; " in shown
    assert "Nothing in the register of South is about: Texts" in shown


def test_an_ended_one_is_asked_of_nobody_and_stays(team: Team, lead: User) -> None:
    policy, client = add(team), client_of(lead)
    in_force(policy)
    policy.refresh_from_db()
    to = reverse("policies:end", args=[policy.key])

    for submission in (ONCE, ONCE):
        client.post(to, {"submission": submission, "seen": policy.version})

    assert waits(lead) == []
    assert "Texts to families" not in page(client, "list")
    assert "Texts to families" in page(client, "list", show="all")
    assert client.get(to).status_code == 404
    assert "Governance group" in page(client, "policy", policy.key)
    add(team)


@pytest.mark.parametrize(
    ("name", "given", "sentence"),
    [
        ("add", {"title": ""}, "Enter what the policy is called"),
        ("add", {"says": " "}, "Enter what the policy says, or where the document is kept"),
        ("add", {"kind": "x"}, "Select what the policy is about"),
        ("ratify", {"ratified_by": ""}, "Enter who ratified it"),
    ],
)
def test_bad_input_is_a_sentence(team: Team, lead: User, name: str, given: Any, sentence: str) -> None:
    policy = add(team, "Another")
    at = [team.slug] if name == "add" else [policy.key]
    typed = {"submission": ONCE, "seen": 1, "title": "Texts", "kind": "texts", "says": "Words", "kept_in": ""} | given

    answer = client_of(lead).post(reverse(f"policies:{name}", args=at), typed)

    assert (answer.status_code, sentence in answer.content.decode()) == (422, True)


def test_what_cannot_be_is_refused(team: Team, lead: User) -> None:
    policy, tomorrow = add(team), TODAY + timedelta(days=1)
    with pytest.raises(Refused, match="Ratify the draft first"):
        actions.review(policy=policy, review_on=tomorrow, by=BY)
    with pytest.raises(Refused, match="today or in the past"):
        in_force(policy, ratified_on=tomorrow)
    with pytest.raises(Refused, match="in the future"):
        in_force(policy, review_on=TODAY)
    with pytest.raises(Stale):
        in_force(policy, seen=9)
    in_force(policy)
    with pytest.raises(Refused, match="No new version"):
        in_force(policy)
    actions.write_draft(policy=policy, says=Says("New."), by=BY)
    with pytest.raises(Refused, match="before the version that it follows"):
        in_force(policy, ratified_on=TODAY - timedelta(days=1))
    actions.drop_draft(policy=policy, by=BY)
    actions.end_policy(policy=policy, by=BY)
    with pytest.raises(Refused, match="has ended"):
        actions.say_read(policy=policy, number=1, user=lead, by=lead.actor)


def test_who_may(team: Team, sam: User) -> None:
    policy = add(team)
    in_force(policy)
    writes = [reverse(f"policies:{name}", args=[policy.key]) for name in ("change", "draft", "ratify", "review", "end")]
    reads = [reverse("policies:policy", args=[policy.key]), reverse("policies:read", args=[policy.key, 1])]
    stranger = client_of(make_user())

    assert {client_of(sam).get(address).status_code for address in writes} == {403}
    assert {client_of(sam).get(address).status_code for address in reads} == {200}
    assert {stranger.get(address).status_code for address in (*writes, *reads)} == {404}


#: Session, its user, memberships; rows, versions, readings; members; kinds by team.
LIST_QUERIES = 8


def test_the_list_costs_the_same_for_one_row_as_for_three(
    team: Team, lead: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    client = client_of(lead)
    for rows in (1, 3):
        while Policy.objects.count() < rows:
            in_force(add(team, f"Policy {Policy.objects.count()}"))
        client.get(reverse(LIST))
        with django_assert_num_queries(LIST_QUERIES):
            client.get(reverse(LIST))
