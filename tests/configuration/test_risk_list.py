"""A team's list of risk factors is prepared in the browser and put in force; nothing screened before changes."""

from __future__ import annotations

import uuid
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from pitservice.accounts.enums import RoleName
from pitservice.accounts.models import Team
from pitservice.configuration import actions
from pitservice.configuration.forms import RuleForm
from pitservice.configuration.models import RiskItem, RiskList
from pitservice.configuration.selectors import draft_of, edition_of, risk_list_of
from pitservice.db.errors import Refused, Stale
from tests.make.accounts import BY, client_of, make_team, make_user
from tests.make.referrals import make_referral, make_risk_list

pytestmark = [pytest.mark.django_db, pytest.mark.rule("SCR-1")]


@pytest.fixture
def team() -> Team:
    return make_team("Eastfield")


@pytest.fixture
def lead(team: Team) -> Client:
    return client_of(make_user(RoleName.CLINICAL_LEAD, team))


def in_words(edition: RiskList) -> list[str]:
    """The factors in order, with their group and weight."""
    return [
        f"{item.group}: {item.text}{' *' if item.significant else ''}" for item in edition.items.order_by("position")
    ]


def small_draft(team: Team) -> RiskList:
    draft = actions.begin_edition(team=team, by=BY)
    draft = actions.add_factors(
        draft=draft, group="Baby", texts=["Poor sleep", "Poor feeding"], significant=False, by=BY
    )
    draft = actions.add_factors(draft=draft, group="Parents", texts=["Violence"], significant=True, by=BY)
    draft = actions.add_factors(draft=draft, group="Baby", texts=["Born early"], significant=False, by=BY)
    draft.refresh_from_db()
    return draft


def post(client: Client, href: str, draft: RiskList, **sent: Any) -> Any:
    return client.post(href, {"submission": str(uuid.uuid4()), "seen": draft.version, **sent})


def test_factors_stand_by_group_in_the_order_given(team: Team) -> None:
    assert in_words(small_draft(team)) == [
        "Baby: Poor sleep",
        "Baby: Poor feeding",
        "Baby: Born early",
        "Parents: Violence *",
    ]


def test_a_factor_is_changed_moved_and_removed(team: Team) -> None:
    draft = small_draft(team)
    values: dict[str, Any] = {"help_text": "Before 37 weeks", "significant": True}

    draft = actions.change_factor(
        draft=draft, place=3, group="Baby", text="Born early", place_in_group=1, by=BY, **values
    )
    assert in_words(draft)[:2] == ["Baby: Born early *", "Baby: Poor sleep"]
    assert draft.items.get(position=1).help_text == "Before 37 weeks"

    draft = actions.change_factor(
        draft=draft, place=1, group="Parents", text="Born early", place_in_group=9, by=BY, **values
    )
    draft = actions.remove_factor(draft=draft, place=1, by=BY)
    assert in_words(draft) == ["Baby: Poor feeding", "Parents: Violence *", "Parents: Born early *"]


def test_the_same_factor_twice_is_refused(team: Team) -> None:
    draft = small_draft(team)

    with pytest.raises(Refused, match="“violence” is in the list already"):
        actions.add_factors(draft=draft, group="Baby", texts=["violence"], significant=False, by=BY)


def test_a_draft_begins_as_the_edition_in_force_and_takes_its_place(team: Team) -> None:
    old = make_risk_list(team)
    draft = actions.begin_edition(team=team, by=BY)
    assert in_words(draft) == in_words(old)
    assert (draft.illustrative, draft.rule, risk_list_of(team.pk)) == (False, old.rule, old)
    assert actions.begin_edition(team=team, by=BY) == draft

    actions.put_in_force(draft=draft, by=BY)

    old.refresh_from_db()
    assert risk_list_of(team.pk) == draft
    assert (old.in_force, old.in_force_until, draft_of(team.pk)) == (False, timezone.localdate(), None)
    with pytest.raises(Refused, match="This edition is in force"):
        actions.remove_factor(draft=draft, place=1, by=BY)


def test_an_empty_list_is_not_put_in_force(team: Team) -> None:
    with pytest.raises(Refused, match="holds no factor"):
        actions.put_in_force(draft=actions.begin_edition(team=team, by=BY), by=BY)


def test_the_slower_of_two_who_prepare_it_is_told(team: Team) -> None:
    draft = small_draft(team)
    actions.remove_factor(draft=draft, place=1, seen=draft.version, by=BY)

    with pytest.raises(Stale):
        actions.remove_factor(draft=draft, place=1, seen=draft.version, by=BY)


def test_a_referral_keeps_the_edition_that_it_came_with(team: Team) -> None:
    old = make_risk_list(team)
    factor = old.items.filter(significant=True).first()
    assert factor is not None
    referral = make_referral(team, ticks=[factor.pk])
    draft = actions.begin_edition(team=team, by=BY)

    actions.put_in_force(draft=draft, by=BY)

    page = client_of(make_user(RoleName.CLINICAL_LEAD, team)).get(reverse("referrals:decide", args=[referral.key]))
    assert f'value="{factor.pk}" checked' in page.content.decode()
    assert edition_of(team.pk, [factor.pk]) == old
    assert edition_of(team.pk, []) == draft


