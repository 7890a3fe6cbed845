"""Who may see what, by role and by team: a permission held in one team opens nothing in another."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from families.models import Family
from pitservice.accounts.actions import disable_user, give_role
from pitservice.accounts.enums import Permission, RoleName
from pitservice.accounts.models import Membership, User
from pitservice.accounts.roles import ROLES
from pitservice.accounts.selectors import colleagues, holders, public_team, user_name, user_names
from pitservice.accounts.viewer import Viewer
from pitservice.audit.models import Event
from tests.make.accounts import BY, make_team, make_user, viewer_of
from tests.make.anything import World


def test_every_role_is_described_and_sees_the_home_page() -> None:
    assert set(ROLES) == set(RoleName.values)
    for role in ROLES.values():
        assert role.description.endswith(".")
        assert Permission.SEE_HOME in role.permissions


def test_every_permission_is_held_by_somebody() -> None:
    held = {permission for role in ROLES.values() for permission in role.permissions}

    assert held == set(Permission)


@pytest.mark.rule("P7")
def test_a_trainee_sends_nothing_and_decides_nothing() -> None:
    trainee = ROLES[RoleName.TRAINEE]

    assert trainee.only_involved
    assert not trainee.permissions & {
        Permission.SEND,
        Permission.DECIDE_REFERRALS,
        Permission.ALLOCATE,
        Permission.SEE_AUDIT,
        Permission.GUARD,
        Permission.SEE_CORRESPONDENCE,
    }


def test_the_manager_sees_no_family_and_the_administrator_reads_no_note() -> None:
    assert not ROLES[RoleName.MANAGER].permissions & {
        Permission.SEE_FAMILIES,
        Permission.SEE_REFERRALS,
        Permission.READ_NOTES,
        Permission.SEE_CASELOAD,
    }
    assert Permission.READ_NOTES not in ROLES[RoleName.ADMINISTRATOR].permissions


@pytest.mark.django_db
def test_a_permission_counts_in_the_team_where_it_is_held() -> None:
    here, there = make_team(), make_team()
    user = make_user(RoleName.CLINICAL_LEAD, here)
    give_role(user=user, team=there, role=RoleName.ADMINISTRATOR, by=BY)

    assert viewer_of(user, Permission.SEE_FAMILIES).team_ids == {here.pk, there.pk}
    assert viewer_of(user, Permission.DECIDE_REFERRALS).team_ids == {here.pk}
    assert viewer_of(user, Permission.MANAGE_USERS).team_ids == frozenset()
    assert not viewer_of(user, Permission.MANAGE_USERS).allowed
    assert viewer_of(user, Permission.SEE_FAMILIES).may(Permission.SEND, there.pk)
    assert not viewer_of(user, Permission.SEE_FAMILIES).may(Permission.DECIDE_REFERRALS, there.pk)
    assert viewer_of(user, Permission.DECIDE_REFERRALS).teams == [here]


@pytest.mark.django_db
def test_visible_records_are_those_of_the_teams_where_the_permission_is_held() -> None:
    here, there = World(), World()
    families = [world.of("families.family") for world in (here, there)]
    give_role(user=here.user, team=there.team, role=RoleName.MANAGER, by=BY)

    assert list(Family.objects.visible_to(viewer_of(here.user, Permission.SEE_FAMILIES))) == [families[0]]


@pytest.mark.django_db
@pytest.mark.rule("P7")
def test_a_trainee_sees_allocated_families_only() -> None:
    world = World()
    trainee = make_user(RoleName.TRAINEE, world.team)
    mine, other = world.new("families.family", title="mine"), world.new("families.family", title="other")
    world.new("families.involvement", family=mine, user=trainee, kind="allocated")

    viewer = viewer_of(trainee, Permission.SEE_FAMILIES)

    assert (viewer.team_ids, viewer.involved_team_ids) == (frozenset(), {world.team.pk})
    assert list(Family.objects.visible_to(viewer)) == [mine]
    assert set(Family.objects.visible_to(viewer_of(world.user, Permission.SEE_FAMILIES))) == {mine, other}


@pytest.mark.django_db
@pytest.mark.rule("P7")
def test_a_trainee_sees_no_restricted_record_without_being_named() -> None:
    world = World()
    trainee = make_user(RoleName.TRAINEE, world.team)
    family = world.new("families.family", restricted=True)
    world.new("families.involvement", family=family, user=trainee, kind="allocated")

    assert not Family.objects.visible_to(viewer_of(trainee, Permission.SEE_FAMILIES)).exists()


@pytest.mark.django_db
def test_a_trainee_who_is_a_lead_too_sees_as_a_lead() -> None:
    world = World()
    trainee = make_user(RoleName.TRAINEE, world.team)
    world.of("families.family")
    give_role(user=trainee, team=world.team, role=RoleName.CLINICAL_LEAD, by=BY)

    assert viewer_of(trainee, Permission.SEE_FAMILIES).involved_team_ids == frozenset()
    assert Family.objects.visible_to(viewer_of(trainee, Permission.SEE_FAMILIES)).count() == 1


@pytest.mark.django_db
def test_a_role_holds_from_its_first_day_to_its_last() -> None:
    today, day = timezone.localdate(), timedelta(days=1)
    user = make_user()
    membership = Membership.objects.get(user=user)
    dates = {
        (today - day, today - day): False,
        (today - day, today): True,
        (today, today): True,
        (today, None): True,
        (today + day, None): False,
    }

    for (starts, ends), held in dates.items():
        Membership.objects.filter(pk=membership.pk).update(starts_on=starts, ends_on=ends)
        assert viewer_of(user, Permission.SEE_HOME).allowed is held, (starts, ends)


@pytest.mark.django_db
def test_a_disabled_colleague_holds_nothing() -> None:
    user = make_user()

    disable_user(user=user, reason="Left the team.", by=BY)

    assert not viewer_of(user, Permission.SEE_HOME).allowed
    event = Event.objects.get(verb="accounts.disable_user")
    assert (event.subject_id, str(event.reason)) == (user.pk, "Left the team.")


@pytest.mark.django_db
def test_memberships_are_read_once_however_many_questions_are_asked() -> None:
    user = User.objects.get(pk=make_user().pk)

    with CaptureQueriesContext(connection) as queries:
        for permission in Permission:
            assert Viewer.of(user, permission) is not None
        assert Viewer.of(user, Permission.SEE_HOME).teams

    assert len(queries) == 1


@pytest.mark.django_db
def test_colleagues_and_holders_of_a_permission() -> None:
    team = make_team()
    lead = make_user(RoleName.CLINICAL_LEAD, team, name="Ada")
    admin = make_user(RoleName.ADMINISTRATOR, team, name="Bea")
    make_user(RoleName.CLINICAL_LEAD, name="Elsewhere")

    assert list(colleagues(team.pk)) == [lead, admin]
    assert list(colleagues(team.pk, RoleName.ADMINISTRATOR)) == [admin]
    assert list(holders(team.pk, Permission.DECIDE_REFERRALS)) == [lead]


@pytest.mark.django_db
def test_names_are_found_one_by_one_and_together() -> None:
    ada, bea = make_user(name="Ada"), make_user(name="Bea")

    assert user_name(str(ada.pk)) == "Ada"
    assert user_name("nobody") == user_name("0") == ""
    assert user_names([ada.pk, bea.pk, ada.pk]) == {ada.pk: "Ada", bea.pk: "Bea"}


@pytest.mark.django_db
def test_a_team_is_found_at_its_public_address() -> None:
    team = make_team("North Team")

    assert public_team("north-team") == team
    assert public_team("no-team") is None
