"""Precedence, the choice of a point, both parents, quiet hours, and a property over everything."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from families.contact import Adult, Facts, Outsider, Point, Question
from families.contact.decide import decide
from families.contact.rules import ABOUT_THE_REFERRAL, fits
from families.enums import Answer, Channel, Place, PointKind, ProfessionalRole, Purpose
from tests.families.contact.facts import AISHA, FACTS, HOME, LONDON, MOBILE, NO, NOON, UNKNOWN, YES, ask, mother, point


@pytest.mark.rule("CON-1")
def test_the_strictest_answer_wins_and_every_reason_is_given() -> None:
    told = ask(replace(point(HOME, safe=NO, returned=True), read_first=True, overdue=True))

    assert told.answer is Answer.REFUSE
    assert told.codes == ("unsafe-point", "read-first", "overdue", "returned-mail")
    assert len(told.reasons) == 4


def test_of_two_numbers_the_one_that_may_be_used_is_used() -> None:
    other = replace(MOBILE, ref="point:4", value="07700 900002", normal="+447700900002")

    told = ask(mother(points=(replace(MOBILE, safe=NO, preferred=True), other)), channel=Channel.TEXT)

    assert told.allowed
    assert told.value == "07700 900002"


def test_of_two_that_may_be_used_the_preferred_one_is() -> None:
    other = replace(MOBILE, ref="point:4", value="07700 900002", preferred=True)

    told = ask(mother(points=(MOBILE, other)), channel=Channel.TEXT)

    assert told.point == "point:4"


@pytest.mark.rule("P2")
@pytest.mark.rule("CON-2")
def test_each_parent_is_asked_about_and_answered_by_their_own_agreement() -> None:
    daniel = replace(AISHA, ref="person:2", name="Daniel Hughes", role="father", knows=YES, agrees=UNKNOWN)

    answers = decide(replace(FACTS, adults=(AISHA, daniel)), Question(Purpose.FIRST_CONTACT, Channel.TEXT, NOON))

    assert [(one.recipient, one.answer) for one in answers] == [("person:1", Answer.ALLOW), ("person:2", Answer.ASK)]


@pytest.mark.rule("CON-1")
@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        (datetime(2026, 11, 24, 7, 59, tzinfo=LONDON), datetime(2026, 11, 24, 8, tzinfo=LONDON)),
        (datetime(2026, 11, 24, 8, 0, tzinfo=LONDON), None),
        (datetime(2026, 11, 24, 19, 59, tzinfo=LONDON), None),
        (datetime(2026, 11, 24, 20, 0, tzinfo=LONDON), datetime(2026, 11, 25, 8, tzinfo=LONDON)),
        (datetime(2026, 12, 31, 23, 0, tzinfo=LONDON), datetime(2027, 1, 1, 8, tzinfo=LONDON)),
        # The night the clocks go forward (28 March 2027) and back (25 October 2026): 8 in the morning stays 8.
        (datetime(2027, 3, 27, 21, 0, tzinfo=LONDON), datetime(2027, 3, 28, 8, tzinfo=LONDON)),
        (datetime(2027, 3, 28, 0, 30, tzinfo=LONDON), datetime(2027, 3, 28, 8, tzinfo=LONDON)),
        (datetime(2026, 10, 24, 21, 0, tzinfo=LONDON), datetime(2026, 10, 25, 8, tzinfo=LONDON)),
        (datetime(2026, 10, 25, 1, 30, fold=1, tzinfo=LONDON), datetime(2026, 10, 25, 8, tzinfo=LONDON)),
    ],
)
def test_an_automatic_text_waits_for_the_morning(asked: datetime, expected: datetime | None) -> None:
    told = ask(FACTS, Purpose.REMINDER, Channel.TEXT, at=asked)

    assert told.allowed
    assert told.not_before == expected
    if expected is not None and told.not_before is not None:
        assert told.not_before.utcoffset() == expected.utcoffset()


@pytest.mark.rule("P44")
def test_an_answer_to_a_text_of_the_night_does_not_wait_for_the_morning() -> None:
    night = datetime(2026, 11, 27, 23, 10, tzinfo=LONDON)

    assert ask(FACTS, Purpose.REMINDER, Channel.TEXT, at=night).not_before is not None
    assert ask(FACTS, Purpose.OUT_OF_HOURS, Channel.TEXT, at=night).not_before is None


def test_a_persons_own_text_and_a_letter_keep_no_quiet_hours() -> None:
    night = datetime(2026, 11, 24, 23, tzinfo=LONDON)

    assert ask(FACTS, Purpose.REMINDER, Channel.TEXT, at=night, automatic=False).not_before is None
    assert ask(FACTS, Purpose.ACCEPTED, Channel.LETTER, at=night).not_before is None


def test_the_hours_are_the_teams() -> None:
    facts = replace(FACTS, texts_from=time(10), texts_until=time(16))

    told = ask(facts, Purpose.REMINDER, Channel.TEXT, at=datetime(2026, 11, 24, 16, tzinfo=LONDON))

    assert told.not_before == datetime(2026, 11, 25, 10, tzinfo=LONDON)


# --- whatever the facts are ---

# Mostly well, so that many examples are answered with "may go" and the property says something.
_ANSWERS = st.sampled_from([YES, YES, YES, YES, NO, UNKNOWN])
_RARELY = st.sampled_from([False, False, False, False, False, True])
_POINTS = st.builds(
    Point,
    ref=st.sampled_from(["point:1", "point:2", "point:3"]),
    kind=st.sampled_from(list(PointKind)),
    value=st.just("a value"),
    normal=st.just("a value"),
    safe=_ANSWERS,
    may_text=_ANSWERS,
    shared_with=st.sampled_from(["", "Her sister"]),
    preferred=st.booleans(),
    opted_out=_RARELY,
    returned=_RARELY,
    unsafe_elsewhere=_RARELY,
    restricted_here=_RARELY,
    place=st.sampled_from(["", "", "", "", *Place.values]),
    secret_broken=_RARELY,
    grandparent_here=_RARELY,
)
_ADULTS = st.builds(
    Adult,
    ref=st.sampled_from(["person:1", "person:2"]),
    name=st.just("Somebody"),
    role=st.sampled_from(["mother", "mother", "father", "grandparent", "foster_carer"]),
    knows=_ANSWERS,
    agrees=_ANSWERS,
    restricted=_RARELY,
    died=_RARELY,
    reads=st.sampled_from(["", "Polish"]),
    formats=st.sampled_from(["", "Large print"]),
    home_with_restricted=_ANSWERS,
    under_18=_RARELY,
    under_16=_RARELY,
    competent=_ANSWERS,
    home_with_grandparent=_RARELY,
    in_prison=_RARELY,
    points=st.lists(_POINTS, max_size=3, unique_by=lambda point: point.ref),
)
_OUTSIDERS = st.builds(
    Outsider,
    ref=st.just("professional:1"),
    name=st.just("Somebody"),
    role=st.sampled_from(list(ProfessionalRole)),
    referred=st.booleans(),
    relative=_RARELY,
    consent=_ANSWERS,
    shares=_ANSWERS,
    set_aside_until=st.one_of(st.none(), st.just(NOON), st.just(NOON + timedelta(days=400))),
    points=st.lists(_POINTS, max_size=2, unique_by=lambda point: point.ref),
)
_FACTS = st.builds(
    Facts,
    about=st.just("family:1"),
    team_id=st.just(1),
    family_id=st.just(1),
    adults=st.lists(_ADULTS, max_size=3),
    outsiders=st.lists(_OUTSIDERS, max_size=2),
    loss=_RARELY,
    overdue=_RARELY,
    read_first=_RARELY,
    unsafe_home=_RARELY,
    care_changed=_RARELY,
    disagreement=_RARELY,
    young_parent=_RARELY,
    baby_in_hospital=_RARELY,
)
_QUESTIONS = st.builds(
    Question,
    purpose=st.sampled_from(list(Purpose)),
    channel=st.sampled_from(list(Channel)),
    at=st.integers(0, 365 * 24).map(lambda hours: NOON + timedelta(hours=hours)),
    automatic=st.booleans(),
    invited=st.one_of(st.none(), st.frozensets(st.sampled_from(["person:1", "person:2"]))),
)


@pytest.mark.rule("CON-1")
@pytest.mark.rule("P1")
@pytest.mark.rule("P2")
@pytest.mark.rule("P22")
@given(facts=_FACTS, question=_QUESTIONS)
def test_whatever_the_facts_nobody_is_told_who_must_not_be(facts: Facts, question: Question) -> None:
    people: list[Adult | Outsider] = [*facts.adults, *facts.outsiders]

    answers = decide(facts, question)

    assert len(answers) == len(people)
    for who, told in zip(people, answers, strict=True):
        assert told.reasons or told.allowed
        if not told.allowed:
            continue
        assert not (facts.loss or facts.overdue or facts.read_first or facts.care_changed)
        used = [one for one in who.points if one.ref == told.point and fits(one, question.channel)]
        assert len(used) == 1
        assert may_be_used(used[0], question)
        if isinstance(who, Adult):
            assert not (who.restricted or who.died)
            thanked = question.purpose is Purpose.RECEIPT
            assert thanked or not (who.under_16 and who.under_18 and who.competent != YES)
            assert not (facts.young_parent and who.role == "grandparent")
            assert (who.knows, who.agrees) == (YES, YES)
        else:
            about_referral = question.purpose in ABOUT_THE_REFERRAL
            said = who.consent if about_referral else who.shares
            thanked = who.relative and question.purpose is Purpose.RECEIPT
            aside = who.set_aside_until is not None and question.at < who.set_aside_until
            protecting = question.purpose is Purpose.SAFEGUARDING and aside and not who.relative
            assert said == YES or thanked or protecting or (who.referred and about_referral and said == UNKNOWN)


@pytest.mark.rule("P21")
@given(facts=_FACTS, question=_QUESTIONS)
def test_whatever_the_facts_an_override_lifts_consent_and_nothing_else(facts: Facts, question: Question) -> None:
    with_override, without = (
        decide(replace(facts, outsiders=[replace(one, set_aside_until=until) for one in facts.outsiders]), question)
        for until in (question.at + timedelta(seconds=1), None)
    )

    for one, other in zip(with_override, without, strict=True):
        lifted = set(other.codes) - set(one.codes)
        if one.point == other.point:
            assert set(one.codes) <= set(other.codes)
            assert lifted <= {"consent-refused", "consent-not-asked", "referrer-refused", "referrer-not-asked"}
        if question.purpose is not Purpose.SAFEGUARDING:
            assert one == other
        if facts.loss:
            assert one.answer is Answer.REFUSE


def may_be_used(used: Point, question: Question) -> bool:
    """Nothing is recorded against this point for this channel."""
    against = [used.safe == NO, used.unsafe_elsewhere, used.restricted_here, used.secret_broken]
    against += [question.channel is Channel.LETTER and used.place == Place.REFUGE and used.safe != YES]
    if question.channel is Channel.TEXT:
        against += [used.opted_out, used.may_text == NO]
    return not any(against)
