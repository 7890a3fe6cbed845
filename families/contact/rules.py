"""The contact rules as a table (CON-1): each row says when it speaks, what it answers and why, in words.

All rows that speak are reported; the strictest answer wins. docs/contact-rules.md is generated from this table, and
every row has a test of its own and a family in the demo (P34).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from families.contact.facts import Adult, Facts, Outsider, Point, Question
from families.enums import Answer, Channel, PointKind, ProfessionalRole, Purpose
from pitservice.configuration.enums import YesNoUnknown

YES, NO, UNKNOWN = YesNoUnknown.YES, YesNoUnknown.NO, YesNoUnknown.UNKNOWN


@dataclass(frozen=True, slots=True)
class Case:
    """One question about one recipient at one point (None: they have no usable one for this channel)."""

    question: Question
    facts: Facts
    who: Adult | Outsider
    point: Point | None

    @property
    def adult(self) -> Adult | None:
        """The recipient, when an adult of the family."""
        return self.who if isinstance(self.who, Adult) else None

    @property
    def outsider(self) -> Outsider | None:
        """The recipient, when a professional or a relative who referred."""
        return self.who if isinstance(self.who, Outsider) else None

    @property
    def texting(self) -> bool:
        """By text."""
        return self.question.channel is Channel.TEXT


@dataclass(frozen=True, slots=True)
class ContactRule:
    """A row: its code, what it answers, the sentence staff read ("{name}" is the recipient), and when it speaks."""

    code: str
    answer: Answer
    sentence: str
    source: str
    speaks: Callable[[Case], bool]


_KIND = {
    Channel.TEXT: frozenset({PointKind.MOBILE}),
    Channel.CALL: frozenset({PointKind.MOBILE, PointKind.LANDLINE}),
    Channel.EMAIL: frozenset({PointKind.EMAIL}),
    Channel.LETTER: frozenset({PointKind.ADDRESS}),
}


def fits(point: Point, channel: Channel) -> bool:
    """Whether a point can be used for a channel."""
    return point.kind in _KIND[channel]


#: Words about the referral itself: the referrer hears them without being named in a consent (TELL-1).
ABOUT_THE_REFERRAL = frozenset(
    {Purpose.RECEIPT, Purpose.ASK_INFORMATION, Purpose.ACCEPTED, Purpose.NOT_ACCEPTED, Purpose.HOLDING}
)
#: Words that are for the family and for nobody else.
FOR_THE_FAMILY = frozenset({Purpose.FIRST_CONTACT, Purpose.REMINDER, Purpose.FOLLOW_UP})
#: Words that go only to those who are invited.
FOR_THE_INVITED = frozenset({Purpose.APPOINTMENT, Purpose.REMINDER})
_WRITTEN = frozenset({Channel.LETTER, Channel.EMAIL})


def _is_referrer(outsider: Outsider) -> bool:
    return outsider.referred and outsider.role is ProfessionalRole.REFERRER


def _consent(case: Case) -> YesNoUnknown | None:
    """What the family said about telling this professional this; None where the rule is not about them (TELL-1)."""
    outsider, purpose = case.outsider, case.question.purpose
    if outsider is None or outsider.relative or purpose in FOR_THE_FAMILY:
        return None
    return outsider.consent if purpose in ABOUT_THE_REFERRAL else outsider.shares


def _refused(case: Case, *, referrer: bool) -> bool:
    outsider = case.outsider
    return outsider is not None and _consent(case) == NO and _is_referrer(outsider) is referrer


def _not_asked(case: Case, *, referrer: bool) -> bool:
    """Of the referral itself the referrer hears unasked; of what came of the work nobody does."""
    outsider = case.outsider
    if outsider is None or _consent(case) != UNKNOWN or _is_referrer(outsider) is not referrer:
        return False
    return not (referrer and case.question.purpose in ABOUT_THE_REFERRAL)


def _letter_home(case: Case) -> bool:
    return case.adult is not None and case.question.channel is Channel.LETTER


def _not_invited(case: Case) -> bool:
    invited = case.question.invited
    return (
        case.adult is not None
        and case.question.purpose in FOR_THE_INVITED
        and invited is not None
        and case.adult.ref not in invited
    )


RULES: tuple[ContactRule, ...] = (
    ContactRule(
        "loss",
        Answer.REFUSE,
        "A loss is recorded. Nothing goes out until a person has decided who tells whom.",
        "P22",
        lambda c: c.facts.loss,
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
        _not_invited,
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
        lambda c: c.facts.unsafe_home and _letter_home(c),
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
        "restricted-at-home",
        Answer.REFUSE,
        "{name} lives with somebody who must not learn of the work.",
        "CON-1",
        lambda c: _letter_home(c) and c.adult is not None and c.adult.home_with_restricted == YES,
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
        "consent-refused",
        Answer.REFUSE,
        "The family does not agree to {name} being told this.",
        "TELL-1",
        lambda c: _refused(c, referrer=False),
    ),
    ContactRule(
        "consent-not-asked",
        Answer.REFUSE,
        "The family has not been asked whether {name} may be told this.",
        "TELL-1",
        lambda c: _not_asked(c, referrer=False),
    ),
    ContactRule(
        "does-not-know",
        Answer.REFUSE,
        "{name} does not know of the referral, so nothing about its outcome goes to them.",
        "P13",
        lambda c: c.adult is not None and c.adult.knows == NO and c.question.purpose is Purpose.NOT_ACCEPTED,
    ),
    ContactRule(
        "read-first",
        Answer.ASK,
        "The referral carries a warning that nobody has read yet.",
        "P3",
        lambda c: c.facts.read_first,
    ),
    ContactRule(
        "not-agreed",
        Answer.ASK,
        "It is not recorded that {name} knows of the referral and agrees.",
        "P2",
        lambda c: c.adult is not None and not (c.adult.knows == YES and c.adult.agrees == YES),
    ),
    ContactRule(
        "referrer-refused",
        Answer.ASK,
        "{name} referred, and the family does not agree to their being told this.",
        "TELL-1",
        lambda c: _refused(c, referrer=True),
    ),
    ContactRule(
        "referrer-not-asked",
        Answer.ASK,
        "{name} referred, but the family has not been asked whether they may be told what came of the work.",
        "LET-1",
        lambda c: _not_asked(c, referrer=True),
    ),
    ContactRule(
        "restricted-may-be-at-home",
        Answer.ASK,
        "It is not known whether {name} lives with somebody who must not learn of the work.",
        "CON-1",
        lambda c: _letter_home(c) and c.adult is not None and c.adult.home_with_restricted == UNKNOWN,
    ),
    ContactRule(
        "overdue",
        Answer.ASK,
        "The baby's expected date is past and no birth is recorded: check with the midwife or health visitor first.",
        "P22",
        lambda c: c.facts.overdue,
    ),
    ContactRule(
        "safety-unknown",
        Answer.ASK,
        "Nobody has asked {name} whether this is safe to use.",
        "CON-1",
        lambda c: c.adult is not None and c.point is not None and c.point.safe == UNKNOWN,
    ),
    ContactRule(
        "texts-not-asked",
        Answer.ASK,
        "Nobody has asked {name} whether texts are welcome.",
        "CON-1",
        lambda c: c.texting and c.adult is not None and c.point is not None and c.point.may_text == UNKNOWN,
    ),
    ContactRule(
        "shared",
        Answer.ASK,
        "Somebody else uses this number or reads what comes to it.",
        "CON-1",
        lambda c: (
            c.question.channel in (Channel.TEXT, Channel.EMAIL) and c.point is not None and bool(c.point.shared_with)
        ),
    ),
    ContactRule(
        "reads-other-language",
        Answer.ASK,
        "{name} does not read English: use a checked translation, or call with an interpreter.",
        "P46",
        lambda c: c.adult is not None and bool(c.adult.reads) and c.question.channel is not Channel.CALL,
    ),
    ContactRule(
        "other-format",
        Answer.ASK,
        "{name} needs written words in another form: say it by text or phone, or send it in that form.",
        "P68",
        lambda c: c.adult is not None and bool(c.adult.formats) and c.question.channel in _WRITTEN,
    ),
    ContactRule(
        "returned-mail",
        Answer.ASK,
        "A letter to this address came back.",
        "CON-1",
        lambda c: c.question.channel is Channel.LETTER and c.point is not None and c.point.returned,
    ),
)
