"""What the actions write, refuse, and tell."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.utils import timezone

from families import actions, registry
from families.enums import ConsentPurpose, FamilyRole, LossKind, PointKind, ProfessionalRole
from families.models import Alert, FamilyMember, Involvement, Organisation, Person, Professional
from pitservice.audit.models import Event
from pitservice.configuration.enums import RecordNaming, YesNoUnknown
from pitservice.db.errors import Refused
from tests.make.accounts import BY, make_team, make_user
from tests.make.families import MadeFamily, add_mobile, add_professional, make_family, nhs_number

pytestmark = pytest.mark.django_db

YES, NO, UNKNOWN = YesNoUnknown.YES, YesNoUnknown.NO, YesNoUnknown.UNKNOWN


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The families of which it was said that the contact rules may answer differently."""
    families: list[int] = []
    monkeypatch.setattr(registry, "_CHANGED", [families.append])
    return families


def member(made: MadeFamily, person: Person) -> FamilyMember:
    return FamilyMember.objects.get(family=made.family, person=person)


CHANGES: dict[str, Callable[[MadeFamily], object]] = {
    "add_person": lambda m: actions.add_person(family=m.family, role="father", given_name="Tom", by=BY),
    "change_person": lambda m: actions.change_person(person=m.baby, expected_date=date(2026, 1, 1), by=BY),
    "change_member": lambda m: actions.change_member(member=member(m, m.mother), role="carer", lives_here=NO, by=BY),
    "end_membership": lambda m: actions.end_membership(member=member(m, m.mother), ends_on=timezone.localdate(), by=BY),
    "add_point": lambda m: add_mobile(m, m.mother),
    "change_point": lambda m: actions.change_point(point=m.mobile, safe=NO, by=BY),
    "end_point": lambda m: actions.end_point(point=m.mobile, ends_on=timezone.localdate(), by=BY),
    "opt_out": lambda m: actions.opt_out(point=m.mobile, by=BY),
    "mark_returned": lambda m: actions.mark_returned(point=m.address, on=timezone.localdate(), by=BY),
    "record_agreement": lambda m: actions.record_agreement(
        family=m.family, person=m.mother, knows=YES, agrees=NO, by=BY
    ),
    "record_consent": lambda m: actions.record_consent(
        family=m.family,
        person=m.mother,
        purpose=ConsentPurpose.SHARE,
        recipient="gp",
        given=True,
        how="By phone",
        given_on=timezone.localdate(),
        by=BY,
    ),
    "add_need": lambda m: actions.add_need(family=m.family, person=m.mother, kind="interpreter", text="Urdu", by=BY),
    "raise_alert": lambda m: actions.raise_alert(family=m.family, kind="other", text="A dog.", by=BY),
    "record_loss": lambda m: actions.record_loss(family=m.family, person=m.baby, kind=LossKind.BABY_DIED, by=BY),
    "keep_secret": lambda m: actions.keep_secret(point=m.mobile, secret_from=[m.baby], by=BY),
    "set_consent_aside": lambda m: actions.set_consent_aside(
        family=m.family,
        professional=add_professional(m, "Ann Reed", ProfessionalRole.GP),
        reason="She may be hurt.",
        until=timezone.now() + timedelta(days=1),
        by=BY,
    ),
    "open_disagreement": lambda m: actions.open_disagreement(family=m.family, person=m.mother, by=BY),
    "link_professional": lambda m: add_professional(m, "Ann Reed", ProfessionalRole.GP),
}


@pytest.mark.rule("P1")
@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES.keys())
def test_whatever_the_contact_rules_look_at_they_are_asked_again(
    change: Callable[[MadeFamily], object], told: list[int]
) -> None:
    made = make_family()
    told.clear()

    change(made)

    assert set(told) == {made.family.pk}


@pytest.mark.rule("P20")
def test_a_number_that_becomes_unsafe_has_every_family_that_uses_it_asked_again(told: list[int]) -> None:
    made, other, apart = make_family(), make_family(make_team()), make_family()
    theirs = add_mobile(other, other.mother, made.mobile.value)
    told.clear()

    actions.change_point(point=theirs, safe=NO, by=BY)

    assert set(told) == {made.family.pk, other.family.pk}
    assert apart.family.pk not in told


def test_the_same_person_in_two_families_has_both_asked_again(told: list[int]) -> None:
    made, other = make_family(), make_family()
    other.family.members.create(team_id=other.team.pk, person=made.mother, role=FamilyRole.GRANDPARENT, created_by=BY)
    told.clear()

    actions.change_person(person=made.mother, known_as="Ash", by=BY)

    assert set(told) == {made.family.pk, other.family.pk}


