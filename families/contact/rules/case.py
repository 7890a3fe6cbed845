"""What a rule looks at and what a rule is: one question about one recipient at one point."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from families.contact.facts import Adult, Facts, Outsider, Point, Question
from families.contact.versions import Version, language_of, needs_of
from families.enums import Answer, Channel, FamilyRole, Place, PointKind, ProfessionalRole, Purpose, WordForm
from pitservice.configuration.enums import YesNoUnknown
from pitservice.configuration.secure import is_secure

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

    @property
    def posting(self) -> bool:
        """By letter."""
        return self.question.channel is Channel.LETTER

    @property
    def by_itself(self) -> bool:
        """A text or an e-mail that no person sends: a letter is always posted, and a call made, by somebody."""
        return self.question.automatic and self.question.channel in (Channel.TEXT, Channel.EMAIL)

    @property
    def protecting(self) -> bool:
        """A professional is told of a worry about somebody's safety (P21)."""
        return self.outsider is not None and self.question.purpose is Purpose.SAFEGUARDING

    @property
    def place(self) -> str:
        """What kind of place the address is, for a letter."""
        return self.point.place if self.posting and self.point is not None else ""


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
FOR_THE_FAMILY = frozenset(
    {
        Purpose.FIRST_CONTACT,
        Purpose.REMINDER,
        Purpose.FOLLOW_UP,
        Purpose.OWN_WORDS,
        Purpose.MEASURES,
        Purpose.OUT_OF_HOURS,
    }
)
#: Words that go only to those who are invited.
FOR_THE_INVITED = frozenset({Purpose.APPOINTMENT, Purpose.REMINDER})
#: Words to professionals who protect somebody: consent alone may be set aside for them (P21).
TO_PROTECT = frozenset({Purpose.SAFEGUARDING})
#: Words that are about no family, and go to colleagues alone (P6).
FOR_COLLEAGUES = frozenset({Purpose.NOTICE})
#: Words that name nobody and say nothing of the work: a receipt, a link to a page behind a code, a number of things.
WITHOUT_CONTENT = frozenset({Purpose.RECEIPT, Purpose.ASK_INFORMATION, Purpose.NOTICE})
WRITTEN = frozenset({Channel.LETTER, Channel.EMAIL})
#: Whoever lives there may not be there any more, and the news may have changed.
HOSPITALS = frozenset({Place.HOSPITAL, Place.NEONATAL_UNIT, Place.MOTHER_AND_BABY_UNIT})
CARERS = frozenset({FamilyRole.FOSTER_CARER, FamilyRole.CARER})


def is_referrer(outsider: Outsider) -> bool:
    """The professional who referred, as that."""
    return outsider.referred and outsider.role is ProfessionalRole.REFERRER


def consent(case: Case) -> YesNoUnknown | None:
    """What the family said about telling this professional this; None where the rule is not about them (TELL-1).

    Nor is it while consent to share with them is set aside to protect somebody (P21).
    """
    outsider, purpose = case.outsider, case.question.purpose
    if outsider is None or outsider.relative or purpose in FOR_THE_FAMILY or set_aside(case):
        return None
    return outsider.consent if purpose in ABOUT_THE_REFERRAL else outsider.shares


def set_aside(case: Case) -> bool:
    """Consent towards this professional is set aside, for these words and at this moment (P21)."""
    outsider, question = case.outsider, case.question
    until = outsider.set_aside_until if outsider is not None else None
    return until is not None and question.at < until and question.purpose in TO_PROTECT


def refused(case: Case, *, referrer: bool) -> bool:
    """The family said no."""
    outsider = case.outsider
    return outsider is not None and consent(case) == NO and is_referrer(outsider) is referrer


def not_asked(case: Case, *, referrer: bool) -> bool:
    """Of the referral itself the referrer hears unasked; of what came of the work nobody does."""
    outsider = case.outsider
    if outsider is None or consent(case) != UNKNOWN or is_referrer(outsider) is not referrer:
        return False
    return not (referrer and case.question.purpose in ABOUT_THE_REFERRAL)


def not_secure(case: Case) -> bool:
    """Content by e-mail to a professional whose mail the team does not list as secure (P43).

    Families have said themselves whether their address is safe to use.
    """
    outsider, question, point = case.outsider, case.question, case.point
    if outsider is None or point is None or question.channel is not Channel.EMAIL:
        return False
    says_something = question.content and question.purpose not in WITHOUT_CONTENT
    return says_something and not is_secure(point.value, case.facts.secure_domains)


def letter_home(case: Case) -> bool:
    """A letter to an adult of the family."""
    return case.adult is not None and case.posting


def not_invited(case: Case) -> bool:
    """Words for those invited to an appointment, and this adult is not (P45)."""
    invited = case.question.invited
    return (
        case.adult is not None
        and case.question.purpose in FOR_THE_INVITED
        and invited is not None
        and case.adult.ref not in invited
    )


def cannot_agree_alone(case: Case) -> bool:
    """Under 16 and not found able to agree, or under 18 and found not able to (P27).

    Whoever filled in our form may be told that we have it.
    """
    adult = case.adult
    if adult is None or not adult.under_18 or case.question.purpose is Purpose.RECEIPT:
        return False
    return adult.competent == NO or (adult.under_16 and adult.competent != YES)


def through_a_grandparent(case: Case) -> bool:
    """What goes to a parent under 18 could come to a grandparent first: the same number, or the same letter box."""
    adult, point = case.adult, case.point
    if adult is None or not adult.under_18 or point is None:
        return False
    return point.grandparent_here or (case.posting and adult.home_with_grandparent)


def in_another_language(case: Case) -> bool:
    """Written to an adult in whose language these words do not exist, or exist unchecked (P46)."""
    adult, question = case.adult, case.question
    if adult is None or question.channel is Channel.CALL:
        return False
    return language_of(adult.reads) not in {one.language for one in question.versions}


def in_another_form(case: Case) -> bool:
    """A letter or an e-mail to an adult who needs a form of it that there is not (P68).

    Large print is for letters, which are printed so; easy read is where these words have such a version.
    """
    adult, question = case.adult, case.question
    if adult is None or question.channel not in WRITTEN:
        return False
    large, easy, more = needs_of(adult.formats)
    easy_read = Version(language_of(adult.reads), WordForm.EASY_READ)
    return more or (large and not case.posting) or (easy and easy_read not in question.versions)
