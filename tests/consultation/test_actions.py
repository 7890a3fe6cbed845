"""Recording and correcting consultations."""

from __future__ import annotations

import pytest
from django.db import IntegrityError

from consultation.actions import change_consultation, record_consultation
from consultation.enums import Anonymity
from consultation.models import Consultation
from pitservice.accounts.enums import Permission, RoleName
from pitservice.audit.models import Event
from pitservice.configuration.models import TeamSettings
from pitservice.db.errors import Refused, Stale
from tests.make.accounts import BY, make_team, make_user, viewer_of
from tests.make.anything import World
from tests.make.consultation import make_account, make_consultation

pytestmark = pytest.mark.django_db


@pytest.mark.rule("CNS-1")
def test_consultation_is_anonymous_unless_said_otherwise_and_keeps_the_statement_as_given() -> None:
    team = make_team()
    settings = TeamSettings.objects.create(team=team, consultation_statement="You stay accountable.")

    made = make_consultation(team, make_user(team=team), statement_given=True)
    settings.consultation_statement = "Something else."
    settings.save()
    made.refresh_from_db()

    assert (made.anonymity, made.family, made.statement) == (Anonymity.ANONYMOUS, None, "You stay accountable.")
    assert Event.objects.filter(verb="consultation.record", subject_id=made.pk).count() == 1


@pytest.mark.rule("CNS-1")
def test_correcting_keeps_the_statement_that_was_given() -> None:
    team = make_team()
    settings = TeamSettings.objects.create(team=team, consultation_statement="As given.")
    user = make_user(team=team)
    made = make_consultation(team, user)
    settings.consultation_statement = "New."
    settings.save()

    changed = change_consultation(consultation=made, account=make_account(user, minutes=50), seen=1, by=BY)

    assert (changed.statement, changed.minutes, changed.version) == ("As given.", 50, 2)


@pytest.mark.rule("P80")
def test_a_name_in_anonymous_words_is_refused_until_a_person_has_checked() -> None:
    team = make_team()
    account = make_account(make_user(team=team), notes="About Aisha Khan.")

    with pytest.raises(Refused, match="This looks like a name, number or postcode: “Aisha Khan”"):
        record_consultation(team=team, account=account, by=BY)
    kept = record_consultation(team=team, account=account, checked=True, by=BY)

    assert kept.notes == "About Aisha Khan."
    assert Event.objects.get(verb="consultation.record").data["checked"] is True


@pytest.mark.rule("CNS-1")
def test_a_named_consultation_may_hold_names_and_needs_the_family() -> None:
    world = World()
    family = world.of("families.family")

    with pytest.raises(Refused, match="Enter the reference of the family's record"):
        make_consultation(world.team, world.user, anonymity=Anonymity.FAMILY_KNOWS)
    named = make_consultation(
        world.team, world.user, anonymity=Anonymity.FAMILY_KNOWS, family=family, notes="Aisha Khan agreed."
    )

    assert named.family == family


def test_made_anonymous_again_it_keeps_neither_family_nor_reason() -> None:
    world = World()
    named = make_consultation(
        world.team,
        world.user,
        anonymity=Anonymity.WITH_REASON,
        anonymity_reason="A worry about safety.",
        family=world.of("families.family"),
    )

    changed = change_consultation(consultation=named, account=make_account(world.user), by=BY)

    assert (changed.family, changed.anonymity_reason) == (None, "")


def test_another_teams_family_is_refused() -> None:
    world, other = World(), World()

    with pytest.raises(Refused, match="another team"):
        make_consultation(world.team, world.user, anonymity=Anonymity.FAMILY_KNOWS, family=other.of("families.family"))


def test_a_change_on_an_old_page_is_refused() -> None:
    team = make_team()
    user = make_user(team=team)
    made = make_consultation(team, user)
    change_consultation(consultation=made, account=make_account(user, minutes=50), seen=1, by=BY)

    with pytest.raises(Stale):
        change_consultation(consultation=made, account=make_account(user, minutes=60), seen=1, by=BY)


@pytest.mark.parametrize(
    ("columns", "name"),
    [
        ({"minutes": 0}, "consultation_numbers"),
        ({"anonymity": "with_reason", "anonymity_reason": ""}, "consultation_reason"),
    ],
)
def test_the_database_refuses_nonsense(columns: dict[str, object], name: str) -> None:
    made = make_consultation(team := make_team(), make_user(team=team))

    with pytest.raises(IntegrityError, match=name):
        Consultation.objects.filter(pk=made.pk).update(**columns)


def test_the_database_refuses_a_family_on_an_anonymous_one() -> None:
    world = World()
    made = make_consultation(world.team, world.user)

    with pytest.raises(IntegrityError, match="consultation_anonymous"):
        Consultation.objects.filter(pk=made.pk).update(family=world.of("families.family"))


@pytest.mark.rule("CNS-1")
def test_named_ones_follow_the_familys_visibility_and_anonymous_ones_are_the_teams() -> None:
    world = World()
    family = world.of("families.family")
    anonymous = make_consultation(world.team, world.user)
    named = make_consultation(world.team, world.user, anonymity=Anonymity.FAMILY_KNOWS, family=family)
    admin = make_user(RoleName.ADMINISTRATOR, world.team)
    stranger = make_user(RoleName.CLINICAL_LEAD)

    def seen_by(user: object) -> set[Consultation]:
        return set(Consultation.objects.visible_to(viewer_of(user, Permission.SEE_CONSULTATIONS)))  # type: ignore[arg-type]  # of Consultation

    assert seen_by(admin) == {anonymous, named}
    assert seen_by(stranger) == set()
    type(family).objects.filter(pk=family.pk).update(restricted=True)
    assert seen_by(admin) == {anonymous}
