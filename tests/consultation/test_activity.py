"""Training and other work: a week on one page, by the team's own list, and who was reached."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from consultation import actions
from consultation.actions import Done
from consultation.models import Activity, ActivityKind
from consultation.selectors import week_of
from pitservice.accounts.enums import RoleName
from pitservice.accounts.models import Team, User
from pitservice.db.errors import Refused, Stale
from tests.make.accounts import BY, client_of, make_team, make_user

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
MONDAY = TODAY - timedelta(days=TODAY.weekday())
ONCE, TWICE = "6f6bb2d2-5ad1-4e55-9d1f-6a3f2f6d3a31", "6f6bb2d2-5ad1-4e55-9d1f-6a3f2f6d3a32"
WEEK, LIST = "consultation:week", "consultation:activities"


@pytest.fixture
def team() -> Team:
    """A team."""
    return make_team()


@pytest.fixture
def user(team: Team) -> User:
    """A practitioner of it."""
    return make_user(RoleName.PRACTITIONER, team)


@pytest.fixture
def client(user: User) -> Client:
    """Their browser."""
    return client_of(user)


def logged(team: Team, user: User, **given: object) -> Activity:
    """A morning of training today."""
    usual: dict[str, object] = {"done_on": TODAY, "category": "training", "minutes": 90}
    done = Done(**(usual | given))  # type: ignore[arg-type]  # as the test says
    return actions.log_activities(team=team, colleague=user, done=[done], by=user.actor)[0]


def typed(team: Team, **lines: object) -> dict[str, object]:
    """The form of a week with some of its lines."""
    return {"submission": ONCE, "team": team.pk, **lines}


def test_a_week_is_logged_on_one_page_and_shows_what_is_logged_already(client: Client, team: Team, user: User) -> None:
    kind = actions.add_activity_kind(team=team, category="strategy", name="Pathway group", by=BY)
    lines: dict[str, object] = {"day_1": MONDAY.isoformat(), "kind_1": "training", "minutes_1": "180"}
    lines |= {"people_1": "12", "what_1": "A morning at the hub", "organisation_1": "The hub"}
    lines |= {"day_3": MONDAY.isoformat(), "kind_3": kind.key, "minutes_3": "60"}

    page = client.post(reverse(WEEK), typed(team, **lines), follow=True).content.decode()
    client.post(reverse(WEEK), typed(team, **lines))

    found = [
        (one.category, one.minutes, one.organisation, one.what, one.kind) for one in Activity.objects.order_by("pk")
    ]
    assert found == [("training", 180, "The hub", "A morning at the hub", None), ("strategy", 60, "", "", kind)]
    assert "2 lines logged, 4:00 hours in all." in page
    assert "Pathway group" in page


@pytest.mark.parametrize(
    ("lines", "sentences"),
    [
        ({"minutes_2": "60"}, ["Choose the day", "Choose what it was"]),
        ({"day_1": MONDAY.isoformat(), "kind_1": "training"}, ["Enter the minutes"]),
        ({"day_1": MONDAY.isoformat(), "kind_1": "training", "minutes_1": "1441"}, ["1440 or fewer"]),
        ({"day_1": "2020-01-01", "kind_1": "training", "minutes_1": "60"}, ["There is a problem"]),
    ],
)
def test_a_line_that_is_begun_says_day_kind_and_minutes(
    client: Client, team: Team, lines: dict[str, object], sentences: list[str]
) -> None:
    answer = client.post(reverse(WEEK), typed(team, **lines))

    assert answer.status_code == 422
    for sentence in sentences:
        assert sentence in answer.content.decode()
    assert not Activity.objects.exists()


def test_a_week_without_a_line_is_refused_with_a_sentence(client: Client, team: Team) -> None:
    answer = client.post(reverse(WEEK), typed(team))

    assert answer.status_code == 409
    assert "Fill in at least one line." in answer.content.decode()


def test_what_was_logged_is_changed_with_people_by_profession_and_removed(
    client: Client, team: Team, user: User
) -> None:
    one = logged(team, user, what="Morning")
    change, remove = (reverse(f"consultation:{name}-activity", args=[one.key]) for name in ("change", "remove"))
    given = {"submission": ONCE, "seen": one.version, "what_kind": "training", "minutes": "120", "what": "Morning"}
    given |= {"done_on_day": TODAY.day, "done_on_month": TODAY.month, "done_on_year": TODAY.year}
    given |= {"of_midwives": "3", "of_doctors": "4"}

    form = client.get(change).content.decode()
    page = client.post(change, given, follow=True).content.decode()
    stale = client.post(change, given | {"submission": TWICE})
    one.refresh_from_db()

    assert 'value="Morning"' in form
    assert (one.minutes, one.people, one.reached) == (120, 7, {"midwives": 3, "doctors": 4})
    assert "midwives 3, doctors 4" in page
    assert stale.status_code == 409
    client.post(remove, {"submission": TWICE[:-1] + "3", "seen": one.version})
    assert not Activity.objects.exists()


def test_what_cannot_be_is_refused(team: Team, user: User) -> None:
    one = logged(team, user)
    elsewhere = actions.add_activity_kind(team=make_team(), category="training", name="Theirs", by=BY)

    with pytest.raises(Refused):
        logged(team, user, done_on=TODAY + timedelta(days=1))
    with pytest.raises(Refused):
        logged(team, user, kind=elsewhere)
    with pytest.raises(Stale):
        actions.change_activity(activity=one, done=Done(TODAY, "other", 5), seen=one.version + 1, by=BY)


def test_the_teams_own_list(team: Team, user: User) -> None:
    manager = client_of(make_user(RoleName.MANAGER, team))
    kinds, add = reverse("consultation:activity-kinds"), reverse("consultation:add-activity-kind", args=[team.slug])
    sent = {"submission": ONCE, "name": "Solihull training", "category": "training"}

    page = manager.post(add, sent, follow=True).content.decode()
    again = manager.post(add, sent | {"submission": TWICE, "name": "solihull TRAINING"})
    kind = ActivityKind.objects.get()
    one = logged(team, user, kind=kind, category="")
    manager.post(
        reverse("consultation:end-activity-kind", args=[kind.key]), {"submission": TWICE[:-1] + "4", "seen": 1}
    )

    assert "Solihull training" in page
    assert again.status_code == 409
    assert "This kind of work is on the list already." in again.content.decode()
    assert one.category == "training"
    assert "Solihull training" not in manager.get(kinds).content.decode()
    assert "Solihull training" in client_of(user).get(reverse(LIST)).content.decode()


def test_who_may(team: Team, user: User) -> None:
    one = logged(team, user)
    change, remove = (reverse(f"consultation:{name}-activity", args=[one.key]) for name in ("change", "remove"))
    stranger = client_of(make_user(RoleName.PRACTITIONER))
    admin, keyworker = (client_of(make_user(role, team)) for role in (RoleName.ADMINISTRATOR, RoleName.KEYWORKER))

    assert {stranger.get(address).status_code for address in (change, remove)} == {404}
    assert "1:30" not in stranger.get(reverse(LIST)).content.decode()
    assert {admin.get(address).status_code for address in (change, remove, reverse(WEEK))} == {403}
    assert change not in admin.get(reverse(LIST)).content.decode()
    assert keyworker.get(reverse(LIST)).status_code == 403


@pytest.mark.parametrize(
    ("asked", "week"),
    [
        ("2026-11-25", date(2026, 11, 23)),
        ("2026-11-23", date(2026, 11, 23)),
        ("2099-01-01", date(2026, 11, 23)),
        ("nonsense\x00", date(2026, 11, 23)),
        ("0001-01-01", date(2026, 11, 23)),
    ],
)
def test_the_week_of_an_address(asked: str, week: date) -> None:
    assert week_of(asked, date(2026, 11, 28)) == week


#: Session, its user, memberships; the rows.
LIST_QUERIES = 4


def test_the_list_costs_the_same_for_one_row_as_for_three(
    client: Client, team: Team, user: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    kind = actions.add_activity_kind(team=team, category="training", name="Solihull", by=BY)
    for rows in (1, 3):
        while Activity.objects.count() < rows:
            logged(team, user, kind=kind)
        client.get(reverse(LIST))
        with django_assert_num_queries(LIST_QUERIES):
            client.get(reverse(LIST))
