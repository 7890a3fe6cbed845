"""What a team sets, from its pages."""

from __future__ import annotations

import uuid
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.html import strip_tags

from pitservice.accounts.actions import give_role
from pitservice.accounts.enums import RoleName
from pitservice.accounts.models import Team
from pitservice.configuration.actions import change_settings, set_day
from pitservice.configuration.forms import SettingsForm
from pitservice.configuration.models import ClosedDay, TeamSettings
from pitservice.configuration.selectors import holidays_along, holidays_of, settings_along, settings_of
from tests.make.accounts import BY, client_of, make_team, make_user
from tests.make.referrals import make_risk_list

pytestmark = pytest.mark.django_db
NAMES = ("change", "risks", "days", "add_day")


@pytest.fixture
def team() -> Team:
    """A team."""
    return make_team("Eastfield")


@pytest.fixture
def manager(team: Team) -> Client:
    """Its system manager's browser."""
    return client_of(make_user(RoleName.MANAGER, team))


def text(response: Any) -> str:
    """The page's words."""
    return " ".join(strip_tags(response.content.decode()).split())


def settings_as_typed(team: Team, **changes: Any) -> dict[str, Any]:
    """The form as its page fills it in."""
    row = settings_of(team.pk)
    typed = {name: getattr(row, name) for name in SettingsForm.base_fields if hasattr(row, name)}
    typed |= {
        "texts_from": "8am",
        "texts_until": "8pm",
        "doors_open_again_on": "",
        "doors_close_on": "",
        "service_began_on": "",
    }
    typed["reminder_earlier_days"] = typed["reminder_earlier_days"] or ""
    typed |= {"opens": "9am", "closes": "5pm"}
    return {"submission": str(uuid.uuid4()), "seen": row.version if row.pk else "", **typed, **changes}


def test_all_lists_and_settings_stand_on_one_page(team: Team, manager: Client) -> None:
    make_risk_list(team)

    page = text(manager.get(reverse("configuration:settings")))

    assert "A decision is due within 5 working days" in page
    assert "Illustrative list of risk factors (not the published one), edition 1" in page
    assert "Bank holidays of England" in page


@pytest.mark.rule("SCR-1")
def test_the_risk_list_says_that_it_is_illustrative(team: Team, manager: Client) -> None:
    href = reverse("configuration:risks", args=[team.slug])
    assert "No list of risk factors is in force" in text(manager.get(href))
    make_risk_list(team)

    page = text(manager.get(href))

    assert "Illustrative, not the published list" in page
    assert "The rule asks for 1 significant, or 4 minor." in page
    assert "Violence reported in the family" in page


@pytest.mark.rule("SCR-2", "P15")
def test_settings_and_days_that_come_with_the_memberships_are_those_in_the_table(
    team: Team, django_assert_num_queries: Any
) -> None:
    user, other = make_user(RoleName.MANAGER, team), make_team()
    give_role(user=user, team=other, role=RoleName.MANAGER, by=BY)
    change_settings(
        team=team, texts_from="07:30", doors_close_on=date(2026, 12, 24), reminder_earlier_days=7,
        closed_door_text="Back “soon”.", by=BY,
    )  # fmt: skip

    for day, closed in ((date(2026, 12, 24), True), (date(2026, 12, 25), False)):
        set_day(team=team, day=day, closed=closed, why="Ours", by=BY)

    with django_assert_num_queries(1):
        found, days = settings_along(user), holidays_along(user)

    for one in (team, other):
        kept = settings_of(one.pk)
        for field in TeamSettings._meta.concrete_fields:
            assert getattr(found[one.pk], field.attname) == getattr(kept, field.attname), field.name
        assert days[one.pk] == holidays_of(one)
    assert date(2026, 12, 24) in days[team.pk] - days[other.pk]


