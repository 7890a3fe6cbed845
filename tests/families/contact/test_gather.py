"""The facts of a family as they are read from its record."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries as Queries

from families import actions
from families.contact import Addressee, Question, answer_for, who_may_be_told
from families.contact.gather import family_facts
from families.enums import (
    AlertKind,
    Answer,
    Channel,
    ConsentPurpose,
    FamilyRole,
    LossKind,
    NeedKind,
    PointKind,
    ProfessionalRole,
    Purpose,
)
from families.models import ContactPoint, Person
from pitservice.configuration.enums import YesNoUnknown
from tests.make.accounts import BY, make_team
from tests.make.families import (
    MadeFamily,
    add_address,
    add_mobile,
    add_need,
    add_professional,
    make_family,
    make_hard_family,
)

pytestmark = pytest.mark.django_db

YES, NO, UNKNOWN = YesNoUnknown.YES, YesNoUnknown.NO, YesNoUnknown.UNKNOWN
TEXT, LETTER, CALL = Channel.TEXT, Channel.LETTER, Channel.CALL


def told(
    made: MadeFamily, person: Person | None = None, channel: Channel = LETTER, purpose: Purpose = Purpose.ACCEPTED
) -> Addressee:
    """The answer about this person, the mother by default."""
    question = Question(purpose, channel, timezone.now())
    answer = answer_for(made.about, f"person:{(person or made.mother).pk}", question)
    assert answer is not None
    return answer


def told_professional(made: MadeFamily, name: str, purpose: Purpose = Purpose.ACCEPTED) -> Addressee:
    question = Question(purpose, LETTER, timezone.now())
    return next(one for one in who_may_be_told(made.about, question) if one.name == name)


@pytest.mark.rule("P1")
def test_a_family_where_all_is_well_may_be_told() -> None:
    made = make_family(father="Tom")

    answers = who_may_be_told(made.about, Question(Purpose.FIRST_CONTACT, TEXT, timezone.now()))

    assert [(one.name, one.answer) for one in answers] == [("Aisha Khan", Answer.ALLOW), ("Tom Khan", Answer.ALLOW)]
    assert answers[0].value == made.mobile.value


@pytest.mark.rule("P8")
@pytest.mark.rule("P1")
def test_the_hard_family_who_is_told_and_who_is_not() -> None:
    made = make_hard_family()

    answers = who_may_be_told(made.about, Question(Purpose.ACCEPTED, LETTER, timezone.now()))

    assert {one.name: (one.answer, tuple(one.codes)) for one in answers} == {
        "Zofia Nowak": (Answer.ASK, ("reads-other-language",)),
        "Daniel Hughes": (Answer.REFUSE, ("restricted-person", "not-agreed")),
        "Mary Hill": (Answer.ALLOW, ()),
        "Dr Ann Reed": (Answer.ALLOW, ()),
        "Jo March": (Answer.REFUSE, ("consent-refused",)),
    }


@pytest.mark.rule("P2")
def test_the_last_answer_of_each_adult_counts_and_is_nobody_elses() -> None:
    made = make_family(father="Tom")
    assert made.father is not None

    actions.record_agreement(family=made.family, person=made.father, knows=YES, agrees=NO, by=BY)

    assert told(made, channel=TEXT).allowed
    assert told(made, made.father, TEXT).codes == ("not-agreed",)


def test_nobody_who_left_the_family_is_told() -> None:
    made = make_family(father="Tom")
    assert made.father is not None
    member = made.family.members.get(person=made.father)

    actions.end_membership(member=member, ends_on=timezone.localdate(), by=BY)

    assert [adult.name for adult in family_facts(made.family.pk).adults] == ["Aisha Khan"]


def test_a_point_that_ended_is_not_used() -> None:
    made = make_family()
    ContactPoint.objects.filter(pk=made.mobile.pk).update(ends_on=timezone.localdate() - timedelta(days=1))

    assert told(made, channel=TEXT).codes == ("no-point",)


# --- restricted persons ---


@pytest.mark.rule("CON-1")
@pytest.mark.parametrize("role", [FamilyRole.OTHER, FamilyRole.SIBLING, FamilyRole.GRANDPARENT])
def test_a_number_shared_with_a_restricted_person_of_any_role_is_refused(role: FamilyRole) -> None:
    made = make_family()
    person = actions.add_person(family=made.family, role=role, given_name="Imran", lives_here=NO, by=BY)
    add_mobile(made, person, made.mobile.value.replace(" ", "").replace("07700", "+44 7700"))
    actions.raise_alert(
        family=made.family, kind=AlertKind.RESTRICTED_PERSON, person=person, text="Must not know.", by=BY
    )

    assert told(made, channel=TEXT).codes == ("restricted-shares",)


@pytest.mark.rule("CON-1")
def test_the_address_of_a_restricted_person_is_refused_however_it_is_written() -> None:
    made = make_family()
    number = made.address.value.split()[0]
    uncle = actions.add_person(family=made.family, role=FamilyRole.OTHER, given_name="Imran", by=BY)
    add_address(made, uncle, f"{number} ROWAN CL., Northtown, zz165au", "")
    actions.raise_alert(family=made.family, kind=AlertKind.RESTRICTED_PERSON, person=uncle, text="No.", by=BY)

    assert "restricted-shares" in told(made).codes


@pytest.mark.rule("CON-1")
@pytest.mark.parametrize(
    ("lives_here", "codes"),
    [(YES, ("restricted-at-home",)), (UNKNOWN, ("restricted-may-be-at-home",)), (NO, ())],
)
def test_no_letter_goes_to_the_home_of_a_restricted_person(lives_here: YesNoUnknown, codes: tuple[str, ...]) -> None:
    made = make_family()
    uncle = actions.add_person(
        family=made.family, role=FamilyRole.OTHER, given_name="Imran", lives_here=lives_here, by=BY
    )
    actions.raise_alert(family=made.family, kind=AlertKind.RESTRICTED_PERSON, person=uncle, text="No.", by=BY)

    assert told(made).codes == codes
    assert told(made, channel=TEXT).allowed


@pytest.mark.rule("CON-1")
def test_a_restricted_person_with_an_address_of_their_own_lives_there() -> None:
    made = make_family()
    uncle = actions.add_person(family=made.family, role=FamilyRole.OTHER, given_name="Imran", by=BY)
    add_address(made, uncle, "2 Elm Road", "ZZ19 1AB")
    actions.raise_alert(family=made.family, kind=AlertKind.RESTRICTED_PERSON, person=uncle, text="No.", by=BY)

    assert told(made).allowed


@pytest.mark.rule("CON-1")
def test_a_professional_reached_at_a_restricted_persons_number_is_not_told() -> None:
    made = make_family()
    add_professional(made, "Dr Ann Reed", ProfessionalRole.GP, consent=True)
    uncle = actions.add_person(family=made.family, role=FamilyRole.OTHER, given_name="Imran", lives_here=NO, by=BY)
    add_address(made, uncle, "Hillside Health Centre, 1 Hill Road", "ZZ18 2CD")
    assert told_professional(made, "Dr Ann Reed").allowed

    alert = actions.raise_alert(family=made.family, kind=AlertKind.RESTRICTED_PERSON, person=uncle, text="No.", by=BY)

    assert told_professional(made, "Dr Ann Reed").codes == ("restricted-shares",)
    actions.lift_alert(alert=alert, reason="A mistake.", by=BY)
    assert told_professional(made, "Dr Ann Reed").allowed


# --- everywhere (P20) ---


@pytest.mark.rule("P20")
@pytest.mark.parametrize("where", ["same team", "another team", "a restricted record"])
def test_a_number_that_is_unsafe_anywhere_is_refused(where: str) -> None:
    made = make_family()
    other = make_family(make_team() if where == "another team" else made.team, mother="Nell", surname="Secret")
    add_mobile(other, other.mother, made.mobile.value, safe=NO)
    if where == "a restricted record":
        type(other.family).objects.filter(pk=other.family.pk).update(restricted=True)

    answer = told(made, channel=TEXT)

    assert answer.codes == ("unsafe-elsewhere",)
    assert "Secret" not in answer.why
    assert "Nell" not in answer.why
    assert other.team.name not in answer.why


@pytest.mark.rule("P20")
def test_a_restricted_persons_number_is_refused_in_every_family_while_it_is_theirs() -> None:
    made = make_family()
    other = make_family(make_team(), mother="Nell", father="Rob")
    assert other.father is not None
    theirs = add_mobile(other, other.father, made.mobile.value)
    assert told(made, channel=TEXT).allowed

    actions.raise_alert(
        family=other.family, kind=AlertKind.RESTRICTED_PERSON, person=other.father, text="Must not know.", by=BY
    )

    assert told(made, channel=TEXT).codes == ("unsafe-elsewhere",)
    ContactPoint.objects.filter(pk=theirs.pk).update(ends_on=timezone.localdate() - timedelta(days=1))
    assert told(made, channel=TEXT).allowed


@pytest.mark.rule("P20")
def test_texts_stopped_at_a_number_are_stopped_everywhere_and_calls_are_not() -> None:
    made = make_family()
    other = make_family(make_team())
    actions.opt_out(point=add_mobile(other, other.mother, made.mobile.value), by=BY)

    assert told(made, channel=TEXT).codes == ("opted-out",)
    assert told(made, channel=CALL).allowed


@pytest.mark.rule("P20")
def test_a_professionals_address_that_is_unsafe_anywhere_is_refused() -> None:
    made = make_family()
    add_professional(made, "Dr Ann Reed", ProfessionalRole.GP, consent=True)
    other = make_family(make_team())

    add_address(other, other.mother, "1 Hill Road", "ZZ18 2CD", safe=NO)

    assert told_professional(made, "Dr Ann Reed").codes == ("unsafe-elsewhere",)


@pytest.mark.rule("P20")
def test_ones_own_unsafe_number_is_said_to_be_ones_own() -> None:
    made = make_family(safe=NO)

    assert told(made, channel=TEXT).codes == ("unsafe-point",)


# --- consent ---


@pytest.mark.rule("P28")
def test_one_adults_no_outweighs_the_others_yes() -> None:
    made = make_family(father="Tom")
    assert made.father is not None
    gp = add_professional(made, "Dr Ann Reed", ProfessionalRole.GP, consent=True)
    assert told_professional(made, "Dr Ann Reed").allowed

    actions.record_consent(
        family=made.family,
        person=made.father,
        purpose=ConsentPurpose.SHARE,
        recipient=str(gp.role),
        given=False,
        how="By phone",
        given_on=timezone.localdate(),
        by=BY,
    )

    assert told_professional(made, "Dr Ann Reed").codes == ("consent-refused",)


@pytest.mark.rule("TELL-1")
def test_a_withdrawn_consent_no_longer_counts() -> None:
    made = make_family()
    gp = add_professional(made, "Dr Ann Reed", ProfessionalRole.GP, consent=True)

    for purpose in (ConsentPurpose.SHARE, ConsentPurpose.INFORM):
        actions.record_consent(
            family=made.family,
            person=made.mother,
            purpose=purpose,
            recipient=gp.key,
            given=False,
            how="In person",
            given_on=timezone.localdate(),
            by=BY,
        )

    assert told_professional(made, "Dr Ann Reed").codes == ("consent-refused",)


def test_a_health_visitor_who_referred_is_one_recipient() -> None:
    made = make_family()
    visitor = add_professional(made, "Mary Hill", ProfessionalRole.HEALTH_VISITOR)
    actions.link_professional(family=made.family, professional=visitor, role=ProfessionalRole.REFERRER, by=BY)

    outsiders = family_facts(made.family.pk).outsiders

    assert [(one.ref, one.role) for one in outsiders] == [(f"professional:{visitor.pk}", ProfessionalRole.REFERRER)]


# --- needs ---


@pytest.mark.rule("P46")
@pytest.mark.parametrize(
    ("needs", "reads"),
    [
        ([(NeedKind.READING_LANGUAGE, "Polish")], "Polish"),
        ([(NeedKind.INTERPRETER, "Polish, a woman")], "Polish, a woman"),
        ([(NeedKind.INTERPRETER, "Polish"), (NeedKind.READING_LANGUAGE, "English")], ""),
        ([(NeedKind.TIMES_TO_AVOID, "8 to 9")], ""),
    ],
)
def test_never_silently_english(needs: list[tuple[NeedKind, str]], reads: str) -> None:
    made = make_family()

    for kind, text in needs:
        add_need(made, kind, text)

    assert told(made).reads == reads
    assert ("reads-other-language" in told(made).codes) == bool(reads)


# --- loss ---


@pytest.mark.rule("P22")
def test_after_a_loss_nothing_goes_to_anybody_until_a_person_lifts_it() -> None:
    made = make_hard_family()
    loss = actions.record_loss(family=made.family, person=made.baby, kind=LossKind.PREGNANCY_ENDED, by=BY)

    for channel in Channel:
        for purpose in Purpose:
            answers = who_may_be_told(made.about, Question(purpose, channel, timezone.now()))
            assert {one.answer for one in answers} == {Answer.REFUSE}

    actions.lift_loss(loss=loss, reason="The midwife has spoken to Zofia. The work goes on for the twin.", by=BY)
    assert told(made).codes == ("reads-other-language",)


@pytest.mark.rule("P22")
def test_undoing_a_mistaken_loss_releases_nothing_by_itself() -> None:
    made = make_family()
    loss = actions.record_loss(family=made.family, person=made.baby, kind=LossKind.BABY_DIED, by=BY)

    actions.undo_loss(loss=loss, reason="Another family was meant.", by=BY)

    assert told(made).codes == ("read-first",)


@pytest.mark.rule("P22")
def test_a_parent_who_died_is_never_told_even_after_the_loss_was_lifted() -> None:
    made = make_family(father="Tom")
    assert made.father is not None

    loss = actions.record_loss(family=made.family, person=made.father, kind=LossKind.PARENT_DIED, by=BY)
    actions.lift_loss(loss=loss, reason="The lead has spoken to Aisha.", by=BY)

    assert told(made).allowed
    assert told(made, made.father, TEXT).codes == ("died",)


@pytest.mark.rule("P22")
def test_after_the_due_date_without_a_birth_a_person_is_asked() -> None:
    yesterday = timezone.localdate() - timedelta(days=1)
    made = make_family(baby="", expected=yesterday)

    assert told(made).codes == ("overdue",)

    actions.record_birth(person=made.baby, date_of_birth=yesterday, given_name="Zayn", by=BY)
    assert told(made).allowed


@pytest.mark.rule("P22")
def test_a_lost_baby_is_not_overdue() -> None:
    made = make_family(baby="", expected=timezone.localdate() - timedelta(days=1))
    loss = actions.record_loss(family=made.family, person=made.baby, kind=LossKind.STILLBIRTH, by=BY)
    actions.lift_loss(loss=loss, reason="The lead has spoken to Aisha.", by=BY)

    assert told(made).allowed


# --- how it is read ---


def test_the_number_of_queries_does_not_grow_with_the_family(django_assert_num_queries: Queries) -> None:
    small, large = make_family(), make_hard_family()
    for number in range(3):
        person = actions.add_person(
            family=large.family, role=FamilyRole.GRANDPARENT, given_name=f"Granny {number}", by=BY
        )
        add_mobile(large, person)
    question = Question(Purpose.ACCEPTED, LETTER, timezone.now())

    for made in (small, large):
        with django_assert_num_queries(14):
            who_may_be_told(made.about, question)


@pytest.mark.rule("P20")
@pytest.mark.parametrize(
    ("kind", "one", "other", "same"),
    [
        (PointKind.MOBILE, "07700 900123", "+44 (0)7700 900 123", True),
        (PointKind.MOBILE, "07700 900123", "07700 900124", False),
        (PointKind.EMAIL, "Aisha@Example.org ", "aisha@example.org", True),
        (PointKind.ADDRESS, "12 Rowan Close, Northtown ZZ16 5AU", "12 rowan cl zz165au", True),
        (PointKind.ADDRESS, "Flat 2, 12 Rowan Close ZZ16 5AU", "12 Rowan Close Flat 2, ZZ16 5AU", True),
        (PointKind.ADDRESS, "12 Rowan Close ZZ16 5AU", "14 Rowan Close ZZ16 5AU", False),
        (PointKind.ADDRESS, "The Old Forge, ZZ16 5AU", "the old forge, Northtown, ZZ16 5AU", True),
        (PointKind.ADDRESS, "The Old Forge, ZZ16 5AU", "Mill House, ZZ16 5AU", False),
        (PointKind.ADDRESS, "12 Rowan Close", "12 rowan close.", True),
    ],
)
def test_the_same_number_or_address_is_known_however_it_is_written(
    kind: PointKind, one: str, other: str, same: bool
) -> None:
    from families.contact.normal import normal_point

    assert (normal_point(kind, one) == normal_point(kind, other)) is same
