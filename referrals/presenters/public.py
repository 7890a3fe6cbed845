"""The words of the public forms: to families warm, short and without blame; to professionals plain (pages.md)."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from pitservice.accounts.models import Team
from pitservice.configuration.enums import ReferralSource, YesNoUnknown
from pitservice.configuration.models import TeamSettings
from pitservice.ui.components import Callout, Fact, FactList, Link, Section, Words
from pitservice.ui.dates import day
from referrals.intake.changes import Difference
from referrals.intake.step import Answers, Step, StepForm, answer, read_out
from referrals.models import Referral

CLOSED = "This form is closed at the moment"
NOBODY_AGREES = (
    "You have said of nobody that they agree to this referral. We cannot accept it before each parent or carer who may "
    "know has been asked. If you can, ask them first: save this form and come back."
)
WRITE_DOWN = (
    "We show them this once, and cannot tell you again.",
    "Copy the link, and keep the code apart from it: the link alone shows nothing.",
)
SAVING = (
    "We give you a private link and a code. With both you can go on within 14 days; then the form is removed.",
    "We do not send them by email, because nobody has checked the address in this form yet.",
)
RECEIVED = "We have your referral"
CHANGES_RECEIVED = "We have what you sent"
OPENED = (
    "These are the answers you sent. What you change goes to the team as a proposal: a person reads it, and nothing is "
    "overwritten.",
    "We cannot tell you here what has become of the referral. We write to you with our decision.",
)
CHANGING = (
    "A person of the team reads each change. If somebody must not be contacted as before, nothing goes out until it "
    "was read.",
)
WITHDRAWING = ("A person of the team reads this, and withdraws the referral or rings you.",)
CHANGE_LATER = (
    "With both you can change the referral or withdraw it. We show them this once, and cannot tell you again.",
    "Keep the code apart from the link: the link alone shows nothing. If you lose them, ring us.",
)
NO_TEAM = "We do not know which team looks after this postcode. Choose one below, or ring the nearest"
LINK_GONE = "This link does not open anything"
CODE_ASKED = ("So that nobody else can read it, we ask for the code that was shown with your link.",)
CODE_WRONG = "That is not the code. After five wrong codes the link stops working"
GONE = "This page is no longer available"
GONE_WORDS = (
    "A form that is not sent is removed after 14 days, and an address opens nothing once a saved form was taken up "
    "again. Nothing that was typed is shown here.",
)
URGENT = (
    "If somebody is in danger, call 999.",
    "If you need help with your mental health now, call NHS 111 and choose option 2.",
    "You can talk to Samaritans at any time of day or night: call 116 123.",
)


def heading(team: Team, *, families: bool) -> str:
    """The first page's heading."""
    return "Get in touch with us" if families else f"Refer a family to {team.name}"


def before(team: Team, *, families: bool) -> Sequence[object]:
    """What must be known before beginning."""
    if families:
        lines = [
            "You can tell us here, in your own words, how things are with your baby, or while you are expecting one.",
            "It takes about five minutes. You can skip most questions, and leave this page at any time.",
            f"Forms are read on working days by {team.name}. Then somebody of the team gets in touch with you, only in "
            "the ways you choose, and you decide together what comes next.",
            "We tell nobody without asking you, unless somebody is in danger. We ask whether we may tell your health "
            "visitor and your doctor.",
            "Nothing you type is kept on this device.",
        ]
        return [Words(lines), Callout("If it is urgent", URGENT)]
    stop = (
        "If a child or an adult is at risk of harm, call 999, or your local children's or adults' social care, and "
        "follow your organisation's procedure. Then come back to this form if it is still needed.",
        "This form is read on working days.",
    )
    lines = [
        "Use this form to refer a baby, born or expected, and the people who care for it.",
        "Talk with each parent or carer first: we ask for each of them whether they know and agree.",
        "It takes about ten minutes. You can save it and come back within 14 days.",
        "What you type is kept on our server, and not on your device.",
    ]
    return [Callout("This is not the way to report a safeguarding concern", stop), Words(lines)]


def closed(team: Team, settings: TeamSettings, *, families: bool) -> Sequence[object]:
    """Where to turn instead, and when the door opens again (P15)."""
    lines = [settings.closed_door_text]
    if settings.doors_open_again_on:
        lines.append(f"It opens again on {day(settings.doors_open_again_on)}.")
    if settings.consultations_open and not families:
        lines.append("We still offer consultation about your own work with a family: ring us to arrange one.")
    lines.append("Your health visitor, midwife or GP can help you meanwhile." if families else _ring(team))
    return [Words([line for line in lines if line]), *([Callout("If it is urgent", URGENT)] if families else [])]


