"""Home is one worklist: mine, the team's, and what runs (P4)."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from pitservice.accounts.enums import Permission, RoleName
from pitservice.accounts.models import User
from pitservice.audit.models import Access
from pitservice.jobs import actions as jobs
from pitservice.ui import worklist
from pitservice.ui.components import Link, Tag
from pitservice.ui.worklist import Item, Source, items_for
from tests.make.accounts import client_of, make_team, make_user
from tests.make.anything import World

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 24)


@pytest.fixture(autouse=True)
def only_these(monkeypatch: pytest.MonkeyPatch) -> list[Source]:
    """No source but those a test adds."""
    kept: list[Source] = []
    monkeypatch.setattr(worklist, "_SOURCES", kept)
    return kept


def item(what: str, **more: object) -> Item:
    return Item(what, "K7M2Q9XTRD", Link("Decide", "/"), **({"mine": True} | more))  # type: ignore[arg-type]  # plain values


def add(*items: Item, permission: Permission = Permission.SEE_REFERRALS, name: str = "a") -> None:
    worklist.register(Source(name, permission, lambda _viewer, _today: items, "home"))


@pytest.mark.rule("P4")
def test_what_is_urgent_comes_first_then_what_is_due_then_what_is_old() -> None:
    add(
        item("no date, new", since=datetime(2026, 11, 23, tzinfo=UTC)),
        item("no date, old", since=datetime(2026, 11, 1, tzinfo=UTC)),
        item("due later", due=TODAY + timedelta(days=3)),
        item("late", due=TODAY - timedelta(days=1)),
        item("urgent", urgent=True),
    )

    found = [one.what for one in items_for(make_user(), TODAY)]

    assert found == ["urgent", "late", "due later", "no date, old", "no date, new"]


@pytest.mark.rule("P4")
def test_a_source_is_asked_only_for_those_who_hold_its_permission() -> None:
    asked: list[User] = []
    worklist.register(
        Source("b", Permission.DECIDE_REFERRALS, lambda viewer, _: asked.append(viewer.user) or [], "home")
    )
    lead, keyworker = make_user(), make_user(RoleName.KEYWORKER)

    for user in (lead, keyworker):
        items_for(user, TODAY)

    assert asked == [lead]


@pytest.mark.rule("P4")
def test_mine_and_the_teams_stand_apart_with_their_numbers() -> None:
    user = make_user(name="Priya Shah")
    add(
        item("Note not signed", tag=Tag("late")),
        item("Referral to decide", mine=False),
        item("Text not sent", mine=False),
    )

    content = client_of(user).get(reverse("home")).content.decode()

    assert ", Priya</h1>" in content
    assert "For you (1)" in content
    assert "For the team (2)" in content
    assert content.index("Note not signed") < content.index("For the team") < content.index("Text not sent")


@pytest.mark.rule("P4")
def test_many_of_a_kind_for_the_team_are_folded_into_one_line_and_nothing_urgent_ever_is() -> None:
    late = [item(f"Note {day}", mine=False, due=TODAY - timedelta(days=day)) for day in (1, 2, 3, 4)]
    add(*late, item("Note urgent", mine=False, urgent=True), name="Notes not signed")
    add(*(item(f"Letter {number}", mine=False) for number in range(3)), name="Letters held")

    content = client_of(make_user()).get(reverse("home")).content.decode()

    open_part, folded_part = content.split("For the team (8)")[-1].split("<details", 1)
    assert "Notes not signed (4), the first due" in folded_part
    assert all(f"Note {day}" in folded_part and f"Note {day}" not in open_part for day in (1, 2, 3, 4))
    assert all(words in open_part for words in ("Note urgent", "Letter 0", "Letter 1", "Letter 2"))


@pytest.mark.rule("P4")
def test_an_empty_worklist_says_so() -> None:
    content = client_of(make_user()).get(reverse("home")).content.decode()

    assert "Nothing is waiting for you." in content
    assert "Nothing is waiting for the team." in content
    assert "Running" not in content


def test_who_saw_which_family_on_the_home_page_is_written_once_each() -> None:
    user = make_user()
    family = World(user.memberships.get().team).of("families.family")
    pair = (family.pk, family.team_id)
    add(item("one", family=pair), item("two", family=pair), item("three"))

    client_of(user).get(reverse("home"))

    assert list(Access.objects.values_list("user_id", "family_id", "screen")) == [(user.pk, family.pk, "ui.HomePage")]


def test_work_under_way_is_found_again_here_by_the_one_who_started_it() -> None:
    team = make_team()
    mine, colleague = make_user(team=team), make_user(team=team)
    job = jobs.start(kind="x", title="Import of 360 rows", team=team, payload={}, by=mine.actor)
    type(job).objects.update(done=281, total=360, state="running", lease_until=timezone.now())

    assert "Import of 360 rows" in client_of(mine).get(reverse("home")).content.decode()
    assert "Import of 360 rows" not in client_of(colleague).get(reverse("home")).content.decode()


def test_nobody_gets_home_without_signing_in_or_without_a_role() -> None:
    user = make_user()
    user.memberships.all().delete()

    assert Client().get(reverse("home"))["Location"].startswith(reverse("account_login"))
    assert client_of(user).get(reverse("home")).status_code == 403