def refusals() -> dict[str, Callable[[MadeFamily], object]]:
    """What is refused, by the sentence that is said."""
    today = timezone.localdate()
    stranger = make_family()
    return {
        "This person is not in this family. Add them to the family first.": lambda m: actions.add_need(
            family=m.family, person=stranger.mother, kind="other", text="x", by=BY
        ),
        "Somebody can only agree to what they know of. Check both answers.": lambda m: actions.record_agreement(
            family=m.family, person=m.mother, knows=UNKNOWN, agrees=YES, by=BY
        ),
        "The day it was said must be today or in the past.": lambda m: actions.record_consent(
            family=m.family,
            person=m.mother,
            purpose="video",
            recipient="",
            given=True,
            how="In person",
            given_on=today + timedelta(days=1),
            by=BY,
        ),
        "Say why somebody has parental responsibility only where they have it.": lambda m: actions.relate(
            family=m.family, person=m.baby, child=m.mother, kind="other", responsibility=NO, basis="court", by=BY
        ),
        "Only letters to a postal address come back.": lambda m: actions.mark_returned(
            point=m.mobile,
            on=today,
            by=BY,
        ),
        "Texts to this number were not stopped.": lambda m: actions.opt_in(point=m.mobile, by=BY),
        "A birth is recorded already, or no baby was expected.": lambda m: actions.record_birth(
            person=m.baby, date_of_birth=today, by=BY
        ),
        "Choose the unborn baby: a pregnancy that ended is recorded for the baby, not for the mother.": (
            lambda m: actions.record_loss(family=m.family, person=m.mother, kind=LossKind.PREGNANCY_ENDED, by=BY)
        ),
        "Choose the baby or child who died.": lambda m: actions.record_loss(
            family=m.family, person=m.mother, kind=LossKind.BABY_DIED, by=BY
        ),
        "Choose the parent or carer who died.": lambda m: actions.record_loss(
            family=m.family, person=m.baby, kind=LossKind.PARENT_DIED, by=BY
        ),
        "This record is not restricted.": lambda m: actions.unrestrict(family=m.family, reason="x", by=BY),
        "Name at least one colleague who works with this family, or nobody could.": lambda m: actions.restrict(
            family=m.family, reason="x", named=[], by=BY
        ),
        "This professional is in another team's directory.": lambda m: actions.link_professional(
            family=m.family,
            professional=add_professional(stranger, "Ann Reed", ProfessionalRole.GP),
            role="gp",
            by=BY,
        ),
    }


def test_what_is_refused_is_refused_in_a_sentence_and_writes_nothing() -> None:
    made = make_family()

    for sentence, act in refusals().items():
        before = Event.objects.filter(family_id=made.family.pk).count()
        with pytest.raises(Refused) as refused:
            act(made)
        assert refused.value.sentence == sentence
        assert Event.objects.filter(family_id=made.family.pk).count() == before


def test_what_has_ended_is_not_ended_again() -> None:
    made, today = make_family(), timezone.localdate()
    alert = actions.raise_alert(family=made.family, kind="other", text="A dog.", by=BY)
    need = actions.add_need(family=made.family, person=made.mother, kind="other", text="A ramp", by=BY)
    loss = actions.record_loss(family=made.family, person=made.baby, kind=LossKind.BABY_DIED, by=BY)
    twice: list[Callable[[], object]] = [
        lambda: actions.lift_alert(alert=alert, reason="It moved away.", by=BY),
        lambda: actions.end_need(need=need, by=BY),
        lambda: actions.end_point(point=made.mobile, ends_on=today, by=BY),
        lambda: actions.lift_loss(loss=loss, reason="Decided.", by=BY),
        lambda: actions.undo_loss(loss=loss, reason="A mistake.", by=BY),
        lambda: actions.end_membership(member=member(made, made.mother), ends_on=today, by=BY),
    ]

    for act in twice:
        act()
        with pytest.raises(Refused):
            act()


# --- birth and loss ---


@pytest.mark.rule("P22")
def test_a_birth_keeps_the_expected_date_and_gives_the_record_the_childs_name() -> None:
    due = timezone.localdate() + timedelta(weeks=3)
    made = make_family(baby="", expected=due, title="Baby of Aisha Khan")

    actions.record_birth(
        person=made.baby, date_of_birth=timezone.localdate(), given_name="Zayn", family_name="Khan", by=BY
    )

    made.baby.refresh_from_db()
    made.family.refresh_from_db()
    assert (made.baby.expected_date, made.baby.date_of_birth) == (due, timezone.localdate())
    assert made.family.title == "Zayn Khan"


def test_a_record_in_a_parents_name_keeps_it_after_the_birth() -> None:
    made = make_family(baby="", expected=timezone.localdate(), title="Baby of Aisha Khan")
    actions.rename_family(family=made.family, title="Baby of Aisha Khan", naming=RecordNaming.PARENT, by=BY)

    actions.record_birth(person=made.baby, date_of_birth=timezone.localdate(), given_name="Zayn", by=BY)

    made.family.refresh_from_db()
    assert made.family.title == "Baby of Aisha Khan"


