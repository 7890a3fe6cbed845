"""Answers become a submission: everything as sent, structured beside it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from pitservice.configuration.enums import ReferralSource, YesNoUnknown
from referrals.enums import Entrance, OtherCarers, PartyRole
from referrals.intake.family import CALL, EMAIL, LETTER, RELATIVE, TEXT
from referrals.intake.step import Answers, StepForm, answer, answer_date, read_out
from referrals.intake.steps import steps_of
from referrals.submission import Party, Submission

YES, NO, UNKNOWN = YesNoUnknown.YES, YesNoUnknown.NO, YesNoUnknown.UNKNOWN
#: A step's form by its name and class; with a third argument, filled in.
MakeForm = Callable[..., StepForm]


def submitted(entrance: str, answers: Answers, make_form: MakeForm) -> dict[str, Any]:
    """Everything as sent: each question as it was asked with its answer in words, and what was typed to the letter."""
    said = {
        step.heading: dict(read_out(make_form(step.name, step.form), answers[step.name]["clean"]))
        for step in steps_of(entrance, answers)
        if step.name in answers
    }
    return {**said, "_typed": {name: kept["typed"] for name, kept in answers.items()}}


def submission(entrance: str, answers: Answers, as_sent: Mapping[str, Any]) -> Submission:
    """The submission that a finished form makes."""
    build = from_family if entrance == Entrance.FAMILY else from_professional
    return build(answers, as_sent)


def from_professional(answers: Answers, as_sent: Mapping[str, Any]) -> Submission:
    """A professional's."""
    names = [step.name for step in steps_of(Entrance.PROFESSIONAL, answers)]
    babies = [_baby(answers, name) for name in names if name.startswith("baby-") and name in answers]
    carers = [_carer(answers, name) for name in names if name.startswith("carer-") and name in answers]

    def given(step: str, name: str) -> str:
        return str(answer(answers, step, name))

    ticked = answers.get("risks", {}).get("clean", {})
    return Submission(
        entrance=Entrance.PROFESSIONAL,
        submitted=as_sent,
        source=answer(answers, "about-you", "source", ReferralSource.OTHER),
        people=(*babies, *carers, *_siblings(given("siblings", "siblings"))),
        referrer_name=given("about-you", "name"),
        referrer_role=given("about-you", "role"),
        referrer_organisation=given("about-you", "organisation"),
        referrer_phone=given("about-you", "phone"),
        referrer_email=given("about-you", "email"),
        referrer_address=given("about-you", "address"),
        keeps_support=answer(answers, "helpers", "keeps_support", UNKNOWN),
        worries=given("worries", "worries"),
        hopes=given("worries", "hopes"),
        services_involved=given("helpers", "services_involved"),
        safeguarding=given("helpers", "safeguarding"),
        siblings=given("siblings", "siblings"),
        other_carers=_others(answers, names),
        health_visitor=given("helpers", "health_visitor"),
        gp=given("helpers", "gp"),
        ticks=sorted(int(tick) for ticks in ticked.values() for tick in ticks or ()),
        warning=given("know-first", "warning"),
    )


def _others(answers: Answers, names: list[str]) -> str:
    """Whether there is another carer: what was said last, or that one was named (P26)."""
    said = [answer(answers, name, "another") for name in names if name.startswith("contact-")]
    named = sum(name.startswith("carer-") and name in answers for name in names) > 1
    last = next((one for one in reversed(said) if one), "")
    return str(OtherCarers.NAMED if named and last in ("", "no") else last)


def person_of(answers: Answers, step: str) -> Party:
    """The baby or carer whom a step asks about."""
    return _baby(answers, step) if step.startswith("baby-") else _carer(answers, step)


def _baby(answers: Answers, step: str) -> Party:
    return Party(
        role=PartyRole.BABY,
        given_name=answer(answers, step, "given_name"),
        family_name=answer(answers, step, "family_name"),
        date_of_birth=answer_date(answers, step, "date_of_birth"),
        expected_date=answer_date(answers, step, "expected_date"),
        sex=answer(answers, step, "sex", "X"),
        nhs_number=answer(answers, step, "nhs_number"),
        ethnicity=answer(answers, step, "ethnicity"),
    )


def _carer(answers: Answers, step: str) -> Party:
    contact = step.replace("carer", "contact")
    texts = ("mobile", "email", "address", "postcode", "language", "needs", "times_to_avoid")
    choices = ("mobile_safe", "may_text", "email_safe", "address_safe", "interpreter")
    return Party(
        role=PartyRole(answer(answers, step, "role", PartyRole.CARER)),
        given_name=answer(answers, step, "given_name"),
        family_name=answer(answers, step, "family_name"),
        date_of_birth=answer_date(answers, step, "date_of_birth"),
        nhs_number=answer(answers, step, "nhs_number"),
        knows=answer(answers, step, "knows", UNKNOWN),
        agrees=answer(answers, step, "agrees", UNKNOWN),
        asked_by=answer(answers, step, "asked_by"),
        asked_on=answer_date(answers, step, "asked_on"),
        must_not_know=answer(answers, step, "may_know") == "no",
        **{name: answer(answers, contact, name) for name in texts},
        **{name: answer(answers, contact, name, UNKNOWN) for name in choices},
    )


def _siblings(text: str) -> list[Party]:
    """One child on each line; what stands before the first comma is the name."""
    found = []
    for line in text.splitlines():
        name = line.split(",")[0].strip()
        if name:
            given, _, family = name.rpartition(" ")
            found.append(
                Party(
                    role=PartyRole.SIBLING,
                    given_name=(given or family)[:100],
                    family_name=family[:100] if given else "",
                )
            )
    return found


