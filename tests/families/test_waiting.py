"""What waits about families, on the home page and in the list that it stands in."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries as Queries

from families import actions
from families.enums import AlertKind, InvolvementKind, LossKind, NeedKind
from families.models import Family
from pitservice.accounts.enums import RoleName
from pitservice.accounts.models import User
from pitservice.audit.models import Access
from pitservice.ui.worklist import items_for
from tests.make.accounts import BY, client_of, make_team, make_user
from tests.make.families import MadeFamily, add_need, make_family

pytestmark = pytest.mark.django_db


def waiting(user: User) -> list[tuple[str, str, bool, bool]]:
    """What this colleague's home page shows: what, whose, mine, urgent."""
    found = items_for(User.objects.get(pk=user.pk), timezone.localdate())
    return [(item.what, item.whose, item.mine, item.urgent) for item in found]


def late(made: MadeFamily) -> None:
    """Something to look at again, something to read, a baby past its date, a loss."""
    yesterday = timezone.localdate() - timedelta(days=1)
    tomorrow = timezone.localdate() + timedelta(days=1)
    add_need(made, NeedKind.INTERPRETER, "Urdu", review_on=yesterday)
    add_need(made, NeedKind.FORMAT, "Large print", review_on=tomorrow)
    actions.raise_alert(
        family=made.family, kind=AlertKind.HOME_VISIT_RISK, text="A dog.", review_on=timezone.localdate(), by=BY
    )
    actions.raise_alert(family=made.family, kind=AlertKind.READ_FIRST, text="Read this.", by=BY)
    actions.add_person(family=made.family, role="baby", expected_date=yesterday, by=BY)


@pytest.mark.rule("P4")
@pytest.mark.rule("P22")
def test_what_waits_stands_on_the_home_page_urgent_first() -> None:
    user = make_user()
    made = make_family(user.memberships.get().team)
    late(made)
    actions.involve(family=made.family, user=user, kind=InvolvementKind.ALLOCATED, by=BY)

    assert waiting(user) == [
        ("Read before anything is sent", "Zayn Khan", True, True),
        ("Expected date past: check with the midwife or health visitor", "Zayn Khan", True, False),
        ("Look again at a need", "Zayn Khan", True, False),
        ("Look again at an alert", "Zayn Khan", True, False),
    ]
    assert waiting(make_user(team=made.team))[0] == ("Read before anything is sent", "Zayn Khan", False, True)


@pytest.mark.rule("P22")
def test_a_loss_is_one_item_for_the_lead_and_prompts_about_the_one_lost_stop() -> None:
    lead = make_user()
    team = lead.memberships.get().team
    practitioner = make_user(RoleName.PRACTITIONER, team)
    made = make_family(team, baby="", expected=timezone.localdate() - timedelta(days=1))

    loss = actions.record_loss(family=made.family, person=made.baby, kind=LossKind.STILLBIRTH, by=BY)

    assert waiting(lead) == [
        (
            "A loss: who tells whom, does the work go on, is the record kept for a review?",
            made.family.title,
            False,
            True,
        )
    ]
    assert waiting(practitioner) == []
    actions.lift_loss(loss=loss, reason="The lead tells them.", by=BY)
    assert waiting(lead) == []


def test_what_waits_for_families_one_may_not_see_does_not_exist() -> None:
    user = make_user()
    team = user.memberships.get().team
    hidden = make_family(team)
    late(hidden)
    Family.objects.filter(pk=hidden.family.pk).update(restricted=True)
    late(make_family(make_team()))

    assert waiting(user) == []
    assert waiting(make_user(RoleName.TRAINEE, team)) == []


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_holds_the_same_and_costs_the_same(rows: int, django_assert_num_queries: Queries) -> None:
    user = make_user()
    team = user.memberships.get().team
    for _ in range(rows):
        late(make_family(team))
    client = client_of(user)
    client.get("/families/waiting/")

    with django_assert_num_queries(16):
        body = client.get("/families/waiting/").content.decode()

    assert f"To read before anything is sent ({rows})" in body
    assert f"Alerts and needs to look at again ({2 * rows})" in body
    assert f"Expected dates that have passed ({rows})" in body
    assert len(waiting(user)) == 4 * rows
    assert Access.objects.filter(user_id=user.pk).count() == 2 * rows
