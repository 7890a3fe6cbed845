"""The parts to be read between the questions of the decision page, numbered from top to bottom (pages.md)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from django.urls import reverse

from pitservice.ui.components import Button, Buttons, Callout, Fact, FactList, Link, Section, Words
from pitservice.ui.dates import count, moment
from referrals.models import Referral, ReferredPerson
from referrals.presenters import referral as about
from referrals.presenters.matching import compared
from referrals.selectors import Look
from referrals.wording import ASK_GUARDIAN, adults, babies_in_words, called


def parts(
    referral: Referral,
    parties: Sequence[ReferredPerson],
    seen: Look,
    gaps: Sequence[str],
    today: date,
    *,
    working: str,
) -> Mapping[str, Sequence[object]]:
    """By the name of their place in the form."""
    return {
        "who": [_who(referral, parties, seen, today)],
        "worries": [about.about(referral), about.as_sent(referral.submitted, parties)],
        "agreement": [_agreement(referral, parties, gaps)],
        "risks": [Section("Risk and stress", [Words([working or "The team has no list of risk factors in force."])])],
        "helpers": [about.helpers(referral)],
        "missing": [Section("What is missing", about.lacking(referral, parties))],
    }


def _who(referral: Referral, parties: Sequence[ReferredPerson], seen: Look, today: date) -> Section:
    carers = [f"{called(one)}, {one.get_role_display().lower()}" for one in adults(parties)]
    body: list[object] = [Words([babies_in_words(parties, today), *carers])]
    if referral.family is not None:
        href = reverse("families:family", args=[referral.family.key])
        body.append(FactList([Fact("Settled", links=[Link(referral.family.title, href)])]))
    elif seen.guardian:
        body += ask_guardian(referral, seen)
    elif seen.matches:
        found = count(len(seen.matches), "possible match", "possible matches")
        body.append(Words([f"{found}: choose whom it is about."]))
        body += [compared(match, parties) for match in seen.matches]
    elif not seen.teams:
        body.append(Words(["Probably new: nobody here has the same NHS number, or the same name and another sign."]))
    if seen.teams and not seen.guardian:
        body.append(Callout("Ask another team’s lead", [ask_lead(team) for team in seen.teams]))
    return Section("Who is it about?", body)


def ask_guardian(referral: Referral, seen: Look) -> list[object]:
    """All that is said where a restricted record may be meant, and how to ask (P10)."""
    if seen.asked_at is not None:
        return [Callout("Ask the guardian", [ASK_GUARDIAN, f"They were asked {moment(seen.asked_at)}."])]
    ask = Button("Ask the guardian", reverse("referrals:ask-guardian", args=[referral.key]), secondary=True)
    return [Callout("Ask the guardian", [ASK_GUARDIAN]), Buttons([ask])]


def ask_lead(team: str) -> str:
    """All that is said where a record of another team may be meant (P10)."""
    return f"{team} may know this family: ask that team’s lead before you decide."


def _agreement(referral: Referral, parties: Sequence[ReferredPerson], gaps: Sequence[str]) -> Section:
    facts = [
        Fact(called(adult), about.agreement_words(adult), actions=[about.change_agreement(referral, adult)])
        for adult in adults(parties)
    ]
    body: list[object] = [FactList(facts)] if facts else []
    return Section("Does each adult know and agree?", [*body, *([Words(gaps)] if gaps else [])])
