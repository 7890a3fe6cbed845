"""The rows that refuse: nobody can send it; the reason says what would have to change."""

from __future__ import annotations

from families.contact.rules.case import (
    FOR_THE_FAMILY,
    NO,
    YES,
    ContactRule,
    letter_home,
    not_asked,
    not_invited,
    not_secure,
    refused,
)
from families.enums import Answer, Place, PointKind, Purpose

REFUSING: tuple[ContactRule, ...] = (
    ContactRule(
        "loss",
        Answer.REFUSE,
        "A loss is recorded. Nothing goes out until a person has decided who tells whom.",
        "P22",
        lambda c: c.facts.loss,
    ),
    ContactRule(
        "guardian-first",
        Answer.REFUSE,
        "Ask the guardian: nothing goes until they have answered.",
        "P10",
        lambda c: c.facts.guardian_first,
    ),
    ContactRule(
        "restricted-person",
        Answer.REFUSE,
        "{name} must not learn of the work.",
        "CON-1",
        lambda c: c.adult is not None and c.adult.restricted,
    ),
    ContactRule("died", Answer.REFUSE, "{name} has died.", "P22", lambda c: c.adult is not None and c.adult.died),
    ContactRule(
        "relative-referred",
        Answer.REFUSE,
        "{name} referred as a relative or friend: they are thanked and told nothing more.",
        "P13",
        lambda c: c.outsider is not None and c.outsider.relative and c.question.purpose is not Purpose.RECEIPT,
    ),
    ContactRule(
        "family-only",
        Answer.REFUSE,
        "This is for the family alone, and {name} is not of the family.",
        "LET-1",
        lambda c: c.outsider is not None and c.question.purpose in FOR_THE_FAMILY,
    ),
    ContactRule(
        "not-invited",
        Answer.REFUSE,
        "{name} is not invited to this appointment.",
        "P45",
        not_invited,
    ),
    ContactRule(
        "no-point",
        Answer.REFUSE,
        "Nothing usable for this is recorded for {name}.",
        "CON-1",
        lambda c: c.point is None,
    ),
    ContactRule(
        "unsafe-point",
        Answer.REFUSE,
        "It is recorded as not safe to use for {name}.",
        "CON-1",
        lambda c: c.point is not None and c.point.safe == NO,
    ),
    ContactRule(
        "unsafe-home",
        Answer.REFUSE,
        "Letters must not go to the home address.",
        "CON-1",
        lambda c: c.facts.unsafe_home and letter_home(c),
    ),
    ContactRule(
        "unsafe-elsewhere",
        Answer.REFUSE,
        "This number or address is recorded as one that must not be used. The team's lead or guardian can say more.",
        "P20",
        lambda c: c.point is not None and c.point.unsafe_elsewhere,
    ),
    ContactRule(
        "restricted-shares",
        Answer.REFUSE,
        "Somebody who must not learn of the work uses this number or lives at this address.",
        "CON-1",
        lambda c: c.point is not None and c.point.restricted_here,
    ),
    ContactRule(
        "secret-shared",
        Answer.REFUSE,
        "Somebody from whom this is kept secret uses this number or lives at this address.",
        "P24",
        lambda c: c.point is not None and c.point.secret_broken,
    ),
    ContactRule(
        "restricted-at-home",
        Answer.REFUSE,
        "{name} lives with somebody who must not learn of the work.",
        "CON-1",
        lambda c: letter_home(c) and c.adult is not None and c.adult.home_with_restricted == YES,
    ),
    ContactRule(
        "opted-out",
        Answer.REFUSE,
        "Texts to this number were stopped.",
        "CON-1",
        lambda c: c.texting and c.point is not None and c.point.opted_out,
    ),
    ContactRule(
        "no-texts",
        Answer.REFUSE,
        "{name} does not want texts.",
        "CON-1",
        lambda c: c.texting and c.point is not None and c.point.may_text == NO,
    ),
    ContactRule(
        "care-changed-by-itself",
        Answer.REFUSE,
        "Who cares for the child has changed: nothing goes by itself until a person has set again who is told what.",
        "P24",
        lambda c: c.facts.care_changed and c.by_itself,
    ),
    ContactRule(
        "refuge",
        Answer.REFUSE,
        "{name} is in a refuge: no letter goes there unless {name} said that this address is safe to use.",
        "P24",
        lambda c: c.place == Place.REFUGE and c.point is not None and c.point.safe != YES,
    ),
    ContactRule(
        "prison-phone",
        Answer.REFUSE,
        "{name} is in prison: their own phone and email are not with them.",
        "P24",
        lambda c: (
            c.adult is not None
            and c.adult.in_prison
            and c.point is not None
            and c.point.kind in (PointKind.MOBILE, PointKind.EMAIL)
        ),
    ),
    ContactRule(
        "not-secure",
        Answer.REFUSE,
        "The team does not list the e-mail of {name} as secure: post it, or send a link and tell them the code.",
        "P43",
        not_secure,
    ),
    ContactRule(
        "consent-refused",
        Answer.REFUSE,
        "The family does not agree to {name} being told this.",
        "TELL-1",
        lambda c: refused(c, referrer=False),
    ),
    ContactRule(
        "consent-not-asked",
        Answer.REFUSE,
        "The family has not been asked whether {name} may be told this.",
        "TELL-1",
        lambda c: not_asked(c, referrer=False),
    ),
    ContactRule(
        "does-not-know",
        Answer.REFUSE,
        "{name} does not know of the referral, so nothing about its outcome goes to them.",
        "P13",
        lambda c: c.adult is not None and c.adult.knows == NO and c.question.purpose is Purpose.NOT_ACCEPTED,
    ),
)