#: What a parent says of another parent or a partner (P26).
_OTHERS = {"yes": OtherCarers.NAMED, "no": OtherCarers.NONE, "skip": OtherCarers.UNSAID}


def from_family(answers: Answers, as_sent: Mapping[str, Any]) -> Submission:
    """A family's own, or one that a relative or friend sends for it."""
    relative = answer(answers, "who", "who") == RELATIVE

    def given(step: str, name: str) -> str:
        return str(answer(answers, step, name))

    hidden = given("not-know", "anybody") == "yes"
    people = [*_babies(answers), _writer(answers, relative), *_other(answers), *_hidden(answers)]
    return Submission(
        entrance=Entrance.FAMILY,
        submitted=as_sent,
        source=ReferralSource.RELATIVE if relative else ReferralSource.SELF,
        people=people,
        referrer_name=given("about-you", "name") if relative else "",
        referrer_phone=given("about-you", "phone") if relative else "",
        worries=given("mind", "worries"),
        hopes=given("hopes", "hopes"),
        other_carers=_OTHERS.get(given("other-parent", "there_is"), OtherCarers.NAMED if hidden else ""),
        health_visitor=given("health-visitor", "health_visitor"),
        gp=given("health-visitor", "gp"),
        tell_health_visitor=answer(answers, "health-visitor", "tell_health_visitor", UNKNOWN),
        tell_gp=answer(answers, "health-visitor", "tell_gp", UNKNOWN),
        warning=_warning(answers),
        letters_unsafe=hidden and given("not-know", "at_home") != NO,
    )


def _babies(answers: Answers) -> list[Party]:
    baby = Party(
        role=PartyRole.BABY,
        given_name=answer(answers, "baby", "given_name"),
        family_name=answer(answers, "name", "family_name") if answer(answers, "baby", "given_name") else "",
        date_of_birth=answer_date(answers, "baby", "date_of_birth"),
        expected_date=answer_date(answers, "baby", "expected_date"),
    )
    return [baby, baby] if answer(answers, "baby", "twins") == "twins" else [baby]


def _writer(answers: Answers, relative: bool) -> Party:
    """Who fills it in knows and agrees; a parent for whom a relative asks may not. Only chosen ways are safe (P12)."""
    ways = answer(answers, "reach", "ways", [])
    text, call = answer(answers, "reach", "text_number"), answer(answers, "reach", "call_number")
    language = "language"
    return Party(
        role=PartyRole(answer(answers, "name", "role", PartyRole.MOTHER)),
        given_name=answer(answers, "name", "given_name"),
        family_name=answer(answers, "name", "family_name"),
        wrote=not relative,
        knows=answer(answers, "about-you", "they_know", UNKNOWN) if relative else YES,
        agrees=UNKNOWN if relative else YES,
        asked_by="" if relative else "Their own form",
        mobile=text or call,
        mobile_safe=_safe(relative, bool(text or call)),
        may_text=YES if TEXT in ways else NO if CALL in ways else UNKNOWN,
        email=answer(answers, "reach", "email"),
        email_safe=_safe(relative, EMAIL in ways),
        address=answer(answers, "reach", "address"),
        postcode=answer(answers, "reach", "postcode"),
        address_safe=_safe(relative, LETTER in ways),
        language=answer(answers, language, "language"),
        interpreter=answer(answers, language, "interpreter", UNKNOWN),
        needs=answer(answers, language, "needs"),
        times_to_avoid=answer(answers, language, "times_to_avoid"),
    )


def _safe(relative: bool, chosen: bool) -> YesNoUnknown:
    """A relative cannot say what is safe for somebody else."""
    return YES if chosen and not relative else UNKNOWN


def _other(answers: Answers) -> list[Party]:
    if answer(answers, "other-parent", "there_is") != "yes":
        return []
    return [
        Party(
            role=PartyRole(answer(answers, "other-parent", "role", PartyRole.PARTNER)),
            given_name=answer(answers, "other-parent", "given_name"),
            family_name=answer(answers, "other-parent", "family_name"),
            knows=answer(answers, "other-parent", "knows", UNKNOWN),
            agrees=answer(answers, "other-parent", "agrees", UNKNOWN),
            asked_by="Said by the other parent",
        )
    ]


def _hidden(answers: Answers) -> list[Party]:
    """The other parent or partner who must not find out."""
    who = answer(answers, "not-know", "who")
    if who not in ("other_parent", "partner"):
        return []
    mother = answer(answers, "name", "role") == PartyRole.MOTHER
    other = PartyRole.FATHER if mother else PartyRole.PARTNER
    role = other if who == "other_parent" else PartyRole.PARTNER
    return [Party(role=role, given_name=answer(answers, "not-know", "name"), must_not_know=True)]


def _warning(answers: Answers) -> str:
    """What must be read first: what they said, and who must not find out."""
    lines = [str(answer(answers, "anything", "warning"))]
    if answer(answers, "not-know", "anybody") == "yes":
        who = {"other_parent": "the baby's other parent", "partner": "their partner", "else": "somebody else"}
        name = answer(answers, "not-know", "name")
        home = {YES: "yes", NO: "no"}.get(answer(answers, "not-know", "at_home"), "not sure")
        named = who.get(answer(answers, "not-know", "who"), "somebody")
        lines.append(f"Must not find out: {named} {name}".strip() + f". Lives with them or opens their post: {home}.")
    return "\n".join(filter(None, lines))