@pytest.mark.rule("P22")
def test_after_a_loss_no_birth_is_recorded() -> None:
    made = make_family(baby="", expected=timezone.localdate())
    actions.record_loss(family=made.family, person=made.baby, kind=LossKind.PREGNANCY_ENDED, by=BY)

    with pytest.raises(Refused, match="A loss is recorded for this baby"):
        actions.record_birth(person=made.baby, date_of_birth=timezone.localdate(), by=BY)


@pytest.mark.rule("P22")
def test_a_mistaken_loss_undone_leaves_an_alert_and_the_person_living() -> None:
    made, day = make_family(), timezone.localdate()
    loss = actions.record_loss(family=made.family, person=made.baby, kind=LossKind.BABY_DIED, happened_on=day, by=BY)
    made.baby.refresh_from_db()
    assert (made.baby.lost, made.baby.died_on) == (True, day)

    actions.undo_loss(loss=loss, reason="Another family was meant.", by=BY)

    made.baby.refresh_from_db()
    assert (made.baby.lost, made.baby.died_on) == (False, None)
    assert Alert.objects.get(family=made.family).kind == "read_first"
    again = actions.record_loss(family=made.family, person=made.baby, kind=LossKind.BABY_DIED, by=BY)
    assert again.pk != loss.pk


# --- consent, directory, involvement ---


def test_a_consent_keeps_the_giver_as_they_were() -> None:
    made = make_family()
    consent = actions.record_consent(
        family=made.family,
        person=made.mother,
        purpose="video",
        recipient="",
        given=True,
        how="In person",
        given_on=timezone.localdate(),
        by=BY,
    )

    actions.change_person(person=made.mother, family_name="Malik", by=BY)

    consent.refresh_from_db()
    assert consent.giver == {"name": "Aisha Khan", "role": "Mother", "date_of_birth": ""}


def test_an_organisation_and_a_professional_are_kept_once() -> None:
    team = make_team()
    for name in ("Hillside Health Centre", " hillside health centre "):
        organisation = actions.keep_organisation(team=team, name=name, phone="01632 960001", by=BY)
        actions.keep_professional(team=team, name="Mary Hill", role="midwife", organisation=organisation, by=BY)

    assert Organisation.objects.count() == 1
    assert Professional.objects.count() == 1


def test_what_somebody_types_never_changes_where_another_familys_letters_go() -> None:
    team = make_team()
    known = actions.keep_professional(team=team, name="Mary Hill", role="gp", email="mary@example.org", by=BY)

    other = actions.keep_professional(team=team, name="Mary Hill", role="gp", email="m.hill@example.org", by=BY)

    known.refresh_from_db()
    assert other.pk != known.pk
    assert known.email == "mary@example.org"


def test_an_involvement_of_the_same_kind_is_prolonged_not_doubled() -> None:
    made = make_family()
    user, soon = make_user(team=made.team), timezone.now() + timedelta(days=1)

    actions.involve(family=made.family, user=user, kind="cover", until=soon, by=BY)
    actions.involve(family=made.family, user=user, kind="cover", until=soon + timedelta(days=7), by=BY)

    assert Involvement.objects.get().until == soon + timedelta(days=7)


def test_nobody_of_another_team_is_involved() -> None:
    with pytest.raises(Refused, match="not a member of this family's team"):
        actions.involve(family=make_family().family, user=make_user(), kind="allocated", by=BY)


def test_restricting_again_replaces_who_is_named() -> None:
    made = make_family()
    first, second = make_user(team=made.team), make_user(team=made.team)
    actions.restrict(family=made.family, reason="A reason.", named=[first], by=BY)

    actions.restrict(family=made.family, reason="A reason.", named=[second], by=BY)

    assert list(Involvement.objects.filter(until=None).values_list("user_id", flat=True)) == [second.pk]


# --- what the database itself refuses ---


def test_two_living_people_of_a_team_do_not_share_an_nhs_number() -> None:
    from django.db import IntegrityError

    made, number = make_family(), nhs_number()
    actions.change_person(person=made.mother, nhs_number=number, by=BY)

    with pytest.raises(IntegrityError, match="person_nhs_number_once"):
        actions.change_person(person=made.baby, nhs_number=number, by=BY)


def test_a_point_remembers_how_it_is_compared_when_it_changes() -> None:
    made = make_family()

    point = actions.change_point(point=made.address, value="14 Elm Road, zz19 2cd", postcode="", by=BY)

    assert (point.postcode, point.normal) == ("ZZ19 2CD", "ZZ19 2CD|14")
    assert point.kind == PointKind.ADDRESS