def test_settings_are_changed_in_plain_words(team: Team, manager: Client) -> None:
    href = reverse("configuration:change", args=[team.slug])
    assert "A decision on a referral is due within" in text(manager.get(href))

    response = manager.post(href, settings_as_typed(team, decision_days=3, waiting_order="risk", families_open=""))

    row = settings_of(team.pk)
    assert response.status_code == 302, text(response)
    assert (row.decision_days, row.waiting_order, row.families_open, row.texts_from.hour) == (3, "risk", False, 8)


@pytest.mark.rule("REM-1")
def test_an_earlier_reminder_goes_on_an_earlier_day(team: Team, manager: Client) -> None:
    href = reverse("configuration:change", args=[team.slug])

    wrong = manager.post(href, settings_as_typed(team, reminder_days=3, reminder_earlier_days=3))
    manager.post(href, settings_as_typed(team, reminder_earlier_days=7))

    assert "An earlier reminder must go on an earlier day than the other one" in text(wrong)
    assert settings_of(team.pk).reminder_earlier_days == 7


def test_a_wrong_setting_is_said_and_a_stale_page_too(team: Team, manager: Client) -> None:
    href = reverse("configuration:change", args=[team.slug])
    change_settings(team=team, chase_days=4, by=BY)
    typed = settings_as_typed(team)

    wrong = manager.post(href, typed | {"decision_days": "soon", "texts_until": "7am"})
    change_settings(team=team, chase_days=9, by=BY)
    stale = manager.post(href, typed | {"submission": str(uuid.uuid4())})

    assert wrong.status_code == 422
    assert "must be a whole number" in text(wrong)
    assert "Texts must start earlier in the day than they stop" in text(wrong)
    assert stale.status_code == 409
    assert settings_of(team.pk).chase_days == 9


@pytest.mark.rule("CAP-1")
def test_what_capa_begins_with_is_the_teams_to_change(team: Team, manager: Client) -> None:
    href = reverse("configuration:change", args=[team.slug])
    wrong = manager.post(href, settings_as_typed(team, usable_weeks="14", partnership_sessions="7.4"))
    manager.post(href, settings_as_typed(team, usable_weeks="11,5", partnership_sessions="10", core_percent=40))

    assert wrong.status_code == 422
    assert "Enter a number between 1 and 13, in quarters, like 11.25" in text(wrong)
    assert "Enter a number between 1 and 60, in quarters, like 22.5" in text(wrong)
    assert 'value="7.4"' in wrong.content.decode()
    kept = settings_of(team.pk)
    assert (kept.usable_weeks, kept.partnership_sessions, kept.core_percent) == (Decimal("11.5"), 10, 40)


@pytest.mark.rule("SCR-2")
def test_days_are_closed_and_opened(team: Team, manager: Client) -> None:
    href = reverse("configuration:add_day", args=[team.slug])
    typed = {"day_day": 24, "day_month": 12, "day_year": 2026, "closed": "closed", "why": "Christmas Eve"}

    manager.post(href, {"submission": str(uuid.uuid4()), **typed})

    assert ClosedDay.objects.get().why == "Christmas Eve"
    page = text(manager.get(reverse("configuration:days", args=[team.slug])))
    assert "Thu 24 December 2026" in page
    assert manager.post(href, {"submission": str(uuid.uuid4())}).status_code == 422


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_of_days_costs_the_same_for_many(
    team: Team, manager: Client, rows: int, django_assert_num_queries: Any
) -> None:
    from datetime import date

    for number in range(rows):
        set_day(team=team, day=date(2027, 1, 4 + number), closed=True, by=BY)
    href = reverse("configuration:days", args=[team.slug])
    manager.get(href)

    with django_assert_num_queries(4):
        manager.get(href)


@pytest.mark.parametrize("name", NAMES)
def test_another_team_and_another_role_get_nothing(team: Team, name: str) -> None:
    href = reverse(f"configuration:{name}", args=[team.slug])

    assert client_of(make_user(RoleName.MANAGER)).get(href).status_code == 404
    assert client_of(make_user(RoleName.PRACTITIONER, team)).get(href).status_code == 403
