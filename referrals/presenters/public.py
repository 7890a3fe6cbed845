"""The words of the public forms: to families warm, short and without blame; to professionals plain (pages.md)."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from pitservice.accounts.models import Team
from pitservice.configuration.enums import ReferralSource
from pitservice.configuration.models import TeamSettings
from pitservice.ui.components import Callout, Fact, FactList, Link, Section, Words
from pitservice.ui.dates import day
from referrals.intake.step import Step, StepForm, read_out
from referrals.models import Referral

CLOSED = "This form is closed at the moment"
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
            f"Forms are read on working days by {team.name}. Nobody else reads them.",
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
        "It takes about ten minutes. What you type is kept on our server for this sitting, and not on your device.",
    ]
    return [Callout("This is not the way to report a safeguarding concern", stop), Words(lines)]


def closed(team: Team, settings: TeamSettings, *, families: bool) -> Sequence[object]:
    """Where to turn instead, and when the door opens again (P15)."""
    lines = [settings.closed_door_text]
    if settings.doors_open_again_on:
        lines.append(f"It opens again on {day(settings.doors_open_again_on)}.")
    lines.append("Your health visitor, midwife or GP can help you meanwhile." if families else _ring(team))
    return [Words([line for line in lines if line]), *([Callout("If it is urgent", URGENT)] if families else [])]


def _ring(team: Team) -> str:
    return f"To talk it through, ring us on {team.phone}." if team.phone else "Get in touch with us to talk it through."


def answers(
    steps: Sequence[tuple[Step, StepForm, Mapping[str, Any]]], address: Callable[[str], str]
) -> Sequence[object]:
    """Each step's answers, with a link to change them."""
    return [_section(step, read_out(form, clean), address(step.name)) for step, form, clean in steps]


def _section(step: Step, said: Sequence[tuple[str, str]], href: str) -> FactList:
    change = Link("Change", href, hidden=step.heading.lower())
    facts = [Fact(question, value.splitlines()) for question, value in said] or [Fact("Nothing was said")]
    first = Fact(facts[0].key, facts[0].value, actions=[change], empty="You skipped this")
    return FactList([first, *facts[1:]], step.heading)


def before_sending(*, families: bool) -> Sequence[str]:
    """Said above the answers."""
    if families:
        return ["You can change anything before you send it."]
    return ["You can change anything before you send it. It is kept exactly as you send it."]


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
