"""The facts of many things at once are those of each by itself: a round of sending reads them so (P1, P20)."""

from __future__ import annotations

import random

import pytest
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries as Queries

from families import actions
from families.contact import Question, answer_for, one_reading
from families.contact.registry import read_facts, read_many
from families.enums import AlertKind, Channel, FamilyRole, LossKind, NeedKind, Place, Purpose
from families.models import Family
from pitservice.configuration.enums import YesNoUnknown
from referrals.models import Referral
from tests.make.accounts import BY, make_team, make_user
from tests.make.families import MadeFamily, add_address, add_mobile, add_need, make_family, make_hard_family
from tests.make.referrals import make_referral

pytestmark = pytest.mark.django_db

NO = YesNoUnknown.NO
QUESTIONS = [
    Question(purpose, channel, timezone.now())
    for purpose in (Purpose.REMINDER, Purpose.ACCEPTED)
    for channel in (Channel.TEXT, Channel.LETTER)
]


def loss(made: MadeFamily) -> None:
    actions.record_loss(family=made.family, person=made.baby, kind=LossKind.STILLBIRTH, by=BY)


def unsafe_home(made: MadeFamily) -> None:
    """No letters to this home, which is another family's too."""
    actions.raise_alert(family=made.family, kind=AlertKind.UNSAFE_ADDRESS, text="Watched.", by=BY)
    add_address(made, made.mother, "12 Rowan Close", "ZZ16 5AU")


def same_home(made: MadeFamily) -> None:
    add_address(made, made.mother, "12 Rowan Close", "ZZ16 5AU")


def stopped(made: MadeFamily) -> None:
    assert made.mobile is not None
    actions.opt_out(point=made.mobile, by=BY)


def secret_refuge(made: MadeFamily) -> None:
    """The mother is in a refuge, of which somebody who is in another family too must not learn."""
    father = actions.add_person(family=made.family, role=FamilyRole.FATHER, given_name="Dan", by=BY)
    refuge = add_address(made, made.mother, "1 Hidden Lane", "ZZ16 5AX", place=Place.REFUGE)
    refuge.secret_from.add(father)


def reads_polish(made: MadeFamily) -> None:
    add_need(made, NeedKind.READING_LANGUAGE, "Polish")


def shares_the_grandmothers(made: MadeFamily) -> None:
    granny = actions.add_person(family=made.family, role=FamilyRole.GRANDPARENT, given_name="Pat", by=BY)
    assert made.mobile is not None
    add_mobile(made, granny, made.mobile.value)


def nothing(_: MadeFamily) -> None:
    pass


TURNS = (loss, unsafe_home, same_home, stopped, secret_refuge, reads_polish, shares_the_grandmothers, nothing)


@pytest.mark.rule("P1")
@pytest.mark.rule("P20")
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_read_together_they_are_as_each_by_itself(seed: int) -> None:
    chance = random.Random(seed)
    teams = [make_team(), make_team()]
    made = [make_family(chance.choice(teams), father=chance.choice(["", "Tom"])) for _ in range(6)]
    for one in made:
        for turn in chance.sample(TURNS, 2):
            turn(one)
    made.append(make_hard_family(teams[0]))
    merged, into = chance.sample(made[:6], 2)
    Family.objects.filter(pk=merged.family.pk).update(merged_into=into.family)
    with_family, without = make_referral(team=teams[0]), make_referral(team=teams[1])
    Referral.objects.filter(pk=with_family.pk).update(family=into.family)
    abouts = [one.about for one in made] + [f"referral:{one.pk}" for one in (with_family, without)]
    abouts.append(f"colleague:{make_user().pk}")
    chance.shuffle(abouts)

    together, reading = read_many(abouts), one_reading(abouts)

    assert together == {about: read_facts(about) for about in abouts}
    for about in abouts:
        facts = together[about]
        recipients = [adult.ref for adult in facts.adults] + [outsider.ref for outsider in facts.outsiders]
        for question in QUESTIONS:
            ours = [answer_for(about, to, question, reading) for to in recipients]
            assert ours == [answer_for(about, to, question) for to in recipients]


@pytest.mark.rule("P20")
def test_a_home_that_is_unsafe_for_others_is_compared_with_each_by_itself() -> None:
    own, other = make_family(), make_family()
    unsafe_home(own)
    same_home(other)

    together = read_many([own.about, other.about])

    assert [
        any(point.unsafe_elsewhere for point in together[about].adults[0].points) for about in (own.about, other.about)
    ] == [False, True]


def test_what_does_not_exist_is_left_out() -> None:
    made = make_family()

    assert list(read_many([made.about, "family:999999"])) == [made.about]
    with pytest.raises(KeyError):
        read_facts("family:999999")


def test_as_many_queries_for_three_families_as_for_one(django_assert_num_queries: Queries) -> None:
    made = [make_hard_family(), make_family(), make_family(father="Tom")]

    for number in (1, 3):
        with django_assert_num_queries(14):
            read_many([one.about for one in made[:number]])
