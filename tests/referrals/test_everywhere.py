"""Numbers and addresses of a referral not yet matched are compared with the whole organisation, both ways (P20)."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from families import actions as families
from families.contact import Addressee, Question, who_may_be_told
from families.enums import AlertKind, Channel, FamilyRole, PointKind, Purpose
from pitservice.configuration.enums import ReferralSource, YesNoUnknown
from pitservice.messaging.models import Message, OutboxEntry
from pitservice.messaging.tasks import send_due
from referrals.actions import read_warning
from referrals.enums import Entrance, PartyRole
from referrals.models import Referral
from tests.make.accounts import BY, make_team
from tests.make.families import MadeFamily, add_address, add_mobile, make_family
from tests.make.messaging import open_all_day
from tests.make.referrals import baby, father, make_referral, mother

pytestmark = [pytest.mark.django_db, pytest.mark.rule("P20")]

YES, NO = YesNoUnknown.YES, YesNoUnknown.NO
NUMBER = "07700 900123"  # the mother's, in every referral made here


def told(referral: Referral, channel: Channel, purpose: Purpose = Purpose.ACCEPTED) -> Addressee:
    """The answer about the mother, whatever else the referral says."""
    question = Question(purpose, channel, timezone.now())
    return next(one for one in who_may_be_told(f"referral:{referral.pk}", question) if one.name == "Aisha Khan")


def family_form(**fields: Any) -> Referral:
    """The family's own form, which gets a receipt."""
    return make_referral(
        open_all_day(make_team()),
        entrance=Entrance.FAMILY,
        source=ReferralSource.SELF,
        referrer_name="",
        referrer_email="",
        referrer_organisation="",
        referrer_address="",
        people=(baby(), mother(wrote=True, **fields)),
    )


def elsewhere() -> MadeFamily:
    """A family of another team, by a name that must not be told."""
    return make_family(make_team("Secretshire"), mother="Nell", surname="Hidden", father="Rob")


def shunned(other: MadeFamily, how: str) -> None:
    """The number is unsafe, stopped, or a restricted person's there."""
    assert other.father is not None
    point = add_mobile(other, other.father, "+44 7700 900123", safe=NO if how == "unsafe" else YES)
    if how == "stopped":
        families.opt_out(point=point, by=BY)
    if how == "restricted":
        families.raise_alert(
            family=other.family, kind=AlertKind.RESTRICTED_PERSON, person=other.father, text="Must not know.", by=BY
        )


def test_a_form_from_a_family_gets_its_receipt_where_nothing_is_known_against_the_number() -> None:
    elsewhere()
    referral = family_form()
    send_due()

    assert Message.objects.get(about=f"referral:{referral.pk}").state == "sent"
    assert OutboxEntry.objects.count() == 1


@pytest.mark.parametrize("how", ["unsafe", "stopped", "restricted"])
def test_no_receipt_goes_to_a_number_that_is_shunned_anywhere(how: str) -> None:
    other = elsewhere()
    shunned(other, how)

    referral = family_form()
    send_due()

    assert not Message.objects.exists()
    assert not OutboxEntry.objects.exists()
    answer = told(referral, Channel.TEXT)
    assert answer.codes == (("opted-out",) if how == "stopped" else ("unsafe-elsewhere",))
    for secret in ("Nell", "Rob", "Hidden", "Secretshire", other.family.key):
        assert secret not in answer.why


@pytest.mark.parametrize("how", ["unsafe", "stopped", "restricted"])
def test_a_receipt_in_the_queue_is_held_when_its_number_is_shunned_meanwhile(how: str) -> None:
    referral = family_form()
    assert Message.objects.get(about=f"referral:{referral.pk}").state == "queued"

    shunned(elsewhere(), how)
    send_due()

    message = Message.objects.get(about=f"referral:{referral.pk}")
    assert message.state == "held"
    assert not OutboxEntry.objects.exists()
    assert "Secretshire" not in message.why


def test_the_referrers_receipt_is_refused_at_an_address_that_is_shunned() -> None:
    other = elsewhere()
    families.add_point(
        family=other.family, person=other.mother, kind=PointKind.EMAIL, value="Fatima@example.org", safe=NO, by=BY
    )
    referral = make_referral()

    question = Question(Purpose.RECEIPT, Channel.EMAIL, timezone.now())
    answers = {one.name: one.codes for one in who_may_be_told(f"referral:{referral.pk}", question)}

    assert answers["Fatima Begum"] == ("unsafe-elsewhere",)
    assert not Message.objects.exists()


def test_no_letter_goes_to_a_home_to_which_another_familys_letters_must_not_go() -> None:
    other = elsewhere()
    add_address(other, other.mother, "12 Rowan Close", "ZZ16 5AU")
    referral = make_referral()
    assert told(referral, Channel.LETTER).allowed

    families.raise_alert(family=other.family, kind=AlertKind.UNSAFE_ADDRESS, text="He opens the post.", by=BY)

    assert told(referral, Channel.LETTER).codes == ("unsafe-elsewhere",)
    assert told(referral, Channel.TEXT).allowed


# --- the other way: what a referral not yet matched says counts for everybody ---


def answer_about(made: MadeFamily, channel: Channel) -> Addressee:
    """About the mother of a family on record."""
    question = Question(Purpose.ACCEPTED, channel, timezone.now())
    return next(one for one in who_may_be_told(made.about, question) if one.recipient == f"person:{made.mother.pk}")


def test_a_number_that_a_new_referral_calls_unsafe_is_refused_in_every_record() -> None:
    made = make_family()
    add_mobile(made, made.mother, NUMBER, preferred=True)
    families.end_point(point=made.mobile, ends_on=timezone.localdate(), by=BY)
    type(made.mobile).objects.filter(pk=made.mobile.pk).update(ends_on="2026-01-01")
    assert answer_about(made, Channel.TEXT).allowed

    make_referral(make_team("Secretshire"), people=(baby(), mother(given_name="Nell", mobile_safe=NO)))

    answer = answer_about(made, Channel.TEXT)
    assert answer.codes == ("unsafe-elsewhere",)
    assert "Nell" not in answer.why
    assert "Secretshire" not in answer.why


def test_the_address_of_a_father_who_must_not_know_is_refused_in_every_record() -> None:
    made = make_family()
    lives_at = {"address": made.address.value, "postcode": made.address.postcode}
    referral = make_referral(make_team(), warning="He must not know.", people=(baby(), mother(), father(**lives_at)))
    assert answer_about(made, Channel.LETTER).allowed

    read_warning(referral=referral, must_not_know=list(referral.people.filter(role=PartyRole.FATHER)), by=BY)

    assert answer_about(made, Channel.LETTER).codes == ("unsafe-elsewhere",)
    assert answer_about(made, Channel.TEXT).allowed


def test_ones_own_words_in_a_referral_are_said_to_be_ones_own() -> None:
    referral = make_referral(people=(baby(), mother(mobile_safe=NO)))

    assert told(referral, Channel.TEXT).codes == ("unsafe-point",)
    assert told(referral, Channel.TEXT).role == FamilyRole.MOTHER


@pytest.mark.rule("P27")
def test_a_mother_of_15_in_a_new_referral_is_asked_about_and_gets_her_receipt() -> None:
    born = timezone.localdate() - timedelta(days=15 * 366)
    referral = family_form(date_of_birth=born)
    send_due()

    assert told(referral, Channel.LETTER).codes == ("cannot-agree-alone",)
    assert Message.objects.get(about=f"referral:{referral.pk}").state == "sent"