def test_the_lead_prepares_an_edition_in_the_browser(team: Team, lead: Client) -> None:
    make_risk_list(team)
    risks = reverse("configuration:risks", args=[team.slug])
    assert "Prepare a new edition" in lead.get(risks).content.decode()
    begun = post(lead, reverse("configuration:begin_edition", args=[team.slug]), RiskList(version=1))
    assert begun.status_code == 302
    draft = draft_of(team.pk)
    assert draft is not None
    assert "Go on preparing the new edition" in lead.get(risks).content.decode()

    added = post(
        lead,
        reverse("configuration:add_factors", args=[team.slug]),
        draft,
        group="Our own",
        texts="No safe place to sleep\n\n Two homes in a year ",
        significant="on",
    )
    draft.refresh_from_db()
    changed = post(
        lead,
        reverse("configuration:change_factor", args=[team.slug, 1]),
        draft,
        group="The baby",
        text="Does not feed",
        help_text="",
        place_in_group="2",
    )
    draft.refresh_from_db()
    removed = post(lead, reverse("configuration:remove_factor", args=[team.slug, 1]), draft)
    draft.refresh_from_db()
    ruled = post(
        lead, reverse("configuration:change_rule", args=[team.slug]), draft, title="Ours", in_each_1="4", groups_1="4"
    )
    draft.refresh_from_db()
    assert [one.status_code for one in (added, changed, removed, ruled)] == [302] * 4

    last = lead.get(reverse("configuration:put_in_force", args=[team.slug])).content.decode()
    assert "No safe place to sleep" in last
    assert "4 in each of 4 groups" in last
    assert post(lead, reverse("configuration:put_in_force", args=[team.slug]), draft).status_code == 302

    now = risk_list_of(team.pk)
    assert now is not None
    assert (now.title, now.rule, now.illustrative) == ("Ours", [{"in_each": 4, "groups": 4}], False)
    assert in_words(now)[0] == "The baby: Does not feed"
    assert in_words(now)[-2:] == ["Our own: No safe place to sleep *", "Our own: Two homes in a year *"]
    assert "edition 1" in lead.get(risks).content.decode()
    assert "Illustrative" in lead.get(reverse("configuration:edition", args=[team.slug, 1])).content.decode()


def test_what_is_wrong_is_said_and_nothing_is_lost(team: Team, lead: Client) -> None:
    draft = small_draft(team)
    rule = reverse("configuration:change_rule", args=[team.slug])

    none = post(lead, rule, draft, title="Ours")
    lone = post(lead, rule, draft, title="Ours", in_each_2="3")
    long = post(lead, reverse("configuration:add_factors", args=[team.slug]), draft, group="Baby", texts="x" * 300)
    twice = post(lead, reverse("configuration:add_factors", args=[team.slug]), draft, group="Baby", texts="Violence")
    stale = post(lead, rule, RiskList(version=99), title="Ours", minor_1="4")

    assert [one.status_code for one in (none, lone, long, twice, stale)] == [422, 422, 422, 409, 409]
    assert "Enter at least one number" in none.content.decode()
    assert "Enter in how many groups" in lone.content.decode()
    assert "must be 200 characters or fewer" in long.content.decode()
    assert "is in the list already" in twice.content.decode()
    assert 'value="Ours"' in stale.content.decode()


def test_a_draft_is_thrown_away(team: Team, lead: Client) -> None:
    old = make_risk_list(team)
    draft = actions.begin_edition(team=team, by=BY)

    assert post(lead, reverse("configuration:drop_edition", args=[team.slug]), draft).status_code == 302

    assert (draft_of(team.pk), risk_list_of(team.pk)) == (None, old)
    assert set(RiskItem.objects.values_list("risk_list", flat=True)) == {old.pk}
    assert lead.get(reverse("configuration:draft", args=[team.slug])).status_code == 404


NAMES = (
    *(("edition", 1), ("begin_edition",), ("draft",), ("add_factors",), ("change_rule",), ("put_in_force",)),
    *(("drop_edition",), ("change_factor", 1), ("remove_factor", 1)),
)


@pytest.mark.parametrize("name", NAMES)
def test_it_is_for_those_who_manage_the_lists_of_this_team(team: Team, name: tuple[Any, ...]) -> None:
    make_risk_list(team)
    actions.begin_edition(team=team, by=BY)
    href = reverse(f"configuration:{name[0]}", args=[team.slug, *name[1:]])

    assert client_of(make_user(RoleName.MANAGER, team)).get(href).status_code == 200
    assert client_of(make_user(RoleName.PRACTITIONER, team)).get(href).status_code == 403
    assert client_of(make_user(RoleName.MANAGER, make_team("Westfield"))).get(href).status_code == 404


def test_a_rule_is_shown_as_it_was_typed() -> None:
    typed = RuleForm.as_typed([{"significant": 1}, {"in_each": 4, "groups": 3}])

    assert typed == {"significant_1": 1, "in_each_2": 4, "groups_2": 3}
