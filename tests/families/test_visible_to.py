"""What exists for whom: with data that could leak (design §6)."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from families import actions
from families.enums import FamilyRole, InvolvementKind
from families.models import (
    Agreement,
    Alert,
    Consent,
    ContactPoint,
    Family,
    FamilyMember,
    FamilyProfessional,
    Involvement,
    Need,
    Person,
    Relationship,
)
from pitservice.accounts.enums import Permission, RoleName
from pitservice.accounts.models import User
from tests.make.accounts import BY, make_team, make_user, viewer_of
from tests.make.families import MadeFamily, make_family, make_hard_family

pytestmark = pytest.mark.django_db

MODELS: list[Any] = [
    Family,
    FamilyMember,
    Relationship,
    ContactPoint,
    Need,
    Alert,
    Agreement,
    Consent,
    FamilyProfessional,
    Person,
    Involvement,
]


def visible(user: User, made: MadeFamily, permission: Permission = Permission.SEE_FAMILIES) -> set[str]:
    """Names of the models of which anything of this family can be seen."""
    viewer = viewer_of(user, permission)
    found = set()
    for model in MODELS:
        rows = model.objects.visible_to(viewer)
        if model is Family:
            rows = rows.filter(pk=made.family.pk)
        elif model is Person:
            rows = rows.filter(memberships__family=made.family)
        else:
            rows = rows.filter(family=made.family)
        if rows.exists():
            found.add(model.__name__)
    return found


@pytest.fixture
def made() -> MadeFamily:
    hard = make_hard_family(make_team())
    actions.involve(family=hard.family, user=make_user(team=hard.team), kind=InvolvementKind.ALLOCATED, by=BY)
    return hard


EVERYTHING = {model.__name__ for model in MODELS}


def test_a_colleague_of_the_team_sees_everything(made: MadeFamily) -> None:
    assert visible(make_user(team=made.team), made) == EVERYTHING


def test_another_team_sees_nothing(made: MadeFamily) -> None:
    assert visible(make_user(), made) == set()


def test_without_the_permission_in_this_team_nothing_is_seen(made: MadeFamily) -> None:
    assert visible(make_user(RoleName.MANAGER, made.team), made) == set()


def test_a_restricted_family_is_seen_by_those_named_alone(made: MadeFamily) -> None:
    named, other = make_user(team=made.team), make_user(team=made.team)
    actions.restrict(family=made.family, reason="A colleague's family.", named=[named], by=BY)

    assert visible(named, made) == EVERYTHING
    assert visible(other, made) == set()


def test_the_guardian_looks_past_the_restriction_on_two_screens_alone(made: MadeFamily) -> None:
    guardian = make_user(RoleName.GUARDIAN, made.team)
    actions.restrict(family=made.family, reason="A reason.", named=[make_user(team=made.team)], by=BY)

    assert "Family" not in visible(guardian, made)
    assert "Family" in visible(guardian, made, Permission.GUARD)
    assert "Family" in visible(guardian, made, Permission.SEE_AUDIT)
    assert visible(make_user(RoleName.GUARDIAN), made, Permission.GUARD) == set()


@pytest.mark.parametrize(
    ("starts", "until", "seen"),
    [(-1, None, True), (-1, 1, True), (-2, -1, False), (1, 2, False)],
)
def test_a_broken_glass_holds_from_then_until_then(
    made: MadeFamily, starts: int, until: int | None, seen: bool
) -> None:
    now, user = timezone.now(), make_user(team=made.team)
    Family.objects.filter(pk=made.family.pk).update(restricted=True)
    Involvement.objects.create(
        family=made.family,
        team=made.team,
        user=user,
        kind=InvolvementKind.BREAK_GLASS,
        starts=now + timedelta(hours=starts),
        until=None if until is None else now + timedelta(hours=until),
        created_by=BY,
    )

    assert ("Family" in visible(user, made)) is seen


def test_being_allocated_does_not_open_a_restricted_family(made: MadeFamily) -> None:
    user = make_user(team=made.team)
    actions.involve(family=made.family, user=user, kind=InvolvementKind.ALLOCATED, by=BY)
    Family.objects.filter(pk=made.family.pk).update(restricted=True)

    assert visible(user, made) == set()


def test_a_connection_closes_the_family_even_to_who_is_named(made: MadeFamily) -> None:
    user = make_user(team=made.team)
    actions.restrict(family=made.family, reason="A reason.", named=[user], by=BY)
    actions.involve(family=made.family, user=user, kind=InvolvementKind.CLOSED_TO, why="My cousin.", by=BY)

    assert visible(user, made) == set()


@pytest.mark.rule("P7")
def test_a_trainee_sees_what_they_work_with_until_it_ends(made: MadeFamily) -> None:
    trainee = make_user(RoleName.TRAINEE, made.team)
    other = make_family(made.team)
    involvement = actions.involve(family=made.family, user=trainee, kind=InvolvementKind.ALLOCATED, by=BY)

    assert visible(trainee, made) == EVERYTHING
    assert visible(trainee, other) == set()

    actions.end_involvement(involvement=involvement, by=BY)
    assert visible(trainee, made) == set()


def test_a_person_only_in_a_restricted_family_does_not_exist_one_also_elsewhere_does(made: MadeFamily) -> None:
    user, other = make_user(team=made.team), make_family(made.team)
    other.family.members.create(team_id=made.team.pk, person=made.mother, role=FamilyRole.GRANDPARENT, created_by=BY)
    Family.objects.filter(pk=made.family.pk).update(restricted=True)
    viewer = viewer_of(user, Permission.SEE_FAMILIES)

    people = set(Person.objects.visible_to(viewer).values_list("pk", flat=True))

    assert made.baby.pk not in people
    assert made.mother.pk in people
    assert not ContactPoint.objects.visible_to(viewer).filter(person=made.mother).exists()


def test_unrestricting_ends_who_was_named(made: MadeFamily) -> None:
    user = make_user(team=made.team)
    actions.restrict(family=made.family, reason="A reason.", named=[user], by=BY)
    actions.unrestrict(family=made.family, reason="It is over.", by=BY)

    assert Involvement.objects.get(kind=InvolvementKind.NAMED).until is not None
    assert visible(make_user(team=made.team), made) == EVERYTHING
