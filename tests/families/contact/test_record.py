"""What the record says of care, places, secrets, young parents, disagreement and overrides, as the rules read it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from families import actions
from families.contact import Addressee, Question, who_may_be_told
from families.contact.gather import family_facts
from families.enums import Answer, CareKind, Channel, FamilyRole, Place, PointKind, ProfessionalRole, Purpose
from families.models import CareChange, Competence, Disagreement, Person
from pitservice.configuration.enums import YesNoUnknown
from pitservice.db.errors import Refused
from tests.make.accounts import BY, make_team
from tests.make.families import MadeFamily, add_address, add_mobile, add_professional, make_family
from tests.make.messaging import queue_text, write_letter

pytestmark = pytest.mark.django_db

YES, NO, UNKNOWN = YesNoUnknown.YES, YesNoUnknown.NO, YesNoUnknown.UNKNOWN
TEXT, LETTER, CALL = Channel.TEXT, Channel.LETTER, Channel.CALL


def ask(
    made: MadeFamily,
    who: Person | str,
    channel: Channel = LETTER,
    purpose: Purpose = Purpose.ACCEPTED,
    *,
    automatic: bool = True,
) -> Addressee:
    """The answer about one person or, by name, one professional."""
    answers = who_may_be_told(made.about, Question(purpose, channel, timezone.now(), automatic))
    ref = f"person:{who.pk}" if isinstance(who, Person) else ""
    return next(one for one in answers if one.recipient == ref or one.name == who)


def young(made: MadeFamily, years: int) -> None:
    born = timezone.localdate() - timedelta(days=years * 366)
    actions.change_person(person=made.mother, date_of_birth=born, by=BY)


def care_changed(made: MadeFamily, kind: CareKind = CareKind.FOSTER) -> CareChange:
    return CareChange.objects.create(
        family=made.family,
        team=made.team,
        person=made.baby,
        kind=kind,
        happened_on=timezone.localdate(),
        created_by=BY,
    )


# --- care that changed (P24) ---


@pytest.mark.rule("P24")
def test_after_a_change_of_care_nothing_goes_by_itself_until_it_is_settled() -> None:
    made = make_family()
    add_professional(made, "Dr Ann Reed", ProfessionalRole.GP, consent=True)
    waiting = queue_text(made)
    change = care_changed(made)

    assert ask(made, made.mother, TEXT).codes == ("care-changed-by-itself",)
    assert ask(made, made.mother, TEXT, automatic=False).codes == ("care-changed",)
    assert ask(made, made.mother, LETTER).codes == ("care-changed",)
    assert ask(made, "Dr Ann Reed").codes == ("care-changed",)
    assert ask(made, "Dr Ann Reed", purpose=Purpose.SAFEGUARDING).codes == ("care-changed",)
    assert waiting.state == "queued"

    CareChange.objects.filter(pk=change.pk).update(settled_at=timezone.now(), settled_by=BY)
    assert ask(made, made.mother, TEXT).allowed


@pytest.mark.rule("P24")
def test_a_change_of_care_counts_in_every_family_the_child_is_in_now() -> None:
    made, other = make_family(), make_family()
    other.family.members.create(
        person=made.baby, role=FamilyRole.BABY, team=other.team, created_by=BY, starts_on=timezone.localdate()
    )

    care_changed(made)

    assert family_facts(other.family.pk).care_changed
    other.family.members.filter(person=made.baby).update(ends_on=timezone.localdate())
    assert not family_facts(other.family.pk).care_changed


# --- places (P24) ---


@pytest.mark.rule("P24")
@pytest.mark.parametrize(
    ("place", "codes"),
    [
        (Place.PRISON, ("prison-letter",)),
        (Place.HOSPITAL, ("in-hospital",)),
        (Place.NEONATAL_UNIT, ("in-hospital",)),
        (Place.MOTHER_AND_BABY_UNIT, ("in-hospital",)),
        (Place.FOSTER_HOME, ("foster-home",)),
        (Place.REFUGE, ()),
        (Place.HOME, ()),
        (Place.OTHER, ()),
    ],
)
def test_a_place_has_rules_of_its_own_for_letters(place: Place, codes: tuple[str, ...]) -> None:
    made = make_family()
    actions.change_point(point=made.address, place=place, by=BY)

    assert ask(made, made.mother).codes == codes
    phone = ("prison-phone",) if place is Place.PRISON else ()
    assert ask(made, made.mother, TEXT).codes == phone
    assert ask(made, made.mother, CALL).codes == phone


@pytest.mark.rule("P24")
def test_a_refuge_gets_no_letter_until_it_was_said_to_be_safe() -> None:
    made = make_family()
    actions.change_point(point=made.address, place=Place.REFUGE, safe=UNKNOWN, by=BY)

    assert ask(made, made.mother).answer is Answer.REFUSE
    assert "refuge" in ask(made, made.mother).codes


@pytest.mark.rule("P24")
def test_while_the_baby_is_on_a_unit_somebody_asks_there_first() -> None:
    made = make_family()
    unit = add_address(made, made.baby, "Neonatal unit, St Helen's", "ZZ3 3AA", place=Place.NEONATAL_UNIT)

    assert ask(made, made.mother, TEXT).codes == ("baby-in-hospital",)
    assert ask(made, made.mother, CALL, automatic=False).allowed
    actions.end_point(point=unit, ends_on=timezone.localdate(), by=BY)
    unit.refresh_from_db()
    type(unit).objects.filter(pk=unit.pk).update(ends_on=timezone.localdate() - timedelta(days=1))
    assert ask(made, made.mother, TEXT).allowed


# --- secret numbers and addresses (P24) ---


@pytest.mark.rule("P24")
def test_an_address_is_not_used_where_somebody_from_whom_it_is_secret_lives() -> None:
    made = make_family(father="Tom")
    assert made.father is not None
    actions.keep_secret(point=made.address, secret_from=[made.father], by=BY)

    assert ask(made, made.mother).codes == ("secret-shared",)  # both live here
    member = made.family.members.get(person=made.father)
    actions.change_member(member=member, role=FamilyRole.FATHER, lives_here=NO, by=BY)
    assert ask(made, made.mother).allowed


@pytest.mark.rule("P24")
def test_a_number_is_not_used_that_somebody_uses_from_whom_it_is_secret_in_any_record() -> None:
    made, other = make_family(), make_family(make_team(), mother="Nell")
    father = actions.add_person(family=made.family, role="other", given_name="Tom", lives_here=NO, by=BY)
    actions.keep_secret(point=made.mobile, secret_from=[father], by=BY)
    assert ask(made, made.mother, TEXT).allowed

    other.family.members.create(
        person=father, role=FamilyRole.FATHER, team=other.team, created_by=BY, starts_on=timezone.localdate()
    )
    add_mobile(other, father, made.mobile.value)

    assert ask(made, made.mother, TEXT).codes == ("secret-shared",)
    assert "Nell" not in ask(made, made.mother, TEXT).why


@pytest.mark.rule("P24")
def test_no_text_or_letter_names_an_address_to_one_from_whom_it_is_secret() -> None:
    made = make_family(father="Tom")
    assert made.father is not None
    member = made.family.members.get(person=made.father)
    actions.change_member(member=member, role=FamilyRole.FATHER, lives_here=NO, by=BY)
    add_address(made, made.father, "3 Mill Lane", "ZZ17 1AB")
    where = f"We will see you at {made.address.value}."
    naming = write_letter(made, to=ask(made, made.father), paragraphs=[where])
    assert (naming.state, naming.why) == ("queued", "")

    actions.keep_secret(point=made.address, secret_from=[made.father], by=BY)

    naming.refresh_from_db()
    assert naming.state == "held"  # looked at again in the moment it became secret
    later = write_letter(made, to=ask(made, made.father), paragraphs=[where])
    text = queue_text(made, to=ask(made, made.father, TEXT), words=where)
    to_her = queue_text(made, to=ask(made, made.mother, TEXT), words=where)
    assert [later.state, text.state, to_her.state] == ["held", "held", "queued"]
    for held in (naming, later, text):
        assert held.why == (
            "The words name a number or address that Tom Khan must not learn. Cancel this, and write it without."
        )


@pytest.mark.rule("P24")
@pytest.mark.rule("P40")
@pytest.mark.parametrize("place", [Place.REFUGE, Place.FOSTER_HOME])
def test_where_others_shelter_is_named_to_nobody_else(place: Place) -> None:
    made = make_family(father="Tom")
    assert made.father is not None
    carer = actions.add_person(family=made.family, role=FamilyRole.FOSTER_CARER, given_name="Jo", by=BY)
    add_address(made, carer, "8 Orchard Way", "ZZ9 9AA", place=place)

    adults = {adult.name: adult.must_not_read for adult in family_facts(made.family.pk).adults}

    assert adults == {"Aisha Khan": ("8 Orchard Way\nZZ9 9AA",), "Tom Khan": ("8 Orchard Way\nZZ9 9AA",), "Jo": ()}


def test_nothing_is_kept_secret_from_the_one_whose_it_is() -> None:
    made = make_family()

    with pytest.raises(Refused, match="cannot be kept secret from the person whose it is"):
        actions.keep_secret(point=made.mobile, secret_from=[made.mother], by=BY)
    with pytest.raises(Refused, match="cannot be kept secret from the person whose it is"):
        actions.add_point(
            family=made.family,
            person=made.mother,
            kind=PointKind.EMAIL,
            value="aisha@example.org",
            secret_from=[made.mother],
            by=BY,
        )


# --- a parent under 18 (P27) ---


@pytest.mark.rule("P27")
def test_a_parent_under_16_agrees_alone_only_where_somebody_found_that_they_can() -> None:
    made = make_family()
    young(made, 15)
    assert ask(made, made.mother).codes == ("cannot-agree-alone",)

    def found(answer: YesNoUnknown) -> None:
        Competence.objects.create(
            family=made.family,
            team=made.team,
            person=made.mother,
            competent=answer,
            found_by="Priya Shah",
            found_on=timezone.localdate(),
            created_by=BY,
        )

    found(YES)
    assert ask(made, made.mother).allowed
    found(NO)
    assert ask(made, made.mother).codes == ("cannot-agree-alone",)


@pytest.mark.rule("P27")
def test_at_16_ones_own_agreement_counts() -> None:
    made = make_family()
    young(made, 16)

    assert ask(made, made.mother).allowed
    actions.record_agreement(family=made.family, person=made.mother, knows=YES, agrees=NO, by=BY)
    assert ask(made, made.mother).codes == ("not-agreed",)


@pytest.mark.rule("P27")
def test_nothing_goes_by_default_to_or_through_the_grandparents_of_a_baby_whose_parent_is_under_18() -> None:
    made = make_family()
    granny = actions.add_person(family=made.family, role=FamilyRole.GRANDPARENT, given_name="Dawn", by=BY)
    actions.record_agreement(family=made.family, person=granny, knows=YES, agrees=YES, by=BY)
    add_mobile(made, granny)
    assert ask(made, granny, TEXT).allowed
    assert ask(made, made.mother).allowed

    young(made, 16)

    assert ask(made, granny, TEXT).codes == ("grandparent",)
    assert ask(made, made.mother).codes == ("through-grandparent",)  # she may open the letter
    assert ask(made, made.mother, TEXT).allowed
    add_mobile(made, granny, made.mobile.value)
    assert ask(made, made.mother, TEXT).codes == ("through-grandparent",)
    member = made.family.members.get(person=granny)
    actions.change_member(member=member, role=FamilyRole.GRANDPARENT, lives_here=NO, by=BY)
    assert ask(made, made.mother).allowed


# --- parents who disagree (P28) ---


@pytest.mark.rule("P28")
def test_while_parents_disagree_a_person_is_asked_before_anything_goes_by_itself() -> None:
    made = make_family(father="Tom")
    assert made.father is not None
    text = queue_text(made)

    opened = actions.open_disagreement(family=made.family, person=made.father, by=BY)

    text.refresh_from_db()
    assert text.state == "held"
    assert ask(made, made.mother, TEXT).codes == ("parents-disagree",)
    assert ask(made, made.mother, TEXT, automatic=False).allowed
    actions.settle_disagreement(disagreement=opened, reason="The work goes on with Aisha.", by=BY)
    assert ask(made, made.mother, TEXT).allowed
    assert Disagreement.objects.get().settled_by == BY
