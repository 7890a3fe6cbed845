"""Every row of the table of rules, each by a case in which it alone speaks (P34)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from families.contact import Addressee, Facts, Outsider
from families.contact.rules import RULES
from families.enums import Answer, Channel, Place, Purpose
from families.presenters.told import WAYS
from pitservice.configuration.enums import YesNoUnknown
from tests.families.contact.facts import (
    AISHA,
    EMAIL,
    FACTS,
    GP,
    GRANNY,
    HOME,
    MOBILE,
    NO,
    NOON,
    REFERRER,
    UNKNOWN,
    YES,
    ask,
    mother,
    outsider,
    point,
)

TEXT, LETTER, CALL, BY_EMAIL = Channel.TEXT, Channel.LETTER, Channel.CALL, Channel.EMAIL
P = Purpose

#: For each rule: cases in which it alone speaks.
ALONE: dict[str, list[Callable[[], Addressee]]] = {
    "loss": [lambda: ask(replace(FACTS, loss=True)), lambda: ask(replace(outsider(GP), loss=True))],
    "guardian-first": [
        lambda: ask(replace(FACTS, guardian_first=True)),
        lambda: ask(replace(outsider(REFERRER), guardian_first=True), P.RECEIPT),
    ],
    "restricted-person": [lambda: ask(mother(restricted=True)), lambda: ask(mother(restricted=True), channel=CALL)],
    "died": [lambda: ask(mother(died=True))],
    "relative-referred": [
        lambda: ask(outsider(GRANNY)),
        lambda: ask(outsider(GRANNY), P.NOT_ACCEPTED),
        lambda: ask(outsider(GRANNY), P.HOLDING),
    ],
    "family-only": [lambda: ask(outsider(GP), P.FIRST_CONTACT), lambda: ask(outsider(REFERRER), P.FOLLOW_UP)],
    "not-invited": [
        lambda: ask(FACTS, P.REMINDER, TEXT, invited=frozenset({"person:2"})),
        lambda: ask(FACTS, P.APPOINTMENT, LETTER, invited=frozenset()),
    ],
    "no-point": [lambda: ask(mother(points=(MOBILE,))), lambda: ask(mother(points=(HOME,)), channel=TEXT)],
    "unsafe-point": [lambda: ask(point(HOME, safe=NO)), lambda: ask(point(MOBILE, safe=NO), channel=CALL)],
    "unsafe-home": [lambda: ask(replace(FACTS, unsafe_home=True))],
    "unsafe-elsewhere": [
        lambda: ask(point(HOME, unsafe_elsewhere=True)),
        lambda: ask(outsider(GP, points=(replace(GP.points[0], unsafe_elsewhere=True),))),
    ],
    "restricted-shares": [
        lambda: ask(point(HOME, restricted_here=True)),
        lambda: ask(outsider(GP, points=(replace(GP.points[0], restricted_here=True),))),
    ],
    "restricted-at-home": [lambda: ask(mother(home_with_restricted=YES))],
    "secret-shared": [
        lambda: ask(point(HOME, secret_broken=True)),
        lambda: ask(point(MOBILE, secret_broken=True), channel=CALL),
    ],
    "care-changed-by-itself": [
        lambda: ask(replace(FACTS, care_changed=True), P.REMINDER, TEXT),
        lambda: ask(replace(outsider(GP, points=(EMAIL,)), care_changed=True), channel=BY_EMAIL),
    ],
    "refuge": [],
    "not-secure": [
        lambda: ask(replace(outsider(GP, points=(EMAIL,)), secure_domains=()), channel=BY_EMAIL),
        lambda: ask(replace(outsider(GP, points=(EMAIL,)), secure_domains=("nhs.net",)), P.HOLDING, BY_EMAIL),
    ],
    "prison-phone": [
        lambda: ask(mother(in_prison=True), channel=TEXT),
        lambda: ask(mother(in_prison=True), channel=CALL),
        lambda: ask(mother(in_prison=True), channel=BY_EMAIL),
    ],
    "opted-out": [lambda: ask(point(MOBILE, opted_out=True), channel=TEXT)],
    "no-texts": [lambda: ask(point(MOBILE, may_text=NO), channel=TEXT)],
    "consent-refused": [
        lambda: ask(outsider(GP, consent=NO)),
        lambda: ask(outsider(GP, shares=NO), P.CORRESPONDENCE),
    ],
    "consent-not-asked": [
        lambda: ask(outsider(GP, consent=UNKNOWN)),
        lambda: ask(outsider(GP, shares=UNKNOWN), P.ENDING),
    ],
    "does-not-know": [],
    "read-first": [lambda: ask(replace(FACTS, read_first=True)), lambda: ask(replace(outsider(GP), read_first=True))],
    "not-agreed": [
        lambda: ask(mother(knows=UNKNOWN)),
        lambda: ask(mother(agrees=UNKNOWN)),
        lambda: ask(mother(agrees=NO)),
        lambda: ask(mother(knows=NO)),
        lambda: ask(mother(knows=UNKNOWN), P.NOT_ACCEPTED),
    ],
    "referrer-refused": [
        lambda: ask(outsider(REFERRER, consent=NO)),
        lambda: ask(outsider(REFERRER, shares=NO), P.CORRESPONDENCE),
    ],
    "referrer-not-asked": [lambda: ask(outsider(REFERRER, shares=UNKNOWN), P.ENDING)],
    "restricted-may-be-at-home": [lambda: ask(mother(home_with_restricted=UNKNOWN))],
    "overdue": [lambda: ask(replace(FACTS, overdue=True)), lambda: ask(replace(outsider(GP), overdue=True))],
    "care-changed": [
        lambda: ask(replace(FACTS, care_changed=True), P.CORRESPONDENCE, LETTER),
        lambda: ask(replace(FACTS, care_changed=True), P.FIRST_CONTACT, TEXT, automatic=False),
        lambda: ask(replace(FACTS, care_changed=True), channel=CALL),
        lambda: ask(replace(outsider(GP), care_changed=True), P.SAFEGUARDING),
    ],
    "parents-disagree": [
        lambda: ask(replace(FACTS, disagreement=True), P.REMINDER, TEXT),
        lambda: ask(replace(FACTS, disagreement=True), P.ACCEPTED, LETTER, automatic=False),
        lambda: ask(replace(outsider(GP), disagreement=True), P.CORRESPONDENCE),
    ],
    "tell-of-a-worry": [lambda: ask(FACTS, P.SAFEGUARDING), lambda: ask(FACTS, P.SAFEGUARDING, CALL)],
    "cannot-agree-alone": [
        lambda: ask(mother(under_18=True, under_16=True)),
        lambda: ask(mother(under_18=True, under_16=True, competent=NO), channel=TEXT),
        lambda: ask(mother(under_18=True, competent=NO)),
    ],
    "grandparent": [lambda: ask(replace(mother(role="grandparent"), young_parent=True))],
    "through-grandparent": [
        lambda: ask(mother(under_18=True, home_with_grandparent=True)),
        lambda: ask(mother(under_18=True, points=(replace(MOBILE, grandparent_here=True),)), P.REMINDER, TEXT),
    ],
    "baby-in-hospital": [
        lambda: ask(replace(FACTS, baby_in_hospital=True), P.REMINDER, TEXT),
        lambda: ask(replace(FACTS, baby_in_hospital=True), automatic=False),
    ],
    "in-hospital": [
        lambda: ask(point(HOME, place=Place.HOSPITAL)),
        lambda: ask(point(HOME, place=Place.NEONATAL_UNIT)),
        lambda: ask(point(HOME, place=Place.MOTHER_AND_BABY_UNIT)),
    ],
    "prison-letter": [lambda: ask(replace(mother(points=(replace(HOME, place=Place.PRISON),), in_prison=True)))],
    "foster-home": [lambda: ask(point(HOME, place=Place.FOSTER_HOME))],
    "safety-unknown": [lambda: ask(point(HOME, safe=UNKNOWN)), lambda: ask(point(MOBILE, safe=UNKNOWN), channel=CALL)],
    "texts-not-asked": [lambda: ask(point(MOBILE, may_text=UNKNOWN), channel=TEXT)],
    "shared": [
        lambda: ask(point(MOBILE, shared_with="Her sister"), channel=TEXT),
        lambda: ask(point(EMAIL, shared_with="Her husband"), channel=BY_EMAIL),
    ],
    "reads-other-language": [lambda: ask(mother(reads="Polish")), lambda: ask(mother(reads="Polish"), channel=TEXT)],
    "other-format": [
        lambda: ask(mother(formats="Braille")),
        lambda: ask(mother(formats="Easy read")),
        lambda: ask(mother(formats="Large print; read out")),
        lambda: ask(mother(formats="Large print"), channel=BY_EMAIL),
    ],
    "returned-mail": [lambda: ask(point(HOME, returned=True))],
}

RULE = {rule.code: rule for rule in RULES}


@pytest.mark.rule("P34")
def test_every_rule_has_a_case() -> None:
    assert set(ALONE) == {rule.code for rule in RULES}
    assert {code for code, cases in ALONE.items() if not cases} == {"does-not-know", "refuge"}  # never alone; below


@pytest.mark.rule("P34")
def test_of_every_rule_the_page_says_what_can_be_done() -> None:
    assert set(WAYS) == {rule.code for rule in RULES}
    for way in WAYS.values():
        assert bool(way.url) is not way.words.endswith(".")


@pytest.mark.rule("CON-1")
@pytest.mark.rule("P1")
@pytest.mark.parametrize(("code", "case"), [(code, case) for code, cases in ALONE.items() for case in cases])
def test_each_rule_gives_its_answer_and_its_reason(code: str, case: Callable[[], Addressee]) -> None:
    addressee = case()

    assert addressee.codes == (code,)
    assert addressee.answer == RULE[code].answer
    assert addressee.reasons == (RULE[code].sentence.format(name=addressee.name),)


@pytest.mark.rule("P13")
def test_nothing_about_a_refusal_goes_to_somebody_who_does_not_know_of_the_referral() -> None:
    told = ask(mother(knows=NO, agrees=UNKNOWN), Purpose.NOT_ACCEPTED)

    assert told.answer is Answer.REFUSE
    assert told.codes == ("does-not-know", "not-agreed")


@pytest.mark.rule("P43")
@pytest.mark.parametrize("purpose", [P.RECEIPT, P.ASK_INFORMATION])
def test_words_without_content_go_to_any_address_and_a_link_alone_does(purpose: Purpose) -> None:
    facts = replace(outsider(REFERRER, points=(EMAIL,)), secure_domains=())

    assert ask(facts, purpose, BY_EMAIL).allowed
    assert ask(facts, P.CORRESPONDENCE, BY_EMAIL, content=False).allowed
    assert ask(facts, P.CORRESPONDENCE, BY_EMAIL).codes == ("not-secure",)


@pytest.mark.rule("P24")
def test_no_letter_goes_to_a_refuge_unless_it_was_said_to_be_safe() -> None:
    unasked = ask(point(HOME, place=Place.REFUGE, safe=UNKNOWN))
    unsafe = ask(point(HOME, place=Place.REFUGE, safe=NO))

    assert (unasked.answer, unasked.codes) == (Answer.REFUSE, ("refuge", "safety-unknown"))
    assert (unsafe.answer, unsafe.codes) == (Answer.REFUSE, ("unsafe-point", "refuge"))
    assert ask(point(HOME, place=Place.REFUGE, safe=YES)).allowed


# --- consent set aside (P21) ---

LATER = NOON + timedelta(hours=1)


@pytest.mark.rule("P21")
@pytest.mark.parametrize("said", [NO, UNKNOWN])
@pytest.mark.parametrize("who", [GP, REFERRER])
def test_an_override_lifts_consent_for_words_that_protect(who: Outsider, said: YesNoUnknown) -> None:
    facts = outsider(who, consent=said, shares=said)
    aside = outsider(who, consent=said, shares=said, set_aside_until=LATER)

    assert not ask(facts, P.SAFEGUARDING).allowed
    assert ask(aside, P.SAFEGUARDING).allowed


@pytest.mark.rule("P21")
@pytest.mark.parametrize("purpose", [purpose for purpose in Purpose if purpose is not P.SAFEGUARDING])
@pytest.mark.parametrize("who", [GP, REFERRER])
def test_an_override_changes_nothing_for_any_other_words(who: Outsider, purpose: Purpose) -> None:
    facts = outsider(who, consent=NO, shares=NO)
    aside = outsider(who, consent=NO, shares=NO, set_aside_until=LATER)

    assert ask(aside, purpose) == ask(facts, purpose)
    assert not ask(aside, purpose).allowed


@pytest.mark.rule("P21")
def test_an_override_is_over_at_its_end_though_nobody_ended_it() -> None:
    aside = outsider(GP, shares=NO, set_aside_until=LATER)

    assert ask(aside, P.SAFEGUARDING, at=LATER - timedelta(seconds=1)).allowed
    assert ask(aside, P.SAFEGUARDING, at=LATER).codes == ("consent-refused",)


@pytest.mark.rule("P21")
def test_an_override_never_lifts_an_unsafe_point_a_restricted_person_or_a_loss() -> None:
    aside = outsider(GP, shares=NO, set_aside_until=LATER)
    for change in ({"safe": NO}, {"unsafe_elsewhere": True}, {"restricted_here": True}, {"secret_broken": True}):
        worse = outsider(GP, shares=NO, set_aside_until=LATER, points=(replace(GP.points[0], **change),))
        assert ask(worse, P.SAFEGUARDING).answer is Answer.REFUSE

    assert ask(replace(aside, loss=True), P.SAFEGUARDING).codes == ("loss",)
    assert ask(outsider(GRANNY, set_aside_until=LATER), P.SAFEGUARDING).codes == ("relative-referred",)
    assert ask(mother(restricted=True), P.SAFEGUARDING).answer is Answer.REFUSE


@pytest.mark.rule("P45")
def test_a_reminder_goes_only_to_adults_invited_to_that_appointment() -> None:
    assert ask(FACTS, P.REMINDER, TEXT, invited=frozenset({"person:1"})).allowed
    assert ask(FACTS, P.REMINDER, TEXT, invited=frozenset({"person:2"})).answer is Answer.REFUSE


@pytest.mark.rule("P3")
@pytest.mark.parametrize("channel", list(Channel))
@pytest.mark.parametrize("purpose", list(Purpose))
def test_while_a_warning_is_unread_every_word_is_held(purpose: Purpose, channel: Channel) -> None:
    assert ask(replace(FACTS, read_first=True), purpose, channel).answer is Answer.ASK
    assert not ask(replace(outsider(GP), read_first=True), purpose, channel).allowed


@pytest.mark.rule("P46")
def test_written_words_in_another_language_are_asked_about_and_a_call_is_not() -> None:
    polish = mother(reads="Polish")

    assert [ask(polish, channel=channel).answer for channel in (TEXT, LETTER, BY_EMAIL, CALL)] == [
        Answer.ASK,
        Answer.ASK,
        Answer.ASK,
        Answer.ALLOW,
    ]


@pytest.mark.rule("P13")
def test_a_relative_who_referred_is_thanked() -> None:
    assert ask(outsider(GRANNY), Purpose.RECEIPT).allowed


@pytest.mark.rule("TELL-1")
@pytest.mark.parametrize("purpose", [Purpose.RECEIPT, Purpose.ACCEPTED, Purpose.NOT_ACCEPTED, Purpose.HOLDING])
def test_the_referrer_hears_of_the_referral_without_being_named_in_a_consent(purpose: Purpose) -> None:
    assert ask(outsider(REFERRER), purpose).allowed


@pytest.mark.rule("LET-1")
def test_agreement_to_tell_of_the_referral_is_no_agreement_to_share_the_work() -> None:
    facts = outsider(GP, consent=YES, shares=UNKNOWN)

    assert ask(facts, Purpose.ACCEPTED).allowed
    assert ask(facts, Purpose.CORRESPONDENCE).codes == ("consent-not-asked",)


@pytest.mark.parametrize("channel", [TEXT, LETTER, CALL, BY_EMAIL])
@pytest.mark.parametrize("purpose", [purpose for purpose in Purpose if purpose is not P.SAFEGUARDING])
def test_where_all_is_well_the_mother_may_be_told(purpose: Purpose, channel: Channel) -> None:
    assert ask(FACTS, purpose, channel).allowed


@pytest.mark.parametrize(
    ("facts", "purpose", "channel", "more"),
    [
        (FACTS, P.REMINDER, TEXT, {"invited": frozenset({"person:1"})}),
        (FACTS, P.CORRESPONDENCE, LETTER, {"invited": frozenset()}),
        (point(MOBILE, opted_out=True, may_text=NO, shared_with="Her sister"), P.FIRST_CONTACT, CALL, {}),
        (replace(mother(points=(MOBILE,)), unsafe_home=True), P.REMINDER, TEXT, {}),
        (mother(reads="Polish", formats="Large print"), P.FIRST_CONTACT, CALL, {}),
        (mother(home_with_restricted=YES), P.FIRST_CONTACT, TEXT, {}),
        (point(HOME, shared_with="Her mother"), P.ACCEPTED, LETTER, {}),
        (mother(under_18=True), P.ACCEPTED, LETTER, {}),
        (mother(under_18=True, under_16=True), P.RECEIPT, TEXT, {}),
        (mother(under_18=True, under_16=True, competent=YES), P.FIRST_CONTACT, TEXT, {}),
        (mother(under_18=True, home_with_grandparent=True), P.FIRST_CONTACT, TEXT, {}),
        (mother(home_with_grandparent=True), P.ACCEPTED, LETTER, {}),
        (mother(role="grandparent"), P.ACCEPTED, LETTER, {}),
        (replace(FACTS, disagreement=True), P.FIRST_CONTACT, TEXT, {"automatic": False}),
        (replace(outsider(GP), disagreement=True), P.SAFEGUARDING, LETTER, {}),
        (replace(FACTS, baby_in_hospital=True), P.FIRST_CONTACT, CALL, {"automatic": False}),
        (replace(outsider(GP), baby_in_hospital=True), P.ACCEPTED, LETTER, {}),
        (mother(in_prison=True), P.ACCEPTED, LETTER, {}),
        (mother(role="foster_carer", points=(replace(HOME, place=Place.FOSTER_HOME),)), P.ACCEPTED, LETTER, {}),
    ],
)
def test_rules_speak_only_of_what_they_are_about(
    facts: Facts, purpose: Purpose, channel: Channel, more: dict[str, Any]
) -> None:
    assert ask(facts, purpose, channel, **more).allowed


@pytest.mark.rule("P20")
def test_the_reason_does_not_say_whose_the_number_is_elsewhere() -> None:
    told = ask(point(HOME, unsafe_elsewhere=True))

    assert told.reasons == (
        "This number or address is recorded as one that must not be used. The team's lead or guardian can say more.",
    )


def test_names_with_braces_do_not_break_a_reason() -> None:
    facts = replace(FACTS, adults=(replace(AISHA, name="{0} {x}", died=True),))

    assert ask(facts).why == "{0} {x} has died."