def teams(found: Sequence[tuple[Team, str]]) -> Sequence[object]:
    """Each team with its telephone number and the way to its own form."""
    ways = [(team, Link("Go to its form", href, hidden=team.name)) for team, href in found]
    return [FactList([Fact(team.name, team.phone, links=[link], empty="") for team, link in ways])]


def _ring(team: Team) -> str:
    return f"To talk it through, ring us on {team.phone}." if team.phone else "Get in touch with us to talk it through."


def answers(
    steps: Sequence[tuple[Step, StepForm, Mapping[str, Any]]], address: Callable[[str], str]
) -> Sequence[object]:
    """Each step's answers, with a link to change them."""
    return [_section(step, read_out(form, clean), address(step.name)) for step, form, clean in steps]


def _section(step: Step, said: Sequence[tuple[str, str]], href: str) -> FactList:
    change = Link("Change", href, hidden=step.heading.lower())
    facts = [Fact(question, value.splitlines()) for question, value in said] or [Fact("Your answer")]
    first = Fact(facts[0].key, facts[0].value, actions=[change], empty="You skipped this")
    return FactList([first, *facts[1:]], step.heading)


def before_sending(answers: Answers, *, families: bool) -> Sequence[str]:
    """Said above the answers; also that nobody is known to agree, where it is so (SCR-3)."""
    if families:
        return ["You can change anything before you send it."]
    said = ["You can change anything before you send it. It is kept exactly as you send it."]
    if not any(answer(answers, step, "agrees") == YesNoUnknown.YES for step in answers):
        said.append(NOBODY_AGREES)
    return said


def left(*, families: bool) -> Sequence[str]:
    """Said where a form was left for a while (P11)."""
    said = "So that nobody else can read it, what was typed is not shown any more, and it was not sent."
    return [said] if families else [said, "If you saved it, open your private link, or else start again."]


def link_gone(team: Team) -> Sequence[str]:
    """Said of a link that has run out, was used, or never was one (P11)."""
    return [
        "It may have run out: a form that is not sent is removed after 14 days. It may also have been replaced by a "
        "later link, or closed after several wrong codes.",
        _ring(team),
    ]


def saved(href: str, code: str, until: str) -> Sequence[object]:
    """The private link and its code, shown once; the link alone shows nothing (P11)."""
    facts = [Fact("Private link", [href]), Fact("Code", code), Fact("Kept until", until)]
    return [FactList(facts), Callout("Keep both now", WRITE_DOWN)]


def changes(found: Sequence[Difference], address: Callable[[str], str]) -> Sequence[object]:
    """Each change beside what was said before, with a link to change it again (P11)."""
    if not found:
        return [Words(["You have changed nothing yet. Go back to the list of tasks and choose what to change."])]
    return [_change(one, address(one.step)) for one in found]


def _change(one: Difference, href: str) -> FactList:
    change = Link("Change", href, hidden=f"{one.heading}: {one.question}")
    facts = [
        Fact("Before", one.before.splitlines(), empty="Nothing was said"),
        Fact("Now", one.proposed.splitlines(), actions=[change], empty="Taken out"),
    ]
    return FactList(facts, f"{one.heading}: {one.question}")


def receipt_link(href: str, code: str, until: str) -> Sequence[object]:
    """The private link and its code, shown once: to change the referral or to withdraw it (P11)."""
    facts = [Fact("Private link", [href]), Fact("Code", code), Fact("Works until", until)]
    return [Section("If something changes", [FactList(facts), Callout("Keep both now", CHANGE_LATER)])]


def after_changes(team: Team) -> Sequence[object]:
    """What happens with a change or the wish to withdraw: the same, whatever has become of the referral (P10, P11)."""
    return [Section("What happens next", [Words(["A person of the team reads it on a working day.", _ring(team)])])]


def after(team: Team, referral: Referral, *, families: bool) -> Sequence[object]:
    """What happens next, who reads it, and what to do if it is urgent. A relative is thanked, and no more (P13)."""
    due = f"by {day(referral.due_on)}" if referral.due_on else "soon"
    if not families:
        lines = [
            f"We will write to you with our decision, usually {due}. It is read on working days.",
            "Please go on with your own support, and tell us if anything changes. Give the reference, and no name.",
        ]
        return [Section("What happens next", [Words(lines)])]
    if referral.source == ReferralSource.RELATIVE:
        lines = [
            "Thank you for thinking of them. Somebody reads what you wrote on a working day.",
            "What comes of it is between us and the family, so we cannot tell you more than this.",
        ]
        return [Section("What happens next", [Words(lines)]), Callout("If it is urgent", URGENT)]
    lines = [
        f"Somebody from {team.name} reads it on a working day, and gets in touch with you {due}.",
        "We use only the ways you chose. We tell nobody whom you did not say we may tell.",
        "Keep the reference if you can do so safely. You do not need it to ring us.",
    ]
    return [Section("What happens next", [Words(lines)]), Callout("If it is urgent", URGENT)]
